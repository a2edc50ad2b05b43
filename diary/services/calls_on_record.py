"""Calls that staff have noted, as charts and lists ask for them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from diary.domain.attention import AttentionKind
from diary.domain.calls import CallMade
from diary.store.chart import CallNote

_KINDS = frozenset(AttentionKind)


def of_patient(session: Session, patient_id: UUID) -> Sequence[CallNote]:
    """Those on the chart, the first one first."""
    return session.scalars(
        select(CallNote)
        .where(CallNote.patient_id == patient_id, CallNote.removed_at.is_(None))
        .order_by(CallNote.called_at, CallNote.id)
    ).all()


def lasting(session: Session, patient_id: UUID, now: datetime) -> list[CallMade]:
    """Those that still count for the lists."""
    notes = session.execute(
        select(
            CallNote.outcome,
            CallNote.called_at,
            CallNote.rests_until,
            CallNote.about,
            CallNote.called_by_id,
        )
        .where(
            CallNote.patient_id == patient_id,
            CallNote.rests_until > now,
            CallNote.removed_at.is_(None),
        )
        .order_by(CallNote.called_at, CallNote.id)
    )
    return [
        CallMade(outcome, at, until, frozenset(map(AttentionKind, _KINDS.intersection(about))), by)
        for outcome, at, until, about, by in notes
    ]
