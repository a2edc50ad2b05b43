import pytest

from diary.domain.durability import (
    Outcome,
    SeriesKind,
    SustainedOutcome,
    WatchEnd,
    durability,
    half_of_gain_lost,
)
from diary.domain.episodes import courses, each_infusion
from diary.domain.series import Reading
from tests.domain.series_rules import MOOD, PHQ9, day, series


def follow(values, *, infusions=(0,), rules=PHQ9, kind=SeriesKind.SCORES, number=0, **options):
    episodes = each_infusion(day(n) for n in infusions)
    return durability(series(values), episodes[number], rules, kind=kind, **options)


WEEKLY = {-1: 20, 1: 8, 7: 6, 14: 9, 21: 12, 28: 16, 35: 17}
"""Baseline 20, best 6, gain 14, half line 13: crossed between 12 on day 21 and 16 on day 28."""


def test_a_weekly_series_by_hand():
    found = follow(WEEKLY)
    assert (found.baseline.value, found.best, found.gain) == (20, Reading(day(7), 6), 14)
    assert found.half_line == 13
    assert found.outcome is Outcome.CONFIRMED
    assert found.returned == Reading(day(28), 16)
    assert (found.crossing.below.value, found.crossing.above.value) == (12, 16)
    assert found.crossing.day == pytest.approx(21 + 7 / 4)
    assert found.crossing.at == day(22.75)
    assert (found.watched_days, found.watch_end) == (35, WatchEnd.LAST_REPLY)


def test_mcinnes_counts_the_same_series_as_lost_earlier():
    """At least 50 % below 20 is 10 or less: 9 on day 14 holds, 12 on day 21 does not."""
    sustained = follow(WEEKLY).sustained
    assert (sustained.outcome, sustained.line) == (SustainedOutcome.LOST, 10)
    assert sustained.crossing.day == pytest.approx(14 + 7 / 3)


def test_the_benefit_of_the_same_series_by_hand():
    """Days 1 to 35: 20 - x is 12, 14, 11, 8, 4, 3 at days 1, 7, 14, 21, 28, 35."""
    found = follow(WEEKLY).benefit
    area = 6 * 13 + 7 * 12.5 + 7 * 9.5 + 7 * 6 + 7 * 3.5
    assert found.retained == pytest.approx(area / (14 * 34))
    assert found.days == pytest.approx(22.75 - 1)
    assert found.span_days == 34


@pytest.mark.parametrize(
    ("values", "outcome"),
    [
        ({1: 8}, Outcome.NO_BASELINE),
        ({-8: 20, 1: 8}, Outcome.NO_BASELINE),
        ({-1: 20}, Outcome.NO_READINGS),
        ({-1: 20, 15: 8, 22: 19}, Outcome.NO_READINGS),
        ({-1: 20, 14: 8}, Outcome.HELD),
        ({-1: 20, 7: 15, 14: 20}, Outcome.NO_RELIABLE_GAIN),
        ({-1: 20, 7: 14, 14: 14}, Outcome.HELD),
        ({-1: 20, 7: 20, 14: 20}, Outcome.NO_RELIABLE_GAIN),
        ({-1: 20, 7: 25, 14: 27}, Outcome.NO_RELIABLE_GAIN),
    ],
)
def test_what_cannot_be_followed_says_why(values, outcome):
    found = follow(values)
    assert found.outcome is outcome
    assert found.crossing is None
    assert (found.half_line is None) is (outcome is not Outcome.HELD)


def test_on_the_line_is_not_above_it():
    assert not half_of_gain_lost(13, baseline=20, best=6, rules=PHQ9)
    assert half_of_gain_lost(13.5, baseline=20, best=6, rules=PHQ9)
    assert not half_of_gain_lost(5, baseline=2, best=8, rules=MOOD)
    assert half_of_gain_lost(4, baseline=2, best=8, rules=MOOD)
    assert follow({-1: 20, 7: 6, 14: 13, 21: 13}).outcome is Outcome.HELD
    assert follow({-1: 20, 7: 6, 14: 14, 21: 14}).outcome is Outcome.CONFIRMED


