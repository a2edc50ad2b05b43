"""Alerts: the list, one of them, taking, giving, resolving it; the bar on every page."""

from uuid import UUID

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from diary.services import alert_desk, handing_over, taking_over
from diary.services.fields import InvalidFieldsError
from diary.services.glance import glance_at
from diary.web import translation
from diary.web.pages.show import show
from diary.web.present.alerts import alert_list, alert_page
from diary.web.present.frame import mark_of, open_alerts
from diary.web.screens.forms import Form
from diary.web.screens.frame import Frame
from diary.web.site import Visit
from diary.web.translation import gettext as _
from diary.web.wording.fields import form_again

STANDING = "Diary-Standing"
"""The header by which a page that is open learns that its list is of yesterday."""
_FIELDS = ("outcome", "reason")


def index(visit: Visit) -> ResponseReturnValue:
    visit.note_list_read("read alerts")
    with visit.reading() as session:
        page = alert_list(session, visit)
    return show(visit, "alerts.html", page, "alerts")


def bar(visit: Visit) -> ResponseReturnValue:
    with visit.reading() as session:
        glance = glance_at(session, visit.clinic.id)
        unheld = open_alerts(session, visit, glance.unresolved)
    frame = Frame(visit.clinic.name, language=translation.language(), alerts=unheld)
    answer = make_response(render_template("partials/alert_bar.html", frame=frame))
    answer.headers[STANDING] = mark_of(glance)
    return answer


def one(visit: Visit, alert_id: UUID) -> ResponseReturnValue:
    with visit.reading() as session:
        alert, patient = visit.alert(session, alert_id)
    if patient:
        visit.note_read("read alert", patient, alert.id)
    return _page(visit, alert_id, Form())


def acknowledge(visit: Visit, alert_id: UUID) -> ResponseReturnValue:
    with visit.writing() as session:
        alert, patient = visit.alert(session, alert_id)
        alert_desk.take(session, visit.catalogue, alert, patient, visit.practitioner, visit.now)
    return redirect(url_for("alerts.show", alert_id=alert_id), 303)


def resolve(visit: Visit, alert_id: UUID) -> ResponseReturnValue:
    typed = request.form.to_dict()
    try:
        with visit.writing() as session:
            alert, patient = visit.alert(session, alert_id)
            alert_desk.resolve(
                session,
                visit.catalogue,
                alert,
                patient,
                visit.practitioner,
                typed.get("outcome", ""),
                typed.get("reason", ""),
                visit.now,
            )
    except InvalidFieldsError as invalid:
        return _page(visit, alert_id, form_again(typed, invalid.errors, _FIELDS)), 422
    flash(_("The alert is resolved."), "success")
    return redirect(url_for("alerts.show", alert_id=alert_id), 303)


def hand_over(visit: Visit, alert_id: UUID) -> ResponseReturnValue:
    typed = request.form.to_dict()
    try:
        with visit.writing() as session:
            alert, patient = visit.alert(session, alert_id)
            handing_over.hand_over(
                session,
                visit.catalogue,
                alert,
                patient,
                visit.practitioner,
                typed,
                visit.now,
            )
    except InvalidFieldsError as invalid:
        again = form_again(typed, invalid.errors, handing_over.FIELDS)
        return _page(visit, alert_id, Form(), again), 422
    flash(_("The alert is handed over. It stays open until they take it."), "success")
    return redirect(url_for("alerts.show", alert_id=alert_id), 303)


def take_over(visit: Visit, alert_id: UUID) -> ResponseReturnValue:
    typed = request.form.to_dict()
    try:
        with visit.writing() as session:
            alert, patient = visit.alert(session, alert_id)
            taking_over.take_over(
                session, visit.catalogue, alert, patient, visit.practitioner, typed, visit.now
            )
    except InvalidFieldsError as invalid:
        again = form_again(typed, invalid.errors)
        return _page(visit, alert_id, Form(), takeover=again), 422
    flash(_("You hold this alert now."), "success")
    return redirect(url_for("alerts.show", alert_id=alert_id), 303)


def _page(
    visit: Visit,
    alert_id: UUID,
    form: Form,
    handover: Form | None = None,
    takeover: Form | None = None,
) -> str:
    with visit.reading() as session:
        alert, _patient = visit.alert(session, alert_id)
        page = alert_page(session, visit, alert, form, handover or Form(), takeover or Form())
    return show(visit, "alert.html", page, "alerts")
