"""What the conversation does when a patient texts a command."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from diary.domain.asking import close, go_on, questions_of, say_open
from diary.domain.commands import Command, CommandKind
from diary.domain.consent import Texting
from diary.domain.open_hours import next_open
from diary.domain.turn import (
    Asking,
    Calm,
    CheckingSafety,
    Effect,
    Idle,
    Link,
    Phrase,
    Question,
    Say,
    Script,
    State,
    Turn,
    calm,
)
from diary.domain.turn_effects import (
    CloseResponses,
    Join,
    KeepNote,
    OptIn,
    OptOut,
    Pause,
    PostponePrompt,
    Resume,
    SetLanguage,
    SetPreferredTime,
    SkipPrompt,
    UndoAnswers,
)

USUAL_WAIT = timedelta(hours=1)
USUAL_PAUSE = timedelta(days=7)
BEFORE_CLOSING = timedelta(minutes=15)
"""Whoever asks for the hour at which texts end is texted this long before."""
LONGEST_PAUSE = timedelta(days=90)


def opt_out(state: State, script: Script) -> Turn:
    """End the texts, with one confirmation.

    An open "are you safe?" stays open: who does not answer it is called about all the same.
    """
    return Turn(
        replace(state, resume=Idle()) if isinstance(state, CheckingSafety) else Idle(),
        (*close(calm(state)), OptOut()),
        () if script.texting is Texting.STOPPED else (Phrase("stopped"),),
        read_as=Phrase("read/opt_out"),
    )


def obey(state: Calm, command: Command, script: Script) -> Turn | None:
    """The turn that ``command`` brings about; ``None`` where it is no command in this state."""
    read_as = Phrase("read/command", {"command": command.kind})
    if command.kind is CommandKind.START:
        return replace(_start(state, script), read_as=read_as)
    if command.kind is CommandKind.HELP:
        return Turn(state, says=(Phrase("help"),), read_as=read_as)
    if script.texting is Texting.INVITED:
        return _invite_again(state, command) if command.language else None
    if script.texting is Texting.STOPPED or command.kind is CommandKind.STOP:
        return None
    return replace(_TURNS[command.kind](state, command, script), read_as=read_as)


def _start(state: Calm, script: Script) -> Turn:
    effects: tuple[Effect, ...]
    match script.texting:
        case Texting.INVITED:
            effects, key = (Join(),), "welcome"
        case Texting.STOPPED | Texting.UNREACHABLE:
            effects, key = (OptIn(),), "restarted"
        case Texting.ACTIVE:
            effects, key = (Resume(),) if script.is_paused else (), "active"
    return Turn(state, effects, (Phrase(key),))


def _invite_again(state: Calm, command: Command) -> Turn:
    """The invitation in the other language: whoever cannot read it cannot accept it."""
    language = command.language or "en"
    return Turn(
        state,
        (SetLanguage(language),),
        (Phrase("invitation"),),
        read_as=Phrase("read/command", {"command": command.kind}),
        language=language,
    )


def _pause(state: Calm, command: Command, script: Script) -> Turn:
    longest = script.today + LONGEST_PAUSE
    if command.days is not None and timedelta(days=command.days) <= LONGEST_PAUSE:
        until = script.today + timedelta(days=command.days)
    elif command.until_on is not None and script.today < command.until_on <= longest:
        until = command.until_on
    elif command.days is None and command.until_on is None and command.problem is None:
        until = script.today + USUAL_PAUSE
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
    until = next_open(script.now + wait, script.hours)
    if until >= state.closes_at:
        return Turn(state, says=(Phrase("later_too_late", {"at": state.closes_at}),))
    day = until.astimezone(ZoneInfo(script.hours.timezone)).date()
    # The question stays open: who answers before it comes again is not asked twice.
    return Turn(
        replace(state, again_at=until),
        (PostponePrompt(state.prompt_id, until),),
        (Phrase("later", {"at": until, "day": None if day == script.today else day}),),
    )


def _time(state: Calm, command: Command, script: Script) -> Turn:
    at = command.at_local
    hours = {"first": script.hours.open_local, "last": script.hours.close_local}
    if at is None or not hours["first"] <= at <= hours["last"]:
        return Turn(state, says=(Phrase("time_unclear", hours),))
    if at == hours["last"]:
        at = (datetime.combine(script.today, at) - BEFORE_CLOSING).time()
    return Turn(state, (SetPreferredTime(at),), (Phrase("time_set", {"at": at}),))


def _language(state: Calm, command: Command, _: Script) -> Turn:
    if command.language is None:
        return Turn(state, says=(Phrase("language_unclear"),))
    says: tuple[Say, ...] = (Phrase("language_set"),)
    if isinstance(state, Asking) and not state.again_at:
        state, asked = say_open(state)
        says = (*says, *asked)
    return Turn(state, (SetLanguage(command.language),), says, language=command.language)


def _skip(state: Calm, _: Command, script: Script) -> Turn:
    if not isinstance(state, Asking):
        return Turn(state, says=(Phrase("nothing_open"),))
    following, effects, says = go_on(state, script)
    skipped = (SkipPrompt(state.prompt_id), *effects[1:])
    return Turn(following, skipped, (Phrase("skipped"), *says))


def _undo(state: Calm, _: Command, script: Script) -> Turn:
    if not script.recent or script.recent[0].questionnaire not in script.questionnaires:
        return Turn(state, says=(Phrase("nothing_to_undo"),))
    last = script.recent[0]
    undone = Phrase("undone", {"questionnaire": last.questionnaire, "values": last.values})
    effect = UndoAnswers(last.prompt_id, last.questionnaire)
    is_open = isinstance(state, Asking) and state.prompt_id == last.prompt_id
    if script.now >= last.closes_at or (isinstance(state, Asking) and not is_open):
        return Turn(state, (effect, CloseResponses(last.prompt_id)), (undone,))
    asked = questions_of(script.questionnaires[last.questionnaire])
    if not asked:
        return Turn(state, (effect, CloseResponses(last.prompt_id)), (undone,))
    still = state if isinstance(state, Asking) else None
    rest = [q for q in still.questions if q.questionnaire != last.questionnaire] if still else []
    again = Asking(
        last.prompt_id,
        (*asked, *rest),
        last.closes_at,
        last.asked_on,
        unfinished=still.unfinished if still else None,
    )
    return Turn(again, (effect,), (undone, Question(asked[0])))


def _note(state: Calm, command: Command, _: Script) -> Turn:
    if not command.text:
        return Turn(state, says=(Phrase("note_empty"),))
    return Turn(state, (KeepNote(command.text),), (Phrase("noted"),))


def _link(state: Calm, _: Command, __: Script) -> Turn:
    if not isinstance(state, Asking):
        return Turn(state, says=(Phrase("nothing_open"),))
    # A text still answers as well: the page asks what is open when it is opened.
    return Turn(state, says=(Link(state.prompt_id, state.closes_at),))


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
    CommandKind.LINK: _link,
    CommandKind.WHAT: _what,
}
