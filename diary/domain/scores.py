"""What scoring answers with: a total that stands, or the statement that there is none."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from diary.domain.questionnaire import Band


class Status(StrEnum):
    COMPLETE = "complete"
    PRORATED = "prorated"
    """The total stands for items that were not answered, by the questionnaire's own rule."""
    INCOMPLETE = "incomplete"
    """There is no total."""


@dataclass(frozen=True, slots=True)
class Score:
    """A total that stands. A prorated or estimated one may lie between whole points."""

    questionnaire: str
    version: str
    status: Status
    total: float
    band: Band | None
    """None for an instrument without severity bands."""
    cutoffs: tuple[str, ...]
    """Codes of the cut-offs that the total reaches."""
    judgements: Mapping[str, str]
    """Result by judgement code; ``CANNOT_TELL`` where a missing item decides."""
    parts: Mapping[str, float]
    """Sub-totals of the parts in which every item was answered."""
    missing: tuple[str, ...]
    """Items that the total stands without."""
    flags: tuple[str, ...]
    """What a reader of the total has to know: see ``Scorer``."""


@dataclass(frozen=True, slots=True)
class Incomplete:
    """No total: too many items are missing, one that counts is, or answers contradict the form."""

    questionnaire: str
    version: str
    judgements: Mapping[str, str]
    missing: tuple[str, ...]
    flags: tuple[str, ...]

    @property
    def status(self) -> Status:
        return Status.INCOMPLETE


class AnswerError(ValueError):
    """An answer that cannot be one of this questionnaire: unknown item, or off the scale."""

    def __init__(self, link_id: str, reason: str) -> None:
        super().__init__(f"item {link_id!r}: {reason}")
        self.link_id = link_id
        self.reason = reason


class NotScoredError(ValueError):
    """The questionnaire has no total: each of its answers is a reading of its own."""
