"""Answering a check-in on a page: one form for all that is still open of a prompt.

The form is read as strictly as a text: a value stands on its item's scale, or the form is not
taken. What is taken has the same effects as answers by text.
"""

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, replace

from diary.domain.asking import answers_so_far, go_on, going_on, still_open
from diary.domain.consent import Texting
from diary.domain.danger_turns import dangers_in_answers, with_findings
from diary.domain.item import Item, ItemKind
from diary.domain.questionnaire import Questionnaire
from diary.domain.safety import Finding
from diary.domain.turn import (
    Asked,
    Asking,
    Calm,
    Effect,
    FormAnswered,
    Say,
    Script,
    State,
    Turn,
    Value,
    calm,
)
from diary.domain.turn_effects import CloseResponses, RecordAnswers

Answers = Mapping[str, Mapping[str, Value]]
"""Values by link id, by questionnaire."""

_NUMBER = re.compile(r"-?\d{1,6}(?:[.,]\d{1,3})?")


@dataclass(frozen=True, slots=True)
class FormReading:
    """What was typed, read. With any error nothing of it is taken.

    ``errors`` are codes by field name (``daily/mood``): ``required``, ``number``, ``off_scale``,
    ``option``, ``none_and_some``; under the empty name ``answered_meanwhile``, when the form holds
    answers to questions that are open no more.
    """

    answers: Answers = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)


def field_name(questionnaire: str, link_id: str) -> str:
    """What the field of an item is called: ``phq9/9``."""
    return f"{questionnaire}/{link_id}"


def takes_answers(script: Script) -> bool:
    """Whether a page may record anything: not of somebody who stopped or never joined."""
    return script.texting not in (Texting.INVITED, Texting.STOPPED)


def questions_on_form(state: State, prompt_id: str, script: Script) -> tuple[Asked, ...]:
    """What a page about this prompt asks now; nothing once it is answered, closed or given up."""
    asking = _asking(calm(state), prompt_id)
    if asking is None or script.now >= asking.closes_at or not takes_answers(script):
        return ()
    return still_open(asking, script)


def read_form(
    questions: Sequence[Asked], prompt_id: str, typed: Mapping[str, Sequence[str]], script: Script
) -> FormReading:
    """Read what was typed into the fields of ``questions``, each a list of strings.

    An item that the answers rule out may be left empty, and what stands in it is no mistake.
    """
    answers: dict[str, dict[str, Value]] = {}
    errors: dict[str, str] = {}
    asked = [(each.questionnaire, link_id) for each in questions for link_id in each.items]
    names = {field_name(*one) for one in asked}
    for code, link_id in asked:
        item = script.questionnaires[code].item(link_id)
        name = field_name(code, link_id)
        read = _read(item, _written(typed.get(name, ())))
        if isinstance(read, str):
            errors[name] = read
        elif read is not None:
            answers.setdefault(code, {})[link_id] = read
        elif _must_be_answered(code, item, names, prompt_id, answers.get(code, {}), script):
            errors[name] = "required"
    others = [name for name, values in typed.items() if name not in names and _written(values)]
    if not all(_is_ruled_out(name, prompt_id, answers, script) for name in others):
        errors[""] = "answered_meanwhile"
    return FormReading(answers, errors)


def take_form(state: State, form: FormAnswered, script: Script) -> Turn:
    """Record a whole form; nothing happens if it does not fit what is open now."""
    questions = questions_on_form(state, form.prompt_id, script)
    if not _fits(form, questions, script):
        return Turn(state)
    effects: tuple[Effect, ...] = tuple(
        RecordAnswers(form.prompt_id, code, values)
        for code, values in without_ruled_out(form.answers, form.prompt_id, script).items()
    )
    following, closing, says = _after(calm(state), form.prompt_id, script)
    turn = going_on(state, following, effects + closing, says)
    # What is ruled out is not recorded, but danger in it is danger all the same.
    return with_findings(turn, dangers_on_form(form.prompt_id, form.answers, script), None, script)


def without_ruled_out(
    answers: Answers, prompt_id: str, script: Script
) -> dict[str, Mapping[str, Value]]:
    """The answers to items that are asked, by what else is answered."""
    return {
        code: asked
        for code, values in answers.items()
        if (asked := _asked_of(code, prompt_id, values, script))
    }


def dangers_on_form(prompt_id: str, answers: Answers, script: Script) -> list[Finding]:
    """The dangers that the answers of a form show, whether it is taken or not."""
    return [
        finding
        for code, values in answers.items()
        for finding in dangers_in_answers(prompt_id, script.questionnaires[code], values, script)
    ]


