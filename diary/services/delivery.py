"""What became of a text: status callbacks, and looking up those that may or may not have gone."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from diary.domain.consent import ConsentAct, Texting
from diary.services import caseload, consent, lanes
from diary.services.catalogue import Catalogue
from diary.services.holds import hold, hold_text, lock_text
from diary.services.ports import SendError, SendErrorKind, SentSms
from diary.services.settling import abandon, settle_as
from diary.store.literals import is_among
from diary.store.messaging import DeliveryEvent, OutboundMessage, OutboundStatus
from diary.store.people import Consent, Organization

LOOK_UP_AFTER = timedelta(seconds=60)
"""The carrier's list lags a little behind."""
LOOK_UP_FOR = timedelta(minutes=15)
CLOCKS_DISAGREE = timedelta(seconds=60)
LONGER_THAN_ANY_LEASE = timedelta(hours=1)
"""What was claimed until later than that was claimed by a clock that has been put right since."""

OPTED_OUT = 21610
UNREACHABLE_CODES = frozenset({21211, 21214, 21217, 21614, 21635, 30006})
"""Codes that mean the number itself: invalid, or a landline."""
UNKNOWN_NUMBER = 30005
"""Unknown or no longer in service: true of the number when it is said of two texts in a row."""

_BY_CARRIER = {
    "accepted": OutboundStatus.ACCEPTED,
    "scheduled": OutboundStatus.ACCEPTED,
    "queued": OutboundStatus.ACCEPTED,
    "sending": OutboundStatus.ACCEPTED,
    "sent": OutboundStatus.SENT,
    "delivered": OutboundStatus.DELIVERED,
    "read": OutboundStatus.DELIVERED,
    "undelivered": OutboundStatus.UNDELIVERED,
    "failed": OutboundStatus.FAILED,
    "canceled": OutboundStatus.FAILED,
}
_RANK = {
    OutboundStatus.QUEUED: 0,
    OutboundStatus.SUBMITTING: 0,
    OutboundStatus.UNKNOWN: 0,
    OutboundStatus.UNCONFIRMED: 0,
    OutboundStatus.ACCEPTED: 1,
    OutboundStatus.SENT: 2,
    OutboundStatus.UNDELIVERED: 3,
    OutboundStatus.FAILED: 3,
    OutboundStatus.SKIPPED: 3,
    OutboundStatus.DELIVERED: 4,
}
_DID_NOT_ARRIVE = (OutboundStatus.FAILED, OutboundStatus.UNDELIVERED)


def apply_status(
    session: Session,
    catalogue: Catalogue,
    message_id: UUID,
    sid: str,
    status: str,
    error_code: int | None,
    now: datetime,
    kind: SendErrorKind | None = None,
) -> bool:
    """Take one status callback; ``False`` if there is no such text, or nothing new in it.

    Callbacks come late, twice and out of order: a status never goes down. ``kind`` is what the
    code asks of us, where that is known: some codes are about the whole lane.
    """
    reached = _BY_CARRIER.get(status)
    stood = session.scalars(
        select(OutboundMessage.status).where(OutboundMessage.id == message_id)
    ).first()
    says_something = reached in _DID_NOT_ARRIVE or stood in _DID_NOT_ARRIVE
    lock = hold_text if says_something else lock_text
    message = lock(session, message_id)
    if message is None or not _is_new(session, message, sid, status):
        return False
    session.add(
        DeliveryEvent(
            organization_id=message.organization_id,
            message_id=message.id,
            provider_sid=sid,
            status=status,
            error_code=error_code,
            received_at=now,
        )
    )
    message.provider_sid = message.provider_sid or sid
    if reached and _RANK[reached] > _RANK[message.status]:
        message.error_code = error_code if reached in _DID_NOT_ARRIVE else None
        settle_as(message, reached, now)
    if says_something:
        learn_from_error(session, catalogue, message, error_code, now)
    if reached is OutboundStatus.DELIVERED:
        lanes.open_again(session, [message.organization_id], now, delivered=True)
    if reached in _DID_NOT_ARRIVE and kind is not None:
        lanes.hear(session, message.organization_id, SendError(kind, error_code), now)
    return True


def learn_from_error(
    session: Session,
    catalogue: Catalogue,
    message: OutboundMessage,
    error_code: int | None,
    now: datetime,
) -> None:
    """What a text that did not arrive says about its patient: opted out, or unreachable.

    Hold the text first.
    """
    if message.patient_id is None:
        return
    patient = hold(session, message.patient_id)
    if error_code == OPTED_OUT:
        if not _opted_in_since(session, message):
            consent.become(session, patient, Texting.STOPPED, ConsentAct.FOUND_STOPPED, now)
    elif patient.texting is not Texting.STOPPED and _means_the_number(session, message, error_code):
        patient.texting = Texting.UNREACHABLE
    session.flush()
    caseload.rewrite(session, catalogue, patient, now)


