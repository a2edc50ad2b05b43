"""The conversation with a patient: a pure state machine.

``advance`` takes a text in this order: a wish to be left alone, danger, a command, the answer to
what is asked, a correction of what was answered, and last a note. Nothing a patient writes is
dropped: what is read as nothing else is kept as a note.
"""

from dataclasses import replace
from datetime import timedelta

from diary.domain.answering import answer, answer_in_passing, ask, close, correct
from diary.domain.command_turns import obey, opt_out
from diary.domain.commands import Command, CommandKind, recognise
from diary.domain.consent import Texting
from diary.domain.courtesy import is_courtesy, is_yes
from diary.domain.danger_turns import answer_safety_question, say_safety
from diary.domain.safety import Finding
from diary.domain.turn import (
    Asking,
    CheckingSafety,
    EscalateAlert,
    Idle,
    Inbound,
    Join,
    KeepNote,
    Phrase,
    PostponePrompt,
    PromptReleased,
    Script,
    State,
    TextReceived,
    Turn,
    WaitExpired,
)

PATIENCE_AFTER_DANGER = timedelta(hours=2)
"""A check-in that falls due while somebody may be in danger waits this long."""


def advance(state: State, inbound: Inbound, script: Script) -> Turn:
    """The turn that ``inbound`` brings about. Never raises on any text."""
    match inbound:
        case TextReceived():
            return _read(state, inbound, script)
        case PromptReleased():
            return _release(state, inbound, script)
        case WaitExpired():
            return Turn(state) if inbound.turn != script.turn else _lapse(state)


def _release(state: State, prompt: PromptReleased, script: Script) -> Turn:
    if isinstance(state, CheckingSafety):
        later = script.now + PATIENCE_AFTER_DANGER
        return Turn(state, (PostponePrompt(prompt.prompt_id, later),))
    return ask(state, prompt, script)


def _lapse(state: State) -> Turn:
    match state:
        case Idle():
            return Turn(state)
        case Asking():
            return Turn(Idle(), close(state))
        case CheckingSafety():
            return Turn(state.resume, (EscalateAlert(),))


def _read(state: State, received: TextReceived, script: Script) -> Turn:
    lapsed = isinstance(state, Asking) and script.now >= state.closes_at
    if lapsed:
        closed = _lapse(state)
        turn = _read(closed.state, received, script)
        return replace(turn, effects=closed.effects + turn.effects)
    command = recognise(received.text, script.language, today=script.today)
    if command and command.kind is CommandKind.STOP:
        return opt_out(state, received, script)
    if received.danger:
        return _meet_danger(state, received.text, received.danger, script)
    if isinstance(state, CheckingSafety):
        return _read_while_checking(state, received, command, script)
    return _read_calmly(state, received, command, script)


def _meet_danger(state: State, text: str, finding: Finding, script: Script) -> Turn:
    asking = state.resume if isinstance(state, CheckingSafety) else state
    answered = answer_in_passing(asking, text, script) if isinstance(asking, Asking) else None
    turn = answered or Turn(state, (KeepNote(text),))
    read_as = Phrase("read/danger", {"tier": finding.tier, "rule": finding.rule})
    return replace(say_safety(turn, finding, script), read_as=read_as)


def _read_while_checking(
    state: CheckingSafety, received: TextReceived, command: Command | None, script: Script
) -> Turn:
    if turn := answer_safety_question(state, received.text, script):
        return turn
    # Whatever else they write is taken as always, but the question about safety stays open.
    turn = _read_calmly(state.resume, received, command, script)
    if isinstance(turn.state, CheckingSafety):
        return turn
    return replace(turn, state=replace(state, resume=turn.state))


def _read_calmly(
    state: Idle | Asking, received: TextReceived, command: Command | None, script: Script
) -> Turn:
    if command and (turn := obey(state, command, received, script)):
        return turn
    match script.texting:
        case Texting.INVITED:
            return _answer_invitation(state, received)
        case Texting.STOPPED:
            return _note(state, received.text, says=())
        case Texting.ACTIVE | Texting.UNREACHABLE:
            pass
    if isinstance(state, Asking):
        return answer(state, received.text, script)
    if turn := correct(state, received.text, script):
        return turn
    if is_courtesy(received.text):
        return Turn(state, read_as=Phrase("read/courtesy"))
    return _note(state, received.text, says=(Phrase("noted"),))


def _answer_invitation(state: State, received: TextReceived) -> Turn:
    if received.text.strip(" .!") == "1" or is_yes(received.text):
        return Turn(state, (Join(),), (Phrase("welcome"),), read_as=Phrase("read/joined"))
    return _note(state, received.text, says=(Phrase("invitation_unclear"),))


def _note(state: State, text: str, *, says: tuple[Phrase, ...]) -> Turn:
    return Turn(state, (KeepNote(text),), says, read_as=Phrase("read/note"))
