"""Today and the patient list."""

from dataclasses import dataclass

from diary.web.charts import Sparkline
from diary.web.screens.frame import Id, Moment
from diary.web.screens.status import Direction, Status


@dataclass(frozen=True, slots=True)
class LastScore:
    """``value`` as written ("13"), ``change`` since the start of treatment, signed ("-6").

    ``exact`` says when it was answered.
    """

    instrument: str
    value: str
    change: str = ""
    direction: Direction = Direction.SAME
    exact: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """One number in a strip: ``label`` above, ``note`` beside, ``small`` beneath it."""

    label: str
    value: str
    note: str = ""
    small: str = ""
    direction: Direction = Direction.SAME


@dataclass(frozen=True, slots=True)
class Call:
    """One row of Today: ``reason`` is a sentence, ``since_infusion`` "Day 17 after infusion 6"."""

    patient_id: Id
    name: str
    status: Status
    since_infusion: str
    reason: str
    spark: Sparkline
    score: LastScore | None = None
    phone: str = ""
    """E.164, for the call link; empty where the reader may not see it."""
    alert_id: Id | None = None
    also: tuple[Status, ...] = ()
    """What else is the matter, the most urgent first."""
    called: str = ""
    """That somebody called them, in a sentence."""


@dataclass(frozen=True, slots=True)
class CalledRow:
    """One who was called: ``called`` says by whom, when, how it went and until when it counts."""

    patient_id: Id
    name: str
    status: Status
    called: str
    also: tuple[Status, ...] = ()


@dataclass(frozen=True, slots=True)
class Today:
    """``date`` and ``time`` are the clinic's own. ``calls`` are the most in need.

    ``called`` need a call no longer, because somebody made it: the last one called first.
    """

    date: str
    time: str
    followed: int
    planned_today: int
    calls: tuple[Call, ...] = ()
    facts: tuple[Figure, ...] = ()
    notices: tuple[str, ...] = ()
    """What keeps the clinic's texts back, in sentences."""
    counted: Moment | None = None
    """When ``followed`` and ``facts`` were counted, if not just now."""
    called: tuple[CalledRow, ...] = ()


@dataclass(frozen=True, slots=True)
class PatientRow:
    patient_id: Id
    name: str
    status: Status
    spark: Sparkline
    scores: tuple[LastScore, ...] = ()
    days_since_infusion: int | None = None
    infusions: int = 0
    answered: str = ""
    """Reply rate as written, with what it is of: "84 %" of ``asked``."""
    asked: int = 0
    next_prompt: Moment | None = None
    line: Status | None = None
    """Why nothing can be asked by text, where ``status`` is about something else."""
    called: str = ""
    """That somebody called them, in a sentence."""


@dataclass(frozen=True, slots=True)
class PatientList:
    """``total`` counts what the search and filter match; ``rows`` are one page of it."""

    rows: tuple[PatientRow, ...]
    total: int
    enrolled: int
    search: str = ""
    status: str = ""
    """The status filtered by, or empty for all."""
    order: str = "need"
    """A ``ListOrder``."""
    page: int = 1
    pages: int = 1
    is_cut: bool = False
    """More names match than are looked through."""
    standing: tuple[tuple[Status, str], ...] = ()
    """Statuses to filter by, in order of need, each with how many patients have it."""
