"""A batch told by the JSON it came in, so that what comes again just so need not be read again."""

import hashlib
from typing import Any, NamedTuple
from uuid import UUID

from pydantic import TypeAdapter
from pydantic_core import to_json

from diary.web.api.schemas.sync import SyncEnvelope

_IDS = TypeAdapter(list[UUID])


class AsSent(NamedTuple):
    """``ids`` and ``hashes`` are those of the envelope's entries, in their order."""

    envelope: SyncEnvelope
    ids: list[UUID]
    hashes: list[bytes]


def as_sent(said: Any) -> AsSent | None:
    """The batch that a body says; None where it takes a closer look to tell."""
    try:
        envelope = SyncEnvelope.model_validate(said)
        entries = envelope.entries
        return AsSent(
            envelope,
            _IDS.validate_python([entry["id"] for entry in entries]),
            # Names in the order they were sent, numbers as they were written: two entries that
            # differ in anything have two hashes.
            [hashlib.sha256(to_json(entry)).digest() for entry in entries],
        )
    except (ValueError, KeyError, TypeError):
        return None
