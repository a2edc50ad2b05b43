"""Check-ins answered in the app: which answers count, and what follows from them.

One questionnaire of a check-in has one response, however many ways it was answered. The first
complete answer counts; others lie beside it, and staff and patient see that they do. Who saw what
was answered can say what is to stand in its place. What counts is worked out anew from all entries
of a check-in whenever one arrives, never from the order in which a network delivered them.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from diary.domain.forms import is_on_scale
from diary.domain.texts import FALL_TOGETHER
from diary.services import app_settling
from diary.services.app_settling import Entries, Group, Made
from diary.services.catalogue import Catalogue
from diary.services.entries import Answered, Submitted
from diary.store.care import Prompt
from diary.store.diary import DiaryEntry, EntryKind
from diary.store.people import Patient
from diary.store.responses import Answer, Observation, QuestionnaireResponse, ResponseStatus


@dataclass(frozen=True, slots=True)
class CheckIn:
    """What may be answered, and when."""

    opens_at: datetime
    closes_at: datetime
    questionnaires: frozenset[str]


CheckIns = Mapping[UUID, CheckIn]


def check_ins_of(session: Session, patient: Patient, entries: Sequence[Submitted]) -> CheckIns:
    """The patient's check-ins that entries answer, by every id that they go by."""
    wanted = {entry.answered.check_in for entry in entries if entry.answered}
    if not wanted:
        return {}
    found: dict[UUID, CheckIn] = {}
    for prompts in groups_of(session, patient, wanted).values():
        check_in = CheckIn(
            opens_at=min(prompt.due_at for prompt in prompts) - FALL_TOGETHER,
            closes_at=max(prompt.closes_at for prompt in prompts),
            questionnaires=frozenset(q for prompt in prompts for q in prompt.questionnaires),
        )
        found.update(dict.fromkeys((prompt.id for prompt in prompts), check_in))
    return found


def errors_in(
    answered: Answered, effective_at: datetime, check_ins: CheckIns, catalogue: Catalogue
) -> dict[str, str]:
    """What is wrong with a response, as codes by field; empty if it can be taken."""
    check_in = check_ins.get(answered.check_in)
    if check_in is None:
        return {"check_in": "unknown"}
    questionnaire = catalogue.questionnaires.get(answered.questionnaire)
    if questionnaire is None or answered.questionnaire not in check_in.questionnaires:
        return {"questionnaire": "not_asked"}
    if answered.questionnaire_version != questionnaire.version:
        return {"questionnaire_version": "unknown"}
    if effective_at < check_in.opens_at:
        return {"made_at": "not_open_yet"}
    if effective_at >= check_in.closes_at:
        return {"made_at": "window_is_over"}
    items = {item.link_id: item for item in questionnaire.items_for("app")}
    return {
        f"{part}/{link_id}": "off_scale" if link_id in items else "unknown"
        for part, values in (("answers", answered.answers), ("instead_of", answered.instead_of))
        for link_id, value in values.items()
        if link_id not in items or not is_on_scale(items[link_id], value)
    }


def settle(
    session: Session,
    catalogue: Catalogue,
    patient: Patient,
    check_in_ids: Collection[UUID],
    now: datetime,
) -> None:
    """Bring responses, observations and check-ins to what all their entries say.

    Hold the patient first, and take the conversation's turn after.
    """
    by_lead = groups_of(session, patient, check_in_ids)
    entries = _entries(session, by_lead)
    responses = _responses(session, catalogue, by_lead, entries)
    response_ids = [response.id for of_lead in responses.values() for response in of_lead.values()]
    answers: dict[UUID, list[Answer]] = defaultdict(list)
    for answer in session.scalars(
        select(Answer)
        .where(Answer.response_id.in_(response_ids))
        .order_by(Answer.recorded_at, Answer.id)
    ):
        answers[answer.response_id].append(answer)
    observations: dict[UUID, list[Observation]] = defaultdict(list)
    for observation in session.scalars(
        select(Observation).where(Observation.response_id.in_(response_ids))
    ):
        observations[observation.response_id].append(observation)
    for lead_id, prompts in by_lead.items():
        group = Group(patient, prompts, responses[lead_id], answers, observations, entries[lead_id])
        app_settling.settle_group(session, catalogue, group, now)
    session.flush()


def groups_of(
    session: Session, patient: Patient, check_in_ids: Collection[UUID]
) -> dict[UUID, list[Prompt]]:
    """The patient's prompts that are asked together with these, by the one that asks for all."""
    named = session.execute(
        select(Prompt.id, Prompt.merged_into_id).where(
            Prompt.patient_id == patient.id, Prompt.id.in_(check_in_ids)
        )
    )
    leads = {merged_into_id or prompt_id for prompt_id, merged_into_id in named}
    prompts = session.scalars(
        select(Prompt)
        .where(or_(Prompt.id.in_(leads), Prompt.merged_into_id.in_(leads)))
        .order_by(Prompt.due_at, Prompt.id)
        .execution_options(populate_existing=True)
    )
    groups: dict[UUID, list[Prompt]] = defaultdict(list)
    for prompt in prompts:
        lead_id = prompt.merged_into_id or prompt.id
        groups[lead_id].insert(0 if prompt.id == lead_id else len(groups[lead_id]), prompt)
    return dict(groups)


def _entries(session: Session, by_lead: Mapping[UUID, Sequence[Prompt]]) -> Mapping[UUID, Entries]:
    """The app's responses by lead and questionnaire, in the order in which they were made."""
    lead_of = {prompt.id: lead_id for lead_id, prompts in by_lead.items() for prompt in prompts}
    found: dict[UUID, dict[str, list[Made]]] = {lead_id: {} for lead_id in by_lead}
    for entry in session.scalars(
        select(DiaryEntry)
        .where(
            DiaryEntry.prompt_id.in_(lead_of),
            DiaryEntry.kind == EntryKind.RESPONSE,
            DiaryEntry.superseded_at.is_(None),
        )
        .order_by(DiaryEntry.effective_at, DiaryEntry.entry_id)
        .execution_options(populate_existing=True)
    ):
        body = json.loads(entry.body)
        if entry.prompt_id:
            of_lead = found[lead_of[entry.prompt_id]]
            made = Made(entry, body["answers"], body.get("instead_of", {}))
            of_lead.setdefault(body["questionnaire"], []).append(made)
    return found


def _responses(
    session: Session,
    catalogue: Catalogue,
    by_lead: Mapping[UUID, Sequence[Prompt]],
    entries: Mapping[UUID, Entries],
) -> dict[UUID, dict[str, QuestionnaireResponse]]:
    """The responses by lead and questionnaire, with a new one where an entry is the first."""
    found: dict[UUID, dict[str, QuestionnaireResponse]] = {lead_id: {} for lead_id in by_lead}
    for response in session.scalars(
        select(QuestionnaireResponse).where(QuestionnaireResponse.prompt_id.in_(by_lead))
    ):
        found[response.prompt_id][response.questionnaire] = response
    for lead_id, of_lead in entries.items():
        lead = by_lead[lead_id][0]
        for code in of_lead.keys() - found[lead_id].keys():
            found[lead_id][code] = QuestionnaireResponse(
                organization_id=lead.organization_id,
                patient_id=lead.patient_id,
                prompt_id=lead.id,
                questionnaire=code,
                questionnaire_version=catalogue.questionnaires[code].version,
                status=ResponseStatus.IN_PROGRESS,
                asked_at=lead.released_at or lead.due_at,
                answered_at=None,
            )
            session.add(found[lead_id][code])
    session.flush()
    return found
