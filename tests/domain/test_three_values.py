"""Judgements with missing answers, held against every way in which the form could be completed."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.domain.scoring import Scorer, score
from tests.instruments.shipped import SHIPPED


def syndrome(answers):
    """The algorithm as its authors write it, on nine answers."""
    symptoms = sum(a >= 2 for a in answers[:8]) + (answers[8] >= 1)
    if max(answers[:2]) < 2 or symptoms < 2:
        return "none"
    return "major" if symptoms >= 5 else "other"


def provisional(answers):
    """The rule of the National Center, on twenty answers."""
    count = [sum(a >= 2 for a in answers[low:high]) for low, high in CLUSTERS]
    return (
        "met"
        if all(c >= least for c, least in zip(count, (1, 1, 2, 2), strict=True))
        else "not met"
    )


CLUSTERS = ((0, 5), (5, 7), (7, 14), (14, 20))


def holes(count, highest, most):
    """Rows of ``count`` answers of which at most ``most`` are missing."""
    return st.tuples(
        st.lists(st.integers(0, highest), min_size=count, max_size=count),
        st.sets(st.integers(0, count - 1), max_size=most),
    ).map(lambda drawn: [None if n in drawn[1] else a for n, a in enumerate(drawn[0])])


def over_all_completions(answers, highest, rule):
    gaps = [n for n, answer in enumerate(answers) if answer is None]
    results = set()
    for filling in product(range(highest + 1), repeat=len(gaps)):
        whole = list(answers)
        for n, value in zip(gaps, filling, strict=True):
            whole[n] = value
        results.add(rule(whole))
    return results.pop() if len(results) == 1 else "cannot tell"


def judged(code, answers, judgement):
    result = score(SHIPPED[code], {str(n): a for n, a in enumerate(answers, 1)})
    return result.judgements[judgement]


@given(holes(9, 3, 4))
def test_a_depressive_syndrome_is_named_only_if_every_completion_agrees(answers):
    expected = over_all_completions(answers, 3, syndrome)
    assert judged("phq9", answers, "depressive_syndrome") == expected


@pytest.mark.parametrize("code", ["pcl5", "pcl5_week"])
@given(answers=holes(20, 4, 3))
def test_provisional_ptsd_is_named_only_if_every_completion_agrees(code, answers):
    expected = over_all_completions(answers, 4, provisional)
    assert judged(code, answers, "provisional_ptsd") == expected


@given(st.lists(st.sampled_from([1, 2]), min_size=20, max_size=20), st.data())
def test_provisional_ptsd_near_its_edge_agrees_too(answers, data):
    # Answers around the mark of a symptom, few of them above it: the interesting cases.
    for n in data.draw(st.sets(st.integers(0, 19), min_size=8, max_size=16)):
        answers[n] = 0
    for n in data.draw(st.sets(st.integers(0, 19), max_size=3)):
        answers[n] = None
    expected = over_all_completions(answers, 4, provisional)
    assert judged("pcl5", answers, "provisional_ptsd") == expected


def test_all_three_values_occur():
    met = [2] + [0] * 4 + [2, 0] + [2, 2] + [0] * 5 + [2, 2] + [0] * 4
    assert judged("pcl5", met, "provisional_ptsd") == "met"
    met[0] = None
    assert judged("pcl5", met, "provisional_ptsd") == "cannot tell"
    met[15] = 1
    assert judged("pcl5", met, "provisional_ptsd") == "not met"


@given(holes(5, 1, 5), st.sampled_from([None, 1]))
def test_the_trauma_screen_agrees_with_every_completion(answers, gate):
    given_answers = {str(n): a for n, a in enumerate(answers, 1)} | {"gate": gate}
    result = score(SHIPPED["pc_ptsd5"], given_answers)
    expected = over_all_completions(
        answers, 1, lambda whole: "positive" if sum(whole) >= 4 else "negative"
    )
    assert result.judgements["screen"] == expected


@given(holes(5, 1, 5))
def test_the_suicide_screen_agrees_with_every_completion(answers):
    def screen(whole):
        return "positive" if any(whole[:4]) else "negative"

    assert judged("asq", answers, "screen") == over_all_completions(answers, 1, screen)


@given(holes(16, 3, 3))
def test_a_qids_total_stands_only_if_every_completion_has_it(answers):
    def total(whole):
        a = [0, *whole]
        return max(a[1:5]) + a[5] + max(a[6:10]) + sum(a[10:15]) + max(a[15:17])

    for pair in ((5, 6), (7, 8)):  # an empty one of a pair is not missing
        if any(answers[n] is not None for n in pair):
            answers = [0 if n in pair and a is None else a for n, a in enumerate(answers)]
    result = score(SHIPPED["qids_sr16"], {str(n): a for n, a in enumerate(answers, 1)})
    expected = over_all_completions(answers, 3, total)
    assert getattr(result, "total", "cannot tell") == expected


@given(holes(9, 3, 9), st.integers(0, 8), st.integers(0, 3))
def test_answering_a_missing_item_never_overturns_what_was_certain(answers, place, value):
    scorer = Scorer(SHIPPED["phq9"])
    before = scorer.assess([*answers, None]).judgements["depressive_syndrome"]
    if answers[place] is None and before != "cannot tell":
        answers[place] = value
        assert scorer.assess([*answers, None]).judgements["depressive_syndrome"] == before
