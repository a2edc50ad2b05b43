"""What must hold after every fault, whatever was killed and when."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from diary.domain.consent import ConsentAct
from diary.store.alerts import SafetyAlert
from diary.store.care import Prompt, PromptStatus
from diary.store.messaging import InboundMessage, OutboundMessage, OutboundStatus, Purpose
from diary.store.oncall import PageSent
from diary.store.people import Consent, Patient

ASKS = "prompt:"
"""How the key of a text begins that asks a check-in; replies about it have other keys."""
UNASKED = (Purpose.PROMPT, Purpose.REMINDER, Purpose.INVITATION)
OPTED_OUT = (ConsentAct.STOPPED, ConsentAct.FOUND_STOPPED)
EVERY_MINUTE = (
    "take_turns", "release_prompts", "escalate_alerts", "send_messages", "settle_unknown",
)  # fmt: skip
"""The jobs that see to what is due."""
ON_ITS_WAY = timedelta(seconds=1)
"""A text that was claimed so shortly before an opt-out may go out."""
OPEN = (OutboundStatus.QUEUED, OutboundStatus.SUBMITTING, OutboundStatus.UNKNOWN)


def check(
    session: Session, acknowledged: Collection[str], taken: Mapping[UUID, int], now: datetime
) -> Counter[str]:
    """Every promise that a fault could break; returns what became of what was due.

    ``acknowledged`` are the sids of webhooks that were answered with 200, ``taken`` says how often
    the carrier took each text.
    """
    check_texts_in(session, acknowledged)
    check_sent_once(session, taken)
    check_allowed(session, taken)
    return ledger(session, now)


def check_paged(session: Session, taken: Mapping[UUID, int]) -> None:
    """Where somebody is on call: the carrier took a page about every alert of tier A."""
    pages = session.scalars(select(PageSent))
    paged = {page.alert_id for page in pages if page.message_id in taken}
    grave = set(session.scalars(select(SafetyAlert.id).where(SafetyAlert.tier == "A")))
    assert grave
    assert grave <= paged, "an alert that nobody was paged about"


def check_texts_in(session: Session, acknowledged: Collection[str]) -> None:
    stored = {m.provider_sid: m for m in session.scalars(select(InboundMessage))}
    assert stored.keys() >= set(acknowledged), "a text that was acknowledged is lost"
    alerts = set(session.scalars(select(SafetyAlert.inbound_id)))
    for message in stored.values():
        assert message.turn_taken_at, "a turn was not taken"
        assert not message.danger_tier or message.id in alerts, "danger without an alert"


def check_sent_once(session: Session, taken: Mapping[UUID, int]) -> None:
    asked: Counter[UUID] = Counter()
    for message_id, times in taken.items():
        message = session.get_one(OutboundMessage, message_id)
        if message.purpose not in (Purpose.SAFETY, Purpose.PAGE):
            assert times == 1, f"a {message.purpose} went out {times} times"
        if message.key.startswith(ASKS) and message.prompt_id:
            asked[message.prompt_id] += 1
    for prompt_id, times in asked.items():
        # More than once only if the patient put it off, or danger came between.
        assert times <= session.get_one(Prompt, prompt_id).releases, "asked twice"


def check_allowed(session: Session, taken: Mapping[UUID, int]) -> None:
    """Nothing unasked outside the hours, without consent or after an opt-out."""
    acts: dict[UUID, list[Consent]] = defaultdict(list)
    for act in session.scalars(select(Consent).order_by(Consent.recorded_at, Consent.id)):
        acts[act.patient_id].append(act)
    for message_id in taken:
        message = session.get_one(OutboundMessage, message_id)
        at = message.submitted_at
        if message.purpose not in UNASKED or message.patient_id is None or at is None:
            continue
        patient = session.get_one(Patient, message.patient_id)
        local = at.astimezone(ZoneInfo(patient.timezone))
        assert 9 <= local.hour < 20, f"sent at {local:%H:%M}"
        said = [
            act.act
            for act in acts[patient.id]
            if act.recorded_at <= (at - ON_ITS_WAY if act.act in OPTED_OUT else at)
        ]
        assert said, f"a {message.purpose} without consent"
        assert said[-1] not in OPTED_OUT, f"a {message.purpose} after an opt-out"
        if message.purpose is not Purpose.INVITATION:
            assert ConsentAct.JOINED in said, f"a {message.purpose} before the patient joined"


def ledger(session: Session, now: datetime) -> Counter[str]:
    found: Counter[str] = Counter()
    texts = {
        message.prompt_id: message
        for message in session.scalars(
            select(OutboundMessage)
            .where(OutboundMessage.key.startswith(ASKS))
            .order_by(OutboundMessage.id)
        )
    }
    for prompt in session.scalars(select(Prompt).where(Prompt.due_at <= now)):
        waits = prompt.postponed_until and prompt.postponed_until > now
        if prompt.status is PromptStatus.CANCELLED or waits:
            continue
        assert prompt.status is not PromptStatus.REQUESTED, "due, and nobody did anything"
        text = texts.get(prompt.merged_into_id or prompt.id)
        if text is None:
            assert prompt.reason, f"{prompt.status} without a text and without a reason"
            found[str(prompt.status)] += 1
            continue
        assert text.status not in OPEN, f"a text is still {text.status}"
        if text.status is OutboundStatus.SKIPPED:
            assert text.reason, "skipped without a reason"
        found["unknown" if text.status is OutboundStatus.UNCONFIRMED else "settled"] += 1
    return found
