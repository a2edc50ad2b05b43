import json
import math
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diary.domain.durability import SeriesKind
from diary.domain.own_change import own_spread
from diary.domain.series_csv import parse_infusions, parse_scores
from diary.domain.trend_report import trend_report
from diary.domain.trends import ChangeRules
from tests.domain.series_rules import INFUSED_AT, MOOD, PHQ9, day, series
from tests.domain.test_forecast import cycles
from tests.policy.sources import ROOT

SCORES = """at,value
2026-01-04,20
2026-01-08,17
2026-01-12,15
2026-01-15,14
2026-01-24,8
2026-01-31,6
2026-02-07,9
2026-02-14,12
2026-02-21,16
2026-02-28,17
"""
INFUSIONS = """at
2026-01-05
2026-01-09
2026-01-13
2026-01-16
2026-01-20
2026-01-23
"""


@pytest.fixture(name="report", scope="module")
def _report():
    return trend_report(parse_scores(SCORES), parse_infusions(INFUSIONS), PHQ9, instrument="phq9")


def test_the_treatment_is_judged_against_the_score_before_the_first_infusion(report):
    assert report["baseline"]["value"] == 20
    assert report["baseline"]["source"] == "before_first_infusion"
    latest, best = report["latest"], report["best"]
    assert (latest["change"], latest["percent_change"], latest["class"]) == (-3, -15, "unchanged")
    assert (best["value"], best["percent_change"], best["class"]) == (6, -70, "recovered")
    assert [c["response"] for c in report["changes"]] == [False] * 3 + [True] * 3 + [False] * 3


def test_the_first_score_after_the_third_infusion_is_the_early_look(report):
    assert report["early_response"] == {
        "result": "early_response",
        "reading": {"at": "2026-01-15T00:00:00+00:00", "value": 14},
        "improvement_percent": 30,
    }
    assert report["deterioration"] is None


def test_the_induction_is_one_course_with_its_return_by_hand(report):
    """Gain 14 from 20 to 6, half line 13; 12 on 14 Feb and 16 on 21 Feb: a quarter of the week."""
    (course,) = report["courses"]
    assert (course["last_infusion"], course["is_induction"], course["gain"]) == (6, True, 14)
    assert (course["half_gain_line"], course["status"]) == (13, "confirmed")
    assert course["return"]["day"] == 22 + 7 / 4
    assert course["return"]["last_below"]["value"] == 12
    assert course["return"]["first_above"]["at"] == "2026-02-21T00:00:00+00:00"
    assert course["sustained_response"]["lost"]["day"] == pytest.approx(15 + 7 / 3, abs=1e-6)
    assert course["censored"] is None


def test_each_infusion_of_the_induction_ends_at_the_next(report):
    rows = report["infusions"]
    assert [row["number"] for row in rows] == [1, 2, 3, 4, 5, 6]
    assert [row["watch_end"] for row in rows] == ["next_infusion"] * 5 + ["last_reply"]
    assert rows[0]["status"] == "no_reliable_gain"
    assert rows[1]["baseline"]["value"] == 17


def test_what_cannot_be_said_is_said_as_such(report):
    assert report["watch"]["state"] == "not_enough"
    assert report["forecast"]["given"] is False
    assert report["forecast"]["reason"] == "already_returned"


def test_a_report_as_of_a_day_does_not_look_past_it():
    scores, infusions = parse_scores(SCORES), parse_infusions(INFUSIONS)
    now = scores[6].at
    early = trend_report(scores, infusions, PHQ9, instrument="phq9", now=now)
    assert early == trend_report(scores[:7], infusions, PHQ9, instrument="phq9")
    assert early["courses"][0]["censored"] == {"day": 15, "reason": "last_reply"}


def test_without_infusions_change_counts_from_the_first_reading():
    report = trend_report(parse_scores(SCORES), [], PHQ9, instrument="phq9")
    assert (report["baseline"]["value"], report["baseline"]["source"]) == (20, "first_reading")
    assert len(report["changes"]) == 9
    assert report["infusions"] == report["courses"] == []
    assert report["forecast"] == {
        "given": False,
        "as_of": "2026-02-28T00:00:00+00:00",
        "reason": "no_infusion",
    }


def test_without_a_score_in_the_week_before_there_is_no_baseline_and_no_change():
    report = trend_report(series({-8: 20, 7: 6}), [INFUSED_AT], PHQ9, instrument="phq9")
    assert report["baseline"] is report["latest"] is None
    assert report["early_response"]["result"] == "no_baseline"
    assert report["infusions"][0]["status"] == "no_baseline"


def test_a_scale_without_a_published_reliable_change_says_so():
    rules = ChangeRules(reliable_change=math.inf, remission_below=6)
    values = series({-1: 20, 7: 6, 14: 18, 21: 18})
    report = trend_report(values, [INFUSED_AT], rules, instrument="qids_sr16")
    assert report["rules"]["reliable_change"] is None
    assert report["latest"]["reliable_change"] == "not_established"
    assert report["courses"][0]["status"] == "change_not_established"
    assert report["courses"][0]["sustained_response"]["status"] == "lost"
    assert report["forecast"]["reason"] == "change_not_established"
    assert json.loads(json.dumps(report, allow_nan=False)) == report


