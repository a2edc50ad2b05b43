"""One check-in brought to what its entries from the app and its answers by text say together."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
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
_ANSWERED = (PromptStatus.COMPLETED, PromptStatus.PARTIAL)


Given = float | list[int]
"""A value as JSON has it."""


class Made(NamedTuple):
    """A response of the app; ``instead_of`` are answers that stood, as its author saw them."""

    entry: DiaryEntry
    answers: Mapping[str, Given]
    instead_of: Mapping[str, Given]


Entries = Mapping[str, Sequence[Made]]
"""The app's responses by questionnaire, in the order they were made in."""


class _Taken(NamedTuple):
    """What an entry says of an item; without a value it clears what was there."""

    entry: DiaryEntry
    value: Given | None


@dataclass(frozen=True, slots=True)
class Group:
    """What is on record of prompts that are asked together; the first one asks for all.

    ``answers`` are all that were ever given, the first recorded first, and ``observations`` those
    that follow from what stands, both by response.
    """

    patient: Patient
    prompts: Sequence[Prompt]
    responses: Mapping[str, QuestionnaireResponse]
    answers: Mapping[UUID, list[Answer]]
    observations: Mapping[UUID, list[Observation]]
    entries: Entries


def settle_group(session: Session, catalogue: Catalogue, group: Group, now: datetime) -> None:
    """Let the first complete answer of each questionnaire stand, or what took its place knowingly.

    Adds nothing that stands.
    """
    wholes: dict[str, bool] = {}
    texted: set[str] = set()
    for code, response in group.responses.items():
        questionnaire = catalogue.questionnaires.get(code)
        if questionnaire is None:  # it was replaced since
            continue
        entries = group.entries.get(code, ())
        standing = _settle_answers(session, group, questionnaire, response, entries, now)
        values = values_of(standing)
        existing = group.observations.get(response.id, ())
        put_observations(session, response, observations_of(questionnaire, values), existing)
        if _is_whole_without_app(questionnaire, group.answers.get(response.id, ()), now):
            texted.add(code)
        if standing:
            wholes[code] = is_whole_for("sms", questionnaire, values)
    _close_prompts(group, wholes, texted, now)
    for code, response in group.responses.items():
        if code in catalogue.questionnaires:
            entries = group.entries.get(code, ())
            _set_status(response, group, entries, whole=wholes.get(code, False))


def _settle_answers(
    session: Session,
    group: Group,
    questionnaire: Questionnaire,
    response: QuestionnaireResponse,
    entries: Sequence[Made],
    now: datetime,
) -> list[Answer]:
    given = group.answers.get(response.id, ())
    by_others = [answer for answer in given if answer.entry_id is None]
    taken = _counting(questionnaire, by_others, entries, now)
    kept: list[Answer] = []
    for link_id, answer in _as_of(by_others, now).items():
        if link_id in taken and not _came_after(answer, taken[link_id].entry):
            answer.superseded_at = answer.superseded_at or now
            answer.replaced_by_id = taken[link_id].entry.id
        else:
            answer.superseded_at = answer.replaced_by_id = None
            kept.append(answer)
            taken.pop(link_id, None)
    for answer in given:
        if answer.entry_id is None or answer.superseded_at:
            continue
        if answer.link_id in taken and taken[answer.link_id].entry.id == answer.entry_id:
            kept.append(answer)
            del taken[answer.link_id]
        else:
            answer.superseded_at = now
    zone = group.patient.timezone
    for link_id, (entry, value) in taken.items():
        if value is None:
            continue
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
    by_others: Sequence[Answer],
    entries: Sequence[Made],
    now: datetime,
) -> dict[str, _Taken]:
    """What entries that count say of the items.

    All count until one makes it whole, by text or here; after that only what nobody asked for yet,
    and what takes the place of answers that are still as its author saw them.
    """
    found: dict[str, _Taken] = {}
    for entry, answers, instead_of in entries:
        given = _given(by_others, found, entry.received_at)
        unseen = (answers.keys() - instead_of.keys()) & given.keys()
        is_whole = is_whole_for("sms", questionnaire, _values(given))
        entry.counts = not (is_whole and unseen) and instead_of.items() <= given.items()
        if entry.counts:
            said = {**dict.fromkeys(instead_of), **answers}
            # What is left as it was stays by whom it was given.
            same = {i for i, value in said.items() if i in instead_of and value == instead_of[i]}
            found.update({i: _Taken(entry, value) for i, value in said.items() if i not in same})
    standing = _values(_given(by_others, found, now))
    numbers = {i: value for i, value in standing.items() if not isinstance(value, tuple)}
    return {
        i: taken
        for i, taken in found.items()
        if taken.value is None or questionnaire.is_asked(i, numbers)
    }


