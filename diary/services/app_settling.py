"""One check-in brought to what its entries from the app and its answers by text say together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from diary.domain.questionnaire import Questionnaire
from diary.domain.turn import Value
from diary.services.catalogue import Catalogue
from diary.services.hours import date_where
from diary.services.responses import is_whole_for, observations_of, put_observations, values_of
from diary.store.care import Prompt, PromptStatus
from diary.store.diary import DiaryEntry
from diary.store.people import Patient
from diary.store.responses import Answer, Observation, QuestionnaireResponse, ResponseStatus

_OPEN = (PromptStatus.REQUESTED, PromptStatus.RELEASED)


Given = float | list[int]
"""A value as JSON has it."""
Entries = Mapping[str, Sequence[tuple[DiaryEntry, Mapping[str, Given]]]]
"""The app's responses with their answers, by questionnaire, in the order they were made in."""


@dataclass(frozen=True, slots=True)
class Group:
    """What is on record of prompts that are asked together; the first one asks for all.

    ``answers`` are those that stand and ``observations`` those that follow, by response.
    """

    patient: Patient
    prompts: Sequence[Prompt]
    responses: Mapping[str, QuestionnaireResponse]
    answers: Mapping[UUID, list[Answer]]
    observations: Mapping[UUID, list[Observation]]
    entries: Entries


def settle_group(session: Session, catalogue: Catalogue, group: Group, now: datetime) -> None:
    """Let the first complete answer of each questionnaire stand; add nothing that stands."""
    wholes: dict[str, bool] = {}
    for code, response in group.responses.items():
        questionnaire = catalogue.questionnaires.get(code)
        if questionnaire is None:  # it was replaced since
            continue
        entries = group.entries.get(code, ())
        standing = _settle_answers(session, group, questionnaire, response, entries, now)
        values = values_of(standing)
        existing = group.observations.get(response.id, ())
        put_observations(session, response, observations_of(questionnaire, values), existing)
        if standing:
            wholes[code] = is_whole_for("sms", questionnaire, values)
        _set_status(response, group, entries, whole=wholes.get(code, False))
    _close_prompts(group, wholes, now)


def _settle_answers(
    session: Session,
    group: Group,
    questionnaire: Questionnaire,
    response: QuestionnaireResponse,
    entries: Sequence[tuple[DiaryEntry, Mapping[str, Given]]],
    now: datetime,
) -> list[Answer]:
    standing = group.answers.get(response.id, ())
    by_others = [answer for answer in standing if answer.entry_id is None]
    wanted = _counting(questionnaire, by_others, entries)
    kept: list[Answer] = []
    for answer in standing:
        entry, value = wanted.get(answer.link_id, (None, None))
        is_the_same = entry is not None and answer.entry_id == entry.id
        # A text that came after the app's answer corrects it; one before was incomplete.
        corrects = (
            answer.entry_id is None and entry is not None and answer.recorded_at > entry.received_at
        )
        if is_the_same or corrects or (answer.entry_id is None and entry is None):
            kept.append(answer)
            wanted.pop(answer.link_id, None)
        else:
            answer.superseded_at = now
    zone = group.patient.timezone
    for link_id, (entry, value) in wanted.items():
        answer = Answer(
            organization_id=response.organization_id,
            response_id=response.id,
            link_id=link_id,
            value=value,
            entry_id=entry.id,
            recorded_at=now,
            is_late=date_where(zone, entry.effective_at) > date_where(zone, response.asked_at),
        )
        session.add(answer)
        kept.append(answer)
        response.answered_at = max(response.answered_at or entry.effective_at, entry.effective_at)
    return kept


def _counting(
    questionnaire: Questionnaire,
    by_others: list[Answer],
    entries: Sequence[tuple[DiaryEntry, Mapping[str, Given]]],
) -> dict[str, tuple[DiaryEntry, Given]]:
    """The answers of entries that count, each with its entry.

    All count until one makes it whole, by text or here; after that only what nobody asked for yet.
    """
    found: dict[str, tuple[DiaryEntry, Given]] = {}
    others = values_of(by_others)
    for entry, answers in entries:
        given = {**others, **_values(found)}
        is_whole = is_whole_for("sms", questionnaire, given)
        entry.counts = not (is_whole and answers.keys() & given.keys())
        if entry.counts:
            found.update({link_id: (entry, value) for link_id, value in answers.items()})
    numbers = {i: value for i, value in _values(found).items() if not isinstance(value, tuple)}
    return {i: answer for i, answer in found.items() if questionnaire.is_asked(i, numbers)}


def _values(found: Mapping[str, tuple[DiaryEntry, Given]]) -> dict[str, Value]:
    return {
        link_id: tuple(value) if isinstance(value, list) else value
        for link_id, (_entry, value) in found.items()
    }


def _set_status(
    response: QuestionnaireResponse,
    group: Group,
    entries: Sequence[tuple[DiaryEntry, Mapping[str, Given]]],
    *,
    whole: bool,
) -> None:
    if whole:
        is_edited = any(entry.counts and entry.version > 1 for entry, _ in entries)
        if is_edited or response.status is ResponseStatus.AMENDED:
            response.status = ResponseStatus.AMENDED
        else:
            response.status = ResponseStatus.COMPLETED
    elif group.prompts[0].status in _OPEN:
        response.status = ResponseStatus.IN_PROGRESS
    else:
        response.status = ResponseStatus.STOPPED


def _close_prompts(group: Group, wholes: Mapping[str, bool], now: datetime) -> None:
    for prompt in group.prompts:
        answered = [wholes[code] for code in prompt.questionnaires if code in wholes]
        if len(answered) == len(prompt.questionnaires) and all(answered):
            prompt.status, prompt.reason = PromptStatus.COMPLETED, None
        elif prompt.status in _OPEN:
            continue
        elif answered:
            prompt.status, prompt.reason = PromptStatus.PARTIAL, None
        elif prompt.status in (PromptStatus.COMPLETED, PromptStatus.PARTIAL):
            _take_back(prompt, now)


def _take_back(prompt: Prompt, now: datetime) -> None:
    """Every answer of it was deleted again."""
    if now < prompt.closes_at:
        prompt.status = PromptStatus.RELEASED if prompt.released_at else PromptStatus.REQUESTED
        prompt.reason = None
    else:
        prompt.status, prompt.reason = PromptStatus.MISSED, "not_answered"
