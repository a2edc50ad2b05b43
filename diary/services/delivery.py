"""What became of a text: status callbacks, and looking up those that may or may not have gone."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from diary.domain.consent import ConsentAct, Texting
from diary.services import caseload, consent, outbox
from diary.services.catalogue import Catalogue
from diary.services.ports import SentSms
from diary.store.messaging import DeliveryEvent, OutboundMessage, OutboundStatus, Purpose
from diary.store.people import Patient

LOOK_UP_AFTER = timedelta(seconds=60)
"""The carrier's list lags a little behind."""
LOOK_UP_FOR = timedelta(minutes=15)
CLOCKS_DISAGREE = timedelta(seconds=60)

SENT_TWICE = (Purpose.SAFETY, Purpose.PAGE)
"""Better twice than never: sent again when in doubt."""
OPTED_OUT = 21610
UNREACHABLE_CODES = frozenset({21211, 21214, 21217, 21614, 21635, 30005, 30006})
"""Codes that mean the number itself: invalid, unknown, or a landline."""

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


def apply_status(
    session: Session,
    catalogue: Catalogue,
    message_id: UUID,
    sid: str,
    status: str,
    error_code: int | None,
    now: datetime,
) -> bool:
    """Take one status callback; ``False`` if there is no such text, or nothing new in it.

    Callbacks come late, twice and out of order: a status never goes down.
    """
    message = session.get(OutboundMessage, message_id, with_for_update=True)
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
    reached = _BY_CARRIER.get(status)
    if reached and _RANK[reached] > _RANK[message.status]:
        message.error_code = error_code or message.error_code
        outbox.settle_as(message, reached, now)
        learn_from_error(session, catalogue, message, error_code, now)
    return True


def learn_from_error(
    session: Session,
    catalogue: Catalogue,
    message: OutboundMessage,
    error_code: int | None,
    now: datetime,
) -> None:
    """What a failed text says about its patient: opted out at the carrier, or unreachable."""
    failed = message.status in (OutboundStatus.FAILED, OutboundStatus.UNDELIVERED)
    if message.patient_id is None or not failed:
        return
    patient = session.get_one(Patient, message.patient_id)
    if error_code == OPTED_OUT:
        consent.become(session, patient, Texting.STOPPED, ConsentAct.FOUND_STOPPED, now)
    elif error_code in UNREACHABLE_CODES and patient.texting is not Texting.STOPPED:
        patient.texting = Texting.UNREACHABLE
    session.flush()
    caseload.rewrite(session, catalogue, patient, now)


def abandoned(session: Session, now: datetime, limit: int) -> Sequence[UUID]:
    """Texts whose sender died between claim and settlement."""
    return session.scalars(
        select(OutboundMessage.id)
        .where(
            OutboundMessage.status == OutboundStatus.SUBMITTING,
            OutboundMessage.lease_until <= now,
        )
        .limit(limit)
    ).all()


def doubt(session: Session, message_id: UUID, now: datetime) -> None:
    """Call an abandoned text what it is: it may have gone out."""
    message = session.get_one(OutboundMessage, message_id, with_for_update=True)
    if (
        message.status is OutboundStatus.SUBMITTING
        and message.lease_until
        and message.lease_until <= now
    ):
        message.status = OutboundStatus.UNKNOWN


def in_doubt(session: Session, now: datetime, limit: int) -> Sequence[OutboundMessage]:
    """Texts to look up in the carrier's list."""
    return session.scalars(
        select(OutboundMessage)
        .where(
            OutboundMessage.status == OutboundStatus.UNKNOWN,
            or_(
                OutboundMessage.submitted_at.is_(None),
                OutboundMessage.submitted_at <= now - LOOK_UP_AFTER,
            ),
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

    A text that belongs to safety is then sent again, since twice is better than never; any other
    is shown to staff as not confirmed.
    """
    message = session.get_one(OutboundMessage, message_id, with_for_update=True)
    if message.status is not OutboundStatus.UNKNOWN or message.submitted_at is None:
        return message.status
    if found := _match(session, message, listed):
        apply_status(session, catalogue, message.id, found.sid, found.status, found.error_code, now)
    elif now - message.submitted_at > LOOK_UP_FOR or message.purpose in SENT_TWICE:
        if message.purpose in SENT_TWICE and now < message.expires_at:
            message.status, message.not_before = OutboundStatus.QUEUED, now
        else:
            outbox.settle_as(message, OutboundStatus.UNCONFIRMED, now, reason="no_trace")
    return message.status


def _match(session: Session, message: OutboundMessage, listed: Sequence[SentSms]) -> SentSms | None:
    assert message.submitted_at is not None  # noqa: S101 - the caller has made sure
    earliest = message.submitted_at - CLOCKS_DISAGREE
    for sent in listed:
        if sent.body != message.body or not earliest <= sent.created_at:
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
