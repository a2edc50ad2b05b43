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


class Submitted(NamedTuple):
    """One version of an entry. ``body`` is its JSON in one certain form, ``body_hash`` of that.

    ``made_at`` is by the device's clock. ``words`` are what is screened for danger.
    """

    entry_id: UUID
    version: int
    kind: EntryKind
    made_at: datetime
    body: str
    body_hash: bytes
    mood: float | None = None
    words: str = ""
    answered: Answered | None = None


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
