"""What holds for how long a gain lasts, whatever the series."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.domain.durability import (
    SeriesKind,
    durability,
)
from diary.domain.episodes import each_infusion
from diary.domain.series import Reading, days_between
from tests.domain.series_rules import INFUSED_AT, MOOD, PHQ9, day, series


def follow(values, *, infusions=(0,), rules=PHQ9, kind=SeriesKind.SCORES, number=0, **options):
    episodes = each_infusion(day(n) for n in infusions)
    return durability(series(values), episodes[number], rules, kind=kind, **options)


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
