from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.domain.benefit import benefit
from diary.domain.durability import (
    Outcome,
    SeriesKind,
    SustainedOutcome,
    WatchEnd,
    durability,
    half_of_gain_lost,
)
from diary.domain.episodes import courses, each_infusion
from diary.domain.series import Reading, days_between
from tests.domain.series_rules import INFUSED_AT, MOOD, PHQ9, day, series


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


def test_benefit_above_the_baseline_counts_as_none_not_as_negative():
    """Straight from 6 to 26 in 10 days: at 20 on day 8, at 13 on day 4.5."""
    found = benefit([(1, 6), (11, 26)], baseline=20, gain=14, half_line=13)
    assert found.retained == pytest.approx((7 * 14 / 2) / (14 * 10))
    assert found.days == pytest.approx(3.5)


def test_a_day_on_the_half_line_is_not_a_day_below_it():
    flat = benefit([(1, 13), (5, 13), (9, 12.9)], baseline=20, gain=14, half_line=13)
    assert flat.days == 4
    assert benefit([(1, 20), (5, 20)], baseline=20, gain=14, half_line=13).retained == 0


def test_benefit_begins_on_day_one_between_two_readings():
    found = benefit([(0.5, 10), (1.5, 8), (2.5, 8)], baseline=20, gain=12, half_line=14)
    assert found.span_days == 1.5
    assert found.retained == pytest.approx((0.5 * 11.5 + 12) / (12 * 1.5))
    assert benefit([(2, 8)], baseline=20, gain=12, half_line=14) is None
    assert benefit([], baseline=20, gain=12, half_line=14) is None


def level_at(points, day_number):
    """The straight line between the points, the slow way."""
    for (start, first), (end, last) in pairwise(points):
        if start <= day_number <= end:
            return first + (last - first) * (day_number - start) / (end - start)
    return None


@given(st.dictionaries(st.integers(0, 40), st.integers(0, 27), min_size=2, max_size=8))
def test_the_benefit_is_what_a_fine_grid_adds_up_to(values):
    points = [(float(n), float(v)) for n, v in sorted(values.items())]
    found = benefit(points, baseline=20, gain=14, half_line=13.25)
    grid = [(n + 0.5) / 100 for n in range(100, 100 * max(values))]
    levels = [level for n in grid if (level := level_at(points, n)) is not None]
    if found is None:
        assert not levels
        return
    kept = sum(max(0, 20 - level) for level in levels) / 100
    assert found.span_days == pytest.approx(len(levels) / 100)
    assert found.retained == pytest.approx(kept / (14 * found.span_days), abs=0.002)
    below = sum(level < 13.25 for level in levels) / 100
    assert found.days == pytest.approx(below, abs=0.1)


entries = st.dictionaries(st.integers(-9, 100), st.integers(0, 27), max_size=20)
days_of_infusions = st.sets(st.integers(1, 95), max_size=4)


def return_day(found):
    return found.crossing.day if found.crossing else found.watched_days


def known_until(episode_end, found):
    """The day of the reading that settled the return, else the end of the watch."""
    if found.returned is None:
        return found.watched_days
    return days_between(episode_end, found.returned.at)


@given(entries, days_of_infusions, st.integers(1, 95))
def test_a_later_infusion_never_lengthens_what_was_observed(values, later, added):
    before = follow(values, infusions=(0, *later))
    after = follow(values, infusions=(0, *later, added))
    assert known_until(INFUSED_AT, after) <= known_until(INFUSED_AT, before)


@given(entries, st.randoms())
def test_the_order_of_the_input_does_not_matter(values, random):
    readings = series(values)
    shuffled = list(readings)
    random.shuffle(shuffled)
    (episode,) = each_infusion([INFUSED_AT])
    assert durability(readings, episode, PHQ9) == durability(shuffled, episode, PHQ9)


ratings = st.dictionaries(st.integers(-9, 60), st.integers(0, 10), max_size=30)


@given(ratings, st.sampled_from(SeriesKind))
def test_a_scale_and_its_mirror_image_give_the_same_days(values, kind):
    mirror = replace(MOOD, high_is_good=False, best_possible=0)
    up = follow(values, rules=MOOD, kind=kind)
    down = follow({n: 10 - v for n, v in values.items()}, rules=mirror, kind=kind)
    assert (up.outcome, up.gain, up.benefit) == (down.outcome, down.gain, down.benefit)
    assert return_day(up) == pytest.approx(return_day(down))
    assert up.sustained.outcome is down.sustained.outcome


@given(entries, st.integers(-400, 400))
def test_a_series_moved_in_time_gives_the_same_durations(values, shift):
    moved = [Reading(r.at + timedelta(days=shift), r.value) for r in series(values)]
    here = durability(series(values), each_infusion([day(0)])[0], PHQ9)
    there = durability(moved, each_infusion([day(shift)])[0], PHQ9)
    assert (here.outcome, here.gain, return_day(here)) == (
        there.outcome,
        there.gain,
        return_day(there),
    )


@given(entries)
def test_the_bracket_holds_the_return_and_the_benefit_is_within_its_span(values):
    found = follow(values)
    if found.crossing:
        assert found.crossing.below.at <= found.crossing.at <= found.crossing.above.at
        assert found.crossing.above.at <= found.returned.at
        assert found.best.at < found.returned.at
    if found.benefit:
        assert 0 <= found.benefit.days <= found.benefit.span_days + 1e-9
        assert found.benefit.span_days <= found.watched_days
        assert found.benefit.retained >= 0
    if found.sustained.crossing and found.crossing:
        assert found.sustained.line <= found.half_line
