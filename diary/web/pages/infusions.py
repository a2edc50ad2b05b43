"""Infusions planned, recorded, corrected and cancelled."""

from collections.abc import Callable
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from diary.services import infusions
from diary.services.fields import InvalidFieldsError
from diary.services.infusion_forms import read_given, read_planned
from diary.store.care import Infusion, InfusionStatus
from diary.store.people import Patient
from diary.web.pages.show import show
from diary.web.present.infusion_forms import (
    FIELDS,
    first_values,
    infusion_cancel,
    infusion_form,
)
from diary.web.screens.forms import Form
from diary.web.screens.infusion import InfusionTask
from diary.web.site import Visit
from diary.web.translation import gettext as _
from diary.web.wording.fields import form_again

Store = Callable[[Session, dict[str, str]], None]


def plan(visit: Visit, patient_id: UUID) -> ResponseReturnValue:
    """Plan an infusion to come."""
    patient = _patient(visit, patient_id)

    def store(session: Session, typed: dict[str, str]) -> None:
        values = read_planned(typed, visit.clinic.timezone, visit.now)
        mine = session.get_one(Patient, patient.id)
        infusions.plan(session, visit.catalogue, visit.practitioner, mine, values, visit.now)

    return _form(visit, patient, InfusionTask.PLAN, None, store, _("The infusion is planned."))


def record(visit: Visit, patient_id: UUID) -> ResponseReturnValue:
    """Record as given what the address names, or what was planned for its day, or a new one."""
    patient = _patient(visit, patient_id)
    planned_id = request.args.get("planned", type=UUID)
    planned = _infusion(visit, planned_id, InfusionStatus.PLANNED)[0] if planned_id else None
    if planned and planned.patient_id != patient.id:
        raise NotFound

    def store(session: Session, typed: dict[str, str]) -> None:
        values = read_given(typed, visit.clinic.timezone, visit.now)
        at, zone = values.started_at, visit.clinic.timezone
        took_place = (
            [session.get_one(Infusion, planned.id)]
            if planned
            else infusions.planned_that_day(session, patient.id, at, zone)
        )
        infusions.record_given(
            session,
            visit.catalogue,
            visit.practitioner,
            session.get_one(Patient, patient.id),
            values,
            visit.now,
            planned=next(iter(took_place), None),
        )

    said = _("Recorded. The check-ins that follow it are laid out.")
    return _form(visit, patient, InfusionTask.RECORD, planned, store, said)


def edit(visit: Visit, infusion_id: UUID) -> ResponseReturnValue:
    """Correct an infusion, planned or given; what was not sent yet moves with it."""
    infusion, patient = _infusion(visit, infusion_id, *_CHANGEABLE)

    def store(session: Session, typed: dict[str, str]) -> None:
        mine = session.get_one(Infusion, infusion.id)
        common = (session, visit.catalogue, visit.practitioner, mine)
        if infusion.status is InfusionStatus.GIVEN:
            given = read_given(typed, visit.clinic.timezone, visit.now)
            infusions.correct_given(*common, given, visit.now)
        else:
            planned = read_planned(typed, visit.clinic.timezone, visit.now)
            infusions.correct_planned(*common, planned, visit.now)

    return _form(visit, patient, InfusionTask.CORRECT, infusion, store, _("Corrected."))


def cancel(visit: Visit, infusion_id: UUID) -> ResponseReturnValue:
    """Cancel an infusion: what was not sent yet is withdrawn."""
    infusion, patient = _infusion(visit, infusion_id, *_CHANGEABLE)
    typed = request.form.to_dict()
    shown, status = Form(), 200
    if request.method == "POST":
        try:
            with visit.writing() as session:
                infusions.cancel(
                    session,
                    visit.catalogue,
                    visit.practitioner,
                    session.get_one(Infusion, infusion.id),
                    typed.get("reason", ""),
                    visit.now,
                )
        except InvalidFieldsError as invalid:
            shown, status = form_again(typed, invalid.errors), 422
        else:
            return _done(patient, _("Cancelled. What was still to come is withdrawn."))
    with visit.reading() as session:
        page = infusion_cancel(session, visit, infusion, patient, shown)
    return show(visit, "infusion_cancel.html", page, "patients"), status


_CHANGEABLE = (InfusionStatus.PLANNED, InfusionStatus.GIVEN)


def _form(
    visit: Visit,
    patient: Patient,
    task: InfusionTask,
    infusion: Infusion | None,
    store: Store,
    said: str,
) -> ResponseReturnValue:
    typed = request.form.to_dict()
    status = 200
    if request.method == "POST":
        try:
            with visit.writing() as session:
                store(session, typed)
        except InvalidFieldsError as invalid:
            shown, status = form_again(typed, invalid.errors, FIELDS), 422
        else:
            return _done(patient, said)
    with visit.reading() as session:
        if request.method != "POST":
            shown = Form(first_values(session, visit, patient, task, infusion))
        page = infusion_form(session, visit, patient, task, shown, infusion)
    return show(visit, "infusion_form.html", page, "patients"), status


def _done(patient: Patient, said: str) -> ResponseReturnValue:
    flash(said, "success")
    return redirect(url_for("patients.show", patient_id=patient.id), 303)


def _patient(visit: Visit, patient_id: UUID) -> Patient:
    with visit.reading() as session:
        patient = visit.patient(session, patient_id)
    if request.method != "POST":
        visit.note_read("read patient", patient)
    return patient


def _infusion(
    visit: Visit, infusion_id: UUID, *statuses: InfusionStatus
) -> tuple[Infusion, Patient]:
    """The infusion and its patient; one that stands otherwise is not there to be changed."""
    with visit.reading() as session:
        infusion, patient = visit.infusion(session, infusion_id)
    if infusion.status not in statuses:
        raise NotFound
    if request.method != "POST":
        visit.note_read("read infusion", patient, infusion.id)
    return infusion, patient
