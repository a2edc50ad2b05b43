"""What the conversation does when a patient texts a command."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from diary.domain.answering import close, questions_of
from diary.domain.commands import Command, CommandKind
from diary.domain.consent import Texting
from diary.domain.turn import (
    Asking,
    CheckingSafety,
    Effect,
    Idle,
    Join,
    KeepNote,
    OptIn,
    OptOut,
    Pause,
    Phrase,
    PostponePrompt,
    Question,
    Resume,
    Say,
    Script,
    SetLanguage,
    SetPreferredTime,
    SkipPrompt,
    State,
    TextReceived,
    Turn,
    UndoAnswers,
)

USUAL_WAIT = timedelta(hours=1)
LONGEST_PAUSE = timedelta(days=90)

Calm = Idle | Asking


def opt_out(state: State, received: TextReceived, script: Script) -> Turn:
    """End the texts, with one confirmation unless the carrier sends its own."""
    asking = state.resume if isinstance(state, CheckingSafety) else state
    effects: tuple[Effect, ...] = close(asking) if isinstance(asking, Asking) else ()
    silent = received.answered_by_carrier or script.texting is Texting.STOPPED
    return Turn(
        Idle(),
        (*effects, OptOut()),
        () if silent else (Phrase("stopped"),),
        read_as=Phrase("read/opt_out"),
    )


def obey(state: Calm, command: Command, received: TextReceived, script: Script) -> Turn | None:
    """The turn that ``command`` brings about; ``None`` where it is no command in this state."""
    read_as = Phrase("read/command", {"command": command.kind})
    if command.kind is CommandKind.START:
        return replace(_start(state, received, script), read_as=read_as)
    if command.kind is CommandKind.HELP:
        says = () if received.answered_by_carrier else (Phrase("help"),)
        return Turn(state, says=says, read_as=read_as)
    if script.texting in (Texting.INVITED, Texting.STOPPED) or command.kind is CommandKind.STOP:
        return None
    take = _TURNS.get(command.kind)
    return replace(take(state, command, script), read_as=read_as) if take else None


def _start(state: Calm, received: TextReceived, script: Script) -> Turn:
    match script.texting:
        case Texting.INVITED:
            return Turn(state, (Join(),), (Phrase("welcome"),))
        case Texting.STOPPED:
            says = () if received.answered_by_carrier else (Phrase("restarted"),)
            return Turn(state, (OptIn(),), says)
        case Texting.ACTIVE | Texting.UNREACHABLE:
            effects: tuple[Effect, ...] = (Resume(),) if script.is_paused else ()
            says = () if received.answered_by_carrier else (Phrase("active"),)
            return Turn(state, effects, says)


def _pause(state: Calm, command: Command, script: Script) -> Turn:
    longest = script.today + LONGEST_PAUSE
    if command.days is not None and timedelta(days=command.days) <= LONGEST_PAUSE:
        until = script.today + timedelta(days=command.days)
    elif command.until_on is not None and script.today < command.until_on <= longest:
        until = command.until_on
    else:
        return Turn(state, says=(Phrase("pause_unclear"),))
    effects: tuple[Effect, ...] = close(state) if isinstance(state, Asking) else ()
    return Turn(Idle(), (*effects, Pause(until)), (Phrase("paused", {"until": until}),))


def _resume(state: Calm, _: Command, script: Script) -> Turn:
    effects = (Resume(),) if script.is_paused else ()
    return Turn(state, effects, (Phrase("resumed"),))


def _later(state: Calm, command: Command, script: Script) -> Turn:
    if not isinstance(state, Asking):
        return Turn(state, says=(Phrase("nothing_open"),))
    wait = timedelta(minutes=command.minutes) if command.minutes else USUAL_WAIT
    until = script.now + wait
    if until >= state.closes_at:
        return Turn(Idle(), (SkipPrompt(state.prompt_id),), (Phrase("later_too_late"),))
    return Turn(
        Idle(), (PostponePrompt(state.prompt_id, until),), (Phrase("later", {"at": until}),)
    )


def _time(state: Calm, command: Command, script: Script) -> Turn:
    at = command.at_local
    if at is None or not script.open_local <= at < script.close_local:
        hours = {"first": script.open_local, "last": script.close_local}
        return Turn(state, says=(Phrase("time_unclear", hours),))
    return Turn(state, (SetPreferredTime(at),), (Phrase("time_set", {"at": at}),))


def _language(state: Calm, command: Command, _: Script) -> Turn:
    if command.language is None:
        return Turn(state, says=(Phrase("language_unclear"),))
    says: tuple[Say, ...] = (Phrase("language_set"),)
    if isinstance(state, Asking):
        says = (*says, Question(state.questions[0]))
    return Turn(state, (SetLanguage(command.language),), says, language=command.language)


def _skip(state: Calm, _: Command, __: Script) -> Turn:
    if not isinstance(state, Asking):
        return Turn(state, says=(Phrase("nothing_open"),))
    return Turn(Idle(), (SkipPrompt(state.prompt_id),), (Phrase("skipped"),))


def _undo(state: Calm, _: Command, script: Script) -> Turn:
    if not script.recent:
        return Turn(state, says=(Phrase("nothing_to_undo"),))
    last = script.recent[0]
    undone = Phrase("undone", {"questionnaire": last.questionnaire, "values": last.values})
    effect = UndoAnswers(last.prompt_id, last.questionnaire)
    if script.now >= last.closes_at or (
        isinstance(state, Asking) and state.prompt_id != last.prompt_id
    ):
        return Turn(state, (effect,), (undone,))
    asked = questions_of(script.questionnaires[last.questionnaire])
    still = state.questions if isinstance(state, Asking) else ()
    rest = tuple(question for question in still if question.questionnaire != last.questionnaire)
    again = Asking(last.prompt_id, (*asked, *rest), last.closes_at)
    return Turn(again, (effect,), (undone, Question(asked[0])))


def _note(state: Calm, command: Command, _: Script) -> Turn:
    if not command.text:
        return Turn(state, says=(Phrase("note_empty"),))
    return Turn(state, (KeepNote(command.text),), (Phrase("noted"),))


def _what(state: Calm, _: Command, __: Script) -> Turn:
    return Turn(state, says=(Phrase("what"),))


_TURNS: dict[CommandKind, Callable[[Calm, Command, Script], Turn]] = {
    CommandKind.PAUSE: _pause,
    CommandKind.RESUME: _resume,
    CommandKind.LATER: _later,
    CommandKind.TIME: _time,
    CommandKind.LANGUAGE: _language,
    CommandKind.SKIP: _skip,
    CommandKind.UNDO: _undo,
    CommandKind.NOTE: _note,
    CommandKind.WHAT: _what,
}
