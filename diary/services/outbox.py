"""The outbox: texts are rows first, and calls to the carrier after.

A text is claimed and committed as ``submitting`` before the carrier is called, and settled after
(``diary.services.settling``), so a crash in between leaves a row that says "maybe": it is looked
up, never blindly sent again. The callers hold the transactions; the carrier is called between them.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from diary.domain.segments import sms_size
from diary.services import next_text, pacing
from diary.services.obstacles import Reached, Skip, Wait, deliver_until, obstacle
from diary.services.ports import SmsToSend
from diary.services.settling import settle_as
from diary.store.messaging import OutboundMessage, OutboundStatus, Purpose
from diary.store.people import Organization, Patient

LEASE = timedelta(minutes=2)
"""Longer than a call with its time-outs: a claim older than this belongs to a dead sender."""
IN_APP = "in_app"
"""Why a text counts as delivered that was never sent: a notification did its work."""
CARRIER_QUEUE_SECONDS = 36_000
_SHORTEST_VALIDITY_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Claimed:
    """One text to hand to the carrier at ``call_at`` or soon after, before ``lease_until``.

    ``attempt`` numbers the claims of this text: who settles a claim that is not the newest any
    more settles nothing.
    """

    message_id: UUID
    organization_id: UUID
    attempt: int
    call_at: datetime
    lease_until: datetime
    sms: SmsToSend


class UnreadableTextError(Exception):
    """A text in the outbox cannot even be read: ``set_aside`` lets the others pass."""

    def __init__(self, message_id: UUID) -> None:
        super().__init__(message_id)
        self.message_id = message_id


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
    session: Session,
    owner: str,
    now: datetime,
    callback_base: str,
    lease: timedelta = LEASE,
    ahead: timedelta = timedelta(0),
    *,
    urgent_only: bool = False,
) -> Claimed | OutboundStatus | None:
    """Claim the text whose turn it is, checking anew that it may go out.

    Safety texts and pages go first and wait for nothing but each other; then it is the turn of the
    number that has sent least lately. ``None`` when nothing is due that may go out within
    ``ahead``; ``skipped`` when the text must not go out (any more), ``queued`` when it must wait,
    ``delivered`` when a notification has done its work.
    ``urgent_only`` looks for pages and safety texts alone.
    ``UnreadableTextError`` for one that cannot be read. Commit before calling the carrier.
    """
    message_id = pacing.next_urgent(session, now, ahead)
    lane = None
    if message_id is None and not urgent_only:
        for lane in pacing.lanes_to_serve(session, now, ahead):
            message_id = next_text.paced(session, lane.id, now)
            if message_id is not None:
                break
    if message_id is None:
        return None
    try:
        message = session.get_one(OutboundMessage, message_id)
        clinic = session.get_one(Organization, message.organization_id)
        patient = session.get(Patient, message.patient_id) if message.patient_id else None
        found = obstacle(session, message, patient, clinic, now)
    except (ValueError, LookupError) as error:
        raise UnreadableTextError(message_id) from error
    match found:
        case Skip(reason):
            settle_as(message, OutboundStatus.SKIPPED, now, reason=reason)
            return OutboundStatus.SKIPPED
        case Wait(until):
            message.not_before = until
            return OutboundStatus.QUEUED
        case Reached(at):
            message.submitted_at, message.segments = at, 0
            settle_as(message, OutboundStatus.DELIVERED, now, reason=IN_APP)
            return OutboundStatus.DELIVERED
    is_urgent = lane is None
    lane = lane or pacing.lane_of(session, clinic.id)
    call_at = pacing.give_instant(lane, clinic, message.segments, now, urgent=is_urgent)
    if call_at is None:
        return OutboundStatus.QUEUED
    message.status = OutboundStatus.SUBMITTING
    message.attempts += 1
    message.lease_owner, message.lease_until = owner, call_at + lease
    message.submitted_at = call_at
    seconds = int((deliver_until(message, patient, clinic, now) - now).total_seconds())
    return Claimed(
        message.id,
        clinic.id,
        message.attempts,
        call_at,
        message.lease_until,
        SmsToSend(
            message_id=message.id,
            sender=clinic.sender,
            to=message.recipient,
            body=message.body,
            status_callback=f"{callback_base}/twilio/status/{message.id}",
            validity_seconds=max(_SHORTEST_VALIDITY_SECONDS, min(seconds, CARRIER_QUEUE_SECONDS)),
        ),
    )


def set_aside(session: Session, message_id: UUID, now: datetime) -> None:
    """Let a text that cannot be read stand in nobody's way; staff see that it failed."""
    session.execute(
        update(OutboundMessage)
        .where(OutboundMessage.id == message_id)
        .values(status=OutboundStatus.FAILED, reason="unreadable", settled_at=now)
        .execution_options(synchronize_session=False)
    )
