"""When the demo's clock is moved: browsers stay signed in, and what happened is told."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from diary.store.alerts import SafetyAlert
from diary.store.messaging import InboundMessage, OutboundMessage, Purpose
from diary.store.people import StaffSession


@dataclass(frozen=True, slots=True)
class Happened:
    """How much happened at a clinic while the clock moved."""

    sent: int
    """Texts to patients."""
    received: int
    alerts: int
    pages: int
    """Texts to the staff on call."""


def happened(session: Session, organization_id: UUID, since: datetime, until: datetime) -> Happened:
    """What happened after ``since``, up to ``until``."""

    def count(
        table: type[InboundMessage | OutboundMessage | SafetyAlert],
        at: InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None],
        *that: ColumnElement[bool],
    ) -> int:
        counted = select(func.count()).where(
            table.organization_id == organization_id, at > since, at <= until, *that
        )
        return session.scalar(counted) or 0

    is_page = OutboundMessage.purpose == Purpose.PAGE
    return Happened(
        sent=count(OutboundMessage, OutboundMessage.submitted_at, ~is_page),
        received=count(InboundMessage, InboundMessage.received_at),
        alerts=count(SafetyAlert, SafetyAlert.opened_at),
        pages=count(OutboundMessage, OutboundMessage.submitted_at, is_page),
    )


def carry_sessions(session: Session, by: timedelta) -> None:
    """Nobody was idle while the clock jumped: sessions become younger by the jump."""
    for signed_in in session.scalars(select(StaffSession)):
        signed_in.created_at += by
        signed_in.seen_at += by
