"""Enrolling a patient."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from diary.services.enrolment import enrol, read_enrolment
from diary.services.fields import InvalidFieldsError
from diary.web.pages.show import show
from diary.web.present.enrolment import FIELDS, enrolment_form, first_values
from diary.web.screens.forms import Form
from diary.web.site import Visit
from diary.web.translation import gettext as _
from diary.web.wording.fields import form_again


def enrol_page(visit: Visit) -> ResponseReturnValue:
    if request.method != "POST":
        return _page(visit, Form(first_values(visit)))
    typed = request.form.to_dict()
    try:
        wanted = read_enrolment(typed, visit.clinic, visit.plans(), visit.now)
        with visit.writing() as session:
            patient = enrol(session, visit.catalogue, visit.practitioner, wanted, visit.now)
    except InvalidFieldsError as invalid:
        return _page(visit, form_again(typed, invalid.errors, FIELDS)), 422
    flash(
        _(
            "Enrolled. The invitation is on its way, within the clinic's hours; nothing else is"
            " sent until they join."
        ),
        "success",
    )
    return redirect(url_for("patients.show", patient_id=patient.id), 303)


def _page(visit: Visit, shown: Form) -> str:
    return show(visit, "enrol.html", enrolment_form(visit, shown), "patients")
