"""Conversations as text that people read and tests replay: the files of ``tests/transcripts``.

A file is TOML: who the patient is, then one ``[[turns]]`` entry a turn. What comes in is written by
hand (``patient``, ``prompt`` with its ``channel``, ``reminder``, ``form`` for a page filled in, or
``clock`` to let time pass); what came of it (``read_as``, ``does``, ``now``, ``segments``,
``says``) is filled in by playing it.
Times are the patient's own.
"""

import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from diary.domain.consent import Texting
from diary.domain.plan import Channel
from diary.domain.segments import sms_size
from diary.domain.turn import (
    Asked,
    Asking,
    CheckingSafety,
    Correcting,
    FormAnswered,
    PromptReleased,
    ReminderDue,
    State,
    TextReceived,
    Value,
)
from diary.domain.turn_effects import (
    CorrectAnswers,
    Effect,
    KeepNote,
    Pause,
    PostponePrompt,
    RaiseAlert,
    RecordAnswers,
    SetLanguage,
    SetPreferredTime,
)
from diary.services.catalogue import Catalogue
from diary.simulation.rehearsal import WINDOW, Line, Rehearsal, RehearsalClinic

Entry = Mapping[str, Any]


def play(text: str, catalogue: Catalogue) -> str:
    """The file ``text`` anew, with everything that follows from what comes in."""
    story = tomllib.loads(text)
    turns = story.pop("turns")
    zone = ZoneInfo(story.get("timezone", RehearsalClinic().timezone))
    rehearsal = begin(story, _instant(turns[0]["at"], zone), catalogue)
    return written(story, [e for turn in turns for e in _enter(rehearsal, turn, zone)])


def begin(story: Entry, at: datetime, catalogue: Catalogue) -> Rehearsal:
    """A rehearsal with the patient whom the head of a file describes."""
    return Rehearsal(
        catalogue,
        at,
        language=story.get("language", "en"),
        texting=Texting(story.get("texting", Texting.ACTIVE)),
        completed=story.get("completed", 10),
        carrier_answers=story.get("opt_out_replies", "twilio") == "twilio",
        clinic=RehearsalClinic(timezone=story.get("timezone", RehearsalClinic().timezone)),
    )


def written(story: Entry, turns: Iterable[Entry]) -> str:
    """A transcript as the text of its file."""
    head = _lines(story)
    return "\n\n".join([head, *(f"[[turns]]\n{_lines(turn)}" for turn in turns)]) + "\n"


def entry(line: Line, rehearsal: Rehearsal) -> Entry:
    """One turn as an entry of the file; keys without a value are left out."""
    turn = line.turn
    read_as = turn.read_as
    every: dict[str, Any] = {
        "at": rehearsal.local(line.at).replace(tzinfo=None, microsecond=0),
        **_came_in(line),
        "read_as": read_as and read_as.key.removeprefix("read/"),
        "does": [_told(effect, rehearsal) for effect in turn.effects],
        "now": _where(turn.state),
        "segments": sms_size(line.says).segments if line.says else None,
        "says": line.says,
    }
    return {k: v for k, v in every.items() if v not in (None, "", []) or k == "patient"}


def _enter(rehearsal: Rehearsal, turn: Entry, zone: ZoneInfo) -> Iterator[Entry]:
    if "due" in turn:  # happens by itself when the clock gets there
        return
    for line in rehearsal.move_to(_instant(turn["at"], zone)):
        yield entry(line, rehearsal)
    if "patient" in turn:
        yield entry(rehearsal.hear(turn["patient"]), rehearsal)
    elif "form" in turn:
        yield entry(rehearsal.fill_in(_read_form(turn["form"])), rehearsal)
    elif "prompt" in turn:
        window = timedelta(hours=turn["hours"]) if "hours" in turn else WINDOW
        channel = Channel(turn.get("channel", Channel.TEXT))
        yield entry(rehearsal.release(turn["prompt"], window, channel), rehearsal)
    elif "reminder" in turn:
        yield entry(rehearsal.remind(), rehearsal)
    else:
        yield turn


