"""When the program itself has something to do next."""

from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from diary.store.care import Prompt, PromptStatus
from diary.store.messaging import Conversation, OutboundMessage, OutboundStatus


def next_due(session: Session) -> datetime | None:
    """The earliest prompt, wait or queued text, due or overdue; ``None`` when nothing is."""
    ready_at = case(
        (Prompt.postponed_until > Prompt.due_at, Prompt.postponed_until), else_=Prompt.due_at
    )
    earliest = (
        select(func.min(ready_at)).where(Prompt.status == PromptStatus.REQUESTED),
        select(func.min(Conversation.wait_until)),
        select(func.min(OutboundMessage.not_before)).where(
            OutboundMessage.status == OutboundStatus.QUEUED
        ),
    )
    found = [at for query in earliest if (at := session.scalar(query)) is not None]
    return min(found, default=None)
