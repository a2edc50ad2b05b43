"""The outbox: texts are rows first, and calls to the carrier after.

A text is claimed and committed as ``submitting`` before the carrier is called, and settled after
(``diary.services.settling``), so a crash in between leaves a row that says "maybe": it is looked
up, never blindly sent again. The callers hold the transactions; the carrier is called between them.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, or_, select, update
from sqlalchemy.orm import Session, aliased
from sqlalchemy.orm.util import AliasedClass

from diary.domain.segments import sms_size
from diary.services import lanes
from diary.services.obstacles import Skip, Wait, deliver_until, obstacle
from diary.services.ports import SmsToSend
from diary.services.settling import SENT_TWICE, settle_as
from diary.store.base import UtcDateTime
from diary.store.messaging import OutboundMessage, OutboundStatus, Purpose
from diary.store.people import Organization, Patient

LEASE = timedelta(minutes=2)
"""Longer than a call with its time-outs: a claim older than this belongs to a dead sender."""
CARRIER_QUEUE_SECONDS = 36_000
_SHORTEST_VALIDITY_SECONDS = 60

_BY_URGENCY = (
    Purpose.PAGE,
    Purpose.SAFETY,
    Purpose.REPLY,
    Purpose.INVITATION,
    Purpose.PROMPT,
    Purpose.REMINDER,
)


@dataclass(frozen=True, slots=True)
class Claimed:
    """One text to hand to the carrier now, before ``lease_until``.

    ``attempt`` numbers the claims of this text: who settles a claim that is not the newest any
    more settles nothing.
    """

    message_id: UUID
    organization_id: UUID
    attempt: int
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
    session: Session, owner: str, now: datetime, callback_base: str, lease: timedelta = LEASE
) -> Claimed | OutboundStatus | None:
    """Claim the most urgent text that is due, checking anew that it may go out.

    ``None`` when nothing is due; ``skipped`` when the text must not go out (any more), ``queued``
    when it must wait. ``UnreadableTextError`` for one that cannot be read. Commit before calling
    the carrier.
    """
    message_id = _most_urgent(session, now)
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
    message.status = OutboundStatus.SUBMITTING
    message.attempts += 1
    message.lease_owner, message.lease_until = owner, now + lease
    message.submitted_at = now
    seconds = int((deliver_until(message, patient, clinic, now) - now).total_seconds())
    return Claimed(
        message.id,
        clinic.id,
        message.attempts,
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


def _most_urgent(session: Session, now: datetime) -> UUID | None:
    at = {"now": now}
    if session.scalar(_anything_due(), at) is None:
        return None
    # One look at the index a purpose: sorting all that is due for each text would cost a backlog
    # its square. Only ids are read here, so that an unreadable row can be named.
    for purpose in _BY_URGENCY:
        if found := session.scalar(_ready(purpose), at):
            return found
    return None


_NOW = bindparam("now", type_=UtcDateTime())
"""The statements below are built once: building them takes longer than running them."""


@cache
def _anything_due() -> Select[UUID]:
    return select(OutboundMessage.id).where(_is_due(OutboundMessage)).limit(1)


@cache
def _ready(purpose: Purpose) -> Select[UUID]:
    ready = [_is_due(OutboundMessage), OutboundMessage.purpose == purpose]
    if purpose not in SENT_TWICE:
        ready += [lanes.is_open(_NOW), ~_another_goes_first()]
    return (
        select(OutboundMessage.id)
        .where(*ready)
        .order_by(OutboundMessage.not_before, OutboundMessage.id)
        .limit(1)
        .with_for_update(skip_locked=True, of=OutboundMessage)
    )


def _is_due(message: type[OutboundMessage] | AliasedClass[OutboundMessage]) -> ColumnElement[bool]:
    return and_(message.status == OutboundStatus.QUEUED, message.not_before <= _NOW)


def _another_goes_first() -> ColumnElement[bool]:
    """Texts to one patient go one at a time, so they arrive in order and doubts are clear.

    A text that another sender is claiming at this moment still looks queued here, and so holds
    back those behind it.
    """
    other = aliased(OutboundMessage)
    mine, others = _place(OutboundMessage), _place(other)
    goes_before = or_(
        others[0] < mine[0],
        and_(others[0] == mine[0], others[1] < mine[1]),
        and_(others[0] == mine[0], others[1] == mine[1], others[2] < mine[2]),
    )
    return (
        select(other.id)
        .where(
            other.patient_id == OutboundMessage.patient_id,
            other.id != OutboundMessage.id,
            or_(
                other.status == OutboundStatus.SUBMITTING,
                and_(_is_due(other), goes_before),
            ),
        )
        .correlate(OutboundMessage)
        .exists()
    )


def _place(
    message: type[OutboundMessage] | AliasedClass[OutboundMessage],
) -> tuple[ColumnElement[int], ColumnElement[datetime], ColumnElement[UUID]]:
    urgency = case(
        {purpose: place for place, purpose in enumerate(_BY_URGENCY)}, value=message.purpose
    )
    return urgency, message.not_before, message.id  # type: ignore[return-value]
