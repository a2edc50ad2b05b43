"""The share of a gain that is kept, and the days below the half line."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.domain.benefit import benefit
from diary.domain.durability import (
    SeriesKind,
    durability,
)
from diary.domain.episodes import each_infusion
from tests.domain.series_rules import PHQ9, day, series


def follow(values, *, infusions=(0,), rules=PHQ9, kind=SeriesKind.SCORES, number=0, **options):
    episodes = each_infusion(day(n) for n in infusions)
    return durability(series(values), episodes[number], rules, kind=kind, **options)


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
