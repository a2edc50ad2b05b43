"""The promises, checked against a clinic that lived through a trial: what was kept, and the ledger.

What goes out is judged at the moment at which the carrier takes it; what came in, and what became
of everything that was due, when the trial is over.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from diary.bootstrap import Services
from diary.domain.consent import Texting
from diary.domain.open_hours import next_open
from diary.services.hours import hours_of
from diary.services.ports import ReceivedSms, SmsToSend
from diary.services.settling import SENT_TWICE
from diary.store.alerts import AlertStatus, SafetyAlert
from diary.store.care import Prompt, PromptStatus
from diary.store.messaging import InboundMessage, OutboundMessage, OutboundStatus, Purpose
from diary.store.people import Organization, Patient

ASKING = (Purpose.PROMPT, Purpose.REMINDER)
UNASKED = (*ASKING, Purpose.INVITATION)
ASKS = "prompt:"
"""How the key of a text begins that asks a check-in."""
TO_SETTLE = timedelta(minutes=30)
"""What fell due in the last moments of a trial may still be under way."""
ALERT_CLIMBS = timedelta(hours=1)
_UNDER_WAY = (OutboundStatus.QUEUED, OutboundStatus.SUBMITTING, OutboundStatus.UNKNOWN)


@dataclass(slots=True)
class Ledger:
    """``counts`` by line of the ledger; ``broken`` names every promise that did not hold."""

    counts: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)


class Witness:
    """Sees every text that the carrier takes from the clinic."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._taken: Counter[UUID] = Counter()
        self._broken: list[str] = []

    def see(self, message: SmsToSend) -> None:
        """Judge one text as it goes out: promise 3."""
        self._taken[message.message_id] += 1
        now = self._services.clock()
        with self._services.readers() as session:
            text = session.get_one(OutboundMessage, message.message_id)
            if text.patient_id is None or text.purpose not in UNASKED:
                return
            patient = session.get_one(Patient, text.patient_id)
            clinic = session.get_one(Organization, text.organization_id)
            self._broken += [
                f"promise 3: a {text.purpose} went out {what}"
                for what in _against(text, patient, clinic, now)
            ]
            prompt = session.get(Prompt, text.prompt_id) if text.prompt_id else None
            is_reminder = text.purpose is Purpose.REMINDER
            if is_reminder and prompt and prompt.status is not PromptStatus.RELEASED:
                self._broken.append("promise 2: a reminder went out after the answer")

    def ledger(self, received: Sequence[ReceivedSms]) -> Ledger:
        """What became of everything; ``received`` is what the carrier had for the clinic."""
        ledger = Ledger(broken=list(self._broken))
        now = self._services.clock()
        with self._services.readers() as session:
            ledger.broken += _texts_in(session, received, ledger.counts)
            ledger.broken += self._sent_once(session, ledger.counts)
            ledger.broken += _prompts(session, now, ledger.counts)
            ledger.broken += _alerts(session, now, ledger.counts)
        return ledger

    def _sent_once(self, session: Session, counts: Counter[str]) -> Iterator[str]:
        asked: Counter[UUID] = Counter()
        reminded: Counter[UUID] = Counter()
        for message_id, times in self._taken.items():
            text = session.get_one(OutboundMessage, message_id)
            counts[f"texts out: {text.purpose}"] += times
            if times > 1 and text.purpose not in SENT_TWICE:
                yield f"promise 2: a {text.purpose} went out {times} times"
            if text.key.startswith(ASKS) and text.prompt_id:
                asked[text.prompt_id] += times
            if text.purpose is Purpose.REMINDER and text.prompt_id:
                reminded[text.prompt_id] += times
        for prompt_id, times in asked.items():
            if times > session.get_one(Prompt, prompt_id).releases:
                yield f"promise 2: a check-in was asked {times} times"
        for times in reminded.values():
            if times > 1:
                yield f"promise 2: a check-in was reminded of {times} times"


def _against(
    text: OutboundMessage, patient: Patient, clinic: Organization, now: datetime
) -> Iterator[str]:
    if next_open(now, hours_of(patient, clinic)) > now:
        yield "in quiet hours"
    if patient.texting is Texting.STOPPED:
        yield "after an opt-out"
    if text.purpose in ASKING and patient.texting is Texting.INVITED:
        yield "before the patient joined"
    if text.purpose in ASKING and patient.paused_until and now < patient.paused_until:
        yield "in a pause"


def _texts_in(
    session: Session, received: Sequence[ReceivedSms], counts: Counter[str]
) -> Iterator[str]:
    stored = {text.provider_sid: text for text in session.scalars(select(InboundMessage))}
    counts["texts in"] = len(stored)
    if lost := {sms.sid for sms in received} - stored.keys():
        yield f"promise 1: {len(lost)} texts were lost"
    alerted = set(session.scalars(select(SafetyAlert.inbound_id)))
    for text in stored.values():
        if text.turn_taken_at is None:
            yield "promise 1: a text was stored, and its turn never taken"
        if text.danger_tier and text.id not in alerted:
            yield "promise 4: a text of danger has no alert"


def _prompts(session: Session, now: datetime, counts: Counter[str]) -> Iterator[str]:
    asked = {
        text.prompt_id: text
        for text in session.scalars(
            select(OutboundMessage)
            .where(OutboundMessage.key.startswith(ASKS))
            .order_by(OutboundMessage.id)
        )
    }
    invited = set(session.scalars(select(Patient.id).where(Patient.texting == Texting.INVITED)))
    for prompt in session.scalars(select(Prompt).where(Prompt.due_at <= now - TO_SETTLE)):
        if prompt.status is PromptStatus.CANCELLED:
            continue
        counts["due"] += 1
        if prompt.status is PromptStatus.REQUESTED:
            if prompt.patient_id in invited and prompt.closes_at > now - TO_SETTLE:
                counts["due: waits for the patient to join"] += 1
                continue
            if prompt.postponed_until is None or prompt.postponed_until <= now - TO_SETTLE:
                yield "promise 2: a check-in was due, and nothing became of it"
            counts["due: put off"] += 1
            continue
        text = asked.get(prompt.merged_into_id or prompt.id)
        if text is None or text.status is OutboundStatus.SKIPPED:
            reason = prompt.reason if text is None else text.reason
            if not reason:
                yield f"a check-in is {prompt.status} without a text and without a reason"
            kind = "missed" if prompt.status is PromptStatus.MISSED else "skipped"
            counts[f"due: {kind} ({reason})"] += 1
            continue
        if text.status in _UNDER_WAY and text.not_before <= now - TO_SETTLE:
            yield f"promise 2: a text is {text.status} for good"
        doubtful = text.status is OutboundStatus.UNCONFIRMED
        counts["due: in doubt" if doubtful else f"due: sent, {prompt.status}"] += 1


def _alerts(session: Session, now: datetime, counts: Counter[str]) -> Iterator[str]:
    for alert in session.scalars(select(SafetyAlert)):
        counts[f"alerts: tier {alert.tier}, {alert.status}"] += 1
        waits = alert.status is AlertStatus.OPEN and alert.opened_at < now - ALERT_CLIMBS
        if waits and alert.next_page_at is not None and alert.next_page_at < now - TO_SETTLE:
            yield "promise 5: an alert is open and does not climb its ladder"
