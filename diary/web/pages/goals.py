"""What matters to a patient: goals in their words, and how near they are to them."""

from collections.abc import Mapping
from uuid import UUID

from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from diary.services import goals
from diary.store.chart import Goal
from diary.store.people import Patient
from diary.web.pages.chart_form import fill_in
from diary.web.screens.chart_form import ChartForm, Field, FieldKind
from diary.web.screens.forms import Choice, Form
from diary.web.site import Visit
from diary.web.translation import gettext as _


def add(visit: Visit, patient_id: UUID) -> ResponseReturnValue:
    with visit.reading() as session:
        patient = visit.patient(session, patient_id)
    today = visit.today_of(patient)

    def store(session: Session, typed: Mapping[str, str]) -> None:
        mine = session.get_one(Patient, patient.id)
        goals.set_goal(session, visit.practitioner, mine, typed, today, visit.now)

    def describe(form: Form) -> ChartForm:
        sub = _("A goal or two beside the scores. It is rated from 0 to 10 once a month.")
        return ChartForm(
            _("What matters to them"), patient.id, patient.name, form, _fields(), _("Save"), sub
        )

    first = {"set_on": today.isoformat()}
    return fill_in(visit, patient, describe, store, first, _("The goal is on the chart."))


def edit(visit: Visit, goal_id: UUID) -> ResponseReturnValue:
    goal, patient = _goal(visit, goal_id)

    def store(session: Session, typed: Mapping[str, str]) -> None:
        mine = session.get_one(Goal, goal.id)
        today = visit.today_of(patient)
        goals.change_goal(session, visit.practitioner, patient, mine, typed, today, visit.now)

    def describe(form: Form) -> ChartForm:
        hint = _("When it is reached or no longer theirs. Empty while it stands.")
        closed = Field(FieldKind.DATE, "closed_on", _("Closed on"), hint, required=False)
        return ChartForm(
            _("Change or close a goal"),
            patient.id,
            patient.name,
            form,
            (*_fields(), closed),
            _("Save"),
        )

    first = {
        "words": goal.words,
        "set_on": goal.set_on.isoformat(),
        "closed_on": goal.closed_on.isoformat() if goal.closed_on else "",
    }
    return fill_in(visit, patient, describe, store, first, _("Changed."))


def rate(visit: Visit, goal_id: UUID) -> ResponseReturnValue:
    goal, patient = _goal(visit, goal_id)
    today = visit.today_of(patient)

    def store(session: Session, typed: Mapping[str, str]) -> None:
        mine = session.get_one(Goal, goal.id)
        goals.rate(session, visit.practitioner, patient, mine, typed, today, visit.now)

    def describe(form: Form) -> ChartForm:
        scale = tuple(Choice(str(value), str(value)) for value in range(goals.HIGHEST + 1))
        return ChartForm(
            _("How near are they to it?"),
            patient.id,
            patient.name,
            form,
            (
                Field(
                    FieldKind.RADIOS,
                    "value",
                    _("Their answer"),
                    _("0 is as far away as can be, 10 is reached."),
                    choices=scale,
                ),
                Field(FieldKind.DATE, "rated_on", _("Asked on")),
            ),
            _("Save the answer"),
            quote=goal.words,
        )

    first = {"rated_on": today.isoformat()}
    return fill_in(visit, patient, describe, store, first, _("The answer is on the chart."))


def _goal(visit: Visit, goal_id: UUID) -> tuple[Goal, Patient]:
    with visit.reading() as session:
        return visit.on_chart(session, Goal, goal_id)


def _fields() -> tuple[Field, ...]:
    hint = _("In their own words. Like: sleep through, go to work, eat with my family.")
    return (
        Field(FieldKind.TEXT, "words", _("Goal"), hint),
        Field(FieldKind.DATE, "set_on", _("Agreed on")),
    )
