"""The clinic's settings: at a glance, and the forms for the clinic, its hours and its number."""

from collections.abc import Mapping
from zoneinfo import available_timezones

from flask import request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from diary.domain.pacing import SenderKind
from diary.services import audit, clinic_settings, crisis_help, follow_up, ladders, plans, team
from diary.services.clinic_settings import Settings
from diary.services.holds import hold
from diary.store.people import Organization
from diary.web.pages.setting_form import fill_in
from diary.web.pages.show import show
from diary.web.present.frame import speaker_for
from diary.web.present.plans import plan_title
from diary.web.present.settings import settings_page
from diary.web.screens.chart_form import Field, FieldKind
from diary.web.screens.forms import Choice, Form
from diary.web.screens.settings import SettingForm
from diary.web.site import Visit
from diary.web.translation import gettext as _
from diary.web.wording.settings import say_kind

LAID_OUT_AT_ONCE = 500
"""Patients laid out anew by one press; the jobs do the others within hours."""
_LATEST_CHANGES = 20


def index(visit: Visit) -> ResponseReturnValue:
    with visit.reading() as session:
        page = settings_page(
            visit.clinic,
            plans.offered(session, visit.catalogue, visit.clinic.id),
            ladders.rungs(session, visit.clinic),
            team.members(session, visit.clinic.id),
            audit.settings_changed(session, visit.clinic.id, _LATEST_CHANGES),
            crisis_help.of_clinic(visit.catalogue, visit.clinic),
            speaker_for(visit),
        )
    return show(visit, "settings.html", page, "settings")


def about(visit: Visit) -> ResponseReturnValue:
    offered = visit.plans()
    clinic = visit.clinic

    def store(session: Session, typed: Mapping[str, str]) -> None:
        _settle(visit, session, clinic_settings.read_about(typed, offered))

    def describe(form: Form) -> SettingForm:
        return SettingForm(
            _("Clinic"),
            form,
            (
                Field(FieldKind.TEXT, "clinic_name", _("Name"), _("As patients read it in texts.")),
                Field(FieldKind.TEXT, "contact_phone", _("Number that patients may call")),
                Field(
                    FieldKind.ZONE,
                    "zone",
                    _("Time zone"),
                    _("Where the clinic is, like America/Chicago. Each patient has their own."),
                    choices=tuple(
                        Choice(zone, zone) for zone in sorted(available_timezones()) if "/" in zone
                    ),
                ),
                Field(
                    FieldKind.SELECT,
                    "default_plan",
                    _("First choice at enrolment"),
                    choices=tuple(Choice(code, plan_title(plan)) for code, plan in offered.items()),
                ),
                Field(
                    FieldKind.CHECKBOX,
                    "confirms_answers",
                    _("Reply to every answer, also to one that was read word for word"),
                    required=False,
                ),
            ),
            _("Save"),
            _("It holds for everything that was not sent yet."),
        )

    first = {
        "clinic_name": clinic.name,
        "contact_phone": clinic.contact_phone,
        "zone": clinic.timezone,
        "default_plan": clinic.default_plan,
        "confirms_answers": "yes" if clinic.confirms_answers else "",
    }
    return _lay_out_after(visit, fill_in(visit, describe, store, first))


def hours(visit: Visit) -> ResponseReturnValue:
    clinic = visit.clinic

    def store(session: Session, typed: Mapping[str, str]) -> None:
        _settle(visit, session, clinic_settings.read_hours(typed))

    def describe(form: Form) -> SettingForm:
        return SettingForm(
            _("When the clinic texts"),
            form,
            (
                Field(
                    FieldKind.TIME,
                    "opens",
                    _("Not before"),
                    _("The patient's own clock; the law allows 08:00 to 21:00."),
                ),
                Field(FieldKind.TIME, "closes", _("Not after")),
                Field(
                    FieldKind.WHOLE,
                    "prompts_a_day",
                    _("Texts that ask, at most"),
                    unit=_("a patient and day"),
                ),
                Field(
                    FieldKind.WHOLE,
                    "spread_minutes",
                    _("Spread over"),
                    _("Each patient's texts come up to so much later, always by the same."),
                    unit=_("minutes"),
                ),
            ),
            _("Save"),
            _("It holds for everything that was not sent yet. Safety replies go out at any hour."),
        )

    first = {
        "opens": f"{clinic.quiet_until_local:%H:%M}",
        "closes": f"{clinic.quiet_from_local:%H:%M}",
        "prompts_a_day": str(clinic.prompts_a_day),
        "spread_minutes": str(clinic.spread_minutes),
    }
    return _lay_out_after(visit, fill_in(visit, describe, store, first))


def number(visit: Visit) -> ResponseReturnValue:
    clinic = visit.clinic

    def store(session: Session, typed: Mapping[str, str]) -> None:
        _settle(visit, session, clinic_settings.read_pace(typed))

    def describe(form: Form) -> SettingForm:
        return SettingForm(
            clinic.sender,
            form,
            (
                Field(
                    FieldKind.SELECT,
                    "kind",
                    _("Kind"),
                    _("Choose one only where the number does not show it."),
                    required=False,
                    choices=tuple(Choice(kind.value, say_kind(kind)) for kind in SenderKind),
                ),
                Field(
                    FieldKind.WHOLE,
                    "per_second",
                    _("Pace"),
                    _("Where the carrier has granted other than usual for its kind."),
                    required=False,
                    unit=_("segments a second"),
                ),
                Field(
                    FieldKind.WHOLE,
                    "per_day",
                    _("Cap"),
                    _("The carriers' cap on your brand, if there is one."),
                    required=False,
                    unit=_("segments in 24 hours"),
                ),
            ),
            _("Save"),
            _("It holds from the next text on. Another number is set up by your operator."),
        )

    first = {
        "kind": clinic.sender_kind or "",
        "per_second": str(clinic.segments_a_second or ""),
        "per_day": str(clinic.segments_a_day or ""),
    }
    return fill_in(visit, describe, store, first)


def _settle(visit: Visit, session: Session, values: Settings) -> None:
    mine = session.get_one(Organization, visit.clinic.id, with_for_update=True)
    clinic_settings.change(session, mine, values, visit.now, visit.practitioner.id)


def _lay_out_after(visit: Visit, answer: ResponseReturnValue) -> ResponseReturnValue:
    """Everybody whose prompts are as they were is laid out anew, a transaction a patient."""
    if request.method != "POST":
        return answer
    with visit.reading() as session:
        waiting = clinic_settings.to_lay_out(session, visit.clinic, visit.now)
    for patient_id in waiting[:LAID_OUT_AT_ONCE]:
        with visit.writing() as session:
            patient = hold(session, patient_id)
            follow_up.lay_out_anew(session, visit.catalogue, patient, visit.now)
    return answer
