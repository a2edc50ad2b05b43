"""The clinic's plans ("protocols" on screen): the list, one version, a new version."""

from dataclasses import dataclass
from datetime import date

from diary.web.screens.forms import Form
from diary.web.screens.frame import Id


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One version. ``is_usual``: it is what enrolment offers first."""

    code: str
    version: str
    title: str
    check_ins: int
    patients: int
    is_newest: bool
    is_own: bool
    is_usual: bool


@dataclass(frozen=True, slots=True)
class PlanList:
    rows: tuple[PlanRow, ...]
    may_load: bool


@dataclass(frozen=True, slots=True)
class CheckInRow:
    """A check-in in words: when it is asked, what, how, how long it is open, its reminder."""

    code: str
    when: str
    asks: str
    how: str
    open_for: str
    reminder: str


@dataclass(frozen=True, slots=True)
class SizedText:
    """A text in one language: ``size`` says its characters, alphabet and segments."""

    language: str
    body: str
    size: str
    is_long: bool


@dataclass(frozen=True, slots=True)
class TextRow:
    kind: str
    versions: tuple[SizedText, ...]


@dataclass(frozen=True, slots=True)
class TextGroup:
    """What some check-ins say alike; ``total`` counts their texts and segments."""

    check_ins: str
    total: str
    texts: tuple[TextRow, ...]


@dataclass(frozen=True, slots=True)
class CalendarText:
    """A text of the calendar: local time, what it asks, and what there is to explain."""

    time: str
    what: str
    notes: tuple[str, ...] = ()
    is_dropped: bool = False


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """``marks`` are infusions and clock changes of the day."""

    on: date
    label: str
    name: str
    marks: tuple[str, ...]
    texts: tuple[CalendarText, ...]
    is_outside: bool = False
    """Before the first or after the last day shown."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Whole weeks. ``summary`` counts the texts."""

    weekdays: tuple[str, ...]
    weeks: tuple[tuple[CalendarDay, ...], ...]
    summary: str


@dataclass(frozen=True, slots=True)
class Follower:
    patient_id: Id
    name: str
    plan: str
    is_here: bool
    """They follow this very version."""


@dataclass(frozen=True, slots=True)
class PlanPage:
    """One version. ``form`` is that of the calendar: first_on, infusions, every_days, time, zone,
    preferred_time, days.

    ``to_move`` counts the patients on other versions; 0 where nobody may or need be moved.
    """

    code: str
    version: str
    title: str
    sub: str
    is_newest: bool
    check_ins: tuple[CheckInRow, ...]
    groups: tuple[TextGroup, ...]
    form: Form
    zones: tuple[str, ...]
    calendar: Calendar | None
    followers: tuple[Follower, ...]
    others: int
    """Patients on it beside those listed."""
    to_move: int
    source: str
    is_owner: bool


@dataclass(frozen=True, slots=True)
class LineError:
    """A mistake in a plan's text. Where no line can be named, ``line`` and ``quote`` are empty."""

    line: str
    message: str
    quote: str


@dataclass(frozen=True, slots=True)
class PlanChange:
    """What differs of one check-in: ``kind`` is new, gone or changed; lines of words."""

    code: str
    kind: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlanLoad:
    """A plan's text to be checked, then loaded. ``checked`` is what it would be, e.g. own/2."""

    form: Form
    errors: tuple[LineError, ...] = ()
    checked: str = ""
    title: str = ""
    compared: str = ""
    """The version it is compared with; empty for a plan that is new to the clinic."""
    changes: tuple[PlanChange, ...] = ()
    series: str = ""
    """What becomes of the gap between two series, if it changes."""
    patients: int = 0
    """Who follows another version, and may be moved over."""
