"""What a clinic is told about its own number: refused, failing, or too slow for what is due."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from diary.services.backlog import TOLD_FOR
from diary.store.lanes import Lane
from diary.store.people import Organization

_FAILURES_TO_TELL = 3


class SendingTrouble(StrEnum):
    REFUSED = "refused"
    """The carrier takes nothing from the number until something is set right: ``code`` says what"""
    FAILING = "failing"
    """The carrier has failed several times in a row."""
    FULL = "full"
    """The cap of the day is reached, until ``at``."""
    BACKLOG = "backlog"
    """``count`` texts were given up lately because their turn would have come too late."""


@dataclass(frozen=True, slots=True)
class SendingNotice:
    trouble: SendingTrouble
    at: datetime
    code: int | None = None
    count: int = 0


def sending_notices(
    session: Session, clinic: Organization, now: datetime
) -> tuple[SendingNotice, ...]:
    """Everything that keeps the clinic's texts back, the gravest first."""
    lane = session.get_one(Lane, clinic.id)
    held_until = clinic.sending_held_until
    found = []
    if clinic.sending_refused_code is not None and held_until:
        code = clinic.sending_refused_code or None
        found.append(SendingNotice(SendingTrouble.REFUSED, held_until, code=code))
    elif clinic.sending_failures >= _FAILURES_TO_TELL and held_until:
        found.append(SendingNotice(SendingTrouble.FAILING, held_until))
    if lane.full_until and lane.full_until > now:
        found.append(SendingNotice(SendingTrouble.FULL, lane.full_until))
    if lane.backlog_skipped_at and now - lane.backlog_skipped_at <= TOLD_FOR:
        at, count = lane.backlog_skipped_at, lane.backlog_skipped
        found.append(SendingNotice(SendingTrouble.BACKLOG, at, count=count))
    return tuple(found)
