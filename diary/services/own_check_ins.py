"""Check-ins as their patient sees them: due, to come and past, each with what was answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
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
from sqlalchemy.orm import Session

from diary.services.own_responses import OwnResponse, responses_of
from diary.store.care import Prompt, PromptStatus
from diary.store.people import Patient


class When(StrEnum):
    DUE = "due"
    UPCOMING = "upcoming"
    PAST = "past"


@dataclass(frozen=True, slots=True)
class OwnCheckIn:
    """A check-in with all that is asked together with it."""

    prompt: Prompt
    status: PromptStatus
    when: When
    closes_at: datetime
    questionnaires: tuple[str, ...]
    responses: Sequence[OwnResponse]


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
    leads = session.scalars(query, {"patient_id": patient.id, "now": now, "limit": limit}).all()
    return _whole(session, leads, now)


def check_ins_between(
    session: Session, patient: Patient, since: datetime, until: datetime, now: datetime
) -> list[OwnCheckIn]:
    """Every check-in due in a period, the first due first."""
    period = {"patient_id": patient.id, "since": since, "until": until}
    return _whole(session, session.scalars(_BETWEEN, period).all(), now)


def check_in_of(
    session: Session, patient: Patient, check_in_id: UUID, now: datetime
) -> OwnCheckIn | None:
    """One of this patient's, by its own id or that of one asked together with it."""
    prompt = session.scalars(
        select(Prompt).where(
            Prompt.patient_id == patient.id,
            Prompt.id == check_in_id,
            Prompt.status != PromptStatus.CANCELLED,
        )
    ).first()
    if prompt and prompt.merged_into_id:
        prompt = session.get(Prompt, prompt.merged_into_id)
    return _whole(session, [prompt], now)[0] if prompt else None


@cache
def _listed(when: When) -> Select[Prompt]:
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


def _when(prompt: Prompt, now: datetime) -> When:
    if prompt.status is PromptStatus.COMPLETED:
        return When.PAST
    if prompt.due_at > now:
        return When.UPCOMING
    is_skipped = prompt.status is PromptStatus.SKIPPED and prompt.reason == "by_patient"
    return When.PAST if is_skipped or prompt.closes_at <= now else When.DUE


def _whole(session: Session, leads: Sequence[Prompt], now: datetime) -> list[OwnCheckIn]:
    """The check-ins with their responses, in a bounded number of queries."""
    if not leads:
        return []
    groups: dict[UUID, list[Prompt]] = {lead.id: [lead] for lead in leads}
    for prompt in session.scalars(_MERGED, {"leads": list(groups)}):
        if prompt.merged_into_id:
            groups[prompt.merged_into_id].append(prompt)
    responses = responses_of(session, groups)
    return [
        OwnCheckIn(
            prompt=lead,
            status=_together(groups[lead.id]),
            when=_when(lead, now),
            closes_at=max(prompt.closes_at for prompt in groups[lead.id]),
            questionnaires=tuple(
                dict.fromkeys(q for prompt in groups[lead.id] for q in prompt.questionnaires)
            ),
            responses=responses.get(lead.id, []),
        )
        for lead in leads
    ]


def _together(prompts: Sequence[Prompt]) -> PromptStatus:
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
_LEADS = select(Prompt).where(
    Prompt.patient_id == bindparam("patient_id"),
    Prompt.merged_into_id.is_(None),
    Prompt.status != PromptStatus.CANCELLED,
)
_BETWEEN = _LEADS.where(
    Prompt.due_at >= bindparam("since"), Prompt.due_at < bindparam("until")
).order_by(Prompt.due_at, Prompt.id)
_MERGED = (
    select(Prompt)
    .where(Prompt.merged_into_id.in_(bindparam("leads", expanding=True)))
    .order_by(Prompt.due_at, Prompt.id)
)
