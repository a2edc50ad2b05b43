"""What a device hands over: entries that it made, each once and for all, and what became of them.

An entry is known by the device's own id and a version; the same version with the same body is the
same entry, however often it arrives. State follows from the set of entries that arrived, never from
the order in which they did.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple
from uuid import UUID

from diary.domain.safety import Finding
from diary.domain.turn import Value
from diary.store.diary import EntryKind


@dataclass(frozen=True, slots=True)
class Answered:
    """The answers of a response entry, values by link id.

    ``instead_of`` are answers that stood, as the patient saw them, and that these replace or clear.
    """

    check_in: UUID
    questionnaire: str
    questionnaire_version: str
    answers: Mapping[str, Value]
    instead_of: Mapping[str, Value] = field(default_factory=dict)


class Shown(NamedTuple):
    """What of an entry may show danger: of one that cannot be kept, what can be made out of it.

    A safety plan's lines are never in it: a plan names dangers so that they are met, and who
    writes one in a quiet hour is not to be taken for somebody in need.
    """

    words: tuple[str, ...] = ()
    mood: float | None = None
    questionnaire: str = ""
    answers: Mapping[str, Value] = MappingProxyType({})


class Submitted(NamedTuple):
    """One version of an entry. ``body`` is its JSON in one certain form, ``body_hash`` of that.

    ``sent_hash`` is of the JSON as it was sent. ``made_at`` is by the device's clock. ``seen`` are
    the dangers that it shows, None until somebody has looked.
    """

    entry_id: UUID
    version: int
    kind: EntryKind
    made_at: datetime
    body: str
    body_hash: bytes
    sent_hash: bytes | None = None
    shown: Shown = Shown()
    answered: Answered | None = None
    seen: tuple[Finding, ...] | None = None


class Refused(NamedTuple):
    """What was handed over and is not kept, with the dangers that it shows all the same."""

    entry_id: UUID | None
    """None where it could not be read."""
    shown: Shown
    seen: tuple[Finding, ...]


class Verdict(StrEnum):
    STORED = "stored"
    ALREADY_STORED = "already_stored"
    CONFLICT = "conflict"
    """Another body is stored under this id and version."""
    REFUSED = "refused"


class Outcome(NamedTuple):
    """What became of one entry; ``errors`` are codes by the field at fault."""

    verdict: Verdict
    effective_at: datetime | None = None
    errors: Mapping[str, str] = MappingProxyType({})
    danger_tier: str | None = None
    """Of the gravest danger that the entry shows: where help is must be said at once."""

    @property
    def is_kept(self) -> bool:
        """Whether the entry is on record, as it was sent."""
        return self.verdict in (Verdict.STORED, Verdict.ALREADY_STORED)
