import math
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.domain.series import Reading, daily_baseline, in_order, score_baseline
from diary.domain.trends import (
    ChangeClass,
    ChangeRules,
    EarlyResponse,
    ReliableChange,
    change_from,
    daily_reliable_change,
    deterioration,
    early_response,
    jacobson_truax_cut,
    reliable_change_points,
)
from tests.domain.series_rules import GAD7, INFUSED_AT, MOOD, PCL5, PHQ9, day, series


def test_the_baseline_is_the_last_score_of_the_week_before():
    readings = series({-9: 24, -6: 21, -1: 19, 1: 8})
    assert score_baseline(readings, INFUSED_AT).value == 19


@pytest.mark.parametrize(
    ("at", "counts"),
    [
        (timedelta(days=-7), True),
        (timedelta(days=-7, seconds=-1), False),
        (timedelta(0), True),
        (timedelta(seconds=1), False),
    ],
)
def test_the_week_before_has_sharp_edges(at, counts):
    baseline = score_baseline([Reading(INFUSED_AT + at, 18)], INFUSED_AT)
    assert (baseline is not None) is counts


def test_a_score_baseline_is_one_reading():
    assert score_baseline(series({-3: 9, -1: 8}), INFUSED_AT).readings == 1


def test_a_daily_baseline_is_the_median_of_at_least_three_ratings():
    assert daily_baseline(series({-3: 2, -1: 3}), INFUSED_AT) is None
    baseline = daily_baseline(series({-8: 9, -3: 2, -2: 7, -1: 3, 0: 4, 1: 9}), INFUSED_AT)
    assert (baseline.value, baseline.readings, baseline.at) == (3.5, 4, INFUSED_AT)


@pytest.mark.parametrize(
    ("rules", "before", "after", "expected"),
    [
        (PHQ9, 20, 10, (True, False, ReliableChange.IMPROVED, ChangeClass.IMPROVED)),
        (PHQ9, 20, 9, (True, False, ReliableChange.IMPROVED, ChangeClass.RECOVERED)),
        (PHQ9, 20, 11, (False, False, ReliableChange.IMPROVED, ChangeClass.IMPROVED)),
        (PHQ9, 20, 4, (True, True, ReliableChange.IMPROVED, ChangeClass.RECOVERED)),
        (PHQ9, 20, 5, (True, False, ReliableChange.IMPROVED, ChangeClass.RECOVERED)),
        (PHQ9, 20, 14, (False, False, ReliableChange.IMPROVED, ChangeClass.IMPROVED)),
        (PHQ9, 20, 15, (False, False, ReliableChange.UNCHANGED, ChangeClass.UNCHANGED)),
        (PHQ9, 12, 8, (False, False, ReliableChange.UNCHANGED, ChangeClass.UNCHANGED)),
        (PHQ9, 9, 3, (True, True, ReliableChange.IMPROVED, ChangeClass.IMPROVED)),
        (PHQ9, 9, 15, (False, False, ReliableChange.DETERIORATED, ChangeClass.HARMED)),
        (PHQ9, 12, 18, (False, False, ReliableChange.DETERIORATED, ChangeClass.DETERIORATED)),
        (PHQ9, 3, 9, (False, False, ReliableChange.DETERIORATED, ChangeClass.DETERIORATED)),
        (PHQ9, 12, 12, (False, False, ReliableChange.UNCHANGED, ChangeClass.UNCHANGED)),
        (GAD7, 11, 7, (False, None, ReliableChange.IMPROVED, ChangeClass.RECOVERED)),
        (GAD7, 12, 8, (False, None, ReliableChange.IMPROVED, ChangeClass.IMPROVED)),
        (PCL5, 43, 28, (False, None, ReliableChange.IMPROVED, ChangeClass.RECOVERED)),
        (PCL5, 44, 29, (False, None, ReliableChange.IMPROVED, ChangeClass.IMPROVED)),
        (PCL5, 43, 29, (False, None, ReliableChange.UNCHANGED, ChangeClass.UNCHANGED)),
        (PCL5, 28, 43, (False, None, ReliableChange.DETERIORATED, ChangeClass.HARMED)),
    ],
)
def test_change_is_classed_by_the_published_figures(rules, before, after, expected):
    change = change_from(before, Reading(day(7), after), rules)
    assert (change.response, change.remission, change.reliable, change.change_class) == expected


