"""A pile that would go stale before its turn: what will come too late is given up early.

A text that waits for hours only to be dropped keeps those behind it waiting as well, and the clinic
learns of it when the day is over. So the pile is measured against its number's pace now and then.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, select, update
from sqlalchemy.orm import Session

from diary.domain import pacing as pace
from diary.services.next_text import PACED
from diary.services.pacing import lane_of, segments_a_second
from diary.store.lanes import Lane
from diary.store.messaging import OutboundMessage, OutboundStatus
from diary.store.people import Organization

REASON = "backlog"
TOLD_FOR = timedelta(hours=24)


def clinics_behind(session: Session, now: datetime) -> Sequence[UUID]:
    """Clinics whose pile is so long that some of it may come too late."""
    piles = session.execute(
        select(
            Organization,
            Lane,
            func.sum(OutboundMessage.segments),
            func.min(OutboundMessage.expires_at),
        )
        .join(OutboundMessage, OutboundMessage.organization_id == Organization.id)
        .join(Lane, Lane.id == Organization.id)
        .where(*_is_waiting(now))
        .group_by(Organization.id, Lane.id)
    )
    return [
        clinic.id
        for clinic, lane, segments, first_end in piles
        if _starts(lane, now) + pace.time_for(segments, segments_a_second(clinic)) >= first_end
    ]


def too_late(session: Session, clinic_id: UUID, now: datetime) -> Sequence[UUID]:
    """The clinic's texts whose turn will come when they are stale, in the order of their turns."""
    clinic = session.get_one(Organization, clinic_id)
    lane = session.get_one(Lane, clinic_id)
    return list(_hopeless(session, clinic, _starts(lane, now), now))


def give_up(session: Session, clinic_id: UUID, texts: Sequence[UUID], now: datetime) -> int:
    """Skip these texts, as far as they still wait, and keep count for the clinic to see."""
    done = session.execute(
        update(OutboundMessage)
        .where(
            OutboundMessage.id.in_(texts),
            OutboundMessage.organization_id == clinic_id,
            OutboundMessage.status == OutboundStatus.QUEUED,
        )
        .values(status=OutboundStatus.SKIPPED, reason=REASON, settled_at=now)
        .execution_options(synchronize_session=False)
    )
    skipped: int = done.rowcount  # type: ignore[attr-defined]
    if skipped:
        lane = lane_of(session, clinic_id)
        is_news = lane.backlog_skipped_at is None or now - lane.backlog_skipped_at > TOLD_FOR
        lane.backlog_skipped = skipped + (0 if is_news else lane.backlog_skipped)
        lane.backlog_skipped_at = now
    return skipped


def _hopeless(
    session: Session, clinic: Organization, starts: datetime, now: datetime
) -> Iterator[UUID]:
    turn = case(
        {purpose: place for place, purpose in enumerate(PACED)}, value=OutboundMessage.purpose
    )
    waiting = session.execute(
        select(OutboundMessage.id, OutboundMessage.segments, OutboundMessage.expires_at)
        .where(OutboundMessage.organization_id == clinic.id, *_is_waiting(now))
        .order_by(turn, OutboundMessage.not_before, OutboundMessage.id)
    )
    ahead, a_second = 0, segments_a_second(clinic)
    for text_id, segments, expires_at in waiting:
        goes_at = starts + (pace.time_for(ahead, a_second) if ahead else timedelta(0))
        if goes_at >= expires_at:
            yield text_id
        else:
            ahead += segments


def _is_waiting(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        OutboundMessage.status == OutboundStatus.QUEUED,
        OutboundMessage.purpose.in_(PACED),
        OutboundMessage.not_before <= now,
        # What is stale already is skipped at its turn, with that reason.
        OutboundMessage.expires_at > now,
    )


def _starts(lane: Lane, now: datetime) -> datetime:
    """When the pile begins to move: a closed lane may open again sooner, a full one does not."""
    return max(now, lane.full_until or now)
