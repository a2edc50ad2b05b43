"""The outbox: texts are rows first, and calls to the carrier after.

A text is claimed and committed as ``submitting`` before the carrier is called, and settled after,
so a crash in between leaves a row that says "maybe": it is looked up, never blindly sent again.
The callers hold the transactions; the carrier is called between them.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from diary.domain.consent import Texting
from diary.domain.schedule import next_open
from diary.domain.segments import sms_size
from diary.services.hours import hours_of
from diary.services.ports import Accepted, SendError, SendErrorKind, SmsToSend
from diary.store.messaging import OutboundMessage, OutboundStatus, Purpose
from diary.store.people import Organization, Patient

LEASE = timedelta(minutes=2)
"""Longer than a call with its time-outs: a claim older than this belongs to a dead sender."""
CARRIER_QUEUE_SECONDS = 36_000
_MOST_ATTEMPTS = 8
_FIRST_RETRY = timedelta(seconds=20)

_PRIORITY = case(
    {Purpose.PAGE: 0, Purpose.SAFETY: 0, Purpose.REPLY: 1, Purpose.INVITATION: 2},
    value=OutboundMessage.purpose,
    else_=3,
)


@dataclass(frozen=True, slots=True)
class Claimed:
    """One text to hand to the carrier now."""

    message_id: UUID
    sms: SmsToSend


def queue(
    session: Session,
    clinic: Organization,
    *,
    key: str,
    purpose: Purpose,
    recipient: str,
    body: str,
    now: datetime,
    expires_at: datetime,
    patient_id: UUID | None = None,
    prompt_id: UUID | None = None,
    not_before: datetime | None = None,
) -> OutboundMessage:
    """Put a text into the outbox. A second one with the same ``key`` breaks the transaction."""
    message = OutboundMessage(
        organization_id=clinic.id,
        key=key,
        purpose=purpose,
        patient_id=patient_id,
        prompt_id=prompt_id,
        recipient=recipient,
        body=body,
        segments=sms_size(body).segments,
        status=OutboundStatus.QUEUED,
        created_at=now,
        not_before=not_before or now,
        expires_at=expires_at,
    )
    session.add(message)
    return message


def claim_next(
    session: Session, owner: str, now: datetime, callback_base: str
) -> Claimed | OutboundStatus | None:
    """Claim the most urgent text that is due, checking anew that it may go out.

    ``None`` when nothing is due; the status ``skipped`` when the text must not go out (any more).
    Commit before calling the carrier.
    """
    message = session.scalars(
        select(OutboundMessage)
        .where(OutboundMessage.status == OutboundStatus.QUEUED, OutboundMessage.not_before <= now)
        .order_by(_PRIORITY, OutboundMessage.not_before, OutboundMessage.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).first()
    if message is None:
        return None
    clinic = session.get_one(Organization, message.organization_id)
    patient = session.get(Patient, message.patient_id) if message.patient_id else None
    if reason := _obstacle(message, patient, clinic, now):
        if reason == "quiet_hours" and patient:
            message.not_before = next_open(now, hours_of(patient, clinic))
            return OutboundStatus.QUEUED
        settle_as(message, OutboundStatus.SKIPPED, now, reason=reason)
        return OutboundStatus.SKIPPED
    message.status = OutboundStatus.SUBMITTING
    message.attempts += 1
    message.lease_owner, message.lease_until = owner, now + LEASE
    message.submitted_at = now
    seconds = int((message.expires_at - now).total_seconds())
    return Claimed(
        message.id,
        SmsToSend(
            message_id=message.id,
            sender=clinic.sender,
            to=message.recipient,
            body=message.body,
            status_callback=f"{callback_base}/twilio/status/{message.id}",
            validity_seconds=max(60, min(seconds, CARRIER_QUEUE_SECONDS)),
        ),
    )


def settle_accepted(session: Session, message_id: UUID, accepted: Accepted, now: datetime) -> None:
    """The carrier has the text. A status callback may have come first, and then stands."""
    message = session.get_one(OutboundMessage, message_id, with_for_update=True)
    message.provider_sid = message.provider_sid or accepted.sid
    if message.status in (OutboundStatus.SUBMITTING, OutboundStatus.UNKNOWN):
        settle_as(message, OutboundStatus.ACCEPTED, now)


def settle_refused(session: Session, message_id: UUID, error: SendError, now: datetime) -> None:
    """The carrier did not take the text, or may have: what happens to it now."""
    message = session.get_one(OutboundMessage, message_id, with_for_update=True)
    if message.status is not OutboundStatus.SUBMITTING:
        return
    message.error_code = error.code
    match error.kind:
        case SendErrorKind.AMBIGUOUS:
            message.status = OutboundStatus.UNKNOWN
        case SendErrorKind.TRANSIENT | SendErrorKind.CONFIGURATION:
            _try_later(message, now)
        case SendErrorKind.PERMANENT | SendErrorKind.REFUSED | SendErrorKind.OPTED_OUT:
            settle_as(message, OutboundStatus.FAILED, now, reason=str(error.kind))


def settle_as(
    message: OutboundMessage, status: OutboundStatus, now: datetime, *, reason: str | None = None
) -> None:
    message.status, message.settled_at = status, now
    message.lease_owner = message.lease_until = None
    message.reason = reason or message.reason


def _try_later(message: OutboundMessage, now: datetime) -> None:
    if message.attempts >= _MOST_ATTEMPTS:
        settle_as(message, OutboundStatus.FAILED, now, reason="attempts")
        return
    message.status = OutboundStatus.QUEUED
    message.lease_owner = message.lease_until = None
    # Senders spread out by the row's own random bits, so a recovering carrier meets no crowd.
    jitter = 1 + (message.id.int % 1000) / 2000
    message.not_before = now + _FIRST_RETRY * 2 ** (message.attempts - 1) * jitter


def _obstacle(
    message: OutboundMessage, patient: Patient | None, clinic: Organization, now: datetime
) -> str | None:
    if now >= message.expires_at:
        return "stale"
    if patient is None or message.purpose in (Purpose.SAFETY, Purpose.REPLY):
        return None
    if patient.texting is Texting.STOPPED:
        return "opted_out"
    if message.purpose is Purpose.PROMPT:
        if patient.texting is not Texting.ACTIVE:
            return f"texting_{patient.texting}"
        if patient.paused_until and now < patient.paused_until:
            return "paused"
    if next_open(now, hours_of(patient, clinic)) != now:
        return "quiet_hours"
    return None
