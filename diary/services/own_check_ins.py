"""Check-ins as their patient sees them: due, to come and past, each with what was answered."""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, not_, or_, select, tuple_
from sqlalchemy.orm import Session

from diary.store.care import Prompt, PromptStatus
from diary.store.diary import DiaryEntry, EntryKind
from diary.store.people import Patient
from diary.store.responses import Answer, Observation, QuestionnaireResponse


class When(StrEnum):
    DUE = "due"
    UPCOMING = "upcoming"
    PAST = "past"


@dataclass(frozen=True, slots=True)
class OwnResponse:
    """Answers to one questionnaire, with those that do not count beside them."""

    response: QuestionnaireResponse
    answers: Sequence[Answer]
    total: Observation | None
    beside: Sequence[DiaryEntry]


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
    query = _leads(patient).where(_is(when, now))
    place = tuple_(Prompt.due_at, Prompt.id)
    if when is When.PAST:
        query = query.order_by(Prompt.due_at.desc(), Prompt.id.desc())
        query = query.where(place < after) if after else query
    else:
        query = query.order_by(Prompt.due_at, Prompt.id)
        query = query.where(place > after) if after else query
    return _whole(session, session.scalars(query.limit(limit)).all(), now)


def check_ins_between(
    session: Session, patient: Patient, since: datetime, until: datetime, now: datetime
) -> list[OwnCheckIn]:
    """Every check-in due in a period, the first due first."""
    query = _leads(patient).where(Prompt.due_at >= since, Prompt.due_at < until)
    return _whole(session, session.scalars(query.order_by(Prompt.due_at, Prompt.id)).all(), now)


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


def _leads(patient: Patient) -> Select[Prompt]:
    return select(Prompt).where(
        Prompt.patient_id == patient.id,
        Prompt.merged_into_id.is_(None),
        Prompt.status != PromptStatus.CANCELLED,
    )


def _is(when: When, now: datetime) -> ColumnElement[bool]:
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
    for prompt in session.scalars(
        select(Prompt).where(Prompt.merged_into_id.in_(groups)).order_by(Prompt.due_at, Prompt.id)
    ):
        if prompt.merged_into_id:
            groups[prompt.merged_into_id].append(prompt)
    responses = _responses(session, groups)
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


def _responses(session: Session, groups: dict[UUID, list[Prompt]]) -> dict[UUID, list[OwnResponse]]:
    rows = session.scalars(
        select(QuestionnaireResponse)
        .where(QuestionnaireResponse.prompt_id.in_(groups))
        .order_by(QuestionnaireResponse.id)
    ).all()
    ids = [row.id for row in rows]
    answers: dict[UUID, list[Answer]] = defaultdict(list)
    for answer in session.scalars(
        select(Answer)
        .where(Answer.response_id.in_(ids), Answer.superseded_at.is_(None))
        .order_by(Answer.id)
    ):
        answers[answer.response_id].append(answer)
    totals = {
        observation.response_id: observation
        for observation in session.scalars(
            select(Observation).where(
                Observation.response_id.in_(ids), Observation.code.not_like("%/%")
            )
        )
    }
    lead_of = {prompt.id: lead_id for lead_id, prompts in groups.items() for prompt in prompts}
    beside: dict[UUID, list[DiaryEntry]] = defaultdict(list)
    for entry in session.scalars(
        select(DiaryEntry)
        .where(
            DiaryEntry.prompt_id.in_(lead_of),
            DiaryEntry.kind == EntryKind.RESPONSE,
            DiaryEntry.superseded_at.is_(None),
            DiaryEntry.counts.is_(False),
        )
        .order_by(DiaryEntry.effective_at, DiaryEntry.entry_id)
    ):
        if entry.prompt_id:
            beside[lead_of[entry.prompt_id]].append(entry)
    found: dict[UUID, list[OwnResponse]] = defaultdict(list)
    for row in rows:
        mine = [
            entry
            for entry in beside[row.prompt_id]
            if json.loads(entry.body)["questionnaire"] == row.questionnaire
        ]
        found[row.prompt_id].append(OwnResponse(row, answers[row.id], totals.get(row.id), mine))
    return found
