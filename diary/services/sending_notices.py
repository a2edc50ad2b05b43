"""What a clinic is told about its own number: refused, failing, or too slow for what is due."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from diary.services.backlog import TOLD_FOR
from diary.services.glance import Glance
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
    clinic: Organization, glance: Glance, now: datetime
) -> tuple[SendingNotice, ...]:
    """Everything that keeps the clinic's texts back, the gravest first."""
    held_until = clinic.sending_held_until
    found = []
    if clinic.sending_refused_code is not None and held_until:
        code = clinic.sending_refused_code or None
        found.append(SendingNotice(SendingTrouble.REFUSED, held_until, code=code))
    elif clinic.sending_failures >= _FAILURES_TO_TELL and held_until:
        found.append(SendingNotice(SendingTrouble.FAILING, held_until))
    if glance.full_until and glance.full_until > now:
        found.append(SendingNotice(SendingTrouble.FULL, glance.full_until))
    if glance.backlog_skipped_at and now - glance.backlog_skipped_at <= TOLD_FOR:
        at, count = glance.backlog_skipped_at, glance.backlog_skipped
        found.append(SendingNotice(SendingTrouble.BACKLOG, at, count=count))
    return tuple(found)