def test_deterioration_stands_as_clearly_as_response():
    report = trend_report(series({-1: 12, 7: 18, 14: 20}), [INFUSED_AT], PHQ9, instrument="phq9")
    assert report["deterioration"]["points"] == 8
    assert report["deterioration"]["now"] is True
    assert report["latest"]["class"] == "deteriorated"
    assert report["courses"][0]["deterioration"] == report["deterioration"]


def test_daily_ratings_need_two_points_or_their_own_spread():
    before = {n: 3 + (n % 2) * 4 for n in range(-13, 0)}
    report = trend_report(
        series(before | {1: 8, 2: 8, 3: 8}),
        [INFUSED_AT],
        MOOD,
        instrument="mood",
        kind=SeriesKind.DAILY,
    )
    spread = own_spread(series(before), [INFUSED_AT], MOOD)
    assert spread > 2
    assert report["rules"]["reliable_change"] == pytest.approx(1.96 * 2**0.5 * spread, abs=1e-5)
    calm = trend_report(
        series({1: 8}), [INFUSED_AT], MOOD, instrument="mood", kind=SeriesKind.DAILY
    )
    assert calm["rules"]["reliable_change"] == 2


def test_a_watch_comes_with_its_false_alarm_rate_and_the_same_one_each_time():
    values = {n: 7 + n % 2 for n in range(1, 20)}
    first, second = (
        trend_report(series(values), [INFUSED_AT], MOOD, instrument="mood", kind=SeriesKind.DAILY)
        for _ in range(2)
    )
    alarms = first["watch"]["false_alarms"]
    assert 0 <= alarms["low"] <= alarms["share"] <= alarms["high"] <= 1
    assert alarms["days"] == 28
    assert first == second


def keys_of(value):
    """Every key in it, at whatever depth; those of the definitions are told by their values."""
    if isinstance(value, dict):
        for key, entry in value.items():
            yield key
            yield from keys_of(entry) if key != "definitions" else ()
    elif isinstance(value, list):
        for entry in value:
            yield from keys_of(entry)


def test_every_key_is_told_in_the_documents(report):
    told = set(re.findall(r"`(\w+)`", (ROOT / "docs" / "trend.md").read_text()))
    mood = {-3: 3, -2: 3, -1: 3} | {n: 7 + n % 2 for n in range(1, 20)}
    daily = trend_report(
        series(mood), [INFUSED_AT], MOOD, instrument="daily/mood", kind=SeriesKind.DAILY
    )
    worse = trend_report(series({-1: 12, 7: 18}), [INFUSED_AT], PHQ9, instrument="phq9")
    readings, infusions, now = cycles(3)
    foretold = trend_report(readings, infusions, PHQ9, instrument="phq9", now=now)
    assert foretold["forecast"]["given"]
    assert {key for each in (report, daily, worse, foretold) for key in keys_of(each)} <= told


def test_three_years_of_daily_scores_make_a_report():
    """Every six weeks the same: 20 to 6, half lost at 13, between 11 on day 20 and 14 on day 21."""
    days = range(-7, 1096)
    weeks = (6, 8, 11, 14, 17, 19)
    values = {n: 20 if n < 0 or n % 42 == 0 else weeks[n % 42 // 7] for n in days}
    given_at = [day(n) for n in range(0, 1096, 42)]
    report = trend_report(series(values), given_at, PHQ9, instrument="phq9")
    assert report["series"]["readings"] == len(days)
    returned = {(row["status"], row["return"]["day"]) for row in report["courses"][:-1]}
    assert len(report["courses"]) == 27
    assert returned == {("confirmed", round(20 + 2 / 3, 6))}


entries = st.dictionaries(st.integers(-9, 60), st.integers(0, 10), max_size=25)


@settings(deadline=None, max_examples=60)
@given(entries, st.lists(st.integers(-5, 50), max_size=4), st.sampled_from(SeriesKind))
def test_any_series_makes_a_report_that_json_can_carry(values, infusions, kind):
    rules = MOOD if kind is SeriesKind.DAILY else PHQ9
    report = trend_report(
        series(values), [day(n) for n in infusions], rules, instrument="any", kind=kind
    )
    assert json.loads(json.dumps(report, allow_nan=False)) == report


@settings(deadline=None, max_examples=40)
@given(entries, st.lists(st.integers(-5, 50), max_size=4), st.randoms())
def test_the_order_of_the_input_does_not_matter(values, infusions, random):
    readings, given_at = series(values), [day(n) for n in infusions]
    report = trend_report(readings, given_at, PHQ9, instrument="phq9")
    random.shuffle(readings)
    random.shuffle(given_at)
    assert trend_report(readings, given_at, PHQ9, instrument="phq9") == report
