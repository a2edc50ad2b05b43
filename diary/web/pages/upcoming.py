"""What is still to be sent to a patient: skipped, moved, sent now, paused."""

from collections.abc import Mapping
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from diary.services import moving, upcoming
from diary.store.care import Prompt
from diary.store.people import Patient
from diary.web.pages.chart_form import back, fill_in
from diary.web.present.frame import speaker_for
from diary.web.screens.chart_form import ChartForm, Field, FieldKind
from diary.web.screens.forms import Form
from diary.web.site import Visit
from diary.web.translation import gettext as _
from diary.web.wording.fields import say_error


def skip(visit: Visit, prompt_id: UUID) -> ResponseReturnValue:
    with visit.writing() as session:
        prompt, patient = visit.on_chart(session, Prompt, prompt_id)
        done = upcoming.skip(session, visit.catalogue, visit.practitioner, prompt, visit.now)
    if not done:
        return back(patient, _("It was sent or withdrawn in the meantime."), "warning")
    return back(patient, _("Skipped: it is not sent."))


def move(visit: Visit, prompt_id: UUID) -> ResponseReturnValue:
    with visit.reading() as session:
        prompt, patient = visit.on_chart(session, Prompt, prompt_id)
    if request.method != "POST" and not moving.may_move(prompt):
        return back(patient, say_error("", "not_movable", {}), "warning")

    def store(session: Session, typed: Mapping[str, str]) -> None:
        mine = session.get_one(Prompt, prompt.id)
        moving.move(session, visit.catalogue, visit.practitioner, mine, typed, visit.now)

    def describe(form: Form) -> ChartForm:
        speaker = speaker_for(visit, patient.timezone)
        return ChartForm(
            _("Move a text"),
            patient.id,
            patient.name,
            form,
            (
                Field(FieldKind.DATE, "day", _("Day")),
                Field(
                    FieldKind.TIME,
                    "time",
                    _("Time"),
                    _(
                        "By the patient's clock (%(zone)s), from %(opens)s to %(closes)s.",
                        zone=patient.timezone,
                        opens=f"{visit.clinic.quiet_until_local:%H:%M}",
                        closes=f"{visit.clinic.quiet_from_local:%H:%M}",
                    ),
                ),
            ),
            _("Move it"),
            _(
                "%(what)s. It keeps this time when the infusion is corrected, and falls away with"
                " the infusion or when the next one is given before it.",
                what=" + ".join(speaker.named(code) for code in prompt.questionnaires),
            ),
        )

    first = moving.first_values(prompt, patient)
    return fill_in(visit, patient, describe, store, first, _("Moved."))


def send(visit: Visit, prompt_id: UUID) -> ResponseReturnValue:
    with visit.writing() as session:
        prompt, patient = visit.on_chart(session, Prompt, prompt_id)
        done = upcoming.send_now(session, visit.catalogue, visit.practitioner, prompt, visit.now)
    if not done:
        said = _("Not sent: it is out already, or the patient is not to be texted now.")
        return back(patient, said, "warning")
    return back(patient, _("It goes out at once; outside the clinic's hours when they begin."))


def pause(visit: Visit, patient_id: UUID) -> ResponseReturnValue:
    with visit.reading() as session:
        patient = visit.patient(session, patient_id)

    def store(session: Session, typed: Mapping[str, str]) -> None:
        mine = session.get_one(Patient, patient.id)
        upcoming.pause(session, visit.catalogue, visit.practitioner, mine, typed, visit.now)

    def describe(form: Form) -> ChartForm:
        return ChartForm(
            _("Pause the texts"),
            patient.id,
            patient.name,
            form,
            (
                Field(
                    FieldKind.DATE,
                    "until",
                    _("Texts go out again on"),
                    _("A day to come. Leave it empty to end the pause."),
                    required=False,
                ),
            ),
            _("Save"),
            _("Check-ins of the pause are left out, not made up for. Safety replies still go out."),
        )

    until = patient.paused_until
    is_paused = until is not None and until > visit.now
    first = {"until": _day(patient, visit)} if is_paused else {}
    return fill_in(visit, patient, describe, store, first, _("Saved."))


def _day(patient: Patient, visit: Visit) -> str:
    paused_until = patient.paused_until or visit.now
    return upcoming.day_of(patient, paused_until).isoformat()
