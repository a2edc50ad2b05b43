"""Patients and infusions from a CSV file: looked at line by line, then stored."""

from flask import request
from flask.typing import ResponseReturnValue

from diary.services import csv_import
from diary.services.csv_files import LARGEST_FILE
from diary.services.csv_import import Preview
from diary.services.fields import InvalidFieldsError
from diary.store.people import Patient
from diary.web.pages.show import show
from diary.web.present.csv_import import ask_for_file, import_done, import_preview
from diary.web.screens.csv_import import CsvImport
from diary.web.screens.forms import Form
from diary.web.site import Visit
from diary.web.wording.fields import form_again

_TEMPLATE = "csv_import.html"


def page(visit: Visit) -> ResponseReturnValue:
    """A file is asked for, looked at, and stored when it is sent once more to be."""
    if request.method != "POST":
        return show(visit, _TEMPLATE, ask_for_file(Form()), "patients")
    confirmed = request.form.get("confirmed") == "yes"
    data = _data(confirmed=confirmed)
    try:
        preview = _look(visit, data)
    except InvalidFieldsError as invalid:
        asked = ask_for_file(form_again({}, invalid.errors))
        return show(visit, _TEMPLATE, asked, "patients"), 422
    text = data.decode("utf-8-sig")
    home = visit.clinic.timezone
    shown = import_preview(preview, text, Form(), home)
    if not confirmed:
        return show(visit, _TEMPLATE, shown, "patients")
    if shown.needs_consent and request.form.get("agreed") != "yes":
        unagreed = form_again({}, {"agreed": "consent"})
        again = import_preview(preview, text, unagreed, home)
        return show(visit, _TEMPLATE, again, "patients"), 422
    return show(visit, _TEMPLATE, _store(visit, preview), "patients")


def _data(*, confirmed: bool) -> bytes:
    if confirmed:
        # Browsers write two bytes for every end of a line, which the file may have no room for.
        return request.form.get("data", "").replace("\r\n", "\n").encode()
    upload = request.files.get("file")
    return upload.read(LARGEST_FILE + 1) if upload else b""


def _look(visit: Visit, data: bytes) -> Preview:
    if not data.strip():
        raise InvalidFieldsError({"file": "required"})
    with visit.reading() as session:
        preview = csv_import.preview(session, visit.catalogue, visit.clinic, data, visit.now)
    seen: dict[object, Patient] = {
        line.patient.id: line.patient for line in preview.lines if line.patient
    }
    for patient in seen.values():
        visit.note_read("read patient", patient)
    return preview


def _store(visit: Visit, preview: Preview) -> CsvImport:
    """A line at a time: one that fails stops none of the others."""
    done = []
    for line in preview.lines:
        with visit.writing() as session:
            done.append(
                csv_import.store(
                    session,
                    visit.catalogue,
                    visit.practitioner,
                    visit.clinic,
                    preview.kind,
                    line,
                    visit.now,
                )
            )
    return import_done(Preview(preview.kind, done), visit.clinic.timezone)
