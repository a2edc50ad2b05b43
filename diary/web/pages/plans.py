"""The clinic's plans ("protocols" on screen): looked at, tried out, loaded, patients moved over."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from diary.domain.plan import Plan
from diary.domain.plan_text import LONGEST_TEXT, PlanTextError
from diary.domain.plan_toml import write_plan
from diary.services import follow_up, plan_loading, plan_trial
from diary.services import plans as clinic_plans
from diary.services.fields import InvalidFieldsError
from diary.services.plan_loading import NewPlan
from diary.services.plan_texts import texts_of
from diary.web.pages.show import show
from diary.web.present.frame import speaker_for
from diary.web.present.plan_calendar import calendar
from diary.web.present.plans import plan_checked, plan_list, plan_load, plan_page
from diary.web.screens.forms import Form
from diary.web.screens.plans import Calendar
from diary.web.site import Visit
from diary.web.translation import gettext as _
from diary.web.translation import ngettext
from diary.web.wording.fields import form_again

MOVED_AT_ONCE = 500
"""Patients moved by one press: a request ends within seconds."""
_LISTED = 50
_FIELDS = (
    "enrolled_on", "first_on", "time", "infusions", "every_days", "zone", "preferred_time", "days",
)  # fmt: skip


def index(visit: Visit) -> ResponseReturnValue:
    with visit.reading() as session:
        shelf = clinic_plans.shelf(session, visit.catalogue, visit.clinic.id)
    page = plan_list(shelf, visit.clinic, may_load=visit.is_owner)
    return show(visit, "plans.html", page, "plans")


def one(visit: Visit, code: str, version: str) -> ResponseReturnValue:
    """One version; a POST lays it out on a calendar and stores nothing."""
    plan = _plan(visit, code, version)
    typed = plan_trial.first_values(visit.clinic, visit.now)
    form, shown, status = Form(typed), None, 200
    if request.method == "POST":
        typed = request.form.to_dict()
        form = Form(typed)
    try:
        shown = _calendar(visit, plan, typed)
    except InvalidFieldsError as invalid:
        form, status = form_again(typed, invalid.errors, _FIELDS), 422
    with visit.reading() as session:
        on_version = clinic_plans.patients_by_plan(session, visit.clinic.id)
        page = plan_page(
            plan,
            clinic_plans.offered(session, visit.catalogue, visit.clinic.id).get(code),
            texts_of(
                plan,
                visit.clinic,
                visit.catalogue,
                visit.site.services.settings.public_base_url,
            ),
            plan_loading.followers(session, visit.clinic.id, code, _LISTED),
            visit.catalogue,
            form,
            shown,
            on_version=on_version.get(plan.reference, 0),
            is_owner=visit.is_owner,
        )
    return show(visit, "plan.html", page, "plans"), status


def move(visit: Visit, code: str, version: str) -> ResponseReturnValue:
    """Every patient on another version of the plan comes over to its newest."""
    plan = _plan(visit, code, version)
    with visit.reading() as session:
        newest = clinic_plans.offered(session, visit.catalogue, visit.clinic.id).get(code)
    if newest is None or newest.reference != plan.reference:
        flash(_("Nobody was moved: there is a newer version."), "warning")
    else:
        _move(visit, plan)
    return redirect(url_for("plans.show", code=code, version=version), 303)


def load(visit: Visit) -> ResponseReturnValue:
    """A plan's text is asked for, checked against the current version, and loaded if confirmed."""
    if request.method != "POST":
        text = _text_of(visit, request.args.get("code", ""), request.args.get("version", ""))
        return show(visit, "plan_load.html", plan_load(text, Form({"source": text})), "plans")
    text = _typed()
    form = Form({"source": text, "move": request.form.get("move", "")})
    try:
        with visit.reading() as session:
            new = plan_loading.look(session, visit.catalogue, visit.clinic.id, text)
        if request.form.get("confirmed") == "yes":
            return _load(visit, new)
    except PlanTextError as wrong:
        errors = {"source": "required" if not text.strip() else "plan_text"}
        again = form_again(form.values, errors)
        page = plan_load(text, again, wrong.problems if text.strip() else ())
        return show(visit, "plan_load.html", page, "plans"), 422
    page = plan_checked(new, form, visit.catalogue)
    return show(visit, "plan_load.html", page, "plans")


def _load(visit: Visit, new: NewPlan) -> ResponseReturnValue:
    with visit.writing() as session:
        plan = clinic_plans.load(
            session,
            visit.catalogue,
            visit.clinic.id,
            new.plan.content,
            visit.now,
            visit.practitioner.id,
        )
    flash(_("%(reference)s is loaded.", reference=plan.reference), "success")
    if request.form.get("move") == "yes":
        _move(visit, plan)
    return redirect(url_for("plans.show", code=plan.code, version=plan.version), 303)


def _move(visit: Visit, plan: Plan) -> None:
    """A transaction a patient, as every change of many is made."""
    with visit.reading() as session:
        others = clinic_plans.patients_on_others(session, visit.clinic.id, plan)
    moved = 0
    for patient_id in others[:MOVED_AT_ONCE]:
        with visit.writing() as session:
            moved += follow_up.move(
                session, visit.catalogue, patient_id, plan, visit.now, visit.practitioner.id
            )
    said = ngettext("%(num)s patient was moved over.", "%(num)s patients were moved over.", moved)
    if left := len(others) - min(len(others), MOVED_AT_ONCE):
        said += " " + ngettext(
            "%(num)s is left: press once more.", "%(num)s are left: press once more.", left
        )
    flash(said, "success")


def _plan(visit: Visit, code: str, version: str) -> Plan:
    with visit.reading() as session:
        found = clinic_plans.version_of(session, visit.catalogue, visit.clinic.id, code, version)
    if found is None:
        raise NotFound
    return found


def _calendar(visit: Visit, plan: Plan, typed: dict[str, str]) -> Calendar:
    trial = plan_trial.read_trial(typed, visit.clinic)
    return calendar(trial.run(plan), trial, speaker_for(visit, trial.hours.timezone))


def _text_of(visit: Visit, code: str, version: str) -> str:
    """The text of a version to begin from; empty to begin from nothing."""
    return write_plan(_plan(visit, code, version).content) if code else ""


def _typed() -> str:
    upload = request.files.get("file")
    data = upload.read(LONGEST_TEXT * 4 + 1) if upload and upload.filename else b""
    if data:
        return data.decode("utf-8-sig", errors="replace")
    return request.form.get("source", "").replace("\r\n", "\n")
