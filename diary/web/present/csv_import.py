"""The CSV import: the columns that it takes, and its lines in words."""

from zoneinfo import ZoneInfo

from diary.services.csv_import import COLUMNS, OPTIONAL, Fate, Kind, Line, Preview
from diary.web.screens.csv_import import Columns, CsvImport, ImportLine, WrongCell
from diary.web.screens.forms import Form
from diary.web.translation import gettext as _
from diary.web.translation import ngettext
from diary.web.wording.fields import say_error


def ask_for_file(form: Form) -> CsvImport:
    return CsvImport(form, tuple(_columns(kind) for kind in Kind))


def import_preview(preview: Preview, data: str, form: Form, timezone: str) -> CsvImport:
    """What would happen, before anything is stored; ``timezone`` is the clinic's."""
    new = preview.count(Fate.NEW)
    consequence = ""
    if new and preview.kind is Kind.PATIENTS:
        consequence = ngettext(
            "%(num)s invitation goes out by text.", "%(num)s invitations go out by text.", new
        )
    elif new:
        consequence = _("The check-ins that are still worth asking are laid out.")
    return CsvImport(
        form,
        lines=tuple(_line(preview.kind, line, timezone) for line in preview.lines),
        summary=_summary(preview),
        consequence=consequence,
        data=data,
        new=new,
        needs_consent=preview.kind is Kind.PATIENTS,
    )


def import_done(preview: Preview, timezone: str) -> CsvImport:
    return CsvImport(
        Form(),
        lines=tuple(_line(preview.kind, line, timezone) for line in preview.lines),
        summary=_summary(preview),
        is_done=True,
    )


def _summary(preview: Preview) -> str:
    counted = {
        Fate.DONE: ngettext("%(num)s stored", "%(num)s stored", preview.count(Fate.DONE)),
        Fate.NEW: ngettext("%(num)s new", "%(num)s new", preview.count(Fate.NEW)),
        Fate.KNOWN: ngettext(
            "%(num)s on record already", "%(num)s on record already", preview.count(Fate.KNOWN)
        ),
        Fate.WRONG: ngettext("%(num)s wrong", "%(num)s wrong", preview.count(Fate.WRONG)),
    }
    return ", ".join(said for fate, said in counted.items() if preview.count(fate))


def _line(kind: Kind, line: Line, timezone: str) -> ImportLine:
    values = line.values
    if kind is Kind.PATIENTS:
        what = ", ".join(v for v in (values.get("name", ""), values.get("phone", "")) if v)
    else:
        whom = line.patient.name if line.patient else values.get("phone", "")
        when = " ".join((values.get("date", ""), values.get("start", "")))
        what = f"{whom}: {when}, {values.get('dose_mg', '')} mg {values.get('route', '')}"
    return ImportLine(
        line.number,
        line.fate.value,
        what,
        tuple(
            WrongCell(column, values.get(column, ""), _wrong(column, code, line))
            for column, code in line.errors.items()
        ),
        _note(line, timezone),
    )


def _note(line: Line, timezone: str) -> str:
    if line.planned_at is None or line.fate is Fate.WRONG:
        return ""
    time = f"{line.planned_at.astimezone(ZoneInfo(timezone)):%H:%M}"
    return _("Takes the place of the plan for %(time)s.", time=time)


def _wrong(column: str, code: str, line: Line) -> str:
    return {
        "twice": _("An earlier line of this file has the same."),
        "consent": _("Nothing may be sent without consent. Write yes once the patient has agreed."),
        "more_cells": _(
            "The line has more cells than the first line has columns. Put a text with a comma into"
            " quotation marks."
        ),
        "no_patient": _("No patient of this clinic has this number. Enrol them first."),
    }.get(code) or say_error(column, code, line.values)


def _columns(kind: Kind) -> Columns:
    hints = {
        "phone": _("as on the enrolment form"),
        "language": "en, es",
        "zone": "America/Chicago",
        "preferred_time": "09:30",
        "plan": "standard",
        "consent": "yes",
        "consent_by": _("who read the wording to them"),
        "consent_on": "2026-11-30",
        "date": "2026-11-30",
        "start": "10:00",
        "end": "10:40",
        "dose_mg": "40",
        "weight_kg": "80",
        "route": "intravenous, intramuscular, subcutaneous, intranasal, oral",
    }
    title = {Kind.PATIENTS: _("Patients"), Kind.INFUSIONS: _("Infusions that were given")}[kind]
    return Columns(
        title,
        tuple((name, name in OPTIONAL, hints.get(name, "")) for name in COLUMNS[kind]),
    )