def _asking(state: Calm, prompt_id: str) -> Asking | None:
    while isinstance(state, Asking):
        if state.prompt_id == prompt_id:
            return state
        if state.unfinished is None:
            return None
        state = state.unfinished
    return None


def _after(
    state: Calm, prompt_id: str, script: Script
) -> tuple[Calm, tuple[Effect, ...], tuple[Say, ...]]:
    """What follows when all of the prompt is answered: it may be the one that goes on later."""
    if isinstance(state, Asking) and state.prompt_id == prompt_id:
        return go_on(state, script)
    return _without(state, prompt_id), (CloseResponses(prompt_id),), ()


def _without(state: Calm, prompt_id: str) -> Calm:
    if not isinstance(state, Asking) or state.unfinished is None:
        return state
    later = state.unfinished
    if later.prompt_id == prompt_id:
        return replace(state, unfinished=later.unfinished)
    rest = _without(later, prompt_id)
    return replace(state, unfinished=rest if isinstance(rest, Asking) else None)


def _fits(form: FormAnswered, questions: Sequence[Asked], script: Script) -> bool:
    is_open = {(each.questionnaire, link_id) for each in questions for link_id in each.items}
    given = {(code, link_id) for code, values in form.answers.items() for link_id in values}
    return (
        bool(given)
        and given <= is_open
        and all(
            is_on_scale(script.questionnaires[code].item(link_id), value)
            for code, values in form.answers.items()
            for link_id, value in values.items()
        )
    )


def is_on_scale(item: Item, value: Value) -> bool:
    """Whether ``value`` can be an answer to ``item``."""
    if isinstance(value, tuple):
        whole = len(set(value)) == len(value) > 0 and (0 not in value or len(value) == 1)
        return item.kind is ItemKind.SEVERAL and whole and all(item.accepts(one) for one in value)
    return item.kind is not ItemKind.SEVERAL and item.accepts(value)


def _written(values: Sequence[str]) -> list[str]:
    return [value.strip() for value in values if value.strip()]


def _read(item: Item, written: Sequence[str]) -> Value | str | None:
    """The value, the code of what is wrong, or ``None`` where nothing was written."""
    if not written:
        return None
    if not all(_NUMBER.fullmatch(value) for value in written):
        return "number" if item.kind is ItemKind.RATING else "option"
    numbers = [float(value.replace(",", ".")) for value in written]
    if item.kind is ItemKind.SEVERAL:
        if not all(item.accepts(number) for number in numbers):
            return "option"
        chosen = tuple(sorted({int(number) for number in numbers}))
        return chosen if is_on_scale(item, chosen) else "none_and_some"
    if len(numbers) > 1 or not item.accepts(numbers[0]):
        return "off_scale" if item.kind is ItemKind.RATING else "option"
    return numbers[0]


def _must_be_answered(
    code: str,
    item: Item,
    names: Set[str],
    prompt_id: str,
    given: Mapping[str, Value],
    script: Script,
) -> bool:
    numbers = _numbers({**answers_so_far(prompt_id, code, script), **given})
    deciding = item.asked_if.any_of if item.asked_if else ()
    undecided = [other for other in deciding if other not in numbers]
    if deciding and undecided == list(deciding):
        # Where the question that decides it is on the form, that one must be answered first.
        return not any(field_name(code, other) in names for other in undecided)
    return script.questionnaires[code].is_asked(item.link_id, numbers)


def _is_ruled_out(name: str, prompt_id: str, given: Answers, script: Script) -> bool:
    code, _, link_id = name.partition("/")
    questionnaire = script.questionnaires.get(code)
    if questionnaire is None or all(item.link_id != link_id for item in questionnaire.items):
        return False
    numbers = _numbers({**answers_so_far(prompt_id, code, script), **given.get(code, {})})
    return not questionnaire.is_asked(link_id, numbers)


def _asked_of(
    code: str, prompt_id: str, values: Mapping[str, Value], script: Script
) -> dict[str, Value]:
    questionnaire: Questionnaire = script.questionnaires[code]
    numbers = _numbers({**answers_so_far(prompt_id, code, script), **values})
    return {i: value for i, value in values.items() if questionnaire.is_asked(i, numbers)}


def _numbers(values: Mapping[str, Value]) -> dict[str, float | None]:
    return {i: value for i, value in values.items() if not isinstance(value, tuple)}
