"""The patient page: one person's chart, texts and plans."""

from dataclasses import dataclass
from enum import StrEnum

from diary.web.charts import Overlay, Sparkline, Timeline
from diary.web.screens.caseload import Figure
from diary.web.screens.frame import Id, Moment
from diary.web.screens.status import Direction, Status


class Delivery(StrEnum):
    QUEUED = "queued"
    SENDING = "sending"
    UNKNOWN = "unknown"
    """It may or may not have gone out."""
    SENT = "sent"
    DELIVERED = "delivered"
    NOTIFIED = "notified"
    """A notification in the app did its work: it never went out as a text."""
    FAILED = "failed"
    RECEIVED = "received"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Text:
    """One text. ``read_as`` says how it was understood, or why it could not be sent."""

    body: str
    moment: Moment
    from_patient: bool
    delivery: Delivery
    read_as: str = ""
    danger: bool = False
    text_id: Id | None = None
    """Where it can be said that it was read wrongly."""


@dataclass(frozen=True, slots=True)
class ThreadDay:
    date: str
    texts: tuple[Text, ...]


class InfusionState(StrEnum):
    PLANNED = "planned"
    GIVEN = "given"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class InfusionRow:
    """``dose`` and ``per_kg`` as written with their units; ``held`` says how long it held."""

    infusion_id: Id
    number: int | None
    state: InfusionState
    moment: Moment
    dose: str = ""
    per_kg: str = ""
    route: str = ""
    held: str = ""
    reason: str = ""
    """Why it was cancelled."""


@dataclass(frozen=True, slots=True)
class Upcoming:
    """A prompt to come: ``what`` is asked, ``because`` of which infusion and day.

    ``is_moved``: staff set its time. ``is_movable``: the patient has not put it off themselves.
    """

    what: str
    because: str
    moment: Moment
    prompt_id: Id
    is_moved: bool = False
    is_movable: bool = True


@dataclass(frozen=True, slots=True)
class TreatmentRow:
    """Other treatment: ``span`` says from when to when; ``is_medicine`` has a dose to change."""

    treatment_id: Id
    what: str
    span: str
    is_medicine: bool = False
    is_over: bool = False


@dataclass(frozen=True, slots=True)
class GoalRow:
    """A goal in the patient's words with its newest rating; ``is_due`` a month after it."""

    goal_id: Id
    words: str
    value: str = ""
    change: str = ""
    direction: Direction = Direction.SAME
    rated: str = ""
    spark: Sparkline | None = None
    is_due: bool = False
    closed: str = ""


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A note (``note_id``) or call of staff, or what the patient wrote beside the answers."""

    date: str
    text: str
    who: str
    note_id: Id | None = None
    call_id: Id | None = None


@dataclass(frozen=True, slots=True)
class ForecastNote:
    """When half of the gain may be lost, or why that cannot be said."""

    range: str = ""
    basis: str = ""
    why_not: str = ""
    review: str = ""
    """What a clinician made of it."""


@dataclass(frozen=True, slots=True)
class ConsentEvent:
    what: str
    who: str
    moment: Moment
    wording: str = ""


@dataclass(frozen=True, slots=True)
class Phone:
    """A phone on which the patient is signed in to the app."""

    device_id: Id
    name: str
    seen: Moment
    is_notified: bool
    """Check-ins are told there by notification."""


@dataclass(frozen=True, slots=True)
class AppEntry:
    """What the patient entered in the app; ``remarks`` say what is odd about it."""

    text: str
    moment: Moment
    remarks: tuple[str, ...] = ()
    danger: bool = False


@dataclass(frozen=True, slots=True)
class NumbersTable:
    """The numbers of the timeline: ``rows`` under ``columns``; the first cell is the date."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class CourseCell:
    """One answer about a course, and beneath it what it rests on."""

    said: str
    small: tuple[str, ...] = ()
    direction: Direction = Direction.SAME


@dataclass(frozen=True, slots=True)
class CourseNumbers:
    """What each course did by one questionnaire: a row a course, the newest first."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[CourseCell, ...], ...]


@dataclass(frozen=True, slots=True)
class Zoom:
    """A stretch of time that the timeline can be asked to show, by its ``code``."""

    code: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class PatientPage:
    """``sentence`` says in one breath how the patient is and why that is so."""

    patient_id: Id
    name: str
    status: Status
    sentence: str
    about: tuple[str, ...]
    """Short facts beside the name: plan, language, their local time."""
    facts: tuple[Figure, ...]
    timeline: Timeline
    numbers: NumbersTable
    overlay: Overlay | None = None
    infusions: tuple[InfusionRow, ...] = ()
    upcoming: tuple[Upcoming, ...] = ()
    thread: tuple[ThreadDay, ...] = ()
    thread_is_cut: bool = False
    """Older texts exist that are not shown."""
    consent: tuple[ConsentEvent, ...] = ()
    phone: str = ""
    phone_shown: str = ""
    alert_id: Id | None = None
    """The alert to open first."""
    also: tuple[Status, ...] = ()
    """What else is the matter, the most urgent first."""
    treatments: tuple[TreatmentRow, ...] = ()
    goals: tuple[GoalRow, ...] = ()
    notes: tuple[NoteRow, ...] = ()
    forecast: ForecastNote | None = None
    is_paused: bool = False
    phones: tuple[Phone, ...] = ()
    entries: tuple[AppEntry, ...] = ()
    """Made in the app, the newest first."""
    courses: tuple[CourseNumbers, ...] = ()
    """A table a questionnaire, the one with the most scores first."""
    course_definitions: tuple[tuple[str, str], ...] = ()
    """How these tables are counted: terms and what they mean."""
    zooms: tuple[Zoom, ...] = ()
    """What the timeline can show; empty where there is only everything."""