def _given(
    by_others: Sequence[Answer], found: Mapping[str, _Taken], at: datetime
) -> dict[str, Given]:
    """The values at an instant, of answers by others and of entries so far."""
    others = _as_of(by_others, at)
    values: dict[str, Given | None] = {i: answer.value for i, answer in others.items()}
    for link_id, (entry, value) in found.items():
        if link_id not in others or not _came_after(others[link_id], entry):
            values[link_id] = value
    return {i: value for i, value in values.items() if value is not None}


def _as_of(by_others: Sequence[Answer], at: datetime) -> dict[str, Answer]:
    """The answers by others that stood at an instant, or would but for the app's entries."""
    return {
        answer.link_id: answer
        for answer in by_others
        if answer.recorded_at <= at
        and (answer.replaced_by_id or answer.superseded_at is None or answer.superseded_at > at)
    }


def _came_after(answer: Answer, entry: DiaryEntry) -> bool:
    """Whether a text corrected what the app had said."""
    return answer.recorded_at > entry.received_at


def _values(given: Mapping[str, Given]) -> dict[str, Value]:
    return {
        link_id: tuple(value) if isinstance(value, list) else value
        for link_id, value in given.items()
    }


def _set_status(
    response: QuestionnaireResponse,
    group: Group,
    entries: Sequence[Made],
    *,
    whole: bool,
) -> None:
    if whole:
        is_edited = any(
            entry.counts and (entry.version > 1 or instead_of) for entry, _, instead_of in entries
        )
        if is_edited or response.status is ResponseStatus.AMENDED:
            response.status = ResponseStatus.AMENDED
        else:
            response.status = ResponseStatus.COMPLETED
    elif group.prompts[0].status in _OPEN:
        response.status = ResponseStatus.IN_PROGRESS
    else:
        response.status = ResponseStatus.STOPPED


def _is_whole_without_app(
    questionnaire: Questionnaire, given: Sequence[Answer], now: datetime
) -> bool:
    by_others = _as_of([answer for answer in given if answer.entry_id is None], now)
    values = {link_id: answer.value for link_id, answer in by_others.items()}
    return bool(values) and is_whole_for("sms", questionnaire, _values(values))


def _close_prompts(
    group: Group, wholes: Mapping[str, bool], texted: Set[str], now: datetime
) -> None:
    """``texted`` are the questionnaires that texts alone made whole, whatever the app says."""
    for prompt in group.prompts:
        answered = [wholes[code] for code in prompt.questionnaires if code in wholes]
        if len(answered) == len(prompt.questionnaires) and all(answered):
            prompt.status, prompt.reason = PromptStatus.COMPLETED, None
        elif prompt.status in _OPEN:
            continue
        elif now < prompt.closes_at and _was_closed_by_app(prompt, texted, answered):
            prompt.status = PromptStatus.RELEASED if prompt.released_at else PromptStatus.REQUESTED
            prompt.reason = None
        elif answered:
            prompt.status, prompt.reason = PromptStatus.PARTIAL, None
        elif prompt.status in _ANSWERED:
            prompt.status, prompt.reason = PromptStatus.MISSED, "not_answered"


def _was_closed_by_app(prompt: Prompt, texted: Set[str], answered: Sequence[bool]) -> bool:
    """Whether what closed it was deleted: had that come at once, it had never closed."""
    if not answered:
        return prompt.status in _ANSWERED
    return prompt.status is PromptStatus.COMPLETED and not texted >= {*prompt.questionnaires}
