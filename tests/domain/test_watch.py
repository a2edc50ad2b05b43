from datetime import UTC, datetime, timedelta
from itertools import pairwise
from statistics import correlation, fmean, stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.domain.intervals import wilson
from diary.domain.series import Reading
from diary.domain.trends import ChangeRules
from diary.domain.watch import (
    FALSE_ALARMS_OF_100,
    WatchRules,
    WatchState,
    _stable_readings,
    daily_means,
    false_alarm_rate,
    watch,
)
from tests.bench.watch import CARRY_OVER
from tests.domain.series_rules import INFUSED_AT, MOOD, day, seeded, series

STEADY = {n: 7 + (n % 2) for n in range(1, 15)}
"""Seven days of 8 and of 7 in turn: centre 7.5, SD 0.52."""

HIGH_IS_BAD = ChangeRules(reliable_change=100)


def test_the_ewma_of_the_nist_handbook_comes_out_to_the_second_decimal():
    """NIST/SEMATECH e-Handbook 6.3.2.4: centre 50, sigma 2.0539, lambda .3, L 3."""
    values = (52.0, 47.0, 53.0, 49.3, 50.1, 47.0, 51.0, 50.1, 51.2, 50.5)
    values += (49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1)
    published = (50.60, 49.52, 50.56, 50.18, 50.16, 49.21, 49.75, 49.85, 50.26, 50.33)
    published += (50.11, 49.36, 49.52, 50.05, 49.38, 49.92, 50.73, 51.23, 51.94, 51.99)
    away = 2.0539 / (14 / 13) ** 0.5
    stretch = {n: 50 + (away if n % 2 else -away) for n in range(1, 15)}
    after = {15 + n: value for n, value in enumerate(values)}
    found = watch(
        series(stretch | after), INFUSED_AT, HIGH_IS_BAD, WatchRules(weight=0.3, limit_sds=3)
    )
    assert [p.ewma for p in found.points] == pytest.approx(published, abs=0.01)
    assert found.points[-1].limit == pytest.approx(52.5884, abs=0.001)
    assert found.state is WatchState.STEADY


def test_a_steady_patient_stays_steady():
    found = watch(series(STEADY | {n: 7 + n % 2 for n in range(15, 40)}), INFUSED_AT, MOOD)
    assert (found.state, found.first_watch_at) == (WatchState.STEADY, None)
    assert (found.stretch.centre, found.stretch.answers) == (7.5, 14)


def test_one_signal_is_not_yet_a_watch_and_two_in_a_row_are():
    one = series(STEADY | {15: 1})
    assert watch(one, INFUSED_AT, MOOD).state is WatchState.SIGNAL
    two = watch([*one, Reading(day(16), 4)], INFUSED_AT, MOOD)
    assert (two.state, two.since, two.first_watch_at) == (WatchState.WATCH, day(15), day(16))


def test_a_watch_that_has_passed_is_remembered_with_its_day():
    recovered = STEADY | {15: 3, 16: 3} | dict.fromkeys(range(17, 30), 9)
    found = watch(series(recovered), INFUSED_AT, MOOD)
    assert (found.state, found.since, found.first_watch_at) == (WatchState.STEADY, None, day(16))


def test_getting_better_is_never_a_signal():
    found = watch(series(STEADY | dict.fromkeys(range(15, 40), 10)), INFUSED_AT, MOOD)
    assert not any(point.signals for point in found.points)


def test_a_very_even_patient_is_given_half_a_point_of_spread():
    even = dict.fromkeys(range(1, 15), 7)
    found = watch(series(even | {15: 6, 16: 5}), INFUSED_AT, MOOD)
    assert found.stretch.sd == 0
    assert found.points[0].limit == pytest.approx(7 - 2.9 * 0.5 * 0.2)
    assert found.state is WatchState.SIGNAL


@pytest.mark.parametrize(
    "values",
    [
        {},
        dict.fromkeys(range(1, 14), 7),
        dict.fromkeys(range(1, 7), 7) | dict.fromkeys(range(15, 30), 2),
        {-3: 7, -2: 7, 0.5: 7},
    ],
)
def test_too_few_days_are_called_too_few(values):
    assert watch(series(values), INFUSED_AT, MOOD).state is WatchState.NOT_ENOUGH


def test_seven_days_with_an_answer_are_enough_and_the_middle_one_is_in_neither_half():
    seven = {1: 7, 3: 7, 5: 7, 7: 0, 9: 7, 11: 7, 13: 7, 15: 7}
    found = watch(series(seven), INFUSED_AT, MOOD)
    assert (found.stretch.answers, found.state) == (7, WatchState.STEADY)


def test_a_stretch_that_slides_is_not_taken_as_the_level():
    sliding = {n: 9 - n / 3 for n in range(1, 20)}
    found = watch(series(sliding), INFUSED_AT, MOOD)
    assert (found.state, found.points) == (WatchState.NOT_STABLE, ())


def test_without_an_infusion_the_first_fourteen_days_are_the_stretch():
    found = watch(series(STEADY | {15: 7}), None, MOOD)
    assert (found.stretch.answers, len(found.points)) == (14, 1)


