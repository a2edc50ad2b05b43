"""The phone's trend: the numbers of the clinician's chart, all of them."""

from flask import Flask

from diary.bootstrap import Services
from diary.services.chart import read_chart
from diary.web.present.measures import held_days, measures_of
from tests.api.phone import Phone
from tests.factories import NOW, make_patient
from tests.web.conftest import House
from tests.web.stories import two_gains_fade_and_a_third_holds


def test_scores_stand_by_the_baseline_bands_and_gains_of_the_chart(
    app: Flask, services: Services, house: House
):
    with services.sessions.begin() as session:
        patient = make_patient(session, house.rosa, name="Ines Prado")
        two_gains_fade_and_a_third_holds(session, house.rosa, patient)
    shown = Phone(app, services).sign_in(patient).get("/trend").json
    with services.readers() as session:
        chart = read_chart(session, services.catalogue, patient, NOW)
    measures = measures_of(chart.record, dict(services.catalogue.questionnaires))
    assert measures
    series = {each["code"]: each for each in shown["series"]}
    for measure in measures:
        said = series[measure.questionnaire.code]
        assert [r["value"] for r in said["readings"]] == [r.value for r in measure.readings]
        assert said["baseline"] == (measure.baseline.value if measure.baseline else None)
        assert said["change"] == (measure.change.points if measure.change else None)
        assert said["half_line"] == (measure.held[-1].half_line if measure.held else None)
        assert said["held_days"] == [
            held_days(each) if each.best else None for each in measure.held
        ]
        bands = [(b.code, b.minimum, b.maximum) for b in measure.questionnaire.bands]
        assert [(b["code"], b["minimum"], b["maximum"]) for b in said["bands"]] == bands
    kept = {code for code, readings in chart.record.readings.items() if readings}
    assert kept <= series.keys()
    scored = [series[measure.questionnaire.code] for measure in measures]
    for name in ("baseline", "half_line", "change"):
        assert any(each[name] is not None for each in scored), name
    assert any(each["bands"] for each in scored)
    assert any(any(each["held_days"]) for each in scored)
    assert len(shown["infusions"]) == len(chart.record.given)
