"""The clinic's lists as pages read them: one indexed page of caseload rows, never a history."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import Session

from diary.domain.attention import AttentionKind
from diary.domain.turn import Idle
from diary.services.caseload import NOBODY
from diary.services.conversation_state import load_state
from diary.store.alerts import AlertStatus, SafetyAlert
from diary.store.care import Infusion, InfusionStatus
from diary.store.caseload import CaseloadRow
from diary.store.messaging import Conversation
from diary.store.people import Patient

Listed = tuple[CaseloadRow, Patient]

MOST_CALLS = 100
"""Rows of Today: a clinic that has more to call works from the top."""
MOST_COUNTED = 1_000


class ListOrder(StrEnum):
    """What the patient list can be sorted by. Equals stand in the order in which they enrolled."""

    NEED = "need"
    """The most in need first, and of one need the heavier."""
    INFUSION = "infusion"
    """The longest since their last infusion first, those without one last."""
    ANSWERS = "answers"
    """The fewest check-ins answered first, those who were not asked last."""
    NEXT_TEXT = "next"
    """The next to be texted first, those who are not to be last."""


_ORDERS: Mapping[ListOrder, Sequence[ColumnElement[Any]]] = {
    ListOrder.NEED: (
        CaseloadRow.rank.asc(),
        CaseloadRow.attention.asc(),
        CaseloadRow.order_in_rank.asc(),
        CaseloadRow.id.asc(),
    ),
    ListOrder.INFUSION: (CaseloadRow.last_infusion_at.asc().nulls_last(), CaseloadRow.id.asc()),
    ListOrder.ANSWERS: (CaseloadRow.answered_share.asc().nulls_last(), CaseloadRow.id.asc()),
    ListOrder.NEXT_TEXT: (CaseloadRow.next_prompt_at.asc().nulls_last(), CaseloadRow.id.asc()),
}


def to_call(
    session: Session, organization_id: UUID, alerts: Mapping[UUID, SafetyAlert]
) -> list[Listed]:
    """Who needs somebody: by need, and within one need the heavier first.

    ``alerts`` has each patient's alert to open first: among those in danger, what nobody has taken
    comes first, and of that the gravest.
    """
    listed = _with_patients(
        session,
        organization_id,
        CaseloadRow.organization_id == organization_id,
        CaseloadRow.rank < NOBODY,
        order=ListOrder.NEED,
        first=0,
        size=MOST_CALLS,
    )

    def need(pair: Listed) -> tuple[int, bool, str, float]:
        row, patient = pair
        alert = alerts.get(patient.id) if row.attention == AttentionKind.DANGER else None
        is_taken = alert is not None and alert.status is not AlertStatus.OPEN
        return row.rank, is_taken, alert.tier if alert else "", row.order_in_rank

    return sorted(listed, key=need)


def count_to_call(session: Session, organization_id: UUID) -> int:
    """How many need somebody; from ``MOST_COUNTED`` on nobody counts further."""
    counted = (
        select(CaseloadRow.id)
        .where(CaseloadRow.organization_id == organization_id, CaseloadRow.rank < NOBODY)
        .limit(MOST_COUNTED)
    )
    return session.scalar(select(func.count()).select_from(counted.subquery())) or 0


def page_of(
    session: Session,
    organization_id: UUID,
    *,
    attention: str = "",
    among: Collection[UUID] | None = None,
    order: ListOrder = ListOrder.NEED,
    first: int,
    size: int,
) -> list[Listed]:
    """``size`` rows from the ``first`` on.

    ``attention`` is the word that the rows must have, ``among`` the patients looked among.
    """
    # Whom a search found are looked up one by one: were the clinic asked for beside them, SQLite
    # would walk through all of its rows for the sake of their order.
    wanted = [
        CaseloadRow.organization_id == organization_id
        if among is None
        else CaseloadRow.patient_id.in_(among)
    ]
    if attention:
        # The rank follows from the word, and it is what the index has.
        wanted += [CaseloadRow.rank == _rank_of(attention), CaseloadRow.attention == attention]
    return _with_patients(session, organization_id, *wanted, order=order, first=first, size=size)


def count_among(
    session: Session, organization_id: UUID, attention: str, among: Collection[UUID]
) -> int:
    """How many of the patients ``among`` stand as ``attention`` says."""
    clinics = session.scalars(
        select(CaseloadRow.organization_id).where(
            CaseloadRow.patient_id.in_(among), CaseloadRow.attention == attention
        )
    )
    return sum(clinic == organization_id for clinic in clinics)


def planned_between(
    session: Session, organization_id: UUID, *spans: tuple[datetime, datetime]
) -> tuple[int, ...]:
    """How many infusions are planned for each stretch, from its beginning until before its end."""
    counts = [
        func.count(case((and_(Infusion.started_at >= since, Infusion.started_at < until), 1)))
        for since, until in spans
    ]
    found = session.execute(
        select(*counts).where(
            Infusion.organization_id == organization_id,
            Infusion.status == InfusionStatus.PLANNED,
            Infusion.started_at >= min(since for since, _ in spans),
            Infusion.started_at < max(until for _, until in spans),
        )
    ).one()
    return tuple(found)


def asked_now(session: Session, organization_id: UUID) -> set[UUID]:
    """Patients whom the clinic has asked something that is still open."""
    rows = session.execute(
        select(Conversation.patient_id, Conversation.state).where(
            Conversation.organization_id == organization_id
        )
    )
    return {patient_id for patient_id, state in rows if not isinstance(load_state(state), Idle)}


def _rank_of(attention: str) -> int:
    kinds = {kind.value: kind.rank for kind in AttentionKind}
    return kinds.get(attention, NOBODY)


def _with_patients(
    session: Session,
    organization_id: UUID,
    *wanted: ColumnElement[bool],
    order: ListOrder,
    first: int,
    size: int,
) -> list[Listed]:
    # The page is found in the index alone; only its own rows are then read and joined.
    page = (
        select(CaseloadRow.id)
        .where(*wanted)
        .order_by(*_ORDERS[order])
        .offset(first)
        .limit(size)
        .subquery()
    )
    rows = session.execute(
        select(CaseloadRow, Patient)
        .join(page, page.c.id == CaseloadRow.id)
        .join(Patient, Patient.id == CaseloadRow.patient_id)
        .order_by(*_ORDERS[order])
    )
    return [(row, patient) for row, patient in rows if row.organization_id == organization_id]
