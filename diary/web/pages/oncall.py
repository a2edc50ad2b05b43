"""The on-call ladder: who is paged when an alert opens, and in which order."""

from collections.abc import Mapping
from uuid import UUID

from flask import url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from diary.services import ladder_forms, team
from diary.store.oncall import OnCall
from diary.store.people import Practitioner
from diary.web.pages.setting_form import act, fill_in
from diary.web.present.plan_words import weekdays
from diary.web.screens.chart_form import Field, FieldKind
from diary.web.screens.forms import Choice, Form
from diary.web.screens.settings import Act, SettingForm
from diary.web.site import Visit
from diary.web.translation import gettext as _

_USUAL = {
    "wait_minutes": "10",
    "from_local": "00:00",
    "until_local": "00:00",
    **{f"weekdays-{day}": "yes" for day in range(7)},
}


def add(visit: Visit) -> ResponseReturnValue:
    with visit.reading() as session:
        people = [each for each in team.members(session, visit.clinic.id) if not each.ended_at]

    def store(session: Session, typed: Mapping[str, str]) -> None:
        ladder_forms.put_on(session, visit.clinic, typed, visit.now, visit.practitioner.id)

    def describe(form: Form) -> SettingForm:
        person = Field(
            FieldKind.SELECT,
            "person",
            _("Who"),
            choices=tuple(Choice(each.sign_in_name, each.display_name) for each in people),
        )
        sub = _("They are paged after everybody who is on call already.")
        return SettingForm(_("Put somebody on call"), form, (person, *_fields()), _("Save"), sub)

    return fill_in(visit, describe, store, _USUAL)


def edit(visit: Visit, rung_id: UUID) -> ResponseReturnValue:
    with visit.reading() as session:
        rung = visit.of_clinic(session, OnCall, rung_id)
        name = session.get_one(Practitioner, rung.practitioner_id).display_name

    def store(session: Session, typed: Mapping[str, str]) -> None:
        mine = visit.of_clinic(session, OnCall, rung_id)
        ladder_forms.alter(session, visit.clinic, mine, typed, visit.now, visit.practitioner.id)

    def describe(form: Form) -> SettingForm:
        return SettingForm(
            _("On call: %(name)s", name=name),
            form,
            _fields(),
            _("Save"),
            acts=(
                Act(
                    _("Take off call"),
                    url_for("oncall.remove", rung_id=rung_id),
                    _("Somebody must be on call: put somebody else on call first."),
                ),
            ),
        )

    return fill_in(visit, describe, store, ladder_forms.values_of(rung))


def remove(visit: Visit, rung_id: UUID) -> ResponseReturnValue:
    def do(session: Session) -> None:
        rung = visit.of_clinic(session, OnCall, rung_id)
        ladder_forms.take_off(session, visit.clinic, rung, visit.now, visit.practitioner.id)

    return act(visit, do, _("They are paged no more."))


def move_up(visit: Visit, rung_id: UUID) -> ResponseReturnValue:
    def do(session: Session) -> None:
        rung = visit.of_clinic(session, OnCall, rung_id)
        ladder_forms.move_up(session, visit.clinic, rung, visit.now, visit.practitioner.id)

    return act(visit, do, _("Moved up."))


def _fields() -> tuple[Field, ...]:
    return (
        Field(FieldKind.TEL, "phone", _("Paged at"), _("A number that gets texts, of their own.")),
        Field(
            FieldKind.WHOLE,
            "wait_minutes",
            _("Then the next one is paged after"),
            unit=_("minutes"),
        ),
        Field(
            FieldKind.TIME,
            "from_local",
            _("On call from"),
            _(
                "The clinic's clock. The same time twice is the whole day; it may end"
                " past midnight."
            ),
        ),
        Field(FieldKind.TIME, "until_local", _("Until")),
        Field(
            FieldKind.WEEKDAYS,
            "weekdays",
            _("On these days"),
            choices=tuple(Choice(str(day), name) for day, name in enumerate(weekdays())),
        ),
    )
