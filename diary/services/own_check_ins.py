"""Check-ins as their patient sees them: due, to come and past, each with what was answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    and_,
    bindparam,
    func,
    not_,
    or_,
    select,
    tuple_,
)
from sqlalchemy.orm import Session, aliased

from diary.services.own_responses import OwnResponse, responses_of
from diary.store.care import Prompt, PromptStatus
from diary.store.id_lists import is_one_of
from diary.store.people import Patient


class When(StrEnum):
    DUE = "due"
    UPCOMING = "upcoming"
    PAST = "past"


@dataclass(frozen=True, slots=True)
class OwnCheckIn:
    """A check-in with all that is asked together with it."""

    id: UUID
    status: PromptStatus
    when: When
    due_at: datetime
    closes_at: datetime
    questionnaires: tuple[str, ...]
    responses: Sequence[OwnResponse]


class _Asked(NamedTuple):
    """What a check-in takes from a prompt."""

    id: UUID
    merged_into_id: UUID | None
    due_at: datetime
    closes_at: datetime
    status: PromptStatus
    reason: str | None
    questionnaires: list[str]


Place = tuple[datetime, UUID]
"""Where a list goes on: due, and id."""


def list_check_ins(
    session: Session,
    patient: Patient,
    when: When,
    now: datetime,
    *,
    after: Place | None,
    limit: int,
) -> list[OwnCheckIn]:
    """At most ``limit`` check-ins behind the place ``after``; past ones the newest first."""
    query = _listed(when)
    if after:
        place = tuple_(Prompt.due_at, Prompt.id)
        query = query.where(place < after if when is When.PAST else place > after)
    leads = _read(session, query, {"patient_id": patient.id, "now": now, "limit": limit})
    return _whole(session, leads, now)


def check_ins_between(
    session: Session, patient: Patient, since: datetime, until: datetime, now: datetime
) -> list[OwnCheckIn]:
    """Every check-in due in a period, the first due first."""
    period = {"patient_id": patient.id, "since": since, "until": until}
    return _whole(session, _read(session, _BETWEEN, period), now)


def check_in_of(
    session: Session, patient: Patient, check_in_id: UUID, now: datetime
) -> OwnCheckIn | None:
    """One of this patient's, by its own id or that of one asked together with it."""
    wanted = {"patient_id": patient.id, "check_in_id": check_in_id}
    found = _whole(session, _read(session, _BY_ID, wanted), now)
    return found[0] if found else None


@cache
def _listed(when: When) -> Select[Any]:
    """A patient's check-ins that are ``when`` at ``now``, in the order of their list."""
    order = (Prompt.due_at, Prompt.id)
    return (
        _LEADS.where(_is(when))
        .order_by(*(column.desc() for column in order) if when is When.PAST else order)
        .limit(bindparam("limit"))
    )


def _is(when: When) -> ColumnElement[bool]:
    now: BindParameter[datetime] = bindparam("now")
    is_due = and_(
        Prompt.due_at <= now,
        Prompt.closes_at > now,
        Prompt.status != PromptStatus.COMPLETED,
        or_(
            Prompt.status != PromptStatus.SKIPPED,
            func.coalesce(Prompt.reason, "") != "by_patient",
        ),
    )
    match when:
        case When.DUE:
            return is_due
        case When.UPCOMING:
            return and_(Prompt.due_at > now, Prompt.status != PromptStatus.COMPLETED)
        case When.PAST:
            return and_(
                or_(Prompt.due_at <= now, Prompt.status == PromptStatus.COMPLETED), not_(is_due)
            )


def _when(prompt: _Asked, now: datetime) -> When:
    if prompt.status is PromptStatus.COMPLETED:
        return When.PAST
    if prompt.due_at > now:
        return When.UPCOMING
    is_skipped = prompt.status is PromptStatus.SKIPPED and prompt.reason == "by_patient"
    return When.PAST if is_skipped or prompt.closes_at <= now else When.DUE


def _read(session: Session, query: Select[Any], values: Mapping[str, object]) -> list[_Asked]:
    return [_Asked(*row) for row in session.execute(query, values)]


def _whole(session: Session, leads: Sequence[_Asked], now: datetime) -> list[OwnCheckIn]:
    """The check-ins with their responses, in a bounded number of queries."""
    if not leads:
        return []
    groups = {lead.id: [lead] for lead in leads}
    for prompt in _read(session, _MERGED, {"leads": groups}):
        if prompt.merged_into_id:
            groups[prompt.merged_into_id].append(prompt)
    lead_of = {prompt.id: lead_id for lead_id, group in groups.items() for prompt in group}
    responses = responses_of(session, lead_of)
    return [
        OwnCheckIn(
            id=lead.id,
            status=_together(groups[lead.id]),
            when=_when(lead, now),
            due_at=lead.due_at,
            closes_at=max(prompt.closes_at for prompt in groups[lead.id]),
            questionnaires=tuple(
                dict.fromkeys(q for prompt in groups[lead.id] for q in prompt.questionnaires)
            ),
            responses=responses.get(lead.id, []),
        )
        for lead in leads
    ]


def _together(prompts: Sequence[_Asked]) -> PromptStatus:
    """How prompts that are asked as one stand as one."""
    statuses = {prompt.status for prompt in prompts}
    is_begun = statuses & {PromptStatus.COMPLETED, PromptStatus.PARTIAL}
    is_open = statuses & {PromptStatus.REQUESTED, PromptStatus.RELEASED}
    return (
        PromptStatus.PARTIAL
        if is_begun and not is_open and len(statuses) > 1
        else prompts[0].status
    )


# Phones ask for these more than for anything else: the statements are put together once.
_PROMPTS = select(*(getattr(Prompt, name) for name in _Asked._fields))
_LEADS = _PROMPTS.where(
    Prompt.patient_id == bindparam("patient_id"),
    Prompt.merged_into_id.is_(None),
    Prompt.status != PromptStatus.CANCELLED,
)
_BETWEEN = _LEADS.where(
    Prompt.due_at >= bindparam("since"), Prompt.due_at < bindparam("until")
).order_by(Prompt.due_at, Prompt.id)
_MERGED = _PROMPTS.where(is_one_of(Prompt.merged_into_id, "leads")).order_by(
    Prompt.due_at, Prompt.id
)
_named = aliased(Prompt)
_BY_ID = _PROMPTS.where(
    Prompt.id
    == select(func.coalesce(_named.merged_into_id, _named.id))
    .where(
        _named.patient_id == bindparam("patient_id"),
        _named.id == bindparam("check_in_id"),
        _named.status != PromptStatus.CANCELLED,
    )
    .scalar_subquery()
)
