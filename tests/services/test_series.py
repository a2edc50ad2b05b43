"""A patient's record as the statistics read it, and by which questionnaire a forecast is made."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from diary.domain.change_rules import rules_for_rating
from diary.domain.forecast import NoForecast, NotEnough
from diary.domain.series import Reading
from diary.domain.watch import daily_means
from diary.services.forecasts import foresee
from diary.services.series import MOOD, Record, series_of
from diary.store.care import Infusion
from diary.store.people import Patient
from tests.factories import NOW, catalogue

NOTHING = Record({}, (), (), (), (), None)


def test_the_days_of_a_daily_rating_are_the_patients_own():
    """Noon and 22:00 of one day in Chicago; in UTC the second is already the next day."""
    noon, evening = datetime(2026, 3, 2, 18, tzinfo=UTC), datetime(2026, 3, 3, 4, tzinfo=UTC)
    record = replace(NOTHING, readings={MOOD: [Reading(noon, 8), Reading(evening, 4)]})
    patient = Patient(timezone="America/Chicago")
    (mood,) = series_of(record, patient, catalogue()).measured
    assert mood.rules == rules_for_rating(catalogue().questionnaires["daily"].item("mood"))
    assert daily_means(mood.readings) == (Reading(evening, 6),)
    assert [r.at for r in mood.readings] == [noon, evening]


def test_a_forecast_is_by_a_scale_on_which_a_gain_can_be_called_reliable():
    at = NOW - timedelta(days=20)
    scores = [Reading(at + timedelta(days=n), 20 - n) for n in (-1, 5, 12)]
    record = replace(
        NOTHING,
        readings={"phq8": [*scores, Reading(NOW, 9)], "phq9": scores},
        given=[Infusion(started_at=at)],
    )
    patient = Patient(timezone="America/Chicago")
    found = foresee(record, patient, catalogue(), NOW)
    assert found == NotEnough(NoForecast.NO_EARLIER_RETURN)
    only = replace(record, readings={"phq8": scores})
    assert foresee(only, patient, catalogue(), NOW) == NotEnough(NoForecast.CHANGE_NOT_ESTABLISHED)
