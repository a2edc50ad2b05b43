"""What brings a turn about."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from diary.domain.plan import Channel
from diary.domain.safety import Finding
from diary.domain.turn_effects import Value


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
    channel: Channel = Channel.TEXT


@dataclass(frozen=True, slots=True)
class ReminderDue:
    """A prompt was not answered for so long that it is to be asked once more."""

    prompt_id: str


@dataclass(frozen=True, slots=True)
class WaitExpired:
    """The wait that was set in turn number ``turn`` is over; stale if the turn is another."""

    turn: int


@dataclass(frozen=True, slots=True)
class FormAnswered:
    """The patient answered on a page what is still open of a prompt.

    ``answers`` are values by link id, by questionnaire.
    """

    prompt_id: str
    answers: Mapping[str, Mapping[str, Value]]


@dataclass(frozen=True, slots=True)
class FormRefused:
    """A page was sent that is not whole, or too late: only danger in its answers counts."""

    prompt_id: str
    answers: Mapping[str, Mapping[str, Value]]


@dataclass(frozen=True, slots=True)
class HeardInApp:
    """Answers or a note came through the app: on record already, the alerts of danger open."""

    danger: Finding | None = None


Inbound = (
    TextReceived
    | PromptReleased
    | ReminderDue
    | WaitExpired
    | FormAnswered
    | FormRefused
    | HeardInApp
)
