"""What a patient follows: protocol, zone and time of day."""

from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from diary.services import follow_up
from diary.services.fields import InvalidFieldsError
from diary.store.people import Patient
from diary.web.pages.show import show
from diary.web.present.follow_up import FIELDS, first_values, follow_up_form
from diary.web.screens.forms import Form
from diary.web.site import Visit
from diary.web.translation import gettext as _
from diary.web.wording.fields import form_again


def change(visit: Visit, patient_id: UUID) -> ResponseReturnValue:
    with visit.reading() as session:
        patient = visit.patient(session, patient_id)
        offered = follow_up.choices(session, visit.catalogue, patient)
    visit.note_read("read patient", patient)
    shown, status = Form(first_values(patient)), 200
    if request.method == "POST":
        typed = request.form.to_dict()
        try:
            values = follow_up.read_follow_up(typed, visit.clinic, offered)
            with visit.writing() as session:
                mine = session.get_one(Patient, patient.id)
                follow_up.change(
                    session, visit.catalogue, visit.practitioner, mine, values, visit.now
                )
        except InvalidFieldsError as invalid:
            shown, status = form_again(typed, invalid.errors, FIELDS), 422
        else:
            flash(_("Saved. What was not sent yet is laid out anew."), "success")
            return redirect(url_for("patients.show", patient_id=patient.id), 303)
    page = follow_up_form(patient, offered, shown)
    return show(visit, "follow_up.html", page, "patients"), status
