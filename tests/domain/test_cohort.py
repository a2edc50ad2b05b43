import pytest

from diary.domain.cohort import (
    Missing,
    cohort_outcome,
    compare_return,
    count,
    dose_band,
    grouped,
    return_spells,
)
from diary.domain.course_result import TreatedCourse, Unscored, judge
from diary.domain.durability import Outcome, durability
from diary.domain.episodes import each_infusion
from diary.domain.published import PUBLISHED, Measure
from diary.domain.survival import Spell
from diary.domain.trends import ChangeRules
from tests.domain.series_rules import PHQ9, day, series


def course(values, *, infusions=(0,), number=0, **features):
    readings = tuple(series(values))
    episode = each_infusion(day(n) for n in infusions)[number]
    treated = TreatedCourse(
        durability(readings, episode, PHQ9), readings, number=number + 1, **features
    )
    return judge(treated, PHQ9)


RETURNED = course({-1: 20, 7: 6, 14: 10, 21: 16, 28: 16}, route="iv")
RETREATED = course({-1: 20, 7: 6, 14: 8, 21: 9, 40: 9}, infusions=(0, 30), route="iv")
STILL_WELL = course({-1: 20, 7: 4, 14: 4, 21: 4}, route="im")
NO_GAIN = course({-1: 20, 7: 19, 14: 19}, route="im")
WORSE = course({-1: 12, 7: 13, 20: 19}, route="im")
NO_SCORE_BEFORE = course({7: 6, 14: 8})
NO_SCORE_LATER = course({-1: 20, 7: 6})
LATER = day(200)
EVERYBODY = (RETURNED, RETREATED, STILL_WELL, NO_GAIN, WORSE, NO_SCORE_BEFORE, NO_SCORE_LATER)


def test_a_course_ends_in_return_re_treatment_or_the_last_reply():
    assert return_spells(EVERYBODY) == (
        Spell(14 + 7 * 3 / 6, "return"),
        Spell(30, "retreated"),
        Spell(21, None),
        Spell(7, None),
    )


def test_every_course_is_counted_somewhere():
    found = cohort_outcome(EVERYBODY, LATER)
    assert found.courses == 7
    assert sum(found.outcomes.values()) == 7
    assert found.outcomes[Outcome.NO_RELIABLE_GAIN] == 2
    assert found.outcomes[Outcome.NO_BASELINE] == 1
    assert found.time_to_return.total == 4


def test_response_and_remission_come_with_what_is_missing():
    """Known: 10 of 20, 8 of 20, 4 of 20, 19 of 20, 19 of 12. Missing: no baseline, no score."""
    found = cohort_outcome(EVERYBODY, LATER)
    response, remission = found.response, found.remission
    assert (response.courses, response.known, response.missing) == (7, 5, 2)
    assert (response.of_known.count, response.of_known.share) == (3, 3 / 5)
    assert response.if_missing_are_not.share == 3 / 7
    assert (remission.of_known.count, found.worse.of_known.count) == (1, 1)
    assert response.of_known.low < 3 / 5 < response.of_known.high


def test_what_is_missing_is_said_by_its_reason():
    found = cohort_outcome(EVERYBODY, LATER)
    assert found.missing == {
        Missing.TOO_EARLY: 0,
        Missing.NO_BASELINE: 1,
        Missing.RETREATED: 0,
        Missing.NO_SCORE: 1,
    }


def test_a_score_after_the_next_infusion_is_not_the_outcome_of_the_one_before():
    again = course({-1: 20, 7: 6, 20: 5}, infusions=(0, 15))
    assert (again.unscored, again.response) == (Unscored.RETREATED, None)
    before = course({-1: 20, 7: 6, 14: 5, 20: 19}, infusions=(0, 15))
    assert (before.unscored, before.response) == (None, True)


def test_until_its_window_is_over_a_course_is_neither_known_nor_missing():
    for now, courses in ((day(31), 0), (day(31.1), 1)):
        response = cohort_outcome([NO_SCORE_LATER], now).response
        assert (response.courses, response.known) == (courses, 0)


def test_a_scale_without_published_marks_has_no_rate_to_give():
    readings = tuple(series({-1: 20, 20: 25}))
    bare = ChangeRules(reliable_change=float("inf"))
    found = durability(readings, each_infusion([day(0)])[0], bare)
    outcome = cohort_outcome([judge(TreatedCourse(found, readings), bare)], LATER)
    assert outcome.worse.of_known is outcome.remission.of_known is None
    assert (outcome.response.known, outcome.higher.of_known.count) == (1, 1)


