"""The values of a conversation: what comes in, where it stands, what follows.

``advance`` (see ``conversation.py``) is a pure function of these: state and inbound in, a ``Turn``
out. Time arrives as an inbound; what is to be said is named by key, and worded elsewhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import Literal

from diary.domain.consent import Texting
from diary.domain.questionnaire import Questionnaire
from diary.domain.safety import Finding

Value = float | tuple[int, ...]
"""A number, or the chosen values of an item that takes several."""

# --- where it stands ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Asked:
    """Items of one questionnaire that one text asked for and that are still open."""

    questionnaire: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Idle:
    """Nothing is asked."""

    kind: Literal["idle"] = "idle"


@dataclass(frozen=True, slots=True)
class Asking:
    """``questions[0]`` is out; the others follow it. After ``closes_at`` it is too late."""

    prompt_id: str
    questions: tuple[Asked, ...]
    closes_at: datetime
    attempts: int = 0
    kind: Literal["asking"] = "asking"


@dataclass(frozen=True, slots=True)
class CheckingSafety:
    """The patient was asked "are you safe?"; ``resume`` is what goes on after that."""

    resume: Idle | Asking
    answer_by: datetime
    kind: Literal["checking_safety"] = "checking_safety"


State = Idle | Asking | CheckingSafety


def waits_until(state: State) -> datetime | None:
    """When a ``WaitExpired`` is due if nothing else comes first."""
    match state:
        case Asking():
            return state.closes_at
        case CheckingSafety():
            return state.answer_by
        case Idle():
            return None


# --- what comes in -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TextReceived:
    text: str
    danger: Finding | None = None
    """What the screen found when the text was stored; its alert is open already."""
    answered_by_carrier: bool = False


@dataclass(frozen=True, slots=True)
class PromptReleased:
    prompt_id: str
    questionnaires: tuple[str, ...]
    closes_at: datetime


@dataclass(frozen=True, slots=True)
class WaitExpired:
    """The wait that was set in turn number ``turn`` is over; stale if the turn is another."""

    turn: int


Inbound = TextReceived | PromptReleased | WaitExpired


@dataclass(frozen=True, slots=True)
class RecentResponse:
    """Answers of the last days, which a correction may mean."""

    prompt_id: str
    questionnaire: str
    asked_on: date
    values: Mapping[str, Value]
    closes_at: datetime


@dataclass(frozen=True, slots=True)
class Script:
    """What a turn may look at besides state and inbound."""

    now: datetime
    today: date
    """The date where the patient is."""
    turn: int
    language: str
    texting: Texting
    questionnaires: Mapping[str, Questionnaire]
    open_local: time
    close_local: time
    """The clinic texts between these, where the patient is."""
    is_paused: bool = False
    is_new: bool = False
    """Fewer than three check-ins completed: answers are echoed."""
    safety_was_said: bool = False
    """The safety text went out less than 30 minutes ago."""
    recent: tuple[RecentResponse, ...] = ()
    """Newest first."""


# --- what follows ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RecordAnswers:
    prompt_id: str
    questionnaire: str
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class CorrectAnswers:
    prompt_id: str
    questionnaire: str
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class UndoAnswers:
    """Take the latest answers to this prompt back; the old values are kept as history."""

    prompt_id: str
    questionnaire: str


@dataclass(frozen=True, slots=True)
class CloseResponses:
    """Nothing more is asked for this prompt: score what is whole."""

    prompt_id: str


@dataclass(frozen=True, slots=True)
class SkipPrompt:
    prompt_id: str


@dataclass(frozen=True, slots=True)
class PostponePrompt:
    """Ask the prompt anew, from its first question, at ``until``."""

    prompt_id: str
    until: datetime


@dataclass(frozen=True, slots=True)
class KeepNote:
    text: str


@dataclass(frozen=True, slots=True)
class Join:
    """The patient said from the phone: text me."""


@dataclass(frozen=True, slots=True)
class OptOut:
    pass


@dataclass(frozen=True, slots=True)
class OptIn:
    pass


@dataclass(frozen=True, slots=True)
class Pause:
    until: date
    """The first day on which texts go out again."""


@dataclass(frozen=True, slots=True)
class Resume:
    pass


@dataclass(frozen=True, slots=True)
class SetPreferredTime:
    at_local: time


@dataclass(frozen=True, slots=True)
class SetLanguage:
    language: str


@dataclass(frozen=True, slots=True)
class RaiseAlert:
    finding: Finding


@dataclass(frozen=True, slots=True)
class EscalateAlert:
    """The patient is not safe, not sure, or did not answer: whoever watches must know now."""


@dataclass(frozen=True, slots=True)
class HandOver:
    """The program does not get through to the patient: a person takes over."""


Effect = (
    RecordAnswers
    | CorrectAnswers
    | UndoAnswers
    | CloseResponses
    | SkipPrompt
    | PostponePrompt
    | KeepNote
    | Join
    | OptOut
    | OptIn
    | Pause
    | Resume
    | SetPreferredTime
    | SetLanguage
    | RaiseAlert
    | EscalateAlert
    | HandOver
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A wording by key (``templates/sms/<language>/<key>.txt``) and its parameters."""

    key: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Question:
    """The items of one text, worded by their questionnaire."""

    asked: Asked


Say = Phrase | Question


class Urgency(StrEnum):
    """Why a turn speaks. It decides what may stop the text and who goes first."""

    SAFETY = "safety"
    REPLY = "reply"
    PROMPT = "prompt"


@dataclass(frozen=True, slots=True)
class Turn:
    """The next state, what happens, and what is said: all of ``says`` is one text, or none."""

    state: State
    effects: tuple[Effect, ...] = ()
    says: tuple[Say, ...] = ()
    urgency: Urgency = Urgency.REPLY
    read_as: Phrase | None = None
    """How the patient's text was understood, for staff."""
    language: str | None = None
    """Speak this language from this turn on."""
