"""One record at a time: a record that fails is reported and set aside, and never stops the rest."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import TypeVar

import structlog

_log = structlog.get_logger("jobs")

Record = TypeVar("Record")
Key = TypeVar("Key", bound=Hashable)


def each(
    records: Iterable[Record], work: Callable[[Record], object], *, job: str
) -> tuple[int, int]:
    """Do ``work`` for every record in a transaction of its own; how many went well, and not."""
    done = failed = 0
    for record in records:
        try:
            work(record)
            done += 1
        except Exception as error:  # noqa: BLE001 - whatever it is, the next patient has a turn
            failed += 1
            # The kind and the place only: a message of the database's may quote what it was given.
            _log.error("record_failed", job=job, error=type(error).__name__)
    return done, failed


def until_empty(next_batch: Callable[[], Sequence[Key]]) -> Iterator[Key]:
    """Batch after batch until one brings nothing new: a backlog is worked off in one run."""
    seen: set[Key] = set()
    while fresh := [record for record in next_batch() if record not in seen]:
        seen.update(fresh)
        yield from fresh
