"""Plans: which check-ins go with an infusion, when and how (FHIR PlanDefinition).

A plan is read from a file (``plan_file.py``), checked once and never edited: a change is a new
``version``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time, timedelta
from enum import StrEnum

from diary.domain.episodes import COURSE_GAP_DAYS
from diary.domain.tables import Localized


class AnchorKind(StrEnum):
    """What a check-in's time counts from."""

    ENROLMENT = "enrolment"
    VISIT = "visit"
    """An infusion that is planned and not given yet: check-ins come before it."""
    INFUSION = "infusion"
    """An infusion that was given: hours count from its end, days from its date."""
    SERIES = "series"
    """The first infusion of a series: the ones that follow it do not restart the count."""


class Channel(StrEnum):
    """How a check-in is asked."""

    TEXT = "text"
    """The questions come as texts."""
    LINK = "link"
    """One text with the address of the page where it is answered."""
    EITHER = "either"
    """The questions come as texts, and the first names the page as well."""


@dataclass(frozen=True, slots=True)
class Elapsed:
    """Real hours after the anchor's end, whatever the clocks do in between."""

    after: timedelta


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days ``first`` to ``last`` after the anchor's: negative before it, open-ended if ``None``.

    Every ``every`` days or, if ``weekdays`` are given (Monday 0), on those.
    """

    first: int
    last: int | None
    every: int = 1
    weekdays: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class CalendarDays:
    """Calendar days around the anchor's in the patient's zone, at a wall-clock time.

    ``at_local`` is ``None`` for the time of day that the patient likes.
    """

    stretches: tuple[Stretch, ...]
    at_local: time | None = None


@dataclass(frozen=True, slots=True)
class CheckIn:
    code: str
    anchor: AnchorKind
    when: Elapsed | CalendarDays
    window: timedelta
    """How long after it was due it is still worth asking and answering."""
    questionnaires: tuple[str, ...]
    channel: Channel = Channel.TEXT
    remind_after: timedelta | None = None
    """Asked once more after so long without a word; ``None`` for never."""


@dataclass(frozen=True, slots=True)
class Plan:
    code: str
    version: str
    title: Localized
    check_ins: tuple[CheckIn, ...]
    series_gap: timedelta = timedelta(days=COURSE_GAP_DAYS)
    """An infusion that comes so long after the one before begins a new series."""
    content: Mapping[str, object] = field(default_factory=dict, compare=False, repr=False)
    """The tables of the file that it was read from."""

    @property
    def reference(self) -> str:
        """What a patient's record names it by: ``standard/1``."""
        return f"{self.code}/{self.version}"
