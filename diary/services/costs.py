"""What check-ins cost: segments there and back, for each check-in that was completed."""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    String,
    bindparam,
    cast,
    func,
    select,
)
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from diary.store.care import Prompt, PromptStatus
from diary.store.messaging import InboundMessage, OutboundMessage, OutboundStatus

NOT_CHARGED = (OutboundStatus.QUEUED, OutboundStatus.SKIPPED)
NOT_OVER = (PromptStatus.RELEASED, PromptStatus.REQUESTED)


@dataclass(frozen=True, slots=True)
class Costs:
    """Segments of the texts about check-ins that were completed.

    ``asked`` counts check-ins that went out and are over, ``completed`` those answered whole.
    ``sent`` and ``received`` are segments of every text about the completed ones: the question,
    the answers, the echoes.
    """

    asked: int
    completed: int
    sent: int
    received: int

    @property
    def segments_each(self) -> float | None:
        """Segments a completed check-in; ``None`` when there is none."""
        return (self.sent + self.received) / self.completed if self.completed else None


def check_in_costs(
    session: Session,
    organization_id: UUID,
    since: datetime,
    until: datetime,
    questionnaires: tuple[str, ...] = ("daily",),
) -> Costs:
    """What check-ins that asked exactly ``questionnaires`` cost, of those asked in the period."""
    asked, completed, sent, received = session.execute(
        _costs_of_check_ins(),
        {
            "organization_id": organization_id,
            "since": since,
            "until": until,
            "questionnaires": json.dumps(list(questionnaires)),
        },
    ).one()
    return Costs(asked, completed, int(sent or 0), int(received or 0))


def traffic(
    session: Session, organization_id: UUID, since: datetime, until: datetime
) -> tuple[int, int]:
    """All segments that the clinic's number sent and received in the period."""
    sent = session.scalar(
        select(func.sum(OutboundMessage.segments)).where(
            OutboundMessage.organization_id == organization_id,
            OutboundMessage.created_at >= since,
            OutboundMessage.created_at < until,
            OutboundMessage.status.not_in(NOT_CHARGED),
        )
    )
    received = session.scalar(
        select(func.sum(InboundMessage.segments)).where(
            InboundMessage.organization_id == organization_id,
            InboundMessage.received_at >= since,
            InboundMessage.received_at < until,
        )
    )
    return int(sent or 0), int(received or 0)


@cache
def _costs_of_check_ins() -> Select[int, int, Any, Any]:
    # Built once: putting so many functions together takes longer than asking for them.
    over = (
        select(
            (Prompt.status == PromptStatus.COMPLETED).label("is_complete"),
            _segments(
                OutboundMessage.segments,
                OutboundMessage.prompt_id == Prompt.id,
                OutboundMessage.status.not_in(NOT_CHARGED),
            ).label("sent"),
            _segments(InboundMessage.segments, InboundMessage.prompt_id == Prompt.id).label(
                "received"
            ),
        )
        .where(
            Prompt.organization_id == bindparam("organization_id"),
            Prompt.released_at >= bindparam("since"),
            Prompt.released_at < bindparam("until"),
            Prompt.status.not_in(NOT_OVER),
            Prompt.merged_into_id.is_(None),
            cast(Prompt.questionnaires, String) == bindparam("questionnaires"),
            ~_asks_for_others_too(),
        )
        .subquery()
    )
    is_complete = over.c.is_complete
    return select(
        func.count(),
        func.count().filter(is_complete),
        func.sum(over.c.sent).filter(is_complete),
        func.sum(over.c.received).filter(is_complete),
    ).select_from(over)


def _segments(
    segments: InstrumentedAttribute[int], *about: ColumnElement[bool]
) -> ScalarSelect[int]:
    total = select(func.coalesce(func.sum(segments), 0)).where(*about)
    return total.correlate(Prompt).scalar_subquery()


def _asks_for_others_too() -> ColumnElement[bool]:
    other = aliased(Prompt)
    return select(other.id).where(other.merged_into_id == Prompt.id).correlate(Prompt).exists()
