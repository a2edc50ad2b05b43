"""Many patients from two files to one report, by hand and whatever the files hold."""

import json
import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diary.domain.cohort_csv import Given, Treated, parse_cohort
from diary.domain.cohort_report import cohort_report
from diary.domain.cohort_views import By, Counting
from diary.domain.series import Reading
from diary.domain.series_csv import SeriesCsvError
from tests.domain.series_rules import PHQ9, day
from tests.domain.test_trend_report import keys_of
from tests.policy.sources import ROOT

SCORES = """patient,at,value
ann,2026-01-04,20
ann,2026-01-12,6
ann,2026-01-25,10
ann,2026-02-01,16
ann,2026-02-08,16
bob,2026-01-04,20
bob,2026-01-12,6
bob,2026-01-20,8
bob,2026-02-10,7
cy,2026-01-04,18
cy,2026-01-19,19
"""
INFUSIONS = """patient,at,route,dose_mg_per_kg,plan
ann,2026-01-05,iv,0.5,induction
bob,2026-01-05,iv,0.5,induction
bob,2026-01-30,im,,maintenance
cy,2026-01-05,im,1,
dee,2026-01-05,,,
"""


def report(scores=SCORES, infusions=INFUSIONS, **asked):
    return cohort_report(parse_cohort(scores, infusions), PHQ9, instrument="phq9", **asked)


def test_first_courses_by_hand():
    """Ann: half line 13, on day 20 + 7/2. Bob: treated again on day 25. Cy: no gain. Dee: none."""
    found = report()["everybody"]
    assert (found["followed"], found["patients"]) == (4, 4)
    assert found["outcomes"]["confirmed"] == found["outcomes"]["held"] == 1
    response = found["response"]
    assert (response["count"], response["known"], response["missing"]) == (2, 3, 1)
    assert response["share_if_missing_are_not"] == 0.5
    assert found["higher"]["count"] == 1
    assert found["worse"]["count"] == 0
    assert found["gain_held"]["median"] == 23.5
    assert [step["incidence"] for step in found["returned_first"]] == [0.5]
    assert [(s["day"], s["incidence"]) for s in found["retreated_first"]] == [(25, 0.5)]
    assert found["gain_held"]["on_day"]["7"]["watched"] == 2


def test_groups_have_what_their_infusions_have_in_common():
    names = {g["name"]: g["followed"] for g in report(by=By.ROUTE)["groups"]}
    assert names == {"im": 1, "iv": 2, None: 1}
    by_number = report(by=By.NUMBER, counting=Counting.COURSES)
    assert {g["name"]: g["followed"] for g in by_number["groups"]} == {"1": 4, "2": 1}
    assert by_number["log_rank"] is None
    both = INFUSIONS.replace("2026-01-30,im,", "2026-01-08,im,")
    assert [g["name"] for g in report(infusions=both, by=By.ROUTE)["groups"]][-2:] == [
        "mixed",
        None,
    ]
    assert report(by=By.DOSE)["log_rank"]["observed"] == {"0.50": 1}


def test_as_of_a_day_nothing_later_is_seen():
    early = report(now=day(-39))
    assert early["everybody"]["response"]["known"] == 2
    assert early["everybody"]["outcomes"]["confirmed"] == 0


def test_every_key_is_told_in_the_documents():
    told = set(re.findall(r"`(\w+)`", (ROOT / "docs" / "cohort.md").read_text()))
    told |= set(re.findall(r"`(\w+)`", (ROOT / "docs" / "trend.md").read_text()))
    many = {
        f"p{n}": Treated(
            tuple(Reading(day(at), float(20 - n % 5 + at % 3)) for at in (-1, 7, 20, 30 + n)),
            (Given(day(0), "iv" if n % 2 else "im"), Given(day(60 + n))),
        )
        for n in range(8)
    }
    found = cohort_report(many, PHQ9, instrument="phq9", counting=Counting.COURSES, by=By.NUMBER)
    assert found["mixed_model"]["model"]["patients"] == 8
    named = {key for key in keys_of([found, report(by=By.ROUTE)]) if not key.isdigit()}
    assert named - told == {"iv"}


@pytest.mark.parametrize(
    ("scores", "infusions", "said"),
    [
        (
            "patient,at,value\n,2026-01-04,20\n",
            INFUSIONS,
            "scores, row 2, column patient: is empty",
        ),
        ("at,value\n", INFUSIONS, "scores, row 1: there is no column patient"),
        (SCORES, "patient,at\nann,soon\n", "infusions, row 2, column at: 'soon'"),
        (SCORES, "patient,at,dose_mg_per_kg\nann,2026-01-05,40\n", "40 is not above 0 and at most"),
        (SCORES, "patient,at,dose_mg_per_kg\nann,2026-01-05,x\n", "column dose_mg_per_kg: 'x'"),
        (
            SCORES,
            "patient,at,route\nann,2026-01-05,iv\nann,2026-01-05,im\n",
            "infusions, row 3: the infusion of 2026-01-05 is otherwise in row 2",
        ),
        ("patient,at,value\nann,2026-01-05T08:00,20\n", INFUSIONS, "which came first"),
    ],
)
def test_what_cannot_be_read_is_named_with_file_row_and_column(scores, infusions, said):
    with pytest.raises(SeriesCsvError) as raised:
        parse_cohort(scores, infusions)
    assert said in str(raised.value)


def test_another_patients_infusion_without_a_time_is_no_obstacle():
    scores = "patient,at,value\nbob,2026-01-05T08:00,20\n"
    infusions = "patient,at\nann,2026-01-05\nbob,2026-01-05T10:00\n"
    found = parse_cohort(scores, infusions, zone=ZoneInfo("America/Chicago"))
    assert found["bob"].infusions[0].at == datetime.fromisoformat("2026-01-05T10:00-06:00")
    assert len(found["bob"].readings) == 1


entries = st.dictionaries(st.integers(-9, 60), st.integers(0, 27), max_size=6)
patients = st.dictionaries(
    st.sampled_from("abcdefg"), st.tuples(entries, st.sets(st.integers(-5, 50), max_size=3))
)


@settings(deadline=None, max_examples=60)
@given(patients, st.sampled_from(Counting), st.sampled_from(By))
def test_any_cohort_makes_a_report_that_json_can_carry(found, counting, by):
    treated = {
        name: Treated(
            tuple(Reading(day(n), float(v)) for n, v in sorted(values.items())),
            tuple(Given(day(n)) for n in sorted(given_on)),
        )
        for name, (values, given_on) in found.items()
    }
    made = cohort_report(treated, PHQ9, instrument="phq9", counting=counting, by=by)
    assert json.loads(json.dumps(made, allow_nan=False)) == made
