"""Whether texts may go out at this moment: asked anew when they are sent, for many at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from uuid import UUID

from sqlalchemy import BindParameter, Select, bindparam, func, or_, select
from sqlalchemy.orm import Session, load_only

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

_BARE_PATIENT = load_only(
    Patient.organization_id,
    Patient.texting,
    Patient.paused_until,
    Patient.timezone,
    Patient.preferred_local,
)
"""No name and no number is opened to find out whether somebody may be texted."""
JUDGED_BY = load_only(
    OutboundMessage.organization_id,
    OutboundMessage.patient_id,
    OutboundMessage.prompt_id,
    OutboundMessage.purpose,
    OutboundMessage.status,
    OutboundMessage.attempts,
    OutboundMessage.created_at,
    OutboundMessage.not_before,
    OutboundMessage.expires_at,
)
"""What ``look`` and ``obstacle`` read of a text, and whose claim it is."""


_IDS: BindParameter[Sequence[UUID]] = bindparam("ids", expanding=True)
"""The statements below are built once: building them takes longer than running them."""


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


Obstacle = Skip | Wait | Reached


@dataclass(frozen=True, slots=True)
class Circumstances:
    """How things stand with the clinics and patients of some texts; see ``look``."""

    clinics: Mapping[UUID, Organization]
    patients: Mapping[UUID, Patient]
    waiting: frozenset[UUID]
    """Patients who sent a text whose turn was not taken yet."""
    stops: Mapping[UUID, tuple[datetime, UUID]]
    """When those who opted out did so last, and the act's id."""
    overtaken: Mapping[UUID, str]
    """Reminders that are one too many by now, and why."""
    reached: Mapping[UUID, datetime]
    """When a notification did the work of prompts' texts."""

    def patient_of(self, message: OutboundMessage) -> Patient | None:
        return self.patients[message.patient_id] if message.patient_id else None


def look(
    session: Session,
    messages: Sequence[OutboundMessage],
    clinics: Mapping[UUID, Organization] | None = None,
) -> Circumstances:
    """All that ``obstacle`` asks about these texts, in a few queries however many they are.

    ``clinics`` are those that were read already, in this transaction.
    """
    known = dict(clinics or {})
    if unknown := {message.organization_id for message in messages} - known.keys():
        read = session.scalars(_clinics(), {"ids": list(unknown)})
        known.update((clinic.id, clinic) for clinic in read)
    patient_ids = {message.patient_id for message in messages if message.patient_id}
    found = session.execute(_patients(), {"ids": list(patient_ids)}).all() if patient_ids else ()
    patients = {patient.id: patient for patient, _ in found}
    stopped = [patient.id for patient in patients.values() if patient.texting is Texting.STOPPED]
    reminders = [message for message in messages if message.purpose is Purpose.REMINDER]
    return Circumstances(
        clinics=known,
        patients=patients,
        waiting=frozenset(patient.id for patient, is_waiting in found if is_waiting),
        stops=_stops(session, stopped) if stopped else {},
        overtaken=_overtaken(session, reminders) if reminders else {},
        reached=_reached(session, messages),
    )


def obstacle(message: OutboundMessage, seen: Circumstances, now: datetime) -> Obstacle | None:
    """What keeps a text from going out now; ``None`` if nothing does."""
    if now >= message.expires_at:
        return Skip("stale")
    patient = seen.patient_of(message)
    if patient is None or message.purpose is Purpose.SAFETY:
        return None
    if patient.texting is Texting.STOPPED and not _answers_the_stop(message, seen):
        return Skip("opted_out")
    if message.purpose in AT_ANY_HOUR:
        return None
    is_asking = message.purpose in (Purpose.PROMPT, Purpose.REMINDER)
    if is_asking and patient.texting is not Texting.ACTIVE:
        return Skip(f"texting_{patient.texting}")
    if is_asking and patient.paused_until and now < patient.paused_until:
        return Skip("paused")
    if reached_at := seen.reached.get(message.id):
        return Reached(reached_at)
    if patient.id in seen.waiting:
        return Wait(now + TURN_FIRST)
    if reason := seen.overtaken.get(message.id):
        return Skip(reason)
    open_at = next_open(now, hours_of(patient, seen.clinics[message.organization_id]))
    return Wait(open_at) if open_at > now else None