def abandoned(session: Session, now: datetime, limit: int) -> Sequence[UUID]:
    """Texts whose sender died between claim and settlement, or had a clock that was far ahead."""
    too_late = now + LONGER_THAN_ANY_LEASE
    return session.scalars(
        select(OutboundMessage.id)
        .where(
            _may_be_in_doubt(),
            or_(
                and_(
                    OutboundMessage.status == OutboundStatus.SUBMITTING,
                    or_(OutboundMessage.lease_until <= now, OutboundMessage.lease_until > too_late),
                ),
                and_(
                    OutboundMessage.status == OutboundStatus.UNKNOWN,
                    OutboundMessage.submitted_at > too_late,
                ),
            ),
        )
        .order_by(OutboundMessage.lease_until)
        .limit(limit)
    ).all()


def give_up_claim(session: Session, message_id: UUID, now: datetime) -> None:
    """Call an abandoned text what it is: certainly not sent, or it may have gone out."""
    message = hold_text(session, message_id)
    if message is None:
        return
    too_late = now + LONGER_THAN_ANY_LEASE
    lease_until = message.lease_until
    if message.status is OutboundStatus.SUBMITTING and lease_until:
        if now < lease_until <= too_late:
            return
        abandon(message, now)
    if (
        message.status is OutboundStatus.UNKNOWN
        and message.submitted_at
        and message.submitted_at > too_late
    ):
        # When it went is not known; it was after it was queued, and before now.
        message.submitted_at = min(message.created_at, now)


def in_doubt(session: Session, now: datetime, limit: int) -> Sequence[UUID]:
    """Texts to look up in the carrier's list."""
    return session.scalars(
        select(OutboundMessage.id)
        .where(
            _may_be_in_doubt(),
            OutboundMessage.status == OutboundStatus.UNKNOWN,
            OutboundMessage.submitted_at <= now - LOOK_UP_AFTER,
        )
        .order_by(OutboundMessage.submitted_at)
        .limit(limit)
    ).all()


def settle_doubt(
    session: Session,
    catalogue: Catalogue,
    message_id: UUID,
    listed: Sequence[SentSms],
    now: datetime,
) -> OutboundStatus:
    """Adopt the carrier's record of the text, or after a while give up looking for it.

    One without a trace is never sent again: staff see that it is not confirmed.
    """
    message = hold_text(session, message_id)
    if message is None:
        raise LookupError(message_id)
    if message.status is not OutboundStatus.UNKNOWN or message.submitted_at is None:
        return message.status
    if found := _match(session, message, listed):
        apply_status(session, catalogue, message.id, found.sid, found.status, found.error_code, now)
    elif now - message.submitted_at > LOOK_UP_FOR:
        settle_as(message, OutboundStatus.UNCONFIRMED, now, reason="no_trace")
    return message.status


def _may_be_in_doubt() -> ColumnElement[bool]:
    """The condition of the index on the few texts that nobody has heard of yet."""
    return is_among(OutboundMessage.status, (OutboundStatus.SUBMITTING, OutboundStatus.UNKNOWN))


def _match(session: Session, message: OutboundMessage, listed: Sequence[SentSms]) -> SentSms | None:
    if message.submitted_at is None:
        return None
    earliest = message.submitted_at - CLOCKS_DISAGREE
    sender = session.get_one(Organization, message.organization_id).sender
    for sent in reversed(listed):
        is_ours = sent.sender in (None, sender) and sent.body.strip() == message.body.strip()
        if not is_ours or sent.created_at < earliest:
            continue
        taken = session.scalars(
            select(OutboundMessage.id).where(
                OutboundMessage.provider_sid == sent.sid, OutboundMessage.id != message.id
            )
        ).first()
        if taken is None:
            return sent
    return None


def _is_new(session: Session, message: OutboundMessage, sid: str, status: str) -> bool:
    seen = session.scalars(
        select(DeliveryEvent.id).where(
            DeliveryEvent.message_id == message.id,
            DeliveryEvent.provider_sid == sid,
            DeliveryEvent.status == status,
        )
    ).first()
    return seen is None


def _opted_in_since(session: Session, message: OutboundMessage) -> bool:
    """Whether the patient texted START after this text went out: its refusal is then history."""
    later = session.scalars(
        select(Consent.id).where(
            Consent.patient_id == message.patient_id,
            Consent.act == ConsentAct.RESTARTED,
            Consent.recorded_at > (message.submitted_at or message.created_at),
        )
    )
    return later.first() is not None


def _means_the_number(session: Session, message: OutboundMessage, error_code: int | None) -> bool:
    if error_code != UNKNOWN_NUMBER:
        return error_code in UNREACHABLE_CODES
    previous = session.scalars(
        select(OutboundMessage.error_code)
        .where(
            OutboundMessage.patient_id == message.patient_id,
            OutboundMessage.id < message.id,
            OutboundMessage.status.in_([*_DID_NOT_ARRIVE, OutboundStatus.DELIVERED]),
        )
        .order_by(OutboundMessage.id.desc())
        .limit(1)
    ).first()
    return previous == UNKNOWN_NUMBER
