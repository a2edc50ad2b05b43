"""The conversation with a patient: a pure state machine.

``advance`` takes a text in this order: a wish to be left alone, danger, a command, the answer to
what is asked, a correction of what was answered, and last a note. Nothing a patient writes is
dropped: what is read as nothing else is kept as a note.
"""

from dataclasses import replace
from datetime import timedelta

from diary.domain.answering import answer, answer_in_danger, not_words
from diary.domain.asking import ask, lapse, remind
from diary.domain.command_turns import obey, opt_out
from diary.domain.commands import Command, CommandKind, recognise
from diary.domain.consent import Texting
from diary.domain.correcting import answer_which, correct
from diary.domain.courtesy import declines, is_courtesy, is_wordless, is_wrong_number, joins
from diary.domain.danger_turns import called, say_safety, take_safety_answer, with_findings
from diary.domain.forms import dangers_on_form, take_form
from diary.domain.heard import take_heard
from diary.domain.noting import NO_WORDS, note, note_and_say
from diary.domain.safe_answer import Safe, read_safe_answer
from diary.domain.safety import Finding
from diary.domain.turn import (
    Asking,
    Calm,
    CheckingSafety,
    Correcting,
    Effect,
    FormAnswered,
    FormRefused,
    HeardInApp,
    Idle,
    Inbound,
    Phrase,
    PromptReleased,
    ReminderDue,
    Script,
    State,
    TextReceived,
    Turn,
    Urgency,
    WaitExpired,
    calm,
    waits_until,
)
from diary.domain.turn_effects import EscalateAlert, HandOver, Join, KeepNote, PostponePrompt
from diary.domain.wish_to_stop import is_about_the_texts

PATIENCE_AFTER_DANGER = timedelta(hours=2)
"""A check-in that falls due while somebody may be in danger waits this long."""

INVITATION_ATTEMPTS = 3
"""Odd answers to an invitation before a person takes over."""


def advance(state: State, inbound: Inbound, script: Script) -> Turn:
    """The turn that ``inbound`` brings about. Never raises on any text."""
    match inbound:
        case TextReceived():
            return _read(state, inbound, script)
        case PromptReleased():
            return _release(state, inbound, script)
        case ReminderDue():
            # Whoever may be in danger, or corrects an answer, is not hurried.
            return Turn(state) if state != calm(state) else remind(state, inbound.prompt_id, script)
        case WaitExpired():
            return _expire(state, inbound, script)
        case FormAnswered():
            return _fill_in(state, inbound, script)
        case FormRefused():
            found = dangers_on_form(inbound.prompt_id, inbound.answers, script)
            return with_findings(Turn(state), found, None, script)
        case HeardInApp():
            return take_heard(state, inbound, script)


def _release(state: State, prompt: PromptReleased, script: Script) -> Turn:
    if isinstance(state, CheckingSafety):
        later = script.now + PATIENCE_AFTER_DANGER
        return Turn(state, (PostponePrompt(prompt.prompt_id, later),))
    return ask(calm(state), prompt, script)


def _expire(state: State, wait: WaitExpired, script: Script) -> Turn:
    due_at = waits_until(state)
    if wait.turn != script.turn or due_at is None or script.now < due_at:
        return Turn(state)
    if isinstance(state, CheckingSafety) and not state.escalated:
        return Turn(called(state, script), (EscalateAlert(),))
    following, effects = lapse(calm(state), script)
    return Turn(following, effects)


def _fill_in(state: State, form: FormAnswered, script: Script) -> Turn:
    state, lapsed = _without_lapsed(state, script)
    turn = take_form(state, form, script)
    return replace(turn, effects=lapsed + turn.effects)


def _read(state: State, received: TextReceived, script: Script) -> Turn:
    state, lapsed = _without_lapsed(state, script)
    turn = _read_in_order(state, received, script)
    if received.answered_by_carrier and turn.urgency is Urgency.REPLY:
        turn = replace(turn, says=())  # never answered twice
    return replace(turn, effects=lapsed + turn.effects)


