"""The values of a conversation: what comes in, where it stands, what follows.

``advance`` (see ``conversation.py``) is a pure function of these: state and inbound in, a ``Turn``
out. Time arrives as an inbound; what is to be said is named by key, and worded elsewhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from diary.domain.consent import Texting
from diary.domain.open_hours import PatientHours
from diary.domain.plan import Channel
from diary.domain.questionnaire import Questionnaire
from diary.domain.turn_effects import Effect, Value
from diary.domain.turn_inbound import (
    FormAnswered,
    FormRefused,
    HeardInApp,
    Inbound,
    PromptReleased,
    ReminderDue,
    TextReceived,
    WaitExpired,
)

__all__ = [
    "Asked",
    "Asking",
    "Calm",
    "CheckingSafety",
    "Correcting",
    "Effect",
    "FormAnswered",
    "FormRefused",
    "HeardInApp",
    "Idle",
    "Inbound",
    "Link",
    "Phrase",
    "PromptReleased",
    "Question",
    "RecentResponse",
    "ReminderDue",
    "Say",
    "Script",
    "State",
    "TextReceived",
    "Turn",
    "Urgency",
    "Value",
    "WaitExpired",
    "calm",
    "waits_until",
]

# --- where it stands ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Asked:
    """Items of one questionnaire that one text asked for and that are still open."""

    questionnaire: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Idle:
    """Nothing is asked."""

    noted_at: datetime | None = None
    """When the patient was last told that a text was kept as a note."""
    attempts: int = 0
    """Texts of an invited patient that were no answer to the invitation."""
    kind: Literal["idle"] = "idle"


@dataclass(frozen=True, slots=True)
class Asking:
    """``questions[0]`` is out; the others follow it. After ``closes_at`` it is too late."""

    prompt_id: str
    questions: tuple[Asked, ...]
    closes_at: datetime
    asked_on: date
    """The patient's date when the prompt went out: the day that an answer belongs to."""
    attempts: int = 0
    """Texts in a row that could not be read."""
    is_out: bool = True
    """``False`` while no number can answer it: a safety text took the question's place, or it is
    asked on a page only."""
    noted_at: datetime | None = None
    """When the patient was last told that a text was kept as a note."""
    again_at: datetime | None = None
    """The patient put it off: the question comes again then, and an answer before is welcome."""
    channel: Channel = Channel.TEXT
    unfinished: "Asking | None" = None
    """An older prompt whose window is still open: its questions go on after these."""
    kind: Literal["asking"] = "asking"


Calm = Idle | Asking


@dataclass(frozen=True, slots=True)
class Correcting:
    """The patient wants an answer changed and was asked which one; ``resume`` goes on after."""

    resume: Calm
    prompt_id: str
    questionnaire: str
    items: tuple[str, ...]
    kind: Literal["correcting"] = "correcting"


@dataclass(frozen=True, slots=True)
class CheckingSafety:
    """The patient was asked "are you safe?"; ``resume`` is what goes on after that."""

    resume: Calm
    answer_by: datetime
    escalated: bool = False
    """Somebody was called already; an answer still counts until ``answer_by``."""
    kind: Literal["checking_safety"] = "checking_safety"


State = Idle | Asking | Correcting | CheckingSafety


def calm(state: State) -> Calm:
    """What the conversation is about, apart from a safety check or an unclear correction."""
    return state.resume if isinstance(state, CheckingSafety | Correcting) else state


def waits_until(state: State) -> datetime | None:
    """When a ``WaitExpired`` is due if nothing else comes first."""
    match state:
        case Asking():
            return state.closes_at
        case CheckingSafety():
            return state.answer_by
        case Correcting():
            return waits_until(state.resume)
        case Idle():
            return None


# --- what a turn looks at ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RecentResponse:
    """Answers of the last days, which a correction may mean."""

    prompt_id: str
    questionnaire: str
    asked_on: date
    values: Mapping[str, Value]
    closes_at: datetime
    last_items: tuple[str, ...]
    """What the patient's last answer to it was about."""


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
    hours: PatientHours
    is_paused: bool = False
    confirms_answers: bool = False
    """The clinic wants every answer confirmed, the clean ones too."""
    is_new: bool = False
    """Fewer than three check-ins completed: answers are echoed."""
    safety_said: frozenset[str] = frozenset()
    """The keys of the safety texts of the last 30 minutes."""
    recent: tuple[RecentResponse, ...] = ()
    """The one answered last first."""


# --- what follows ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Phrase:
    """A wording by key (``templates/sms/<language>/<key>.txt``) and its parameters."""

    key: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Question:
    """The items of one text, worded by their questionnaire."""

    asked: Asked


@dataclass(frozen=True, slots=True)
class Link:
    """The address of a page where the prompt can be answered, good until ``closes_at``.

    ``key`` is the wording that gives it.
    """

    prompt_id: str
    closes_at: datetime
    key: str = "link"


Say = Phrase | Question | Link


class Urgency(StrEnum):
    """Why a turn speaks. It decides what may stop the text and who goes first."""

    SAFETY = "safety"
    REPLY = "reply"
    PROMPT = "prompt"
    REMINDER = "reminder"


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