def test_one_high_score_that_the_next_one_refutes_is_no_return():
    found = follow({-1: 20, 7: 6, 14: 18, 21: 8, 28: 16, 35: 15})
    assert found.returned == Reading(day(28), 16)
    assert found.crossing.below == Reading(day(21), 8)


def test_the_next_score_must_be_above_the_line_not_on_it():
    assert follow({-1: 20, 7: 6, 14: 18, 21: 13}).outcome is Outcome.HELD


@pytest.mark.parametrize(
    ("gap", "outcome"), [(7, "confirmed"), (7.01, "probable"), (30, "probable")]
)
def test_a_return_without_a_next_score_within_seven_days_is_probable(gap, outcome):
    found = follow({-1: 20, 7: 6, 14: 18, 14 + gap: 18})
    assert (found.outcome, found.returned) == (outcome, Reading(day(14), 18))


def test_a_last_score_above_the_line_is_probable():
    assert follow({-1: 20, 7: 6, 14: 18}).outcome is Outcome.PROBABLE


def test_half_of_a_small_gain_is_no_return_before_it_is_a_reliable_change():
    """Gain 8, half line 12, reliable from 14: 13 is over the line but settles nothing."""
    assert follow({-1: 16, 7: 8, 14: 13, 21: 13}).outcome is Outcome.HELD
    found = follow({-1: 16, 7: 8, 14: 13, 21: 14, 28: 15})
    assert found.returned == Reading(day(21), 14)
    assert (found.crossing.below.value, found.crossing.above.value) == (8, 13)
    assert found.crossing.day == pytest.approx(7 + 7 * 4 / 5)


def test_scores_before_the_best_level_are_no_return():
    assert follow({-1: 20, 1: 19, 2: 19, 7: 6, 14: 7}).outcome is Outcome.HELD


def test_of_equal_best_levels_the_first_counts():
    found = follow({-1: 20, 2: 6, 5: 18, 8: 17, 12: 6})
    assert found.best == Reading(day(2), 6)
    assert found.returned == Reading(day(5), 18)


def test_a_best_level_later_than_fourteen_days_does_not_count():
    assert follow({-1: 20, 14: 9, 15: 2}).best == Reading(day(14), 9)


def test_the_next_infusion_ends_the_watch():
    held = follow(WEEKLY, infusions=(0, 24))
    assert (held.outcome, held.watched_days) == (Outcome.HELD, 24)
    assert held.watch_end is WatchEnd.NEXT_INFUSION
    probable = follow(WEEKLY, infusions=(0, 30))
    assert (probable.outcome, probable.watched_days) == (Outcome.PROBABLE, 30)


def test_the_score_of_the_hour_of_the_next_infusion_belongs_to_the_one_before():
    found = follow(WEEKLY, infusions=(0, 28))
    assert found.returned == Reading(day(28), 16)
    assert follow(WEEKLY, infusions=(0, 28), number=1).baseline.value == 16


def test_day_ninety_ends_the_watch():
    found = follow({-1: 20, 7: 6, 60: 7, 90: 8, 91: 20, 98: 20})
    assert (found.outcome, found.watched_days, found.watch_end) == (
        Outcome.HELD,
        90,
        WatchEnd.DAY_90,
    )
    assert found.benefit.span_days == 83


def test_an_infusion_on_day_ninety_is_named_as_the_end():
    found = follow({-1: 20, 7: 6, 90: 8}, infusions=(0, 90))
    assert (found.watched_days, found.watch_end) == (90, WatchEnd.NEXT_INFUSION)


def test_a_score_at_the_instant_of_the_infusion_is_not_its_result():
    found = follow({0: 20, 7: 6})
    assert (found.baseline.value, found.best) == (20, Reading(day(7), 6))
    assert follow({0: 2}).outcome is Outcome.NO_READINGS


def test_a_baseline_of_no_symptoms_has_no_response_to_sustain():
    assert follow({-1: 0, 7: 0, 14: 9}).sustained.outcome is SustainedOutcome.NO_RESPONSE
    assert follow({-1: 20, 7: 11}).sustained.outcome is SustainedOutcome.NO_RESPONSE
    assert follow({-1: 20, 7: 10, 14: 10}).sustained.outcome is SustainedOutcome.SUSTAINED


