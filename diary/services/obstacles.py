"""Whether a text may go out at this moment: asked anew when it is sent."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from diary.domain.consent import ConsentAct, Texting
from diary.domain.open_hours import next_open, open_until
from diary.services import push
from diary.services.hours import hours_of
from diary.store.care import Prompt, PromptStatus
from diary.store.messaging import InboundMessage, OutboundMessage, Purpose
from diary.store.people import Consent, Organization, Patient

AT_ANY_HOUR = (Purpose.REPLY, Purpose.SIGN_IN)
"""The patient asked for it a moment ago and waits for it."""
TURN_FIRST = timedelta(seconds=5)
"""A text that the patient sent is read before anything unasked goes to them: it may be a STOP."""


@dataclass(frozen=True, slots=True)
class Skip:
    """The text must not go out any more."""

    reason: str


@dataclass(frozen=True, slots=True)
class Wait:
    """The text must not go out before this."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Reached:
    """The text is needed no more: a notification reached the patient at ``at``."""

    at: datetime


def obstacle(
    session: Session,
    message: OutboundMessage,
    patient: Patient | None,
    clinic: Organization,
    now: datetime,
) -> Skip | Wait | Reached | None:
    """What keeps a text from going out now; ``None`` if nothing does."""
    if now >= message.expires_at:
        return Skip("stale")
    if patient is None or message.purpose is Purpose.SAFETY:
        return None
    if patient.texting is Texting.STOPPED and not _answers_the_stop(session, message, patient):
        return Skip("opted_out")
    if message.purpose in AT_ANY_HOUR:
        return None
    is_asking = message.purpose in (Purpose.PROMPT, Purpose.REMINDER)
    if is_asking and patient.texting is not Texting.ACTIVE:
        return Skip(f"texting_{patient.texting}")
    if is_asking and patient.paused_until and now < patient.paused_until:
        return Skip("paused")
    if reached_at := _reached_at(session, message):
        return Reached(reached_at)
    if _has_waiting_text(session, patient):
        return Wait(now + TURN_FIRST)
    if message.purpose is Purpose.REMINDER and (reason := _overtaken(session, message)):
        return Skip(reason)
    open_at = next_open(now, hours_of(patient, clinic))
    return Wait(open_at) if open_at > now else None


def deliver_until(
    message: OutboundMessage, patient: Patient | None, clinic: Organization, now: datetime
) -> datetime:
    """The last moment at which the carrier may deliver the text: the carrier has a queue too."""
    if patient is None or message.purpose in (Purpose.SAFETY, *AT_ANY_HOUR):
        return message.expires_at
    return min(message.expires_at, open_until(now, hours_of(patient, clinic)))


def _reached_at(session: Session, message: OutboundMessage) -> datetime | None:
    """When a notification did the work of this prompt's text."""
    was_put_off = message.not_before > message.created_at
    if message.purpose is not Purpose.PROMPT or not was_put_off:
        return None
    return push.was_reached(session, message)


def _answers_the_stop(session: Session, message: OutboundMessage, patient: Patient) -> bool:
    """Whether this is the reply to what the patient wrote in opting out, or later."""
    stopped = session.scalars(
        select(Consent)
        .where(
            Consent.patient_id == patient.id,
            or_(Consent.act == ConsentAct.STOPPED, Consent.act == ConsentAct.FOUND_STOPPED),
        )
        .order_by(Consent.recorded_at.desc(), Consent.id.desc())
        .limit(1)
    ).first()
    if message.purpose is not Purpose.REPLY or stopped is None:
        return False
    return (message.created_at, message.id) > (stopped.recorded_at, stopped.id)


def _overtaken(session: Session, reminder: OutboundMessage) -> str | None:
    """What happened since the reminder was queued that makes it one too many."""
    if session.get_one(Prompt, reminder.prompt_id).status is not PromptStatus.RELEASED:
        return "answered"
    wrote = select(InboundMessage.id).where(
        InboundMessage.patient_id == reminder.patient_id,
        InboundMessage.received_at >= reminder.created_at,
    )
    if session.scalars(wrote.limit(1)).first():
        return "answered"
    asked_anew = select(OutboundMessage.id).where(
        OutboundMessage.patient_id == reminder.patient_id,
        OutboundMessage.purpose == Purpose.PROMPT,
        OutboundMessage.created_at >= reminder.created_at,
    )
    return "superseded" if session.scalars(asked_anew.limit(1)).first() else None


def _has_waiting_text(session: Session, patient: Patient) -> bool:
    waiting = session.scalars(
        select(InboundMessage.id)
        .where(InboundMessage.patient_id == patient.id, InboundMessage.turn_taken_at.is_(None))
        .limit(1)
    )
    return waiting.first() is not None
