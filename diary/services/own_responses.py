"""What was answered to check-ins, as their patient sees it: what counts, and what lies beside."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from diary.store.diary import DiaryEntry, EntryKind
from diary.store.id_lists import is_one_of
from diary.store.responses import Answer, Observation, QuestionnaireResponse, ResponseStatus


class OwnAnswer(NamedTuple):
    """One value that stands, and whether a text or an entry of the app gave it."""

    link_id: str
    value: float | list[int]
    is_by_text: bool
    is_by_app: bool


class Total(NamedTuple):
    """The score of a whole questionnaire, with what must be said beside it."""

    value: float
    flags: Mapping[str, Any]


class OwnResponse(NamedTuple):
    """Answers to one questionnaire, with those that do not count beside them."""

    questionnaire: str
    questionnaire_version: str
    status: ResponseStatus
    answered_at: datetime | None
    answers: Sequence[OwnAnswer]
    total: Total | None
    beside: Sequence[DiaryEntry]


def responses_of(
    session: Session, lead_of: Mapping[UUID, UUID]
) -> Mapping[UUID, Sequence[OwnResponse]]:
    """The responses to check-ins, by the prompt that asks for all of a group.

    ``lead_of`` has that prompt by each prompt of its group.
    """
    rows = session.execute(_RESPONSES, {"leads": set(lead_of.values())}).all()
    answers: dict[UUID, list[OwnAnswer]] = defaultdict(list)
    of_rows = {"responses": [row.id for row in rows]}
    for response_id, link_id, value, by_text, by_app in session.execute(_ANSWERS, of_rows):
        answers[response_id].append(OwnAnswer(link_id, value, by_text, by_app))
    beside: dict[tuple[UUID, str], list[DiaryEntry]] = defaultdict(list)
    for entry in session.scalars(_BESIDE, {"prompts": lead_of}):
        if entry.prompt_id:
            code = json.loads(entry.body)["questionnaire"]
            beside[lead_of[entry.prompt_id], code].append(entry)
    found: dict[UUID, list[OwnResponse]] = defaultdict(list)
    for response_id, lead_id, code, version, status, answered_at, value, flags in rows:
        total = None if value is None else Total(value, flags)
        mine = beside.get((lead_id, code), ())
        found[lead_id].append(
            OwnResponse(code, version, status, answered_at, answers[response_id], total, mine)
        )
    return found


_RESPONSES = (
    select(
        QuestionnaireResponse.id,
        QuestionnaireResponse.prompt_id,
        QuestionnaireResponse.questionnaire,
        QuestionnaireResponse.questionnaire_version,
        QuestionnaireResponse.status,
        QuestionnaireResponse.answered_at,
        Observation.value,
        Observation.flags,
    )
    .outerjoin(
        Observation,
        and_(
            Observation.response_id == QuestionnaireResponse.id,
            # The code of a score is that of its questionnaire.
            Observation.code == QuestionnaireResponse.questionnaire,
        ),
    )
    .where(is_one_of(QuestionnaireResponse.prompt_id, "leads"))
    .order_by(QuestionnaireResponse.id)
)
_ANSWERS = (
    select(
        Answer.response_id,
        Answer.link_id,
        Answer.value,
        Answer.inbound_id.is_not(None),
        Answer.entry_id.is_not(None),
    )
    .where(is_one_of(Answer.response_id, "responses"), Answer.superseded_at.is_(None))
    .order_by(Answer.id)
)
_BESIDE = (
    select(DiaryEntry)
    .where(
        is_one_of(DiaryEntry.prompt_id, "prompts"),
        DiaryEntry.kind == EntryKind.RESPONSE,
        DiaryEntry.superseded_at.is_(None),
        DiaryEntry.counts.is_(False),
    )
    .order_by(DiaryEntry.effective_at, DiaryEntry.entry_id)
)
