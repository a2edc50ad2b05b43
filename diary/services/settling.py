"""What the carrier said to a text, or did not say, written down."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session, load_only

from diary.services import lanes
from diary.services.holds import hold_text, locked_texts
from diary.services.obstacles import Obstacle, Reached, Skip, Wait
from diary.services.ports import Accepted, SendError, SendErrorKind
from diary.store.messaging import OutboundMessage, OutboundStatus, Purpose

IN_APP = "in_app"
"""Why a text counts as delivered that was never sent: a notification did its work."""
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


@dataclass(frozen=True, slots=True)
class Taken:
    """The carrier took a text."""

    message_id: UUID
    attempt: int
    accepted: Accepted


@dataclass(frozen=True, slots=True)
class Returned:
    """A text that was claimed and, for certain, not sent: ``obstacle`` says what was in its way."""

    message_id: UUID
    attempt: int
    obstacle: Obstacle | None = None


def settle(session: Session, ends: Sequence[Taken | Returned], now: datetime) -> None:
    """Write down what came of texts that were claimed.

    Of one that the carrier took, a status callback may have come first, and then stands.
    """
    locked = session.scalars(_TO_SETTLE, {"ids": list({end.message_id for end in ends})})
    messages = {message.id: message for message in locked}
    taking = set()
    for end in ends:
        if (message := messages.get(end.message_id)) is None:
            continue
        match end:
            case Taken(_, attempt, accepted):
                message.provider_sid = message.provider_sid or accepted.sid
                is_with_us = message.status in _NOT_WITH_THE_CARRIER
                if is_with_us and not _is_in_other_hands(message, attempt):
                    settle_as(message, OutboundStatus.ACCEPTED, now)
                taking.add(message.organization_id)
            case Returned(_, attempt, obstacle):
                if _is_still_claimed(message, attempt):
                    _put_back(message, obstacle, now)
    lanes.open_again(session, taking, now)


def settle_refused(
    session: Session, message_id: UUID, attempt: int, error: SendError, now: datetime
) -> None:
    """The carrier did not take the text, or may have: what happens to it now."""
    message = hold_text(session, message_id)
    if message is None:
        return
    if _is_still_claimed(message, attempt):
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
            lanes.open_again(session, [message.organization_id], now)
        case _:
            lanes.rest(session, message.organization_id, error, now)


def settle_as(
    message: OutboundMessage, status: OutboundStatus, now: datetime, *, reason: str | None = None
) -> None:
    """Set where a text stands, and let go of the claim on it."""
    message.status, message.settled_at = status, now
    message.lease_owner = message.lease_until = None
    message.reason = reason


def keep_back(message: OutboundMessage, obstacle: Obstacle, now: datetime) -> None:
    """Do with a text that was not sent what the obstacle in its way asks for."""
    match obstacle:
        case Skip(reason):
            settle_as(message, OutboundStatus.SKIPPED, now, reason=reason)
        case Wait(until):
            message.not_before = until
        case Reached(at):
            message.submitted_at, message.segments = at, 0
            settle_as(message, OutboundStatus.DELIVERED, now, reason=IN_APP)


def abandon(message: OutboundMessage, now: datetime) -> None:
    """The process that claimed this text is gone."""
    if message.submitted_at is None:
        _put_back(message, None, now)
    else:
        doubt(message, now)


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


# Put together once: that takes longer than running it.
_TO_SETTLE = locked_texts(
    load_only(
        OutboundMessage.organization_id,
        OutboundMessage.status,
        OutboundMessage.attempts,
        OutboundMessage.provider_sid,
    )
)


def _put_back(message: OutboundMessage, obstacle: Obstacle | None, now: datetime) -> None:
    # The number of its attempt stays used: it tells this claim from the next.
    message.status = OutboundStatus.QUEUED
    message.lease_owner = message.lease_until = message.submitted_at = None
    if obstacle is not None:
        keep_back(message, obstacle, now)


def _is_still_claimed(message: OutboundMessage, attempt: int) -> bool:
    is_open = message.status in (OutboundStatus.SUBMITTING, OutboundStatus.UNKNOWN)
    return is_open and message.attempts == attempt


def _is_in_other_hands(message: OutboundMessage, attempt: int) -> bool:
    return message.status is OutboundStatus.SUBMITTING and message.attempts != attempt
