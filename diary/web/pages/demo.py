"""The demo: phones of simulated patients, and the clock that can be moved."""

from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest, NotFound

from diary.services.moved_clock import carry_sessions, happened
from diary.web.auth import local_path
from diary.web.demo_stage import LONGEST_MOVE, MOVES, DemoStage
from diary.web.pages.show import show
from diary.web.present.phones import phone_page, phones_page, say_happened
from diary.web.screens.forms import Form
from diary.web.site import Visit
from diary.web.wording.fields import form_again

_LONGEST_TEXT = 1600


def phones(visit: Visit) -> ResponseReturnValue:
    with visit.reading() as session:
        page = phones_page(session, visit, _stage(visit))
    return show(visit, "phones.html", page, "phones")


def phone(visit: Visit, patient_id: UUID) -> ResponseReturnValue:
    return _phone(visit, patient_id, Form())


def answer(visit: Visit, patient_id: UUID) -> ResponseReturnValue:
    with visit.reading() as session:
        visit.patient(session, patient_id)
    body = request.form.get("body", "")
    if not body.strip() or len(body) > _LONGEST_TEXT:
        code = "too_long_text" if body.strip() else "required"
        return _phone(visit, patient_id, form_again({"body": body}, {"body": code})), 422
    _stage(visit).text_as(patient_id, body)
    return redirect(url_for("demo.phone", patient_id=patient_id), 303)


def autopilot(visit: Visit, patient_id: UUID) -> ResponseReturnValue:
    with visit.reading() as session:
        visit.patient(session, patient_id)
    _stage(visit).set_autopilot(patient_id, request.form.get("on") == "yes")
    return redirect(url_for("demo.phone", patient_id=patient_id), 303)


def advance(visit: Visit) -> ResponseReturnValue:
    by = request.form.get("by", "")
    if by not in MOVES:
        raise BadRequest
    stage = _stage(visit)
    before = stage.now()
    # Ahead of the move: the night's upkeep, which may lie on the way, forgets old sessions.
    with visit.writing() as session:
        carry_sessions(session, LONGEST_MOVE)
    stage.advance(by)
    now = stage.now()
    with visit.writing() as session:
        carry_sessions(session, now - before - LONGEST_MOVE)
    with visit.reading() as session:
        flash(say_happened(happened(session, visit.clinic.id, before, now)), "clock")
    return redirect(local_path(request.form.get("next", "")) or url_for("today.show"), 303)


def _phone(visit: Visit, patient_id: UUID, form: Form) -> str:
    with visit.reading() as session:
        patient = visit.patient(session, patient_id)
        page = phone_page(visit, _stage(visit), patient, form)
    return show(visit, "phone.html", page, "phones")


def _stage(visit: Visit) -> DemoStage:
    if visit.site.demo is None:
        raise NotFound
    return visit.site.demo
