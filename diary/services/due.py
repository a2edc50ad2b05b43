"""When the program itself has something to do next."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import case, func, select, update
from sqlalchemy.orm import Session

from diary.services.prompts import POISON_RESTS, ready_at
from diary.services.settling import SENT_TWICE
from diary.store.alerts import SafetyAlert
from diary.store.care import Prompt, PromptStatus
from diary.store.lanes import Lane
from diary.store.messaging import Conversation, OutboundMessage, OutboundStatus
from diary.store.people import Organization, Patient


def next_due(session: Session) -> datetime | None:
    """The earliest prompt, wait, page or queued text, due or overdue; ``None`` when nothing is."""
    paced_at = OutboundMessage.not_before
    for other in (Organization.sending_held_until, Lane.free_at, Lane.full_until):
        paced_at = _later(paced_at, other)
    sendable_at = case(
        (
            OutboundMessage.purpose.in_(SENT_TWICE),
            _later(OutboundMessage.not_before, Lane.urgent_free_at),
        ),
        else_=paced_at,
    )
    earliest = (
        select(func.min(ready_at()))
        .select_from(Prompt)
        .join(Patient, Patient.id == Prompt.patient_id)
        .where(Prompt.status == PromptStatus.REQUESTED),
        select(func.min(Conversation.wait_until)),
        select(func.min(Prompt.remind_at)).where(
            Prompt.status == PromptStatus.RELEASED, Prompt.remind_at.is_not(None)
        ),
        select(func.min(SafetyAlert.next_page_at)),
        select(func.min(sendable_at))
        .select_from(OutboundMessage)
        .join(Organization, Organization.id == OutboundMessage.organization_id)
        .join(Lane, Lane.id == Organization.id)
        .where(OutboundMessage.status == OutboundStatus.QUEUED),
    )
    found = [at for query in earliest if (at := session.scalar(query)) is not None]
    return min(found, default=None)


def _later(at: Any, other: Any) -> Any:
    """The later of two instants in a query, of which the second may not be there."""
    return case((other > at, other), else_=at)


def put_off_wait(session: Session, patient_id: UUID, now: datetime) -> None:
    """Ending this patient's wait failed: try again after a while, and let the others go first."""
    session.execute(
        update(Conversation)
        .where(Conversation.patient_id == patient_id, Conversation.wait_until <= now)
        .values(wait_until=now + POISON_RESTS)
        .execution_options(synchronize_session=False)
    )
