"""Changing answers that were given before, when the patient asks for that."""

from collections.abc import Container, Mapping, Sequence
from datetime import date

from diary.domain.danger_turns import dangers_in_answers, with_findings
from diary.domain.item import Item, ItemKind
from diary.domain.replies import CorrectedDay, read_correction, read_reply
from diary.domain.turn import (
    Calm,
    Correcting,
    Phrase,
    RecentResponse,
    Script,
    Turn,
    Value,
)
from diary.domain.turn_effects import CorrectAnswers, KeepNote

_WEEKDAYS = (
    CorrectedDay.MONDAY,
    CorrectedDay.TUESDAY,
    CorrectedDay.WEDNESDAY,
    CorrectedDay.THURSDAY,
    CorrectedDay.FRIDAY,
    CorrectedDay.SATURDAY,
    CorrectedDay.SUNDAY,
)
"""Monday first, as ``date.weekday`` counts."""

_LAST_MEANS_DAYS = 1
"""A correction that names no day is about today's answers or yesterday's."""


def correct(state: Calm, text: str, script: Script) -> Turn | None:
    """Change earlier answers if ``text`` asks for that; ``None`` if it does not.

    A number without a name is about the answer given last ("sorry, 2"), if that was one number.
    """
    for response in script.recent:
        items = _items(response, response.values, script)
        last = [item for item in items if item.link_id in response.last_items]
        for meant in (last, items):
            correction = read_correction(text, meant, script.language)
            if correction and _means(correction.day, response, script) and correction.answers:
                return _change(state, response, correction.answers, script)
        if correction and _means(correction.day, response, script):
            return _ask_which(state, text, response, last or items, script)
    return None


def answer_which(state: Correcting, text: str, script: Script) -> Turn | None:
    """The change that was asked about, if ``text`` says now which answer is meant."""
    for response in script.recent:
        if (response.prompt_id, response.questionnaire) == (state.prompt_id, state.questionnaire):
            items = _items(response, state.items, script)
            for meant in (items, _items(response, response.values, script)):
                if answers := read_reply(text, meant, script.language).answers:
                    return _change(state.resume, response, answers, script)
    return None


def _ask_which(
    state: Calm, text: str, response: RecentResponse, items: Sequence[Item], script: Script
) -> Turn:
    first = items[0]
    named = first.kind is ItemKind.RATING
    name = first.name.get(script.language, first.name["en"])
    example = f"{name} {first.maximum / 2:g}" if named else None
    return Turn(
        Correcting(
            state, response.prompt_id, response.questionnaire, tuple(i.link_id for i in items)
        ),
        (KeepNote(text),),
        (Phrase("correction_unclear", {"example": example, "count": len(items)}),),
        read_as=Phrase("read/unclear", {"reason": "ambiguous"}),
    )


def _items(response: RecentResponse, link_ids: Container[str], script: Script) -> list[Item]:
    questionnaire = script.questionnaires.get(response.questionnaire)
    if questionnaire is None:
        return []
    return [
        item
        for item in questionnaire.items
        if item.link_id in link_ids and item.link_id in response.values
    ]


def _change(
    state: Calm, response: RecentResponse, values: Mapping[str, Value], script: Script
) -> Turn:
    code = response.questionnaire
    was = {link_id: response.values[link_id] for link_id in values}
    params = {"questionnaire": code, "values": values, "was": was}
    turn = Turn(
        state,
        (CorrectAnswers(response.prompt_id, code, values),),
        (Phrase("corrected", params),),
        read_as=Phrase("read/correction", params),
    )
    findings = dangers_in_answers(response.prompt_id, script.questionnaires[code], values, script)
    return with_findings(turn, findings, None, script)


def _means(day: CorrectedDay, response: RecentResponse, script: Script) -> bool:
    """Whether a correction of ``day`` is about this response."""
    days_ago = (script.today - response.asked_on).days
    if day is CorrectedDay.LAST:
        is_last = response.prompt_id == script.recent[0].prompt_id
        return is_last and days_ago <= _LAST_MEANS_DAYS
    if day is CorrectedDay.YESTERDAY:
        return days_ago == 1
    return 1 <= days_ago <= len(_WEEKDAYS) and _weekday(response.asked_on) is day


def _weekday(day: date) -> CorrectedDay:
    return _WEEKDAYS[day.weekday()]