def test_the_stricter_rule_has_a_curve_of_its_own():
    """Half of 20 is 10. 8 at best, 9 on day 21, 12 on day 28: lost on day 21 + 7/3."""
    lost = course({-1: 20, 7: 8, 21: 9, 28: 12})
    curve = cohort_outcome([lost, STILL_WELL, NO_GAIN], LATER).still_responding
    assert (curve.total, curve.events) == (2, 1)
    assert curve.steps[0].day == pytest.approx(21 + 7 / 3)


def test_curve_and_incidence_stand_side_by_side():
    """At risk on day 17.5: returned, re-treated and still well; the fourth was seen to day 7."""
    found = cohort_outcome(EVERYBODY, LATER)
    assert found.time_to_return.steps[0].at_risk == 3
    assert found.time_to_return.steps[0].survival == pytest.approx(2 / 3)
    assert found.returned[-1].incidence == pytest.approx(1 / 3)
    assert found.retreated[-1].incidence == pytest.approx(2 / 3)


def test_nobody_makes_an_empty_outcome_and_not_an_error():
    found = cohort_outcome((), LATER)
    assert (found.courses, found.response.known, found.response.of_known) == (0, 0, None)
    assert found.time_to_return.steps == found.returned == ()


def test_groups_come_in_order_with_the_unrecorded_last():
    groups = grouped(EVERYBODY, lambda c: c.route)
    assert list(groups) == ["im", "iv", None]
    assert [len(g) for g in groups.values()] == [3, 2, 2]
    numbered = [course({}, infusions=range(0, 33, 3), number=n) for n in (10, 1, 0)]
    assert list(grouped(numbered, count)) == ["1", "2", "11"]


@pytest.mark.parametrize(
    ("dose", "band"),
    [
        (0.5, "0.50"),
        (42.4 / 84.9, "0.50"),
        (0.49, "0.25"),
        (0.744, "0.50"),
        (0.7451, "0.75"),
        (1, "1.00"),
        (None, None),
    ],
)
def test_doses_are_grouped_by_a_quarter_of_a_milligram(dose, band):
    assert dose_band(course({}, dose_mg_per_kg=dose)) == band


def test_groups_are_compared_by_their_time_to_return():
    fast = [course({-1: 20, 7: 6, 14: 16 + n, 21: 18}) for n in range(4)]
    slow = [course({-1: 20, 7: 6, 49: 8, 56: 16 + n, 63: 18}) for n in range(4)]
    assert compare_return({"fast": fast, "slow": slow}).p_value < 0.05
    assert compare_return({"fast": fast, "again": fast}).p_value == pytest.approx(1)


def test_the_published_figures_are_those_of_the_papers():
    found = {(f.study, f.measure, f.when[:1]): (f.value, f.people) for f in PUBLISHED}
    mcinnes, oliver, feder = "McInnes 2022", "Oliver 2022", "Feder 2021"
    assert found == {
        (mcinnes, Measure.RESPONSE, "1"): (0.536, 537),
        (mcinnes, Measure.REMISSION, "1"): (0.289, 537),
        (mcinnes, Measure.WORSE, "1"): (0.084, 537),
        (mcinnes, Measure.STILL_RESPONDING, "4"): (0.80, round(0.536 * 537)),
        (mcinnes, Measure.STILL_RESPONDING, "8"): (0.60, round(0.536 * 537)),
        (oliver, Measure.RESPONSE, "w"): (0.50, 424),
        (oliver, Measure.REMISSION, "w"): (0.20, 424),
        (feder, Measure.RESPONSE, "2"): (0.67, 15),
        (feder, Measure.MEDIAN_DAYS_TO_LOSS, "a"): (27.5, round(0.67 * 15)),
    }


def test_published_figures_name_their_study_scale_and_rule():
    shares = [f for f in PUBLISHED if f.measure is not Measure.MEDIAN_DAYS_TO_LOSS]
    assert all(0 < figure.value < 1 for figure in shares)
    assert {f.study for f in PUBLISHED} == {"McInnes 2022", "Oliver 2022", "Feder 2021"}
    assert all(f.doi.startswith("10.") and f.people and f.when and f.rule for f in PUBLISHED)
