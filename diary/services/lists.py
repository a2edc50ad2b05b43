"""The clinic's lists as pages read them: one indexed page of caseload rows, never a history."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, bindparam, select
from sqlalchemy.orm import Session

from diary.domain.attention import AttentionKind
from diary.domain.consent import Texting
from diary.domain.turn import Idle
from diary.services.caseload import NOBODY
from diary.services.conversation_state import load_state
from diary.store.alerts import AlertStatus, SafetyAlert
from diary.store.caseload import CaseloadRow
from diary.store.id_lists import is_one_of
from diary.store.messaging import Conversation
from diary.store.people import Patient
from diary.store.sealing import refuse_moved

MOST_CALLS = 100
"""Rows of Today: a clinic that has more to call works from the top."""
MOST_CALLED = 50
"""Of those who were called: the last of them are the ones somebody may call twice."""


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


class Listed(NamedTuple):
    """What a list shows of one patient: of their caseload row, and of themselves."""

    patient_id: UUID
    name: str
    timezone: str
    texting: Texting
    paused_until: datetime | None
    paused_by_id: UUID | None
    rank: int
    attention: str
    call_order: float
    last_infusion_at: datetime | None
    next_prompt_at: datetime | None
    summary: Mapping[str, Any]
    phone: str = ""
    """Read for those to call alone: it is sealed."""


# Columns of the tables, nothing of the mapped classes: those cost more than what a list shows.
_OF_PATIENTS, _OF_ROWS = Patient.__table__, CaseloadRow.__table__
_patient, _row = _OF_PATIENTS.c, _OF_ROWS.c

_SHOWN = (
    _patient.id,
    _patient.name,
    _patient.timezone,
    _patient.texting,
    _patient.paused_until,
    _patient.paused_by_id,
    _row.rank,
    _row.attention,
    _row.call_order,
    _row.last_infusion_at,
    _row.next_prompt_at,
    _row.summary,
)

_ORDERS: Mapping[ListOrder, Sequence[ColumnElement[Any]]] = {
    ListOrder.NEED: (
        _row.rank.asc(),
        _row.attention.asc(),
        _row.order_in_rank.asc(),
        _row.id.asc(),
    ),
    ListOrder.INFUSION: (_row.last_infusion_at.asc().nulls_last(), _row.id.asc()),
    ListOrder.ANSWERS: (_row.answered_share.asc().nulls_last(), _row.id.asc()),
    ListOrder.NEXT_TEXT: (_row.next_prompt_at.asc().nulls_last(), _row.id.asc()),
}


def to_call(
    session: Session, organization_id: UUID, alerts: Mapping[UUID, SafetyAlert]
) -> list[Listed]:
    """Who needs somebody whom no call has seen to: by need, and within one need the heavier first.

    ``alerts`` has each patient's alert to open first: among those in danger, what nobody has taken
    comes first, and of that the gravest.
    """
    rows = _read(session, _TO_CALL, organization_id, first=0, size=MOST_CALLS)
    listed = [_as_still_to_call(one) for one in rows]

    def need(one: Listed) -> tuple[int, bool, str, float]:
        alert = alerts.get(one.patient_id) if one.attention == AttentionKind.DANGER else None
        is_taken = alert is not None and alert.status is not AlertStatus.OPEN
        return one.rank, is_taken, alert.tier if alert else "", one.call_order

    return sorted(listed, key=need)


def called(session: Session, organization_id: UUID) -> list[Listed]:
    """Whose reasons all rest after a call, the last one called first."""
    return _read(session, _CALLED, organization_id, first=0, size=MOST_CALLED)


def _as_still_to_call(listed: Listed) -> Listed:
    """What is first to call for, where a call has seen to what the patient is listed for."""
    left = listed.summary.get("to_call")
    if left is None:
        return listed
    summary = {**listed.summary, "reason": left["reason"], "also": left["also"]}
    attention = left["attention"]
    return listed._replace(attention=attention, rank=_rank_of(attention), summary=summary)


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
    page = _page(order, is_found=among is not None, is_filtered=bool(attention))
    return _read(
        session,
        page,
        organization_id,
        first=first,
        size=size,
        **({} if among is None else {"among": among}),
        **({"rank": _rank_of(attention), "attention": attention} if attention else {}),
    )


def count_among(
    session: Session, organization_id: UUID, attention: str, among: Collection[UUID]
) -> int:
    """How many of the patients ``among`` stand as ``attention`` says."""
    clinics = session.scalars(_CLINICS_AMONG, {"among": among, "attention": attention})
    return sum(clinic == organization_id for clinic in clinics)


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


def _read(
    session: Session, page: Select[Any], organization_id: UUID, **values: object
) -> list[Listed]:
    rows = session.execute(page, {"organization_id": organization_id, **values})
    listed = [Listed(*shown) for is_ours, *shown in rows if is_ours]
    for one in listed:
        refuse_moved("patient.name", one.name, one.patient_id)
        refuse_moved("patient.phone", one.phone, one.patient_id)
    return listed


_OURS = _row.organization_id == bindparam("organization_id")
_FOUND = is_one_of(_row.patient_id, "among")
_STANDS_SO = _row.attention == bindparam("attention")
_CLINICS_AMONG = select(_row.organization_id).where(_FOUND, _STANDS_SO)


# Every page of the staff asks for some of these: each is put together once.
@cache
def _page(order: ListOrder, *, is_found: bool, is_filtered: bool) -> Select[Any]:
    # Whom a search found are looked up one by one: were the clinic asked for beside them, SQLite
    # would walk through all of its rows for the sake of their order.
    wanted: list[ColumnElement[bool]] = [_FOUND if is_found else _OURS]
    if is_filtered:
        wanted.append(_STANDS_SO)
        if order is ListOrder.NEED:
            # The rank follows from the word, and it is what this order's index has first.
            wanted.append(_row.rank == bindparam("rank"))
    return _with_patients(_ORDERS[order], *wanted)


def _with_patients(
    order: Sequence[ColumnElement[Any]],
    *wanted: ColumnElement[bool],
    shown: Sequence[Any] = _SHOWN,
) -> Select[Any]:
    # The page is found in the index alone; only its own rows are then read and joined.
    page = (
        select(_row.id)
        .where(*wanted)
        .order_by(*order)
        .offset(bindparam("first"))
        .limit(bindparam("size"))
        .subquery()
    )
    return (
        select(_OURS, *shown)
        .join_from(page, _OF_ROWS, _row.id == page.c.id)
        .join(_OF_PATIENTS, _patient.id == _row.patient_id)
        .order_by(*order)
    )


_TO_CALL = _with_patients(
    (_row.call_rank.asc(), _row.call_order.asc(), _row.id.asc()),
    _OURS,
    _row.call_rank < NOBODY,
    shown=(*_SHOWN, _patient.phone),
)
_CALLED = _with_patients(
    (_row.called_at.desc(), _row.id.desc()), _OURS, _row.called_at.is_not(None)
)
