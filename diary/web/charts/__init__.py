"""One chart grammar: frozen descriptions in, SVG out; pages, print and mail draw the same way."""

from diary.web.charts.description import (
    Band,
    Course,
    Line,
    LineKind,
    Mark,
    MarkKind,
    Overlay,
    Panel,
    Point,
    Series,
    SeriesKind,
    Sparkline,
    Timeline,
)
from diary.web.charts.overlay import overlay
from diary.web.charts.readings import readings
from diary.web.charts.sparkline import sparkline
from diary.web.charts.timeline import NARROW, WIDE, timeline

__all__ = [
    "NARROW",
    "WIDE",
    "Band",
    "Course",
    "Line",
    "LineKind",
    "Mark",
    "MarkKind",
    "Overlay",
    "Panel",
    "Point",
    "Series",
    "SeriesKind",
    "Sparkline",
    "Timeline",
    "overlay",
    "readings",
    "sparkline",
    "timeline",
]