def test_points_and_percent_keep_the_sign_of_the_scale():
    change = change_from(20, Reading(day(7), 10), PHQ9)
    assert (change.points, change.percent, change.improvement) == (-10, -50, 0.5)
    worse = change_from(8, Reading(day(7), 12), PHQ9)
    assert (worse.points, worse.percent, worse.improvement) == (4, 50, -0.5)


def test_the_ten_point_tier_of_the_pcl5_stands_beside_the_reliable_one():
    change = change_from(50, Reading(day(7), 40), PCL5)
    assert (change.reliable, change.noticeable) == (
        ReliableChange.UNCHANGED,
        ReliableChange.IMPROVED,
    )
    assert change_from(15, Reading(day(7), 5), PHQ9).noticeable is None


def test_without_a_published_figure_no_change_is_called_reliable_or_unchanged():
    unknown = replace(PHQ9, reliable_change=math.inf)
    change = change_from(20, Reading(day(7), 2), unknown)
    assert (change.reliable, change.change_class) == (ReliableChange.NOT_ESTABLISHED, None)
    assert (change.response, change.remission) == (True, True)
    assert deterioration(series({7: 27}), INFUSED_AT, 2, unknown) is None


def test_a_baseline_of_no_symptoms_has_no_percentage_and_no_response():
    change = change_from(0, Reading(day(7), 0), PHQ9)
    assert (change.percent, change.improvement, change.response) == (None, None, None)
    assert change.remission is True


@pytest.mark.parametrize(
    ("score", "result"),
    [
        (16, EarlyResponse.EARLY_RESPONSE),
        (17, EarlyResponse.NO_EARLY_RESPONSE),
        (25, EarlyResponse.NO_EARLY_RESPONSE),
        (26, EarlyResponse.DETERIORATED),
    ],
)
def test_the_third_infusion_is_followed_by_a_look_at_the_first_score_after_it(score, result):
    infusions = [day(7), day(0), day(3)]
    readings = series({-1: 20, 2: 5, 8: score, 15: 2})
    note = early_response(readings, infusions, PHQ9, baseline=20)
    assert note.result is result
    assert note.reading.value == score


def test_the_score_of_the_hour_of_the_third_infusion_comes_too_early():
    infusions = [day(0), day(3), day(7)]
    note = early_response(series({7: 20, 9: 8}), infusions, PHQ9, baseline=20)
    assert note.reading.value == 8
    same_hour = series({0: 30})
    assert deterioration(same_hour, INFUSED_AT, 12, PHQ9) is None


def test_a_scale_that_does_not_begin_at_nought_is_measured_from_its_best_score():
    """From 20 to 80, where 20 is well: 60 to 40 is half of the way."""
    rules = ChangeRules(reliable_change=15, best_possible=20, remission_below=25)
    change = change_from(60, Reading(day(7), 40), rules)
    assert (change.improvement, change.response, change.remission) == (0.5, True, False)
    assert rules.value_of(rules.severity(33)) == 33
    assert MOOD.value_of(MOOD.severity(3)) == 3


def test_fifteen_to_twelve_is_a_fall_of_twenty_percent():
    infusions = [day(0), day(3), day(7)]
    note = early_response(series({8: 12}), infusions, PHQ9, baseline=15)
    assert note.result is EarlyResponse.EARLY_RESPONSE


def test_before_the_third_infusion_or_without_a_baseline_there_is_no_note():
    readings = series({-1: 20, 4: 19})
    two, three = [day(0), day(3)], [day(0), day(3), day(7)]
    assert early_response(readings, two, PHQ9, 20).result is EarlyResponse.NOT_YET
    assert early_response(readings, three, PHQ9, 20).result is EarlyResponse.NOT_YET
    assert early_response(readings, three, PHQ9, None).result is EarlyResponse.NO_BASELINE
    no_symptoms = early_response(series({8: 0}), three, PHQ9, 0)
    assert no_symptoms.result is EarlyResponse.NO_BASELINE


