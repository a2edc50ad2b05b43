"""What was answered to check-ins, as their patient sees it: what counts, and what lies beside."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from diary.store.care import Prompt
from diary.store.diary import DiaryEntry, EntryKind
from diary.store.responses import Answer, Observation, QuestionnaireResponse


class OwnAnswer(NamedTuple):
    """One value that stands, and whether a text or an entry of the app gave it."""

    link_id: str
    value: float | list[int]
    inbound_id: UUID | None
    entry_id: UUID | None


class Total(NamedTuple):
    """The score of a whole questionnaire, with what must be said beside it."""

    value: float
    flags: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class OwnResponse:
    """Answers to one questionnaire, with those that do not count beside them."""

    response: QuestionnaireResponse
    answers: Sequence[OwnAnswer]
    total: Total | None
    beside: Sequence[DiaryEntry]


def responses_of(
    session: Session, groups: Mapping[UUID, Sequence[Prompt]]
) -> dict[UUID, list[OwnResponse]]:
    """The responses to check-ins, by the prompt that asks for all of a group."""
    rows = session.scalars(_RESPONSES, {"leads": list(groups)}).all()
    ids = {"responses": [row.id for row in rows]}
    answers: dict[UUID, list[OwnAnswer]] = defaultdict(list)
    for response_id, link_id, value, inbound_id, entry_id in session.execute(_ANSWERS, ids):
        answers[response_id].append(OwnAnswer(link_id, value, inbound_id, entry_id))
    totals = {
        response_id: Total(value, flags)
        for response_id, value, flags in session.execute(_TOTALS, ids)
    }
    lead_of = {prompt.id: lead_id for lead_id, prompts in groups.items() for prompt in prompts}
    beside: dict[UUID, list[DiaryEntry]] = defaultdict(list)
    for entry in session.scalars(_BESIDE, {"prompts": list(lead_of)}):
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


_RESPONSES = (
    select(QuestionnaireResponse)
    .where(QuestionnaireResponse.prompt_id.in_(bindparam("leads", expanding=True)))
    .order_by(QuestionnaireResponse.id)
)
_ANSWERS = (
    select(Answer.response_id, Answer.link_id, Answer.value, Answer.inbound_id, Answer.entry_id)
    .where(
        Answer.response_id.in_(bindparam("responses", expanding=True)),
        Answer.superseded_at.is_(None),
    )
    .order_by(Answer.id)
)
_TOTALS = select(Observation.response_id, Observation.value, Observation.flags).where(
    Observation.response_id.in_(bindparam("responses", expanding=True)),
    Observation.code.not_like("%/%"),
)
_BESIDE = (
    select(DiaryEntry)
    .where(
        DiaryEntry.prompt_id.in_(bindparam("prompts", expanding=True)),
        DiaryEntry.kind == EntryKind.RESPONSE,
        DiaryEntry.superseded_at.is_(None),
        DiaryEntry.counts.is_(False),
    )
    .order_by(DiaryEntry.effective_at, DiaryEntry.entry_id)
)
