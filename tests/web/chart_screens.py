"""The small forms of a chart, as first shown and with everything wrong; and its timeline."""

from datetime import datetime, timedelta

from diary.web.charts import (
    Band,
    Line,
    LineKind,
    Mark,
    MarkKind,
    Panel,
    Point,
    Series,
    SeriesKind,
    Timeline,
)
from diary.web.screens.chart_form import ChartForm, Field, FieldKind, Removal
from diary.web.screens.csv_import import Columns, CsvImport, ImportLine, WrongCell
from diary.web.screens.forms import Choice, Form

_FIELDS = tuple(
    Field(kind, kind.value, kind.value, "A hint.", choices=(Choice("1", "one"),), unit="mg")
    for kind in FieldKind
)


def chart_forms(name: str) -> tuple[ChartForm, ...]:
    """``name`` is the patient's."""
    wrong = Form({"date": "x"}, {field.name: "Wrong." for field in _FIELDS})
    sent = Form({"about": name})
    removal = Removal("Entered in error", "/remove", "Takes it off.")
    return (
        ChartForm("Note", 1, name, Form(), _FIELDS, "Save", "Says what.", name),
        ChartForm("Note", 1, name, wrong, _FIELDS, "Save", removal=removal),
        ChartForm("Call", 1, name, sent, _FIELDS, "Save", hidden=("about",), home="/"),
    )


def csv_imports(name: str) -> tuple[CsvImport, ...]:
    """Asked for, refused, looked at, refused once more, and done."""
    wrong = WrongCell("phone", "<cant>", "This is no number.")
    lines = (
        ImportLine(2, "new", name),
        ImportLine(3, "known", name),
        ImportLine(4, "wrong", name, (wrong,)),
        ImportLine(5, "done", name),
    )
    kinds = (Columns("Patients", (("name", False, ""), ("plan", True, "standard"))),)
    unsure = Form({}, {"agreed": "Tick when agreed."})
    return (
        CsvImport(Form(), kinds),
        CsvImport(Form({}, {"file": "No file."}), kinds),
        CsvImport(Form(), (), lines, "2 new", "2 go out.", "name,phone", 2, needs_consent=True),
        CsvImport(unsure, (), lines, "2 new", "2 go out.", "name,phone", 2, needs_consent=True),
        CsvImport(Form(), (), lines, "nothing new"),
        CsvImport(Form(), (), lines, "4 stored", is_done=True),
    )


def timeline_at(now: datetime) -> Timeline:
    """One of everything that a timeline can have."""
    before = now - timedelta(days=7)
    return Timeline(
        "Timeline",
        "PHQ-9 fell from 19 to 13.",
        (
            Panel(
                "PHQ-9",
                0,
                27,
                (Series("PHQ-9", SeriesKind.SCORE, (Point(before, 19), Point(now, 13))),),
                (Band(0, 5, "minimal"),),
                (Line(16, "half of the gain lost: 16", LineKind.HALF_GAIN),),
            ),
            Panel("Mood", 0, 10, (Series("Mood", SeriesKind.DAILY, (Point(now, 4),), (now,)),)),
        ),
        (
            Mark(now, "1", "Infusion 1: 40 mg"),
            Mark(now, "!", "Alert", MarkKind.ALERT),
            Mark(now, "", "Note", MarkKind.NOTE),
            Mark(now, "", "Begun: CBT", MarkKind.TREATMENT),
        ),
    )
