"""Notes that staff write on a chart."""

from collections.abc import Mapping
from uuid import UUID

from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from diary.services import chart_notes
from diary.store.chart import ChartNote
from diary.store.people import Patient
from diary.web.pages.chart_form import back, fill_in
from diary.web.screens.chart_form import ChartForm, Field, FieldKind
from diary.web.screens.forms import Form
from diary.web.site import Visit
from diary.web.translation import gettext as _


def write(visit: Visit, patient_id: UUID) -> ResponseReturnValue:
    with visit.reading() as session:
        patient = visit.patient(session, patient_id)
    today = visit.today_of(patient)

    def store(session: Session, typed: Mapping[str, str]) -> None:
        mine = session.get_one(Patient, patient.id)
        chart_notes.write(session, visit.practitioner, mine, typed, today, visit.now)

    def describe(form: Form) -> ChartForm:
        return ChartForm(
            _("Write a note"),
            patient.id,
            patient.name,
            form,
            (
                Field(FieldKind.DATE, "about_on", _("About the day")),
                Field(FieldKind.AREA, "text", _("Note")),
            ),
            _("Save the note"),
            _(
                "Staff read it, and it is part of the record: the patient has it in their own copy."
                " Psychotherapy notes, and what was told in confidence, belong elsewhere."
            ),
        )

    first = {"about_on": today.isoformat()}
    return fill_in(visit, patient, describe, store, first, _("The note is on the chart."))


def remove(visit: Visit, note_id: UUID) -> ResponseReturnValue:
    with visit.writing() as session:
        note, patient = visit.on_chart(session, ChartNote, note_id)
        if note.removed_at is not None:
            raise NotFound
        chart_notes.remove(session, visit.practitioner, patient, note, visit.now)
    return back(patient, _("Taken off the chart."))