def test_any_later_reply_keeps_the_watch_open():
    found = follow({-1: 20, 7: 6, 14: 7}, last_reply_at=day(40))
    assert (found.watched_days, found.watch_end) == (40, WatchEnd.LAST_REPLY)


def test_missing_weeks_widen_the_bracket_and_are_not_filled():
    found = follow({-1: 20, 7: 6, 49: 20, 56: 20})
    assert (found.crossing.below.at, found.crossing.above.at) == (day(7), day(49))
    assert found.crossing.day == pytest.approx(28)


def test_daily_mood_is_followed_upside_down():
    """Baseline: median of 2, 3, 2 is 2. Best: median of 5, 8, 9 is 8, at day 2. Half line 5."""
    values = {-3: 2, -2: 3, -1: 2, 1: 5, 2: 8, 3: 9, 4: 8, 5: 7, 6: 6, 7: 5, 8: 4, 9: 3}
    found = follow(values, rules=MOOD, kind=SeriesKind.DAILY)
    assert (found.baseline.value, found.best, found.gain) == (2, Reading(day(2), 8), 6)
    assert (found.half_line, found.returned, found.outcome) == (
        5,
        Reading(day(8), 4),
        Outcome.CONFIRMED,
    )
    assert found.crossing.day == 7


def test_a_daily_best_level_is_of_three_in_a_row():
    values = {-3: 2, -2: 3, -1: 2, 1: 9, 2: 4, 3: 4, 4: 9, 5: 4, 6: 9}
    found = follow(values, rules=MOOD, kind=SeriesKind.DAILY)
    assert found.best == Reading(day(5), 9)


def test_a_single_daily_dip_is_neither_a_best_level_nor_a_return():
    values = {-3: 2, -2: 3, -1: 2, 1: 10, 2: 6, 3: 6, 4: 1, 5: 6, 6: 6}
    found = follow(values, rules=MOOD, kind=SeriesKind.DAILY)
    assert (found.best.value, found.outcome) == (6, Outcome.HELD)


def test_two_ratings_are_too_few_for_a_daily_best_level():
    found = follow({-3: 2, -2: 3, -1: 2, 1: 8, 2: 8}, rules=MOOD, kind=SeriesKind.DAILY)
    assert found.outcome is Outcome.NO_READINGS


def test_a_course_has_its_baseline_before_the_first_and_its_days_from_the_last_infusion():
    infusions = [day(n) for n in (0, 3, 7, 10, 14, 17, 60)]
    induction, later = courses(infusions)
    assert (induction.infusions, induction.is_induction, induction.next_at) == (6, True, day(60))
    assert (later.first_number, later.infusions, later.is_induction) == (7, 1, False)
    readings = series({-1: 20, 2: 14, 9: 3, 18: 8, 24: 8, 31: 9, 38: 16, 45: 17})
    found = durability(readings, induction, PHQ9)
    assert (found.baseline.value, found.best, found.half_line) == (20, Reading(day(18), 8), 14)
    assert found.crossing.day == pytest.approx(38 - 7 + 7 * 5 / 7 - 17)


@pytest.mark.parametrize(
    ("days", "is_induction"),
    [
        ((0, 3, 7), False),
        ((0, 2, 4, 7), True),
        ((0, 2, 4, 6.9), False),
        ((0, 9.5, 19, 28), True),
        ((0, 4, 8, 12, 16, 20, 24, 28), True),
        ((0, 4, 8, 12, 16, 20, 24, 28.1), False),
        ((0, 3, 6, 9, 12, 15, 18, 21, 24), False),
    ],
)
def test_four_to_eight_infusions_in_seven_to_twenty_eight_days_are_an_induction(days, is_induction):
    (course,) = courses(day(n) for n in days)
    assert course.is_induction is is_induction
    assert course.infusions == len(days)


@pytest.mark.parametrize(("gap", "number"), [(9.99, 1), (10, 2), (28, 2)])
def test_a_gap_of_ten_days_begins_a_new_course(gap, number):
    assert len(courses([day(gap), day(0)])) == number


def test_no_infusions_make_no_episodes():
    assert courses([]) == each_infusion([]) == ()
    assert len(each_infusion([day(0), day(0), day(1)])) == 2
