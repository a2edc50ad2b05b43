"""Whether the jobs are done: each process that does them leaves a sign of life, and others judge.

The sign is left by the scheduler's own clock, so a scheduler that died falls silent though its
process lives on.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from diary.store.processes import JobProcess

EVERY = timedelta(seconds=10)
SILENT_AFTER = timedelta(seconds=60)
_FORGOTTEN_AFTER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class JobsHealth:
    """``silent`` processes neither end nor say anything: they hang, were killed or lost the clock.

    ``last_seen_at`` is of the process heard of last, whether that is long ago or not.
    """

    alive: int
    silent: int
    last_seen_at: datetime | None


def beat(session: Session, process_id: UUID, started_at: datetime, now: datetime) -> None:
    """Leave a sign of life."""
    seen = session.execute(
        update(JobProcess).where(JobProcess.id == process_id).values(seen_at=now)
    )
    if not seen.rowcount:  # type: ignore[attr-defined]
        session.add(JobProcess(id=process_id, started_at=started_at, seen_at=now))
        session.execute(delete(JobProcess).where(JobProcess.seen_at < now - _FORGOTTEN_AFTER))


def say_goodbye(session: Session, process_id: UUID) -> None:
    """The process ends as it should: nobody has to miss it."""
    session.execute(delete(JobProcess).where(JobProcess.id == process_id))


def jobs_health(session: Session, now: datetime) -> JobsHealth:
    """Who was heard of lately. A sign from the future proves a wrong clock and no life."""
    seen = session.scalars(
        select(JobProcess.seen_at).where(JobProcess.seen_at >= now - _FORGOTTEN_AFTER)
    ).all()
    alive = sum(abs(now - at) <= SILENT_AFTER for at in seen)
    return JobsHealth(alive, len(seen) - alive, max(seen, default=None))
