"""The clinic's lists as pages read them: one indexed page of caseload rows, never a history."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import Session

from diary.domain.attention import AttentionKind
from diary.domain.consent import Texting
from diary.domain.turn import Idle
from diary.services.caseload import NOBODY
from diary.services.conversation_state import load_state
from diary.store.alerts import AlertStatus, SafetyAlert
from diary.store.care import Infusion, InfusionStatus
from diary.store.caseload import CaseloadRow
from diary.store.messaging import Conversation
from diary.store.people import Patient

Listed = tuple[CaseloadRow, Patient]

MOST_CALLS = 200
"""Rows of Today: a clinic that has more to call works from the top."""


def to_call(
    session: Session, organization_id: UUID, alerts: Mapping[UUID, SafetyAlert]
) -> list[Listed]:
    """Who needs somebody: by need, and within one need the heavier first.

    ``alerts`` has each patient's alert to open first: among those in danger, what nobody has taken
    comes first, and of that the gravest.
    """
    rows = session.execute(
        select(CaseloadRow, Patient)
        .join(Patient, Patient.id == CaseloadRow.patient_id)
        .where(CaseloadRow.organization_id == organization_id, CaseloadRow.rank < NOBODY)
        .order_by(CaseloadRow.rank, CaseloadRow.changed_at.desc())
        .limit(MOST_CALLS)
    )
    listed = [(row, patient) for row, patient in rows]

    def need(pair: Listed) -> tuple[int, bool, str, float]:
        row, patient = pair
        alert = alerts.get(patient.id) if row.attention == AttentionKind.DANGER else None
        is_taken = alert is not None and alert.status is not AlertStatus.OPEN
        return row.rank, is_taken, alert.tier if alert else "", -row.summary["weight"]

    return sorted(listed, key=need)


def count_to_call(session: Session, organization_id: UUID) -> int:
    return _count(
        session, CaseloadRow.organization_id == organization_id, CaseloadRow.rank < NOBODY
    )


def count_all(session: Session, organization_id: UUID) -> int:
    return _count(session, CaseloadRow.organization_id == organization_id)


def page_of(
    session: Session,
    organization_id: UUID,
    *,
    attention: str = "",
    among: Collection[UUID] | None = None,
    first: int,
    size: int,
) -> tuple[Sequence[Listed], int]:
    """``size`` rows from the ``first`` on, the most in need first, and how many match in all.

    ``attention`` is the word that the rows must have, ``among`` the patients looked among.
    """
    wanted = [CaseloadRow.organization_id == organization_id]
    if attention:
        # The rank follows from the word, and it is what the index has.
        wanted += [CaseloadRow.rank == _rank_of(attention), CaseloadRow.attention == attention]
    if among is not None:
        wanted.append(CaseloadRow.patient_id.in_(among))
    rows = session.execute(
        select(CaseloadRow, Patient)
        .join(Patient, Patient.id == CaseloadRow.patient_id)
        .where(and_(*wanted))
        .order_by(
            CaseloadRow.rank, CaseloadRow.attention, CaseloadRow.changed_at.desc(), CaseloadRow.id
        )
        .offset(first)
        .limit(size)
    )
    return [(row, patient) for row, patient in rows], _count(session, *wanted)


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


def count_by_attention(session: Session, organization_id: UUID) -> dict[str, int]:
    """How many patients stand how, by the word of their row."""
    rows = session.execute(
        select(CaseloadRow.attention, func.count())
        .where(CaseloadRow.organization_id == organization_id)
        .group_by(CaseloadRow.attention)
    )
    return {str(attention): count for attention, count in rows}


def count_by_texting(session: Session, organization_id: UUID) -> dict[Texting, int]:
    """How many patients have joined, not joined yet, or opted out."""
    rows = session.execute(
        select(Patient.texting, func.count())
        .where(Patient.organization_id == organization_id)
        .group_by(Patient.texting)
    )
    return {Texting(texting): count for texting, count in rows}


def answered_lately(session: Session, organization_id: UUID) -> tuple[int, int]:
    """Check-ins of the last weeks, over all patients: how many were answered, of how many."""
    answered, asked = session.execute(
        select(
            func.sum(CaseloadRow.summary["answered"].as_integer()),
            func.sum(CaseloadRow.summary["asked"].as_integer()),
        ).where(CaseloadRow.organization_id == organization_id)
    ).one()
    return int(answered or 0), int(asked or 0)


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


def _count(session: Session, *wanted: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(CaseloadRow).where(*wanted)) or 0