def _read_form(lines: Sequence[str]) -> Mapping[str, Mapping[str, Value]]:
    """``daily mood=6, sleep_hours=7.5``, a line a questionnaire; several chosen: ``a=1 3``."""
    answers: dict[str, dict[str, Value]] = {}
    for line in lines:
        code, _, given = line.partition(" ")
        for pair in given.split(", "):
            link_id, _, value = pair.partition("=")
            chosen = tuple(map(int, value.split())) if " " in value else float(value)
            answers.setdefault(code, {})[link_id] = chosen
    return answers


def _instant(local: datetime, zone: ZoneInfo) -> datetime:
    return local.replace(tzinfo=zone).astimezone(UTC)


def _came_in(line: Line) -> Entry:
    match line.inbound:
        case TextReceived() as received:
            found = received.danger
            seen = {"danger": f"{found.tier} {found.rule}"} if found else {}
            return {"patient": received.text, **seen}
        case FormAnswered() as form:
            return {"form": [f"{code} {_values(given)}" for code, given in form.answers.items()]}
        case PromptReleased() as prompt if not line.is_again:
            hours = (prompt.closes_at - line.at) / timedelta(hours=1)
            usual = WINDOW / timedelta(hours=1)
            asked: dict[str, Any] = {"prompt": list(prompt.questionnaires)}
            if prompt.channel is not Channel.TEXT:
                asked["channel"] = prompt.channel.value
            return asked if hours == usual else {**asked, "hours": int(hours)}
        case PromptReleased():
            return {"due": "asked again"}
        case ReminderDue():
            return {"reminder": True}
        case _:
            return {"due": "time is up"}


def _told(effect: Effect, rehearsal: Rehearsal) -> str:
    name = _spaced(type(effect).__name__)
    match effect:
        case RecordAnswers() | CorrectAnswers():
            return f"{name}: {effect.questionnaire} {_values(effect.values)}"
        case KeepNote():
            return name
        case Pause():
            return f"{name} until {effect.until}"
        case PostponePrompt():
            return f"{name} until {rehearsal.local(effect.until):%a %H:%M}"
        case RaiseAlert():
            return f"{name}: {effect.finding.tier} {effect.finding.rule}"
        case SetLanguage():
            return f"{name}: {effect.language}"
        case SetPreferredTime():
            return f"{name}: {effect.at_local:%H:%M}"
        case _:
            return name


def _where(state: State) -> str | None:
    match state:
        case CheckingSafety():
            after = _where(state.resume)
            return "asking whether they are safe" + (f", then {after}" if after else "")
        case Correcting():
            return f"asking what to correct in {state.questionnaire}"
        case Asking():
            on_page = state.channel is Channel.LINK
            held = "" if state.is_out else " (on a page)" if on_page else " (not said yet)"
            later = f"; later {_asked(state.unfinished.questions)}" if state.unfinished else ""
            return f"asking {_asked(state.questions[:1])}{held}{later}"
        case _:
            return None


def _asked(questions: Sequence[Asked]) -> str:
    return ", ".join(f"{asked.questionnaire} {' '.join(asked.items)}" for asked in questions)


def _values(values: Mapping[str, Value]) -> str:
    return ", ".join(
        f"{link_id}={' '.join(map(str, v)) if isinstance(v, tuple) else f'{v:g}'}"
        for link_id, v in values.items()
    )


def _spaced(name: str) -> str:
    return "".join(f" {c.lower()}" if c.isupper() else c for c in name).strip()


def _lines(table: Entry) -> str:
    return "\n".join(f"{key} = {_toml(value)}" for key, value in table.items())


def _toml(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    # JSON's strings, numbers, truths and lists are TOML's, but for one character.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