def test_deterioration_keeps_the_first_and_the_worst_score_and_says_whether_it_lasts():
    readings = series({-1: 12, 3: 18, 7: 22, 14: 13})
    found = deterioration(readings, INFUSED_AT, 12, PHQ9)
    assert (found.first.value, found.worst.value, found.points, found.now) == (18, 22, 10, False)
    assert deterioration(readings[:3], INFUSED_AT, 12, PHQ9).now is True
    assert deterioration(series({-1: 30, 3: 17}), INFUSED_AT, 12, PHQ9) is None


def test_the_formulas_of_jacobson_and_truax():
    """Their worked case: SD 7.5 and r .80 give Sdiff 4.74; c of 40 and 60 with equal SD is 50."""
    assert reliable_change_points(7.5, 0.80) == pytest.approx(1.96 * 4.74, abs=0.01)
    assert jacobson_truax_cut(
        clinical_mean=40, clinical_sd=7.5, functional_mean=60, functional_sd=7.5
    ) == pytest.approx(50)
    assert jacobson_truax_cut(
        clinical_mean=40, clinical_sd=5, functional_mean=60, functional_sd=10
    ) == pytest.approx((10 * 40 + 5 * 60) / 15)
    assert reliable_change_points(0, 0.8) == reliable_change_points(7.5, 1) == 0
    assert reliable_change_points(2, 0) == pytest.approx(1.96 * 2 * 2**0.5)
    with pytest.raises(ValueError, match="reliability"):
        reliable_change_points(7.5, 1.2)
    with pytest.raises(ValueError, match="spread"):
        jacobson_truax_cut(clinical_mean=1, clinical_sd=0, functional_mean=0, functional_sd=0)


def test_a_daily_rating_needs_two_points_or_what_its_own_spread_asks():
    assert daily_reliable_change(None) == daily_reliable_change(0.3) == 2
    assert daily_reliable_change(1) == pytest.approx(1.96 * 2**0.5)


ratings = st.integers(0, 10)


@given(ratings, ratings)
def test_a_scale_and_its_mirror_image_give_the_same_answers(before, after):
    mirrored = replace(MOOD, remission_below=8, end_state=6)
    plain = replace(mirrored, high_is_good=False, best_possible=0, remission_below=2, end_state=4)
    up = change_from(before, Reading(day(1), after), mirrored)
    down = change_from(10 - before, Reading(day(1), 10 - after), plain)
    assert up.points == -down.points
    assert (up.improvement, up.response, up.remission) == (
        down.improvement,
        down.response,
        down.remission,
    )
    assert (up.reliable, up.change_class) == (down.reliable, down.change_class)


@given(st.integers(0, 27), st.integers(0, 27))
def test_reliable_change_is_the_same_size_in_both_directions(first, second):
    there = change_from(first, Reading(day(1), second), PHQ9)
    back = change_from(second, Reading(day(1), first), PHQ9)
    opposite = {
        ReliableChange.IMPROVED: ReliableChange.DETERIORATED,
        ReliableChange.DETERIORATED: ReliableChange.IMPROVED,
        ReliableChange.UNCHANGED: ReliableChange.UNCHANGED,
    }
    assert back.reliable is opposite[there.reliable]


@given(st.lists(st.tuples(st.integers(-9, 20), st.integers(0, 27)), max_size=12), st.randoms())
def test_the_order_of_the_input_does_not_matter(entries, random):
    readings = [Reading(day(number), value) for number, value in entries]
    shuffled = list(readings)
    random.shuffle(shuffled)
    infusions = [day(0), day(3), day(7)]
    assert in_order(readings) == in_order(shuffled)
    assert score_baseline(readings, INFUSED_AT) == score_baseline(shuffled, INFUSED_AT)
    assert early_response(readings, infusions, PHQ9, 15) == early_response(
        shuffled, infusions[::-1], PHQ9, 15
    )
