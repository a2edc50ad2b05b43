"""Other treatment on a chart: begun, corrected or ended, at another dose, entered in error."""

from collections.abc import Mapping
from uuid import UUID

from flask import url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from diary.services import other_treatment
from diary.store.chart import OtherTreatment, TreatmentKind
from diary.store.people import Patient
from diary.web.pages.chart_form import back, fill_in
from diary.web.screens.chart_form import ChartForm, Field, FieldKind, Removal
from diary.web.screens.forms import Choice, Form
from diary.web.site import Visit
from diary.web.translation import gettext as _
from diary.web.wording.chart import say_treatment, say_treatment_kind


def add(visit: Visit, patient_id: UUID) -> ResponseReturnValue:
    with visit.reading() as session:
        patient = visit.patient(session, patient_id)
    today = visit.today_of(patient)

    def store(session: Session, typed: Mapping[str, str]) -> None:
        values = other_treatment.read_treatment(typed, today)
        mine = session.get_one(Patient, patient.id)
        other_treatment.add(session, visit.practitioner, mine, values, visit.now)

    return fill_in(
        visit,
        patient,
        lambda form: _form(_("Other treatment"), patient, form),
        store,
        {"started_on": today.isoformat()},
        _("It is on the chart."),
    )


def edit(visit: Visit, treatment_id: UUID) -> ResponseReturnValue:
    treatment, patient = _treatment(visit, treatment_id)

    def store(session: Session, typed: Mapping[str, str]) -> None:
        values = other_treatment.read_treatment(typed, visit.today_of(patient))
        mine = session.get_one(OtherTreatment, treatment.id)
        other_treatment.correct(session, visit.practitioner, patient, mine, values, visit.now)

    removal = Removal(
        _("Entered in error"),
        url_for("treatments.remove", treatment_id=treatment.id),
        _("Takes it off the chart; it is kept in the record."),
    )
    first = {
        "kind": treatment.kind.value,
        "treatment": treatment.name,
        "dose": treatment.dose,
        "started_on": treatment.started_on.isoformat(),
        "ended_on": treatment.ended_on.isoformat() if treatment.ended_on else "",
    }
    return fill_in(
        visit,
        patient,
        lambda form: _form(_("Correct or end a treatment"), patient, form, removal),
        store,
        first,
        _("Corrected."),
    )


def change_dose(visit: Visit, treatment_id: UUID) -> ResponseReturnValue:
    treatment, patient = _treatment(visit, treatment_id)
    if treatment.kind not in other_treatment.MEDICINES:
        raise NotFound
    today = visit.today_of(patient)

    def store(session: Session, typed: Mapping[str, str]) -> None:
        mine = session.get_one(OtherTreatment, treatment.id)
        other_treatment.change_dose(
            session, visit.practitioner, patient, mine, typed, today, visit.now
        )

    def describe(form: Form) -> ChartForm:
        return ChartForm(
            _("Another dose of %(what)s", what=treatment.name),
            patient.id,
            patient.name,
            form,
            (
                Field(FieldKind.TEXT, "dose", _("New dose"), _("Like: 100 mg daily.")),
                Field(FieldKind.DATE, "started_on", _("From")),
            ),
            _("Save the dose"),
            _("Now: %(treatment)s", treatment=say_treatment(treatment)),
        )

    first = {"started_on": today.isoformat()}
    return fill_in(visit, patient, describe, store, first, _("The new dose is on the chart."))


def remove(visit: Visit, treatment_id: UUID) -> ResponseReturnValue:
    treatment, patient = _treatment(visit, treatment_id)
    with visit.writing() as session:
        mine = session.get_one(OtherTreatment, treatment.id)
        other_treatment.remove(session, visit.practitioner, patient, mine, visit.now)
    return back(patient, _("Taken off the chart."))


def _treatment(visit: Visit, treatment_id: UUID) -> tuple[OtherTreatment, Patient]:
    with visit.reading() as session:
        treatment, patient = visit.on_chart(session, OtherTreatment, treatment_id)
    if treatment.removed_at is not None:
        raise NotFound
    return treatment, patient


def _form(title: str, patient: Patient, form: Form, removal: Removal | None = None) -> ChartForm:
    kinds = tuple(Choice(kind.value, say_treatment_kind(kind)) for kind in TreatmentKind)
    return ChartForm(
        title,
        patient.id,
        patient.name,
        form,
        (
            Field(FieldKind.RADIOS, "kind", _("Kind"), choices=kinds),
            Field(
                FieldKind.TEXT,
                "treatment",
                _("Name"),
                _("Like: sertraline. Not needed for CBT, EMDR and exposure therapy."),
                required=False,
            ),
            Field(
                FieldKind.TEXT,
                "dose",
                _("Dose"),
                _("Of a medicine. Like: 50 mg daily."),
                required=False,
            ),
            Field(FieldKind.DATE, "started_on", _("Began")),
            Field(
                FieldKind.DATE,
                "ended_on",
                _("Ended"),
                _("Empty while it goes on."),
                required=False,
            ),
        ),
        _("Save"),
        _("It stands as a mark on the timeline: a change may explain a trend."),
        removal=removal,
    )
