"""One chart grammar: frozen descriptions in, SVG out; pages, print and mail draw the same way."""

from diary.web.charts.curves import curves
from diary.web.charts.description import (
    Band,
    Course,
    Curve,
    CurveKind,
    Curves,
    Line,
    LineKind,
    Mark,
    MarkKind,
    Overlay,
    Panel,
    Point,
    Series,
    SeriesKind,
    ShareRow,
    Shares,
    Sparkline,
    Step,
    Timeline,
)
from diary.web.charts.overlay import overlay
from diary.web.charts.readings import readings
from diary.web.charts.shares import shares
from diary.web.charts.sparkline import sparkline
from diary.web.charts.timeline import MIDDLE, NARROW, WIDE, timeline

__all__ = [
    "MIDDLE",
    "NARROW",
    "WIDE",
    "Band",
    "Course",
    "Curve",
    "CurveKind",
    "Curves",
    "Line",
    "LineKind",
    "Mark",
    "MarkKind",
    "Overlay",
    "Panel",
    "Point",
    "Series",
    "SeriesKind",
    "ShareRow",
    "Shares",
    "Sparkline",
    "Step",
    "Timeline",
    "curves",
    "overlay",
    "readings",
    "shares",
    "sparkline",
    "timeline",
]
