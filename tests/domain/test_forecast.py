from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.domain.forecast import Forecast, NoForecast, NotEnough, forecast
from diary.domain.series import Reading
from tests.bench.forecast import Crowd, prove
from tests.domain.series_rules import PHQ9, day, seeded, series

FADING = {1: 8, 7: 6, 14: 8, 21: 12, 28: 16, 35: 18}
"""Half lost a little before day 23."""


def cycles(number, *, seen=14.0):
    """``number`` whole cycles of 36 days, then one more of which ``seen`` days have passed."""
    values = {-1.0: 20.0}
    for cycle in range(number + 1):
        last = cycle == number
        values |= {36 * cycle + n: v for n, v in FADING.items() if not last or n <= seen}
    return series(values), [day(36 * n) for n in range(number + 1)], day(36 * number + seen)


def test_three_alike_cycles_foretell_the_fourth():
    readings, infusions, now = cycles(3)
    found = forecast(readings, infusions, PHQ9, now=now)
    assert isinstance(found, Forecast)
    assert found.low_day < 23 < found.high_day
    assert found.middle_day == pytest.approx(23, abs=4)
    assert found.low_at == infusions[-1] + timedelta(days=found.low_day)
    assert (found.earlier_returns, found.earlier_held, found.readings) == (3, 0, 3)
    assert found.confidence == 0.8


def test_more_earlier_infusions_narrow_the_range():
    def width(number):
        readings, infusions, now = cycles(number)
        found = forecast(readings, infusions, PHQ9, now=now)
        return found.high_day - found.low_day

    assert width(5) < width(2)


def test_a_gain_that_holds_longer_than_ever_moves_the_range_later():
    readings, infusions, _ = cycles(3)
    usual = forecast(readings, infusions, PHQ9, now=infusions[-1] + timedelta(days=14))
    still_well = [Reading(infusions[-1] + timedelta(days=n), 6) for n in (21, 28)]
    later = forecast(
        [*readings, *still_well], infusions, PHQ9, now=infusions[-1] + timedelta(days=28)
    )
    assert later.middle_day > usual.middle_day
    assert later.low_day > usual.low_day


@pytest.mark.parametrize(
    ("values", "infusions", "reason"),
    [
        ({-1: 20, 7: 6}, (), NoForecast.NO_INFUSION),
        ({7: 6}, (0,), NoForecast.NO_BASELINE),
        ({-1: 20}, (0,), NoForecast.NO_READINGS),
        ({-1: 20, 7: 17}, (0,), NoForecast.NO_RELIABLE_GAIN),
        ({-1: 20, 7: 6, 14: 18}, (0,), NoForecast.ALREADY_RETURNED),
        ({-1: 20, 7: 6, 14: 7, 21: 8}, (0,), NoForecast.NO_EARLIER_RETURN),
        ({-1: 20, 7: 6, 14: 7, 35: 20, 43: 6}, (0, 20, 36), NoForecast.NO_EARLIER_RETURN),
    ],
)
def test_not_enough_to_say_comes_with_its_reason(values, infusions, reason):
    given_at = [day(n) for n in infusions]
    assert forecast(series(values), given_at, PHQ9, now=day(60)) == NotEnough(reason)


def test_after_day_ninety_nothing_is_foretold():
    readings, infusions, now = cycles(3)
    for days, is_given in ((90 - 14, True), (91 - 14, False)):
        found = forecast(readings, infusions, PHQ9, now=now + timedelta(days=days))
        assert isinstance(found, Forecast) is is_given


def test_earlier_gains_that_held_for_very_different_times_give_no_range():
    values = {-1: 20, 1: 6, 4: 20, 7: 20, 19: 20, 21: 6, 90: 6, 95: 20, 99: 20, 101: 6}
    found = forecast(series(values), [day(0), day(20), day(100)], PHQ9, now=day(101))
    assert found == NotEnough(NoForecast.RANGE_TOO_WIDE)


@given(st.integers(1, 60), st.integers(0, 27))
def test_nothing_after_now_changes_the_forecast(offset, value):
    readings, infusions, now = cycles(2)
    later = now + timedelta(days=offset)
    assert forecast([*readings, Reading(later, value)], [*infusions, later], PHQ9, now=now) == (
        forecast(readings, infusions, PHQ9, now=now)
    )


@pytest.mark.parametrize("crowd", [Crowd(0.25, 2), Crowd(0.45, 3), Crowd(0.35, 3, missed=1 / 3)])
def test_the_range_holds_the_truth_about_as_often_as_it_says(crowd):
    proof = prove(seeded(11), 200, crowd)
    assert proof.issued >= 50
    assert proof.coverage.low < 0.88
    assert proof.coverage.share > 0.75
    assert proof.median_error_share < 0.35
