"""A forecast, accepted or edited with a reason."""

from collections.abc import Mapping
from uuid import UUID

from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from diary.services import forecasts
from diary.services.forecasts import Foreseen
from diary.services.series import read_record
from diary.store.chart import ForecastVerdict
from diary.store.people import Patient
from diary.web.pages.chart_form import fill_in
from diary.web.present.frame import speaker_for
from diary.web.screens.chart_form import ChartForm, Field, FieldKind
from diary.web.screens.forms import Choice, Form
from diary.web.site import Visit
from diary.web.translation import gettext as _
from diary.web.wording.chart import say_range


def review(visit: Visit, patient_id: UUID) -> ResponseReturnValue:
    with visit.reading() as session:
        patient = visit.patient(session, patient_id)
        record = read_record(session, visit.catalogue, patient, visit.now)
    found = forecasts.foresee(record, patient, visit.catalogue, visit.now)
    if not isinstance(found, Foreseen):
        raise NotFound
    speaker = speaker_for(visit, patient.timezone)

    def store(session: Session, typed: Mapping[str, str]) -> None:
        mine = session.get_one(Patient, patient.id)
        forecasts.review(session, visit.practitioner, mine, found, typed, visit.now)

    def describe(form: Form) -> ChartForm:
        said = say_range(found.low_on, found.high_on, speaker)
        return ChartForm(
            _("Accept or edit the forecast"),
            patient.id,
            patient.name,
            form,
            (
                Field(
                    FieldKind.RADIOS,
                    "verdict",
                    _("The forecast is"),
                    choices=(
                        Choice(
                            found.acceptance,
                            _("right as it is: %(range)s", range=said),
                        ),
                        Choice(ForecastVerdict.EDITED.value, _("to be replaced by this one:")),
                    ),
                ),
                Field(FieldKind.DATE, "low_on", _("From"), required=False),
                Field(FieldKind.DATE, "high_on", _("To"), required=False),
                Field(
                    FieldKind.AREA,
                    "reason",
                    _("Reason"),
                    _("What you know that the scores do not. Needed for another range."),
                    required=False,
                ),
            ),
            _("Save"),
            _("It is for the clinic alone: no advice, and never sent to the patient."),
        )

    first = {"low_on": found.low_on.isoformat(), "high_on": found.high_on.isoformat()}
    return fill_in(visit, patient, describe, store, first, _("Saved."))
