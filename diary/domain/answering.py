"""Asking a prompt's questions and taking the answers, in as few texts as it can be done."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from diary.domain.danger_turns import say_safety
from diary.domain.questionnaire import Item, Questionnaire
from diary.domain.replies import CorrectedDay, Correction, read_correction, read_reply
from diary.domain.safety import Finding, assess
from diary.domain.turn import (
    Asked,
    Asking,
    CloseResponses,
    CorrectAnswers,
    Effect,
    HandOver,
    Idle,
    KeepNote,
    Phrase,
    PromptReleased,
    Question,
    RaiseAlert,
    RecentResponse,
    RecordAnswers,
    Say,
    Script,
    State,
    Turn,
    Urgency,
    Value,
)

_CLAUSE_END = re.compile(r"[,.;:!\n]|\b(?:and|but|y|e|pero)\b", re.IGNORECASE)

_WEEKDAYS = tuple(day for day in CorrectedDay if day.value.endswith("day"))[1:]
"""Monday first, as ``date.weekday`` counts."""

ATTEMPTS = 3
"""Texts in a row that could not be read before a person takes over."""


def ask(state: Idle | Asking, prompt: PromptReleased, script: Script) -> Turn:
    """Ask the first question of ``prompt``; what was asked before is closed."""
    questions = tuple(
        asked
        for code in prompt.questionnaires
        for asked in questions_of(script.questionnaires[code])
    )
    return Turn(
        Asking(prompt.prompt_id, questions, prompt.closes_at),
        close(state) if isinstance(state, Asking) else (),
        (Question(questions[0]),),
        Urgency.PROMPT,
    )


def questions_of(questionnaire: Questionnaire) -> tuple[Asked, ...]:
    """The texts that ask a questionnaire by SMS, each with its items."""
    groups = (
        tuple(i for i in group.items if "sms" in questionnaire.item(i).channels)
        for group in questionnaire.groups
    )
    return tuple(Asked(questionnaire.code, items) for items in groups if items)


def close(state: Asking) -> tuple[Effect, ...]:
    """What happens when nothing more is asked for this prompt."""
    return (CloseResponses(state.prompt_id),)


def answer(state: Asking, text: str, script: Script) -> Turn:
    """Take what ``text`` answers of the open question; ask for the rest, or anew."""
    asked = state.questions[0]
    items = open_items(asked, script)
    correction = read_correction(text, items, script.language)
    means_earlier = correction is not None and correction.day is not CorrectedDay.LAST
    if means_earlier and (turn := correct(state, text, script)):
        return turn
    reading = read_reply(text, items, script.language)
    if not reading.answers:
        return correct(state, text, script) or _ask_again(state, text, reading.unclear)
    return take(state, reading.answers, exact=reading.exact, script=script)


def answer_in_passing(state: Asking, text: str, script: Script) -> Turn | None:
    """The turn if ``text``, or the clause that begins it, answers the open question.

    For texts that say something graver beside their number: nothing is asked again here.
    """
    items = open_items(state.questions[0], script)
    for part in (text, _CLAUSE_END.split(text.strip(), maxsplit=1)[0]):
        reading = read_reply(part, items, script.language)
        if reading.answers:
            return take(state, reading.answers, exact=reading.exact, script=script)
    return None


def take(state: Asking, values: Mapping[str, Value], *, exact: bool, script: Script) -> Turn:
    """Record ``values`` for the open question and go on to what is still open."""
    asked = state.questions[0]
    recorded = RecordAnswers(state.prompt_id, asked.questionnaire, values)
    rest = tuple(link_id for link_id in asked.items if link_id not in values)
    questions = ((Asked(asked.questionnaire, rest),) if rest else ()) + state.questions[1:]
    echo = _echo(asked.questionnaire, values)
    read_as = Phrase("read/part" if rest else "read/answers", echo.params)
    if questions:
        following: State = replace(state, questions=questions, attempts=0)
        says: tuple[Say, ...] = (Question(questions[0]),)
        if rest or script.is_new or not exact:
            says = (echo, *says)
        effects: tuple[Effect, ...] = (recorded,)
    else:
        following = Idle()
        effects = (recorded, *close(state))
        says = _farewell(asked, echo, exact=exact, script=script)
    turn = Turn(following, effects, says, read_as=read_as)
    findings = assess(asked.questionnaire, _numbers(values), _earlier_moods(script))
    return _with_findings(turn, findings, script)


def correct(state: Idle | Asking, text: str, script: Script) -> Turn | None:
    """Change earlier answers if ``text`` asks for that; ``None`` if it does not."""
    for response in script.recent:
        items = [
            item
            for item in script.questionnaires[response.questionnaire].items
            if item.link_id in response.values
        ]
        correction = read_correction(text, items, script.language)
        if correction and _means(correction.day, response.asked_on, script.today):
            if not correction.answers:
                return _ask_which(state, text, correction)
            return _apply_correction(state, response, correction, script)
    return None


def open_items(asked: Asked, script: Script) -> list[Item]:
    """The items that a question still asks for, in its order."""
    questionnaire = script.questionnaires[asked.questionnaire]
    return [questionnaire.item(link_id) for link_id in asked.items]


def _ask_again(state: Asking, text: str, reason: str | None) -> Turn:
    note: tuple[Effect, ...] = (KeepNote(text),)
    attempts = state.attempts + 1
    read_as = Phrase("read/unclear", {"reason": reason})
    if attempts >= ATTEMPTS:
        effects = (*note, *close(state), HandOver())
        return Turn(Idle(), effects, (Phrase("handed_over"),), read_as=read_as)
    says = (Phrase("unclear", {"reason": reason}), Question(state.questions[0]))
    return Turn(replace(state, attempts=attempts), note, says, read_as=read_as)


def _apply_correction(
    state: Idle | Asking, response: RecentResponse, correction: Correction, script: Script
) -> Turn:
    code = response.questionnaire
    params = {"questionnaire": code, "values": correction.answers, "was": response.values}
    turn = Turn(
        state,
        (CorrectAnswers(response.prompt_id, code, correction.answers),),
        (Phrase("corrected", params),),
        read_as=Phrase("read/correction", params),
    )
    return _with_findings(turn, assess(code, correction.answers, _earlier_moods(script)), script)


def _ask_which(state: Idle | Asking, text: str, correction: Correction) -> Turn:
    return Turn(
        state,
        (KeepNote(text),),
        (Phrase("correction_unclear"),),
        read_as=Phrase("read/unclear", {"reason": correction.unclear}),
    )


def _means(day: CorrectedDay, asked_on: date, today: date) -> bool:
    """Whether a correction of ``day`` is about what was asked on that date."""
    if day is CorrectedDay.LAST:
        return True
    days_ago = (today - asked_on).days
    if day is CorrectedDay.YESTERDAY:
        return days_ago == 1
    return 1 <= days_ago <= len(_WEEKDAYS) and _WEEKDAYS[asked_on.weekday()] is day


def _farewell(asked: Asked, echo: Phrase, *, exact: bool, script: Script) -> tuple[Say, ...]:
    says: tuple[Say, ...] = (echo,) if script.is_new or not exact else ()
    if len(script.questionnaires[asked.questionnaire].groups) > 1:
        return (*says, Phrase("done"))
    return says


def _with_findings(turn: Turn, findings: Sequence[Finding], script: Script) -> Turn:
    if not findings:
        return turn
    alerted = replace(turn, effects=turn.effects + tuple(RaiseAlert(f) for f in findings))
    return say_safety(alerted, findings[0], script)


def _earlier_moods(script: Script) -> list[float]:
    moods = (r.values.get("mood") for r in script.recent if r.questionnaire == "daily")
    return [mood for mood in moods if isinstance(mood, float | int)]


def _numbers(values: Mapping[str, Value]) -> dict[str, float]:
    return {i: value for i, value in values.items() if not isinstance(value, tuple)}


def _echo(questionnaire: str, values: Mapping[str, Value]) -> Phrase:
    return Phrase("echo", {"questionnaire": questionnaire, "values": values})
