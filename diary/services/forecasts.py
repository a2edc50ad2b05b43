"""A forecast for the clinician, who accepts or edits it. No advice, never sent to the patient."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from diary.domain.change_rules import rules_for_score
from diary.domain.forecast import Forecast, NotEnough, forecast
from diary.services import audit
from diary.services.catalogue import Catalogue
from diary.services.chart_fields import read_day, read_words
from diary.services.fields import InvalidFieldsError
from diary.services.series import Record
from diary.store.chart import ForecastReview, ForecastVerdict
from diary.store.people import Patient, Practitioner


@dataclass(frozen=True, slots=True)
class Foreseen:
    """The forecast by one questionnaire, as days where the patient is."""

    questionnaire: str
    infused_at: datetime
    infused_on: date
    found: Forecast
    low_on: date
    high_on: date

    @property
    def acceptance(self) -> str:
        """What a form says to accept it: it names the range that its reader saw."""
        return f"{ForecastVerdict.ACCEPTED} {self.low_on} {self.high_on}"


def foresee(
    record: Record, patient: Patient, catalogue: Catalogue, now: datetime
) -> Foreseen | NotEnough | None:
    """By the questionnaire with the most scores; ``None`` without any score or infusion.

    One on which no gain can be called reliable comes last, however often it was asked.
    """
    judged = [
        (rules_for_score(catalogue.questionnaires[code]), code, readings)
        for code, readings in record.readings.items()
        if code in catalogue.questionnaires and catalogue.questionnaires[code].change
    ]
    if not judged or not record.given:
        return None
    rules, code, readings = max(
        judged, key=lambda each: (each[0].has_reliable_change, len(each[2]), each[1])
    )
    given = [infusion.started_at for infusion in record.given]
    found = forecast(readings, given, rules, now=now)
    if isinstance(found, NotEnough):
        return found
    zone = ZoneInfo(patient.timezone)
    infused_on, low_on, high_on = (
        at.astimezone(zone).date() for at in (given[-1], found.low_at, found.high_at)
    )
    return Foreseen(code, given[-1], infused_on, found, low_on, high_on)


def review(
    session: Session,
    practitioner: Practitioner,
    patient: Patient,
    foreseen: Foreseen,
    form: Mapping[str, str],
    now: datetime,
) -> ForecastReview:
    """Accept the range, or put another in its place with a reason (``InvalidFieldsError``).

    A range that has changed since the form was shown is not accepted unseen.
    """
    chosen = form.get("verdict", "")
    errors: dict[str, str] = {}
    verdict = {
        foreseen.acceptance: ForecastVerdict.ACCEPTED,
        ForecastVerdict.EDITED.value: ForecastVerdict.EDITED,
    }.get(chosen)
    if verdict is None:
        errors["verdict"] = "forecast_changed" if chosen else "required"
    low_on, high_on, reason = foreseen.low_on, foreseen.high_on, ""
    if verdict is ForecastVerdict.EDITED:
        low = read_day(form, "low_on", errors)
        high = read_day(form, "high_on", errors)
        reason = read_words(form, "reason", errors)
        if low and high and high < low:
            errors["high_on"] = "ends_before_start"
        if low and low < foreseen.infused_on:
            errors["low_on"] = "before_infusion"
        low_on, high_on = low or low_on, high or high_on
    if errors or verdict is None:
        raise InvalidFieldsError(errors)
    made = ForecastReview(
        organization_id=patient.organization_id,
        patient_id=patient.id,
        questionnaire=foreseen.questionnaire,
        infused_at=foreseen.infused_at,
        given_low_on=foreseen.low_on,
        given_high_on=foreseen.high_on,
        verdict=verdict,
        low_on=low_on,
        high_on=high_on,
        reason=reason,
        recorded_by_id=practitioner.id,
        recorded_at=now,
    )
    session.add(made)
    session.flush()
    audit.record(
        session,
        "review forecast",
        patient,
        now,
        practitioner_id=practitioner.id,
        subject_id=made.id,
    )
    return made


def latest_review(
    session: Session, patient_id: UUID, given: Sequence[datetime]
) -> ForecastReview | None:
    """What was made of the present course's forecast; of an earlier course's it says nothing."""
    if not given:
        return None
    return session.scalars(
        select(ForecastReview)
        .where(ForecastReview.patient_id == patient_id, ForecastReview.infused_at == max(given))
        .order_by(ForecastReview.recorded_at.desc(), ForecastReview.id.desc())
        .limit(1)
    ).first()
