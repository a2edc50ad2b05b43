"""The one reminder of a check-in that was not answered, or not to its end."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from uuid import UUID

from sqlalchemy import Integer, Select, bindparam, func, select
from sqlalchemy.orm import Session

from diary.domain.open_hours import next_open
from diary.domain.texts import when_to_remind
from diary.domain.turn import ReminderDue
from diary.services import prompts, turns
from diary.services.catalogue import Catalogue
from diary.services.effects import Cause
from diary.services.hours import hours_of
from diary.store.base import UtcDateTime
from diary.store.care import Prompt, PromptStatus
from diary.store.literals import is_word
from diary.store.messaging import InboundMessage, OutboundMessage, OutboundStatus, Purpose
from diary.store.people import Organization, Patient

_ON_ITS_WAY = (OutboundStatus.QUEUED, OutboundStatus.SUBMITTING)
_NEVER_CAME = (OutboundStatus.SKIPPED, OutboundStatus.FAILED, OutboundStatus.UNDELIVERED)


def due(session: Session, now: datetime, limit: int) -> Sequence[UUID]:
    """Prompts whose reminder is due, the longest due first."""
    return session.scalars(_due(), {"now": now, "limit": limit}).all()


@cache
def _due() -> Select[UUID]:
    return (
        select(Prompt.id)
        .where(
            is_word(Prompt.status, PromptStatus.RELEASED),
            Prompt.remind_at.is_not(None),
            Prompt.remind_at <= bindparam("now", type_=UtcDateTime()),
        )
        .order_by(Prompt.remind_at)
        .limit(bindparam("limit", type_=Integer(), literal_execute=True))
    )


def remind(
    session: Session, catalogue: Catalogue, prompt_id: UUID, now: datetime, base_url: str
) -> bool:
    """Ask once more what a prompt asked; ``False`` if it is not the time, or not any more.

    The clock starts anew with every word of the patient's: who is writing is not reminded.
    """
    patient_id = session.get_one(Prompt, prompt_id).patient_id
    conversation = turns.lock(session, patient_id)
    lead = session.get_one(Prompt, prompt_id, populate_existing=True)
    if lead.status is not PromptStatus.RELEASED or not lead.remind_at or lead.remind_at > now:
        return False
    patient = session.get_one(Patient, patient_id)
    clinic = session.get_one(Organization, patient.organization_id)
    asked = prompts.asked_by(session, lead)
    closes_at = min(prompt.closes_at for prompt in asked)
    after = prompts.remind_after(asked)
    silent_since = _silent_since(session, lead, now)
    lead.remind_at = None
    if silent_since is None:
        return False
    hours = hours_of(patient, clinic)
    due_at = when_to_remind(silent_since, closes_at, after, hours)
    at = due_at and next_open(max(due_at, now), hours)
    if at is None or at >= closes_at:
        return False
    if at > now:
        lead.remind_at = at
        return False
    cause = Cause(key=f"reminder:{lead.id}:{lead.releases}", prompt=lead)
    inbound = ReminderDue(str(lead.id))
    turn = turns.run(session, catalogue, conversation, inbound, cause, now, base_url)
    if turn.says:
        for prompt in asked:
            prompt.reminded_at = now
    return bool(turn.says)


def put_off(session: Session, prompt_id: UUID, now: datetime) -> None:
    """Reminding failed: try again after a while, and let the others go first."""
    session.get_one(Prompt, prompt_id).remind_at = now + prompts.POISON_RESTS


def _silent_since(session: Session, lead: Prompt, now: datetime) -> datetime | None:
    """When the patient last wrote, or the question went out; now while it is on its way.

    ``None`` where there is nothing to remind of: the question never reached them.
    """
    sent = session.scalars(
        select(OutboundMessage)
        .where(OutboundMessage.prompt_id == lead.id, OutboundMessage.purpose == Purpose.PROMPT)
        .order_by(OutboundMessage.id.desc())
        .limit(1)
    ).first()
    if sent is None or sent.status in _NEVER_CAME:
        return None
    if sent.status in _ON_ITS_WAY or sent.submitted_at is None:
        return now
    wrote_at = session.scalar(
        select(func.max(InboundMessage.received_at)).where(
            InboundMessage.patient_id == lead.patient_id
        )
    )
    return max(sent.submitted_at, wrote_at or sent.submitted_at)
