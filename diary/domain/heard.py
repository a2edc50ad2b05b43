"""What the conversation makes of answers and notes that came through the app.

They are on record when the turn is taken: what was answered there is asked no more by text.
"""

from dataclasses import replace

from diary.domain.asking import go_on, going_on, lapse, still_open
from diary.domain.danger_turns import say_safety
from diary.domain.turn import (
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
    if isinstance(state, Idle):
        return state, (), ()
    older, lapsed = lapse(state.unfinished or Idle(), script)
    state = replace(state, unfinished=older if isinstance(older, Asking) else None)
    if script.now < state.closes_at and (questions := still_open(state, script)):
        return replace(state, questions=questions), lapsed, ()
    following, effects, says = go_on(state, script)
    return following, lapsed + effects, says
