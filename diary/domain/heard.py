"""What the conversation makes of answers and notes that came through the app.

They are on record when the turn is taken: what was answered there is asked no more by text.
"""

from collections.abc import Collection
from dataclasses import replace

from diary.domain.asking import answers_so_far, go_on, going_on, still_open
from diary.domain.danger_turns import say_safety
from diary.domain.turn import (
    Asked,
    Asking,
    Calm,
    Effect,
    HeardInApp,
    Idle,
    Say,
    Script,
    State,
    Turn,
    Urgency,
    calm,
)
from diary.domain.turn_effects import CloseResponses


def take_heard(state: State, heard: HeardInApp, script: Script) -> Turn:
    """Ask no more what the app has answered, and answer the danger that was seen there.

    A question that goes on after is nobody's reply: it keeps to quiet hours like any prompt.
    """
    following, effects, says = _without_answered(calm(state), script)
    turn = replace(going_on(state, following, effects, says), urgency=Urgency.PROMPT)
    return say_safety(turn, heard.danger, script) if heard.danger else turn


def _without_answered(
    state: Calm, script: Script
) -> tuple[Calm, tuple[Effect, ...], tuple[Say, ...]]:
    """What is still asked, and the question that goes on if the one that is out was answered."""
    if isinstance(state, Idle):
        return state, (), ()
    older, closed = _in_silence(state.unfinished or Idle(), script)
    state = replace(state, unfinished=older if isinstance(older, Asking) else None)
    if questions := _unanswered(state, script):
        return replace(state, questions=questions), closed, ()
    following, (_, *effects), says = go_on(state, script)
    return following, (*closed, _closing(state, script), *effects), says


def _in_silence(state: Calm, script: Script) -> tuple[Calm, tuple[Effect, ...]]:
    """The same for what is to go on later."""
    if isinstance(state, Idle):
        return state, ()
    older, closed = _in_silence(state.unfinished or Idle(), script)
    if questions := _unanswered(state, script):
        kept = older if isinstance(older, Asking) else None
        return replace(state, questions=questions, unfinished=kept), closed
    return older, (_closing(state, script), *closed)


def _closing(state: Asking, script: Script) -> CloseResponses:
    """What the app has answered it can take back: only what is whole is over before its window."""
    return CloseResponses(state.prompt_id, stays_open=script.now < state.closes_at)


def _unanswered(state: Asking, script: Script) -> tuple[Asked, ...]:
    if script.now >= state.closes_at:
        return ()
    return tuple(
        Asked(asked.questionnaire, items)
        for asked in still_open(state, script)
        if (items := tuple(i for i in asked.items if i not in _answered(state, asked, script)))
    )


def _answered(state: Asking, asked: Asked, script: Script) -> Collection[str]:
    return answers_so_far(state.prompt_id, asked.questionnaire, script)
