"""When the program itself has something to do next, and of which kind."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, func, literal, select, update
from sqlalchemy.orm import Session

from diary.services import paging
from diary.services.prompts import POISON_RESTS, ready_at
from diary.services.settling import SENT_TWICE
from diary.store.alerts import SafetyAlert
from diary.store.base import UtcDateTime
from diary.store.care import Prompt, PromptStatus
from diary.store.lanes import Lane
from diary.store.literals import is_among, is_word
from diary.store.messaging import Conversation, InboundMessage, OutboundMessage, OutboundStatus
from diary.store.people import Organization, Patient
from diary.store.push import NoticeStatus, PushNotice


@dataclass(frozen=True, slots=True)
class Due:
    """What there is to do, as it stood in the database; an instant may be overdue."""

    is_turn_waiting: bool = False
    """A patient's text waits for its turn."""
    is_page_due: bool = False
    is_in_doubt: bool = False
    """Some text was claimed and not settled, or may or may not have gone out."""
    prompt_at: datetime | None = None
    """When the first prompt, reminder or end of a wait is due; ``None`` when none is laid out."""
    page_at: datetime | None = None
    notice_at: datetime | None = None
    """When the first notification is to be handed to the push services."""
    text_at: datetime | None = None
    """When the first queued text may go out, its number's pace and rests included."""

    def next_at(self) -> datetime | None:
        """The earliest prompt, wait, page, notice or queued text; ``None`` when nothing is."""
        found = (self.prompt_at, self.page_at, self.notice_at, self.text_at)
        return min((at for at in found if at is not None), default=None)


def look(session: Session, now: datetime) -> Due:
    """What there is to do at ``now`` and when there is more, in one statement."""
    turn, page, doubt, prompt, wait, reminder, page_at, notice_at, text_at = session.execute(
        _all(), paging.instants(now)
    ).one()
    prompts = [at for at in (prompt, wait, reminder) if at is not None]
    return Due(turn, page, doubt, min(prompts, default=None), page_at, notice_at, text_at)


@cache
def _all() -> Select[Any]:
    queued = OutboundMessage.status
    columns: tuple[ColumnElement[Any], ...] = (
        select(InboundMessage.id)
        .where(InboundMessage.turn_taken_at.is_(None), InboundMessage.patient_id.is_not(None))
        .exists(),
        select(SafetyAlert.id).where(paging.is_due()).exists(),
        select(OutboundMessage.id)
        .where(is_among(queued, (OutboundStatus.SUBMITTING, OutboundStatus.UNKNOWN)))
        .exists(),
        _first_prompt().scalar_subquery(),
        select(func.min(Conversation.wait_until)).scalar_subquery(),
        select(func.min(Prompt.remind_at))
        .where(is_word(Prompt.status, PromptStatus.RELEASED), Prompt.remind_at.is_not(None))
        .scalar_subquery(),
        select(func.min(SafetyAlert.next_page_at)).scalar_subquery(),
        select(func.min(PushNotice.next_try_at))
        .where(is_word(PushNotice.status, NoticeStatus.QUEUED))
        .scalar_subquery(),
        select(func.min(_sendable_at()))
        .select_from(OutboundMessage)
        .join(Organization, Organization.id == OutboundMessage.organization_id)
        .join(Lane, Lane.id == Organization.id)
        .where(is_word(queued, OutboundStatus.QUEUED))
        .scalar_subquery(),
    )
    return select(*columns)


def _first_prompt() -> Select[Any]:
    """No prompt is ready before it is due: only those due before the first plain one are read."""
    is_requested = is_word(Prompt.status, PromptStatus.REQUESTED)
    first_plain = (
        select(Prompt.due_at)
        .join(Patient, Patient.id == Prompt.patient_id)
        .where(is_requested, ready_at() == Prompt.due_at)
        .order_by(Prompt.due_at)
        .limit(1)
        .scalar_subquery()
    )
    return (
        select(func.min(ready_at()))
        .select_from(Prompt)
        .join(Patient, Patient.id == Prompt.patient_id)
        .where(is_requested, Prompt.due_at <= func.coalesce(first_plain, _NEVER))
    )


def _sendable_at() -> ColumnElement[datetime]:
    paced_at = OutboundMessage.not_before
    for other in (Organization.sending_held_until, Lane.free_at, Lane.full_until):
        paced_at = _later(paced_at, other)
    return case(
        (
            OutboundMessage.purpose.in_(SENT_TWICE),
            _later(OutboundMessage.not_before, Lane.urgent_free_at),
        ),
        else_=paced_at,
    )


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


_NEVER = literal(datetime(9999, 1, 1, tzinfo=UTC), UtcDateTime())
