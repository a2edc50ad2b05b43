"""Changing answers that were given before, when the patient asks for that."""

from collections.abc import Mapping
from datetime import date

from diary.domain.danger_turns import dangers_in_answers, with_findings
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
    """Change earlier answers if ``text`` asks for that; ``None`` if it does not."""
    for response in script.recent:
        questionnaire = script.questionnaires.get(response.questionnaire)
        if questionnaire is None:
            continue
        items = [item for item in questionnaire.items if item.link_id in response.values]
        correction = read_correction(text, items, script.language)
        if correction and _means(correction.day, response, script):
            if correction.answers:
                return _change(state, response, correction.answers, script)
            return Turn(
                Correcting(state, response.prompt_id, response.questionnaire),
                (KeepNote(text),),
                (Phrase("correction_unclear"),),
                read_as=Phrase("read/unclear", {"reason": correction.unclear}),
            )
    return None


def answer_which(state: Correcting, text: str, script: Script) -> Turn | None:
    """The change that was asked about, if ``text`` says now which answer is meant."""
    for response in script.recent:
        if (response.prompt_id, response.questionnaire) != (state.prompt_id, state.questionnaire):
            continue
        questionnaire = script.questionnaires.get(response.questionnaire)
        if questionnaire is None:
            return None
        items = [item for item in questionnaire.items if item.link_id in response.values]
        reading = read_reply(text, items, script.language)
        if reading.answers:
            return _change(state.resume, response, reading.answers, script)
    return None


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
    findings = dangers_in_answers(script.questionnaires[code], values, script)
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
