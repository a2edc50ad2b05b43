import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.domain.log_rank import chi_square_tail, log_rank
from diary.domain.survival import Spell, cumulative_incidence, kaplan_meier, survival_at

EVENT = "relapse"


def spells(happened, censored):
    return [Spell(day, EVENT) for day in happened] + [Spell(day) for day in censored]


MERCAPTOPURINE = spells(
    (6, 6, 6, 7, 10, 13, 16, 22, 23), (6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)
)
PLACEBO = spells((1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23), ())
"""Weeks of remission in leukaemia: Freireich 1963, the example of Gehan 1965 and of textbooks."""


def test_the_leukaemia_trial_gives_the_published_curve():
    curve = kaplan_meier(MERCAPTOPURINE, EVENT)
    assert [(s.day, s.at_risk, s.events) for s in curve.steps] == [
        (6, 21, 3),
        (7, 17, 1),
        (10, 15, 1),
        (13, 12, 1),
        (16, 11, 1),
        (22, 7, 1),
        (23, 6, 1),
    ]
    published = (0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482)
    assert [s.survival for s in curve.steps] == pytest.approx(published, abs=0.00005)
    errors = (0.0764, 0.0869, 0.0963, 0.1068, 0.1141, 0.1282, 0.1346)
    assert [s.se for s in curve.steps] == pytest.approx(errors, abs=0.0001)
    assert (curve.steps[0].low, curve.steps[0].high) == pytest.approx((0.6197, 0.9516), abs=1e-4)
    assert (curve.steps[-1].low, curve.steps[-1].high) == pytest.approx((0.1881, 0.6801), abs=1e-4)
    assert (curve.total, curve.events, curve.median) == (21, 9, 23)
    assert (curve.median_low, curve.median_high) == (13, None)


def test_the_placebo_arm_falls_to_nothing_and_has_its_published_median():
    curve = kaplan_meier(PLACEBO, EVENT)
    assert curve.median == 8
    assert (curve.steps[-1].survival, curve.steps[-1].low, curve.steps[-1].high) == (0, None, None)


@pytest.mark.parametrize("patients", [2, 24, 150])
def test_half_is_half_after_however_many_steps(patients):
    """23/24 * 22/23 * ... * 12/13 is a hair more than a half in floating point."""
    curve = kaplan_meier(spells(range(1, patients + 1), ()), EVENT)
    assert curve.median == patients / 2


def test_the_log_rank_test_of_the_leukaemia_trial():
    found = log_rank({"6-MP": MERCAPTOPURINE, "placebo": PLACEBO}, EVENT)
    assert found.chi_square == pytest.approx(16.79, abs=0.005)
    assert found.p_value == pytest.approx(4.17e-5, abs=1e-7)
    assert found.observed == {"6-MP": 9, "placebo": 21}
    assert found.expected["6-MP"] == pytest.approx(19.25, abs=0.005)
    assert found.expected["placebo"] == pytest.approx(10.75, abs=0.005)


def test_competing_events_by_hand():
    """Six patients: return on 1 and 3, re-treated on 2 and 4, censored on 2.5 and 5.

    At risk 6, 5, 3, 2. Returned: 1/6, then 1/6 + 4/6 * 1/3. Free of both before day 4: 4/9.
    """
    six = [Spell(1, "return"), Spell(2, "again"), Spell(2.5), Spell(3, "return")]
    six += [Spell(4, "again"), Spell(5)]
    returned = cumulative_incidence(six, "return")
    again = cumulative_incidence(six, "again")
    assert [(s.day, s.at_risk) for s in returned] == [(1, 6), (3, 3)]
    assert [s.incidence for s in returned] == pytest.approx([1 / 6, 7 / 18])
    assert [s.incidence for s in again] == pytest.approx([1 / 6, 1 / 6 + 4 / 9 / 2])
    assert returned[0].se == pytest.approx(math.sqrt(5 / 6 / 6 / 6))


def test_without_competing_events_incidence_is_what_the_curve_leaves():
    """Both variances too: the delta method then gives Greenwood's."""
    curve = kaplan_meier(MERCAPTOPURINE, EVENT).steps
    incidence = cumulative_incidence(MERCAPTOPURINE, EVENT)
    assert [s.incidence for s in incidence] == pytest.approx([1 - s.survival for s in curve])
    assert [s.se for s in incidence] == pytest.approx([s.se for s in curve])


def test_when_everybody_had_the_event_there_is_no_interval_to_give():
    last = cumulative_incidence([Spell(day, "return") for day in (1, 1, 1, 2, 2, 3)], "return")[-1]
    assert (last.incidence, last.low, last.high) == (pytest.approx(1), None, None)