def test_answers_of_one_day_are_one_mean_in_the_patients_own_day():
    evening = datetime.fromisoformat("2026-03-02T22:00:00-05:00")
    readings = [Reading(evening, 4), Reading(evening - timedelta(hours=12), 8)]
    assert daily_means(readings) == (Reading(evening, 6),)
    in_utc = [Reading(r.at.astimezone(UTC), r.value) for r in readings]
    assert len(daily_means(in_utc)) == 2


def test_a_fall_of_three_points_is_seen_within_a_week():
    random = seeded(20)
    waits = []
    for _ in range(100):
        values = {n: 7 + random.gauss(0, 1) for n in range(1, 15)}
        values |= {n: 4 + random.gauss(0, 1) for n in range(15, 29)}
        found = watch(series(values), INFUSED_AT, MOOD)
        waits.append((found.first_watch_at - day(14)).days if found.first_watch_at else 99)
    assert sorted(waits)[50] <= 4
    assert sum(wait <= 7 for wait in waits) >= 90


@pytest.mark.parametrize("sd", [0.5, 1, 1.5])
def test_stable_patients_are_seldom_watched(sd):
    found = false_alarm_rate(MOOD, seeded(7), centre=7, sd=sd, bounds=(0, 10), patients=3000)
    assert found.total == 3000
    assert found.share <= 0.18
    independent = false_alarm_rate(MOOD, seeded(7), centre=7, sd=sd, bounds=(0, 10), carry_over=0)
    assert independent.share < 0.15


@pytest.mark.parametrize("sd", [0.5, 1, 1.5])
@pytest.mark.parametrize("carry_over", CARRY_OVER)
def test_what_is_said_of_false_alarms_holds_however_much_of_a_day_is_carried_over(sd, carry_over):
    found = false_alarm_rate(
        MOOD,
        seeded(8),
        centre=7,
        sd=sd,
        bounds=(0, 10),
        patients=2000,
        carry_over=carry_over,
    )
    assert found.share <= FALSE_ALARMS_OF_100 / 100


def test_the_worst_of_them_is_said_and_no_more():
    worst = false_alarm_rate(
        MOOD,
        seeded(9),
        centre=7,
        sd=1.5,
        bounds=(0, 10),
        patients=3000,
        carry_over=max(CARRY_OVER),
    )
    assert worst.share > FALSE_ALARMS_OF_100 / 100 - 0.03


def test_simulated_patients_are_as_stable_as_they_are_said_to_be():
    readings = _stable_readings(
        seeded(5), centre=6, sd=1.5, bounds=None, days=20_000, reply_rate=0.8, carry_over=0.4
    )
    values = [r.value for r in readings]
    assert fmean(values) == pytest.approx(6, abs=0.1)
    assert stdev(values) == pytest.approx(1.5, rel=0.05)
    assert len(readings) == pytest.approx(16_000, rel=0.02)
    neighbours = [
        (a.value, b.value) for a, b in pairwise(readings) if b.at - a.at == timedelta(days=1)
    ]
    assert correlation(*zip(*neighbours, strict=True)) == pytest.approx(0.4, abs=0.05)
    whole = _stable_readings(
        seeded(5), centre=9, sd=3, bounds=(0, 10), days=500, reply_rate=1, carry_over=0
    )
    assert {r.value for r in whole} <= set(range(11))


def test_the_same_seed_gives_the_same_rate():
    first = false_alarm_rate(MOOD, seeded(3), centre=6, sd=1, patients=50)
    assert first == false_alarm_rate(MOOD, seeded(3), centre=6, sd=1, patients=50)


@given(st.dictionaries(st.integers(1, 40), st.integers(0, 10)), st.randoms())
def test_the_order_of_the_input_does_not_matter(values, random):
    readings = series(values)
    shuffled = list(readings)
    random.shuffle(shuffled)
    assert watch(readings, INFUSED_AT, MOOD) == watch(shuffled, INFUSED_AT, MOOD)


@given(st.dictionaries(st.integers(1, 40), st.integers(0, 10), min_size=8))
def test_a_scale_and_its_mirror_image_signal_on_the_same_days(values):
    mirror = ChangeRules(reliable_change=2)
    up = watch(series(values), INFUSED_AT, MOOD)
    down = watch(series({n: 10 - v for n, v in values.items()}), INFUSED_AT, mirror)
    assert up.state is down.state
    assert [p.signals for p in up.points] == [p.signals for p in down.points]


def test_wilsons_interval_of_the_textbook():
    """Newcombe 1998, table I: 81 of 263 is .2553 to .3662; 0 of 20 is 0 to .1611."""
    found = wilson(81, 263)
    assert (found.low, found.high) == pytest.approx((0.2553, 0.3662), abs=0.0001)
    none = wilson(0, 20)
    assert (none.low, none.high) == pytest.approx((0, 0.1611), abs=0.0001)
    assert wilson(29, 29).high == 1
    for bad in ((1, 0), (-1, 5), (6, 5)):
        with pytest.raises(ValueError, match="count"):
            wilson(*bad)
