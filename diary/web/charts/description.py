"""What a chart says, as frozen values: the one vocabulary of every chart in the program.

Instants are aware datetimes; values are in the unit of their scale; every word a reader meets comes
in from outside, already in the reader's language.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from enum import StrEnum
from typing import NamedTuple


class Point(NamedTuple):
    """One answer. ``said`` is how a reader is told its value; without it, the bare number."""

    at: datetime
    value: float
    said: str = ""


class SeriesKind(StrEnum):
    SCORE = "score"
    """Few, important: a line with an open circle at each."""
    DAILY = "daily"
    """Many, noisy: dots without a line."""
    ROLLING = "rolling"
    """A smoothed line without dots; it is not told to the reader point by point."""


@dataclass(frozen=True, slots=True)
class Series:
    """Answers to one question over time, oldest first.

    A line is never drawn across what is not known: it breaks at every instant in ``missed`` and
    wherever two points lie further apart than ``breaks_after``.
    """

    name: str
    kind: SeriesKind
    points: tuple[Point, ...]
    missed: tuple[datetime, ...] = ()
    breaks_after: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Band:
    """Values from ``low`` to ``high`` that read as ``label`` (a severity)."""

    low: float
    high: float
    label: str


class LineKind(StrEnum):
    HALF_GAIN = "half-gain"
    BASELINE = "baseline"
    CUT_OFF = "cut-off"
    WATCH = "watch"
    """A smoothed mean beyond it is a drift; single answers may lie there."""


@dataclass(frozen=True, slots=True)
class Line:
    """A level that matters, from ``since`` (or the left edge) to the right edge.

    Within ``reach`` of it, above and below, a value is no more than the error of the scale away:
    a band says so.
    """

    value: float
    label: str
    kind: LineKind
    since: datetime | None = None
    reach: float = 0.0


@dataclass(frozen=True, slots=True)
class Panel:
    """One plot with a scale of its own; panels of a timeline share the time axis.

    The scale runs from ``low`` to ``high`` and grows if a value lies outside: nothing is cut off.
    ``short`` is for the dense daily answers.
    """

    title: str
    low: float
    high: float
    series: tuple[Series, ...]
    bands: tuple[Band, ...] = ()
    lines: tuple[Line, ...] = ()
    ticks: tuple[float, ...] = ()
    short: bool = False


class MarkKind(StrEnum):
    INFUSION = "infusion"
    ALERT = "alert"
    NOTE = "note"
    TREATMENT = "treatment"
    """Other treatment begun, changed or ended: it may explain a trend."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happened. ``label`` is a few characters ("7"), ``title`` says it in full."""

    at: datetime
    label: str
    title: str
    kind: MarkKind = MarkKind.INFUSION


@dataclass(frozen=True, slots=True)
class Timeline:
    """Everything of one patient on one time axis.

    ``since`` and ``until`` are a window: what lies outside is left out. Without them the axis spans
    all that is there. Dates are the calendar days of ``zone``.
    """

    title: str
    summary: str
    panels: tuple[Panel, ...]
    marks: tuple[Mark, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    zone: tzinfo = UTC
    language: str = "en"
    missed_word: str = "not answered"


@dataclass(frozen=True, slots=True)
class Sparkline:
    """A word-sized line: the last one is dotted, infusions are ticks beneath.

    ``values`` are those at ``times``. Time is plain numbers, all in one unit; two sequences and no
    pairs, because a list of patients has thousands of them.
    """

    label: str
    low: float
    high: float
    times: Sequence[float] = ()
    values: Sequence[float] = ()
    infusions: Sequence[float] = ()
    missed: Sequence[float] = ()
    breaks_after: float | None = None
    since: float | None = None
    until: float | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """Answers after one infusion or course: ``(days since it, value)``, in order of days."""

    label: str
    points: tuple[tuple[float, float], ...]
    current: bool = False


@dataclass(frozen=True, slots=True)
class Overlay:
    """All courses from day 0 on one axis: how long did each hold?"""

    title: str
    summary: str
    low: float
    high: float
    courses: tuple[Course, ...]
    lines: tuple[Line, ...] = ()
    day_word: str = "day"


@dataclass(frozen=True, slots=True)
class Step:
    """From ``day`` on the curve stands at ``share`` (0 to 1), with its interval where one is."""

    day: float
    share: float
    low: float | None = None
    high: float | None = None


class CurveKind(StrEnum):
    KEPT = "kept"
    RETURNED = "returned"
    RETREATED = "retreated"
    EVERYBODY = "everybody"
    """Those whom a group is compared with: behind, and pale."""


@dataclass(frozen=True, slots=True)
class Curve:
    """A share of people over the days since something, from ``start`` in steps until ``until``.

    ``leaving`` are the days on which somebody was last seen: small ticks on the curve.
    """

    label: str
    kind: CurveKind
    start: float
    steps: tuple[Step, ...]
    until: float
    leaving: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Curves:
    """Shares over days 0 to ``days``. ``at_risk`` is how many are still watched on a day.

    ``percent`` is how a number of hundredths is written.
    """

    title: str
    summary: str
    curves: tuple[Curve, ...]
    days: float
    at_risk: tuple[tuple[float, int], ...] = ()
    at_risk_word: str = "at risk"
    day_word: str = "day"
    median: float | None = None
    median_word: str = ""
    percent: str = "{:.0f}%"


@dataclass(frozen=True, slots=True)
class ShareRow:
    """One share with its interval; ``said`` is the same in words. Published ones stand hollow."""

    label: str
    said: str
    share: float | None = None
    low: float | None = None
    high: float | None = None
    published: bool = False


@dataclass(frozen=True, slots=True)
class Shares:
    """Shares on one axis from nobody to everybody, in groups of rows under one heading each."""

    title: str
    summary: str
    groups: tuple[tuple[str, tuple[ShareRow, ...]], ...]
    percent: str = "{:.0f}%"