def test_calling_the_competing_event_censoring_overstates_the_return():
    crowd = [Spell(day, "return" if day % 2 else "again") for day in range(1, 41)]
    incidence = cumulative_incidence(crowd, "return")[-1].incidence
    assert incidence == pytest.approx(0.5)
    assert 1 - survival_at(kaplan_meier(crowd, "return"), 39).survival > 0.8


def test_nothing_is_said_beyond_the_last_day_that_anyone_was_watched():
    curve = kaplan_meier(MERCAPTOPURINE, EVENT)
    assert survival_at(curve, 36) is None
    assert survival_at(curve, 35).survival == curve.steps[-1].survival
    assert survival_at(curve, 5).survival == 1
    assert survival_at(kaplan_meier([], EVENT), 1) is None


def test_a_share_of_all_or_none_is_not_shown_as_certain():
    """Wilson's interval of 5 of 5 is 56.6 to 100 %, of 0 of 1 it is 0 to 79.3 %."""
    curve = kaplan_meier(spells((9, 12), (8, 10, 11)), EVENT)
    all_well, last_lost = survival_at(curve, 7), survival_at(curve, 12)
    assert (all_well.survival, all_well.high, all_well.watched) == (1, 1, 5)
    assert all_well.low == pytest.approx(0.5655, abs=1e-4)
    assert (last_lost.survival, last_lost.low, last_lost.watched) == (0, 0, 1)
    assert last_lost.high == pytest.approx(0.7935, abs=1e-4)


@pytest.mark.parametrize("patients", [1, 2, 5])
def test_everything_on_day_0_all_tied_or_all_censored_has_an_answer(patients):
    at_once = kaplan_meier(spells([0] * patients, ()), EVENT)
    assert (at_once.median, at_once.watched_days, len(at_once.steps)) == (0, 0, 1)
    assert survival_at(at_once, 0).survival == survival_at(at_once, 60).survival == 0
    assert cumulative_incidence(spells([0] * patients, ()), EVENT)[0].incidence == 1
    never = kaplan_meier(spells((), [30] * patients), EVENT)
    assert (never.median, never.steps, survival_at(never, 30).survival) == (None, (), 1)


def test_no_events_and_nobody_make_empty_curves_and_no_test():
    assert kaplan_meier([], EVENT).steps == ()
    assert kaplan_meier(spells((), (3, 9)), EVENT).median is None
    assert cumulative_incidence(spells((), (3, 9)), EVENT) == ()
    for groups in ({}, {"a": PLACEBO}, {"a": PLACEBO, "b": []}):
        assert log_rank(groups, EVENT).p_value is None


@pytest.mark.parametrize(
    ("value", "degrees", "tail"),
    [(3.841, 1, 0.05), (5.991, 2, 0.05), (7.815, 3, 0.05), (9.488, 4, 0.05), (20.515, 5, 0.001)],
)
def test_the_chi_square_table(value, degrees, tail):
    assert chi_square_tail(value, degrees) == pytest.approx(tail, rel=0.001)


cohort = st.lists(
    st.builds(Spell, st.integers(1, 30), st.sampled_from(["return", "again", None])), max_size=30
)


@given(cohort)
def test_the_shares_returned_and_retreated_and_free_of_both_add_up(members):
    both = [Spell(m.days, m.event and "any") for m in members]
    free = kaplan_meier(both, "any").steps
    ends = [cumulative_incidence(members, event) for event in ("return", "again")]
    total = sum(end[-1].incidence for end in ends if end)
    assert total == pytest.approx(1 - free[-1].survival if free else 0)


@given(cohort)
def test_curves_fall_and_intervals_hold_their_estimate(members):
    steps = kaplan_meier(members, "return").steps
    assert all(a.survival >= b.survival for a, b in pairwise(steps))
    assert all(s.low <= s.survival <= s.high for s in steps if s.low is not None)
    incidence = cumulative_incidence(members, "return")
    assert all(s.low <= s.incidence <= s.high for s in incidence if s.low is not None)
    assert all(a.incidence < b.incidence for a, b in pairwise(incidence))


@given(cohort, cohort, cohort)
def test_the_order_of_the_groups_does_not_change_the_test(first, second, third):
    one = log_rank({"a": first, "b": second, "c": third}, "return")
    other = log_rank({"c": third, "a": first, "b": second}, "return")
    assert (one.p_value is None) is (other.p_value is None)
    if one.p_value is not None:
        assert one.p_value == pytest.approx(other.p_value)