def deliver_until(message: OutboundMessage, seen: Circumstances, now: datetime) -> datetime:
    """The last moment at which the carrier may deliver the text: the carrier has a queue too."""
    patient = seen.patient_of(message)
    if patient is None or message.purpose in (Purpose.SAFETY, *AT_ANY_HOUR):
        return message.expires_at
    hours = hours_of(patient, seen.clinics[message.organization_id])
    return min(message.expires_at, open_until(now, hours))


@cache
def _clinics() -> Select[Organization]:
    return select(Organization).where(Organization.id.in_(_IDS))


@cache
def _patients() -> Select[Patient, bool]:
    """Patients, each with whether a text of theirs has not had its turn."""
    is_waiting = (
        select(InboundMessage.id)
        .where(InboundMessage.patient_id == Patient.id, InboundMessage.turn_taken_at.is_(None))
        .exists()
    )
    return select(Patient, is_waiting).where(Patient.id.in_(_IDS)).options(_BARE_PATIENT)


def _reached(session: Session, messages: Sequence[OutboundMessage]) -> dict[UUID, datetime]:
    waited = [m for m in messages if m.purpose is Purpose.PROMPT and m.not_before > m.created_at]
    at = {message.id: push.was_reached(session, message) for message in waited}
    return {message_id: reached_at for message_id, reached_at in at.items() if reached_at}


def _stops(session: Session, patient_ids: Sequence[UUID]) -> dict[UUID, tuple[datetime, UUID]]:
    acts = session.execute(
        select(Consent.patient_id, Consent.recorded_at, Consent.id)
        .where(
            Consent.patient_id.in_(patient_ids),
            or_(Consent.act == ConsentAct.STOPPED, Consent.act == ConsentAct.FOUND_STOPPED),
        )
        .order_by(Consent.recorded_at, Consent.id)
    )
    return {patient_id: (recorded_at, act_id) for patient_id, recorded_at, act_id in acts}


def _answers_the_stop(message: OutboundMessage, seen: Circumstances) -> bool:
    """Whether this is the reply to what the patient wrote in opting out, or later."""
    stopped = seen.stops.get(message.patient_id) if message.patient_id else None
    if message.purpose is not Purpose.REPLY or stopped is None:
        return False
    return (message.created_at, message.id) > stopped


def _overtaken(session: Session, reminders: Sequence[OutboundMessage]) -> dict[UUID, str]:
    """What happened since the reminders were queued that makes them one too many."""
    open_prompts = set(
        session.scalars(
            select(Prompt.id).where(
                Prompt.id.in_([reminder.prompt_id for reminder in reminders]),
                Prompt.status == PromptStatus.RELEASED,
            )
        )
    )
    patient_ids = [reminder.patient_id for reminder in reminders]
    since = min(reminder.created_at for reminder in reminders)
    wrote = session.execute(
        select(InboundMessage.patient_id, func.max(InboundMessage.received_at))
        .where(InboundMessage.patient_id.in_(patient_ids), InboundMessage.received_at >= since)
        .group_by(InboundMessage.patient_id)
    )
    asked_anew = session.execute(
        select(OutboundMessage.patient_id, func.max(OutboundMessage.created_at))
        .where(
            OutboundMessage.patient_id.in_(patient_ids),
            OutboundMessage.purpose == Purpose.PROMPT,
            OutboundMessage.created_at >= since,
        )
        .group_by(OutboundMessage.patient_id)
    )
    wrote_at, asked_at = dict(wrote.all()), dict(asked_anew.all())
    found = {}
    for reminder in reminders:
        patient_id, queued_at = reminder.patient_id, reminder.created_at
        if reminder.prompt_id not in open_prompts or _is_since(wrote_at.get(patient_id), queued_at):
            found[reminder.id] = "answered"
        elif _is_since(asked_at.get(patient_id), queued_at):
            found[reminder.id] = "superseded"
    return found


def _is_since(at: datetime | None, begin: datetime) -> bool:
    return at is not None and at >= begin
