"""Noting that a patient was called."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from diary.domain.attention import AttentionKind
from diary.domain.calls import CallOutcome
from diary.services import calls
from diary.services.holds import hold
from diary.store.chart import CallNote
from diary.web.pages.chart_form import back, fill_in
from diary.web.present.frame import speaker_for
from diary.web.present.rows import status_of
from diary.web.screens.chart_form import ChartForm, Field, FieldKind
from diary.web.screens.forms import Choice, Form
from diary.web.site import Visit
from diary.web.translation import gettext as _
from diary.web.wording.calls import say_outcome
from diary.web.wording.status import say_status

_TODAY = "today"


def note(visit: Visit, patient_id: UUID) -> ResponseReturnValue:
    """Whoever comes from Today goes back there."""
    with visit.reading() as session:
        patient = visit.patient(session, patient_id)
        reasons = calls.reasons_to_call(session, patient)
    came_from = request.values.get("back", "")
    home = url_for("today.show") if came_from == _TODAY else ""

    def store(session: Session, typed: Mapping[str, str]) -> None:
        mine = hold(session, patient.id)
        calls.note(session, visit.catalogue, visit.practitioner, mine, typed, visit.now)

    def describe(form: Form) -> ChartForm:
        # What it is about is what was shown first, also when the form comes back with errors.
        shown = [AttentionKind(kind) for kind in form.value("about").split() if kind in reasons]
        return ChartForm(
            _("Note a call"),
            patient.id,
            patient.name,
            form,
            _fields(visit),
            _("Save the call"),
            _say_sub(shown),
            hidden=("about", "back"),
            home=home,
        )

    first = {"about": " ".join(reasons), "back": came_from, "again": str(calls.USUAL_DAYS)}
    return fill_in(visit, patient, describe, store, first, _("The call is noted."))


def remove(visit: Visit, call_id: UUID) -> ResponseReturnValue:
    with visit.writing() as session:
        call, patient = visit.on_chart(session, CallNote, call_id)
        if call.removed_at is not None:
            raise NotFound
        mine = hold(session, patient.id)
        calls.remove(session, visit.catalogue, visit.practitioner, mine, call, visit.now)
    return back(patient, _("Taken off the chart."))


def _fields(visit: Visit) -> tuple[Field, ...]:
    speaker = speaker_for(visit)
    stays = {CallOutcome.NOT_REACHED: _("they stay on Today")}
    return (
        Field(
            FieldKind.RADIOS,
            "outcome",
            _("How it went"),
            choices=tuple(
                Choice(each, say_outcome(each), stays.get(each, "")) for each in CallOutcome
            ),
            focus=True,
        ),
        Field(FieldKind.AREA, "text", _("What was said"), required=False),
        Field(
            FieldKind.RADIOS,
            "again",
            _("Show on Today again"),
            _("Earlier if something else arises."),
            choices=tuple(
                Choice(
                    str(days),
                    _("in %(days)s days", days=days),
                    speaker.day(visit.now + timedelta(days=days)),
                )
                for days in calls.DAYS
            ),
        ),
    )


def _say_sub(reasons: Sequence[AttentionKind]) -> str:
    """What the call is about, what it does not do, and who reads it."""
    said = []
    if reasons:
        words = ", ".join(say_status(status_of(kind)) for kind in reasons)
        said.append(_("About: %(reasons)s.", reasons=words))
    if AttentionKind.DANGER in reasons:
        said.append(_("An alert stays until it is resolved on its own page."))
    said.append(
        _(
            "Staff read it, and it is part of the record: the patient has it in their own copy."
            " Psychotherapy notes, and what was told in confidence, belong elsewhere."
        )
    )
    return " ".join(said)
