"""The way of every small form of a chart: shown, filled in, shown again with what is wrong."""

from collections.abc import Callable, Mapping

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from diary.services.fields import InvalidFieldsError
from diary.store.people import Patient
from diary.web.pages.show import show
from diary.web.screens.chart_form import ChartForm
from diary.web.screens.forms import Form
from diary.web.site import Visit
from diary.web.wording.fields import form_again

Store = Callable[[Session, Mapping[str, str]], None]


def fill_in(
    visit: Visit,
    patient: Patient,
    describe: Callable[[Form], ChartForm],
    store: Store,
    first: Mapping[str, str],
    said: str,
) -> ResponseReturnValue:
    """Show the form with its ``first`` values, or store what was typed and go back.

    That is to the chart, if the form has no other home.
    """
    if request.method != "POST":
        visit.note_read("read patient", patient)
        return show(visit, "chart_form.html", describe(Form(first)), "patients")
    typed = request.form.to_dict()
    try:
        with visit.writing() as session:
            store(session, typed)
    except InvalidFieldsError as invalid:
        order = [field.name for field in describe(Form()).fields]
        page = describe(form_again(typed, invalid.errors, order))
        return show(visit, "chart_form.html", page, "patients"), 422
    return back(patient, said, home=describe(Form()).home)


def back(patient: Patient, said: str, kind: str = "success", home: str = "") -> ResponseReturnValue:
    """To the chart, or to another page of ours, which says what was done."""
    flash(said, kind)
    return redirect(home or url_for("patients.show", patient_id=patient.id), 303)
