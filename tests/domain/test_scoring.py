"""Missing answers, wrong answers and what a score says about itself."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.domain.questionnaire import parse_questionnaire
from diary.domain.scoring import AnswerError, Incomplete, NotScoredError, Score, Status, score
from tests.instruments.shipped import SHIPPED

SUMS = ["phq9", "phq8", "phq2", "gad7", "gad2", "pcl5", "pcl5_week"]
AT_MOST_MISSING = {"phq9": 2, "phq8": 1, "phq2": 0, "gad7": 1, "gad2": 0}


def answered(code, value, without=()):
    scored = SHIPPED[code].scoring.items
    return {link_id: value for link_id in scored if link_id not in without}


@st.composite
def some_answers(draw, code):
    items = [SHIPPED[code].item(link_id) for link_id in SHIPPED[code].scoring.items]
    return {
        item.link_id: draw(st.none() | st.sampled_from([o.value for o in item.options]))
        for item in items
    }


@pytest.mark.parametrize("code", SUMS)
@given(data=st.data())
def test_promise_6_a_total_is_whole_or_prorated_or_there_is_none(code, data):
    given_answers = data.draw(some_answers(code))
    result = score(SHIPPED[code], given_answers)
    values = [value for value in given_answers.values() if value is not None]
    if isinstance(result, Incomplete):
        assert len(values) < len(given_answers)
        assert not hasattr(result, "total")
    elif result.missing:
        assert result.status is Status.PRORATED
        assert "prorated" in result.flags
        assert math.isclose(result.total, sum(values) / len(values) * len(given_answers))
    else:
        assert (result.total, result.status) == (sum(values), Status.COMPLETE)
        assert "prorated" not in result.flags


@pytest.mark.parametrize(("code", "most"), AT_MOST_MISSING.items())
def test_prorating_stops_at_the_number_that_the_rule_allows(code, most):
    scored = SHIPPED[code].scoring.items
    for count in range(1, len(scored)):
        result = score(SHIPPED[code], answered(code, 1, without=scored[:count]))
        assert isinstance(result, Score if count <= most else Incomplete)
        assert result.missing == scored[:count]


def test_a_prorated_total_is_the_mean_of_the_answered_items_times_all_of_them():
    result = score(SHIPPED["phq9"], answered("phq9", 1, without=("1", "2")) | {"3": 3, "4": 2})
    assert result.total == 10 * 9 / 7
    assert result.band.code == "moderate"


def test_a_prorated_total_between_two_bands_stays_in_the_lower_one():
    result = score(SHIPPED["phq9"], answered("phq9", 1, without=("1",)) | {"9": 2, "8": 0, "7": 1})
    assert result.total == 9
    between = score(SHIPPED["gad7"], answered("gad7", 1, without=("1",)) | {"2": 3, "3": 0})
    assert 8 < between.total < 9
    between = score(SHIPPED["gad7"], answered("gad7", 2, without=("1",)) | {"2": 0})
    assert (round(between.total, 2), between.band.code) == (11.67, "moderate")
    just_below = score(SHIPPED["gad7"], answered("gad7", 1, without=("1",)) | {"2": 3})
    assert (round(just_below.total, 2), just_below.band.code) == (9.33, "mild")


@given(some_answers("phq9"))
def test_promise_6_item_9_is_never_imputed(given_answers):
    result = score(SHIPPED["phq9"], given_answers | {"9": None})
    assert isinstance(result, Incomplete)
    assert "9" in result.missing
    assert "item_9_not_answered" in result.flags


@given(some_answers("phq9"), st.sampled_from([1, 2, 3]))
def test_an_answer_to_item_9_is_flagged_whatever_else_is_missing(given_answers, value):
    assert "item_9_positive" in score(SHIPPED["phq9"], given_answers | {"9": value}).flags


@pytest.mark.parametrize(
    ("without", "kind"),
    [
        (("1", "8", "15"), Score),  # one in each cluster that can spare one
        (("6",), Incomplete),  # half of cluster C
        (("1", "2"), Incomplete),  # three fifths of cluster B
        (("8", "9"), Incomplete),  # five sevenths of cluster D
        (("15", "16"), Incomplete),  # four sixths of cluster E
    ],
)
def test_the_pcl5_is_prorated_only_if_every_cluster_is_well_answered(without, kind):
    assert isinstance(score(SHIPPED["pcl5"], answered("pcl5", 2, without)), kind)


def test_exactly_the_least_share_of_a_part_is_enough():
    ids = ["1", "2", "3", "4"]
    questionnaire = parse_questionnaire(
        {
            "code": "four",
            "version": "1",
            "title": "Four",
            "items": [{"link_id": n, "kind": "rating", "text": "?"} for n in ids],
            "scoring": {
                "method": "sum",
                "parts": [{"code": "all", "items": ids}],
                "prorating": {
                    "at_most_missing": 2,
                    "least_share_of_each_part": 0.75,
                    "source": "this test",
                },
            },
        }
    )
    assert score(questionnaire, {"1": 6, "2": 6, "3": 3}).total == 20
    assert isinstance(score(questionnaire, {"1": 6, "2": 6}), Incomplete)


def test_a_prorated_pcl5_names_no_sub_total_of_a_cluster_with_a_gap():
    result = score(SHIPPED["pcl5"], answered("pcl5", 2, without=("1",)))
    assert result.total == 40
    assert result.parts == {"C": 4, "D": 14, "E": 12}


def test_one_of_a_pair_that_the_qids_asks_for_is_enough():
    whole = answered("qids_sr16", 1)
    for without in (("6", "8"), ("7", "9"), ("7", "8")):
        result = score(SHIPPED["qids_sr16"], {k: v for k, v in whole.items() if k not in without})
        assert (result.status, result.missing, result.flags[-1]) == (
            Status.COMPLETE,
            (),
            "item_12_positive",
        )
    for without in (("6", "7"), ("8", "9")):
        missing = score(SHIPPED["qids_sr16"], {k: v for k, v in whole.items() if k not in without})
        assert isinstance(missing, Incomplete)


def test_a_missing_item_that_cannot_change_the_total_is_named_but_does_not_spoil_it():
    result = score(SHIPPED["qids_sr16"], answered("qids_sr16", 0, without=("2",)) | {"1": 3})
    assert (result.total, result.missing) == (3, ("2",))
    assert result.flags == ("missing_without_effect",)
    could = score(SHIPPED["qids_sr16"], answered("qids_sr16", 0, without=("2",)) | {"1": 2})
    assert isinstance(could, Incomplete)


@pytest.mark.parametrize("value", [4, -1, 1.5, math.nan, math.inf, 10**400, True, "2"])
def test_an_answer_off_the_scale_is_an_error_and_never_a_score(value):
    with pytest.raises(AnswerError, match="item '3'") as caught:
        score(SHIPPED["phq9"], answered("phq9", 1) | {"3": value})
    assert caught.value.link_id == "3"


def test_an_answer_to_an_item_that_does_not_exist_is_an_error():
    with pytest.raises(AnswerError, match="item '10'"):
        score(SHIPPED["phq9"], answered("phq9", 1) | {"10": 1})


def test_the_difficulty_item_is_checked_but_does_not_count():
    assert score(SHIPPED["phq9"], answered("phq9", 1) | {"difficulty": 3}).total == 9
    with pytest.raises(AnswerError):
        score(SHIPPED["phq9"], answered("phq9", 1) | {"difficulty": 4})


@pytest.mark.parametrize("code", ["daily", "side_effects", "bladder", "craving"])
def test_readings_that_stand_alone_have_no_total(code):
    with pytest.raises(NotScoredError, match=code):
        score(SHIPPED[code], {})


def test_no_answers_at_all_are_incomplete():
    result = score(SHIPPED["phq9"], {})
    assert result.missing == tuple("123456789")
    assert result.judgements == {"depressive_syndrome": "cannot tell"}
