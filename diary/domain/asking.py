"""Asking a prompt's questions one text at a time, and what of them is still open."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from diary.domain.consent import Texting
from diary.domain.item import Item
from diary.domain.plan import Channel
from diary.domain.questionnaire import Questionnaire
from diary.domain.turn import (
    Asked,
    Asking,
    Calm,
    CheckingSafety,
    Correcting,
    Effect,
    Idle,
    Link,
    Phrase,
    PromptReleased,
    Question,
    Say,
    Script,
    State,
    Turn,
    Urgency,
    Value,
)
from diary.domain.turn_effects import CloseResponses

ATTEMPTS = 3
"""Texts in a row that could not be read before a person takes over."""


def ask(state: Calm, prompt: PromptReleased, script: Script) -> Turn:
    """Ask the first question of ``prompt`` that is still open; an older prompt may go on after."""
    if script.texting in (Texting.INVITED, Texting.STOPPED) or script.is_paused:
        return Turn(state, (CloseResponses(prompt.prompt_id),))
    is_again = isinstance(state, Asking) and state.prompt_id == prompt.prompt_id
    asked_on = state.asked_on if isinstance(state, Asking) and is_again else script.today
    older, effects = _set_aside(state, prompt, script)
    questions = questions_left(prompt.prompt_id, prompt.questionnaires, script)
    if not questions:
        return Turn(older or Idle(), (*effects, CloseResponses(prompt.prompt_id)))
    asking, says = say_open(
        Asking(
            prompt.prompt_id,
            questions,
            prompt.closes_at,
            asked_on,
            channel=prompt.channel,
            unfinished=older,
        )
    )
    if prompt.channel is Channel.EITHER:
        says = (*says, Link(prompt.prompt_id, prompt.closes_at, "check_in_or_link"))
    return Turn(asking, effects, says, Urgency.PROMPT)


def say_open(state: Asking) -> tuple[Asking, tuple[Say, ...]]:
    """``state`` with its question out, and how it is put: as a text, or as a page."""
    if state.channel is Channel.LINK:
        page = Link(state.prompt_id, state.closes_at, "check_in_link")
        return replace(state, is_out=False), (page,)
    return replace(state, is_out=True), (Question(state.questions[0]),)


def remind(state: Calm, prompt_id: str, script: Script) -> Turn:
    """Ask the open question of a prompt once more, unless anything speaks against it."""
    if (
        not isinstance(state, Asking)
        or state.prompt_id != prompt_id
        or script.texting is not Texting.ACTIVE
        or script.is_paused
        or script.now >= state.closes_at
        or state.again_at
        or state.attempts >= ATTEMPTS
        or not (state.is_out or state.channel is Channel.LINK)
    ):
        return Turn(state)
    questions = still_open(state, script)
    if not questions:
        return Turn(state)
    asking, says = say_open(replace(state, questions=questions))
    return Turn(asking, (), (Phrase("reminder"), *says), Urgency.REMINDER)


def questions_of(
    questionnaire: Questionnaire, answers: Mapping[str, Value] | None = None
) -> tuple[Asked, ...]:
    """The texts that ask a questionnaire, each with its items.

    Leaves out what ``answers`` hold, what they rule out, and what cannot be asked by text.
    """
    if not questionnaire.is_askable:
        return ()
    given = answers or {}
    groups = (
        tuple(
            link_id
            for link_id in group.items
            if link_id not in given
            and "sms" in questionnaire.item(link_id).channels
            and questionnaire.is_asked(link_id, _numbers(given))
        )
        for group in questionnaire.groups
    )
    return tuple(Asked(questionnaire.code, items) for items in groups if items)


def questions_left(prompt_id: str, codes: Iterable[str], script: Script) -> tuple[Asked, ...]:
    """The texts that a prompt still asks, after the answers that are there."""
    return tuple(
        asked
        for code in codes
        if (questionnaire := script.questionnaires.get(code))
        for asked in questions_of(questionnaire, answers_so_far(prompt_id, code, script))
    )


def still_open(
    state: Asking, script: Script, given: Mapping[str, Value] | None = None
) -> tuple[Asked, ...]:
    """The questions of ``state`` that are open once ``given`` answers items of the first."""
    answered, given = state.questions[0].questionnaire, given or {}
    return tuple(
        Asked(asked.questionnaire, items)
        for asked in state.questions
        if (
            items := _open(
                asked,
                given if asked.questionnaire == answered else {},
                answers_so_far(state.prompt_id, asked.questionnaire, script),
                script,
            )
        )
    )


def _open(
    asked: Asked, given: Mapping[str, Value], earlier: Mapping[str, Value], script: Script
) -> tuple[str, ...]:
    questionnaire = script.questionnaires.get(asked.questionnaire)
    if questionnaire is None:
        return ()
    numbers = _numbers({**earlier, **given})
    return tuple(
        link_id
        for link_id in asked.items
        if link_id not in given
        and any(item.link_id == link_id for item in questionnaire.items)
        and questionnaire.is_asked(link_id, numbers)
    )


def open_items(asked: Asked, script: Script) -> list[Item]:
    """The items that a question asks for, in its order."""
    questionnaire = script.questionnaires[asked.questionnaire]
    return [questionnaire.item(link_id) for link_id in asked.items]


def go_on(state: Asking, script: Script) -> tuple[Calm, tuple[Effect, ...], tuple[Say, ...]]:
    """What follows when nothing more is asked for this prompt: the older one, or nothing."""
    closed = CloseResponses(state.prompt_id)
    older = state.unfinished
    if older is None:
        return Idle(), (closed,), ()
    if script.now >= older.closes_at:
        return Idle(), (closed, *close(older)), ()
    if older.again_at and script.now < older.again_at:  # put off: it comes again by itself
        return older, (closed,), ()
    following, says = say_open(older)
    return following, (closed,), says


def going_on(
    state: State, following: Calm, effects: tuple[Effect, ...], says: tuple[Say, ...]
) -> Turn:
    """The turn after which ``following`` goes on behind what ``state`` has open before it."""
    match state:
        case CheckingSafety():
            # The question about safety is out: a number would answer that one.
            if says and isinstance(following, Asking):
                following = replace(following, is_out=False)
            return Turn(replace(state, resume=following), effects)
        case Correcting():
            return Turn(replace(state, resume=following), effects, says)
        case _:
            return Turn(following, effects, says)


def close(state: Calm) -> tuple[Effect, ...]:
    """What happens when nothing more is asked at all."""
    if isinstance(state, Idle):
        return ()
    older = close(state.unfinished) if state.unfinished else ()
    return (CloseResponses(state.prompt_id), *older)


def lapse(state: Calm, script: Script) -> tuple[Calm, tuple[Effect, ...]]:
    """``state`` without what cannot be answered any more: its window is over, or it is unknown.

    A question is unknown when its questionnaire was replaced while it was open.
    """
    if isinstance(state, Idle):
        return state, ()
    if script.now < state.closes_at and (questions := still_open(state, script)):
        return replace(state, questions=questions), ()
    older, effects = lapse(state.unfinished or Idle(), script)
    return older, (CloseResponses(state.prompt_id), *effects)


def answers_so_far(prompt_id: str, code: str, script: Script) -> Mapping[str, Value]:
    """What was answered of one questionnaire of a prompt."""
    for response in script.recent:
        if response.prompt_id == prompt_id and response.questionnaire == code:
            return response.values
    return {}


def _set_aside(
    state: Calm, prompt: PromptReleased, script: Script
) -> tuple[Asking | None, tuple[Effect, ...]]:
    """The older prompt that goes on after ``prompt``, if one may, and what closes.

    What the new prompt asks as well is not asked twice: the newest question is the one answered.
    """
    if isinstance(state, Idle):
        return None, ()
    if state.prompt_id == prompt.prompt_id:
        return state.unfinished, ()
    rest = tuple(q for q in state.questions if q.questionnaire not in prompt.questionnaires)
    given_up = state.attempts >= ATTEMPTS
    if not rest or given_up or script.now >= state.closes_at:
        older, effects = lapse(state.unfinished or Idle(), script)
        kept = older if isinstance(older, Asking) else None
        return kept, (CloseResponses(state.prompt_id), *effects)
    forgotten = state.unfinished
    if forgotten and forgotten.prompt_id == prompt.prompt_id:  # put off before, and asked now
        forgotten = None
    kept = replace(state, questions=rest, attempts=0, unfinished=None)
    return kept, close(forgotten) if forgotten else ()


def _numbers(values: Mapping[str, Value]) -> dict[str, float | None]:
    return {i: value for i, value in values.items() if not isinstance(value, tuple)}
