"""What the carrier said to a text, or did not say, written down."""

import random
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from diary.services import lanes
from diary.services.holds import hold_text
from diary.services.ports import Accepted, SendError, SendErrorKind
from diary.store.messaging import OutboundMessage, OutboundStatus, Purpose

SENT_TWICE = (Purpose.SAFETY, Purpose.PAGE)
"""Better twice than never: sent again when in doubt."""
MOST_BLIND_ATTEMPTS = 4
"""So often at most is such a text sent while nobody knows its fate."""
_FIRST_RETRY = timedelta(seconds=20)
_LONGEST_RETRY = timedelta(minutes=10)
_DOUBLINGS = 6

_NOT_WITH_THE_CARRIER = (
    OutboundStatus.SUBMITTING,
    OutboundStatus.UNKNOWN,
    OutboundStatus.UNCONFIRMED,
    OutboundStatus.QUEUED,
)


def settle_accepted(
    session: Session, message_id: UUID, attempt: int, accepted: Accepted, now: datetime
) -> None:
    """The carrier has the text. A status callback may have come first, and then stands."""
    message = session.get_one(OutboundMessage, message_id, with_for_update=True)
    message.provider_sid = message.provider_sid or accepted.sid
    if message.status in _NOT_WITH_THE_CARRIER and not _is_in_other_hands(message, attempt):
        settle_as(message, OutboundStatus.ACCEPTED, now)
    lanes.open_again(session, message.organization_id, now)


def settle_refused(
    session: Session, message_id: UUID, attempt: int, error: SendError, now: datetime
) -> None:
    """The carrier did not take the text, or may have: what happens to it now."""
    message = hold_text(session, message_id)
    if message is None:
        return
    is_open = message.status in (OutboundStatus.SUBMITTING, OutboundStatus.UNKNOWN)
    if is_open and message.attempts == attempt:
        message.error_code = error.code
        match error.kind:
            case SendErrorKind.AMBIGUOUS:
                doubt(message, now)
            case SendErrorKind.TRANSIENT | SendErrorKind.CONFIGURATION:
                try_later(message, now)
            case SendErrorKind.PERMANENT | SendErrorKind.REFUSED | SendErrorKind.OPTED_OUT:
                settle_as(message, OutboundStatus.FAILED, now, reason=str(error.kind))
    match error.kind:
        case SendErrorKind.PERMANENT | SendErrorKind.REFUSED | SendErrorKind.OPTED_OUT:
            lanes.open_again(session, message.organization_id, now)
        case _:
            lanes.rest(session, message.organization_id, error, now)


def settle_as(
    message: OutboundMessage, status: OutboundStatus, now: datetime, *, reason: str | None = None
) -> None:
    """Set where a text stands, and let go of the claim on it."""
    message.status, message.settled_at = status, now
    message.lease_owner = message.lease_until = None
    message.reason = reason


def doubt(message: OutboundMessage, now: datetime) -> None:
    """The text may have gone out. One that safety hangs on is sent again, any other looked up."""
    is_worth_it = now < message.expires_at and message.attempts < MOST_BLIND_ATTEMPTS
    if message.purpose in SENT_TWICE and is_worth_it:
        message.status, message.not_before = OutboundStatus.QUEUED, now
    else:
        message.status = OutboundStatus.UNKNOWN
    message.lease_owner = message.lease_until = None


def try_later(message: OutboundMessage, now: datetime) -> None:
    """It was certainly not sent: try again, later and later, until it is stale."""
    message.status = OutboundStatus.QUEUED
    message.lease_owner = message.lease_until = None
    # Senders spread out by the row's own random bits, so a recovering carrier meets no crowd.
    jitter = random.Random(f"{message.id}:{message.attempts}").uniform(1, 1.5)  # noqa: S311
    wait = _FIRST_RETRY * 2 ** min(max(message.attempts - 1, 0), _DOUBLINGS)
    message.not_before = now + min(wait, _LONGEST_RETRY) * jitter


def _is_in_other_hands(message: OutboundMessage, attempt: int) -> bool:
    return message.status is OutboundStatus.SUBMITTING and message.attempts != attempt
