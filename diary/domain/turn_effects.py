"""What a turn does to the patient's record, besides what it says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from diary.domain.safety import Finding

Value = float | tuple[int, ...]
"""A number, or the chosen values of an item that takes several."""


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
    """Nothing more is asked for this prompt: score what is whole.

    One that ``stays_open`` can still be answered in the app until its window ends.
    """

    prompt_id: str
    stays_open: bool = False


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