def _read_in_order(state: State, received: TextReceived, script: Script) -> Turn:
    command = recognise(received.text, script.language, today=script.today)
    if is_about_the_texts(command, received.danger, received.text):
        return opt_out(state, script)
    if command and command.kind is CommandKind.STOP:
        command = None
    if isinstance(state, CheckingSafety):
        return _read_while_checking(state, received, command, script)
    if received.danger:
        return _meet_danger(state, calm(state), received.text, received.danger, script)
    return _read_calmly(state, received, command, script)


def _without_lapsed(state: State, script: Script) -> tuple[State, tuple[Effect, ...]]:
    following, effects = lapse(calm(state), script)
    if isinstance(state, CheckingSafety | Correcting):
        return replace(state, resume=following), effects
    return following, effects


def _meet_danger(state: State, asking: Calm, text: str, finding: Finding, script: Script) -> Turn:
    """Answer the danger; a number beside it is kept where there is a question it can answer."""
    turn = None
    if isinstance(asking, Asking) and asking.is_out:
        turn = answer_in_danger(asking, text, finding, script)
    if turn is None:
        turn = say_safety(Turn(state, (KeepNote(text),)), finding, script)
    read_as = Phrase("read/danger", {"tier": finding.tier, "rule": finding.rule})
    return replace(turn, read_as=read_as)


def _read_while_checking(
    state: CheckingSafety, received: TextReceived, command: Command | None, script: Script
) -> Turn:
    said = read_safe_answer(received.text, script.language)
    if said and not (received.danger and said is Safe.SAFE):
        return take_safety_answer(state, said, script)
    if received.danger:
        # A single number may mean the safety question, so none is taken for a rating here.
        return _meet_danger(state, Idle(), received.text, received.danger, script)
    # Whatever else they write is taken as always, but the question about safety stays open.
    turn = _read_calmly(state.resume, received, command, script)
    if turn.read_as and turn.read_as.key == "read/unclear":
        # Whoever may be in danger is not told that a number was expected.
        turn = note_and_say(state.resume, received.text, "noted", script)
    if isinstance(turn.state, CheckingSafety):
        return replace(turn, state=replace(turn.state, answer_by=state.answer_by))
    return replace(turn, state=replace(state, resume=calm(turn.state)))


def _read_calmly(
    state: Calm | Correcting, received: TextReceived, command: Command | None, script: Script
) -> Turn:
    now = calm(state)
    if command and (turn := obey(now, command, script)):
        return turn
    match script.texting:
        case Texting.INVITED:
            return _answer_invitation(now, received, script)
        case Texting.STOPPED:
            return note(now, received.text)
        case Texting.ACTIVE | Texting.UNREACHABLE:
            pass
    if is_wrong_number(received.text):
        # A stranger may be reading: a person looks at it before more is asked.
        turn = note_and_say(now, received.text, "wrong_number", script)
        return replace(turn, effects=(*turn.effects, HandOver()))
    if isinstance(state, Correcting) and (turn := answer_which(state, received.text, script)):
        return turn
    if isinstance(now, Asking) and now.is_out:
        if is_wordless(received.text):
            return not_words(now, script)
        return answer(now, received.text, script)
    return _take_note(now, received.text, script)


def _take_note(state: Calm, text: str, script: Script) -> Turn:
    if is_wordless(text):
        return note_and_say(state, NO_WORDS, "no_pictures", script)
    if turn := correct(state, text, script):
        return turn
    if is_courtesy(text):
        return Turn(state, read_as=Phrase("read/courtesy"))
    return note_and_say(state, text, "noted", script)


def _answer_invitation(state: Calm, received: TextReceived, script: Script) -> Turn:
    if joins(received.text):
        return Turn(Idle(), (Join(),), (Phrase("welcome"),), read_as=Phrase("read/joined"))
    if declines(received.text):
        idle = state if isinstance(state, Idle) else Idle()
        return note_and_say(idle, received.text, "declined", script)
    attempts = state.attempts + 1
    text = NO_WORDS if is_wordless(received.text) else received.text
    turn = note(Idle(attempts=min(attempts, INVITATION_ATTEMPTS)), text)
    if attempts < INVITATION_ATTEMPTS:
        return replace(turn, says=(Phrase("invitation_unclear"),))
    if attempts == INVITATION_ATTEMPTS:
        return replace(turn, effects=(*turn.effects, HandOver()), says=(Phrase("handed_over"),))
    return turn
