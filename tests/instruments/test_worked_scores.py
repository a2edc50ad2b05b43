"""Scores worked out by hand from the manuals and papers that each file cites."""

import pytest

from diary.domain.scoring import Incomplete, Score, Status, score
from tests.instruments.shipped import SHIPPED


def answers(digits, first=1):
    """Answers to items 1, 2, ... from a row of digits; "." is an item that was not answered."""
    return {str(n): int(d) for n, d in enumerate(digits, first) if d != "."}


def whole(code, digits, **others):
    result = score(SHIPPED[code], answers(digits) | others)
    assert isinstance(result, Score), result
    return result


BANDS = [
    ("phq9", "000000000", 0, "minimal"),
    ("phq9", "111100000", 4, "minimal"),
    ("phq9", "111110000", 5, "mild"),
    ("phq9", "111111111", 9, "mild"),
    ("phq9", "211111111", 10, "moderate"),
    ("phq9", "222220022", 14, "moderate"),
    ("phq9", "222221022", 15, "moderately severe"),
    ("phq9", "333322210", 19, "moderately severe"),
    ("phq9", "333322211", 20, "severe"),
    ("phq9", "333333333", 27, "severe"),
    ("phq8", "33333333", 24, "severe"),
    ("phq8", "11111000", 5, "mild"),
    ("gad7", "1111000", 4, "minimal"),
    ("gad7", "1111100", 5, "mild"),
    ("gad7", "2222110", 10, "moderate"),
    ("gad7", "2222222", 14, "moderate"),
    ("gad7", "3222222", 15, "severe"),
    ("gad7", "3333333", 21, "severe"),
]


@pytest.mark.parametrize(("code", "digits", "total", "band"), BANDS)
def test_totals_fall_into_the_published_bands(code, digits, total, band):
    result = whole(code, digits)
    assert (result.total, result.band.code, result.status) == (total, band, Status.COMPLETE)


@pytest.mark.parametrize(
    ("digits", "syndrome"),
    [
        ("222220000", "major"),  # five symptoms, both core ones
        ("022220000", "other"),  # four
        ("002222222", "none"),  # seven symptoms, but neither core one
        ("222200001", "major"),  # item 9 counts at "several days"
        ("222200010", "other"),  # no other item does
        ("111111111", "none"),
        ("200000001", "other"),
        ("300000000", "none"),  # a core symptom alone
        ("000000003", "none"),
    ],
)
def test_the_algorithm_of_the_phq9_counts_symptoms(digits, syndrome):
    assert whole("phq9", digits).judgements == {"depressive_syndrome": syndrome}


def test_screens_reach_their_cut_off_at_three():
    assert whole("phq2", "11").cutoffs == ()
    assert whole("phq2", "12").cutoffs == ("at_or_above_3",)
    assert whole("gad2", "03").cutoffs == ("at_or_above_3",)
    assert whole("gad2", "02").band is None


def test_the_pcl5_adds_up_to_80_and_has_cluster_sub_totals():
    assert whole("pcl5", "4" * 20).total == 80
    result = whole("pcl5", "21000" + "20" + "2200000" + "220000")
    assert result.total == 13
    assert result.parts == {"B": 3, "C": 2, "D": 4, "E": 4}
    assert result.judgements == {"provisional_ptsd": "met"}
    assert result.cutoffs == ()


@pytest.mark.parametrize(
    "digits",
    [
        "11111" + "20" + "2200000" + "220000",  # no symptom in B: "a little bit" is none
        "20000" + "11" + "2200000" + "220000",  # none in C
        "20000" + "20" + "2111111" + "220000",  # one in D
        "20000" + "20" + "2200000" + "211111",  # one in E
    ],
)
def test_provisional_ptsd_needs_every_cluster(digits):
    assert whole("pcl5_week", digits).judgements == {"provisional_ptsd": "not met"}


def test_a_high_total_of_the_pcl5_reaches_cut_offs_and_names_no_severity():
    result = whole("pcl5", "2" * 16 + "0" * 4)
    assert (result.total, result.cutoffs, result.band) == (32, ("at_or_above_31",), None)
    assert whole("pcl5", "3" * 11 + "0" * 9).cutoffs == ("at_or_above_31", "at_or_above_33")


def test_the_short_pcl5_estimates_the_full_total():
    # 2.15 B1 + 1.78 B4 + 1.79 C1 + 1.35 C2 + 3.03 D2 + 2.96 D5 + 2.88 E4 + 2.53 E5
    assert whole("pcl5_short", "44444444").total == 73.88
    result = whole("pcl5_short", "12340123")
    assert result.total == round(2.15 + 3.56 + 5.37 + 5.40 + 0 + 2.96 + 5.76 + 7.59, 2)
    assert result.flags == ("estimated",)
    assert isinstance(score(SHIPPED["pcl5_short"], answers("1234012.")), Incomplete)


def test_the_qids_takes_the_highest_of_each_domain():
    # Sleep 3, sadness 1, appetite 2, concentration 1, self 0, suicide 0, interest 2, energy 1,
    # movement 2.
    result = whole("qids_sr16", "1320" + "1" + "2.1." + "100" + "21" + "12")
    assert (result.total, result.band.code) == (12, "moderate")
    assert result.parts["sleep"] == 3
    assert result.flags == ()
    assert whole("qids_sr16", "3" * 16).total == 27


@pytest.mark.parametrize(("total", "band"), [(5, "none"), (6, "mild"), (15, "moderate")])
def test_the_qids_bands_begin_at_6_11_16_and_21(total, band):
    domains = [4, 9, 10, 11, 12, 13, 14, 15]  # one item of each domain but sadness
    given = dict.fromkeys((str(n) for n in range(1, 17)), 0)
    for link_id in ["5", *map(str, domains)]:
        given[link_id] = min(3, total)
        total -= given[link_id]
    assert score(SHIPPED["qids_sr16"], given).band.code == band


def test_without_a_trauma_the_pc_ptsd5_is_complete_with_zero():
    result = score(SHIPPED["pc_ptsd5"], {"gate": 0})
    assert (result.total, result.status, result.missing) == (0, Status.COMPLETE, ())
    assert result.judgements == {"screen": "negative"}


def test_with_a_trauma_the_pc_ptsd5_counts_yes_and_screens_positive_at_four():
    assert whole("pc_ptsd5", "11100", gate=1).judgements == {"screen": "negative"}
    assert whole("pc_ptsd5", "11100", gate=1).cutoffs == ("at_or_above_3",)
    assert whole("pc_ptsd5", "11110", gate=1).judgements == {"screen": "positive"}
    assert isinstance(score(SHIPPED["pc_ptsd5"], {"gate": 1}), Incomplete)


def test_symptoms_of_a_trauma_that_was_denied_make_no_score():
    result = score(SHIPPED["pc_ptsd5"], {"gate": 0} | answers("10000"))
    assert isinstance(result, Incomplete)
    assert result.flags == ("item_1_contradicts",)
    every = score(SHIPPED["pc_ptsd5"], {"gate": 0} | answers("11111"))
    assert every.judgements == {"screen": "cannot tell"}


def test_five_answers_are_a_score_even_if_the_gate_was_not_recorded():
    assert whole("pc_ptsd5", "10110").total == 3


@pytest.mark.parametrize("digits", ["1000", "0100", "0010", "0001"])
def test_any_yes_makes_the_asq_positive_and_the_fifth_question_says_how_urgent(digits):
    screen = {a: whole("asq", digits + a).judgements for a in "01"}
    assert screen["0"] == {"screen": "positive", "acute": "not met"}
    assert screen["1"] == {"screen": "positive", "acute": "met"}
    assert whole("asq", digits).judgements == {"screen": "positive", "acute": "cannot tell"}


def test_four_times_no_ends_the_asq():
    result = whole("asq", "0000")
    assert result.judgements == {"screen": "negative", "acute": "not met"}


def test_a_thought_of_suicide_now_is_acute_even_if_the_four_questions_were_denied():
    result = whole("asq", "00001")
    assert result.judgements["acute"] == "met"
    assert result.flags == ("item_5_positive", "item_5_contradicts")


def test_an_asq_with_an_open_question_and_no_yes_is_not_negative():
    result = score(SHIPPED["asq"], answers("00.0"))
    assert isinstance(result, Incomplete)
    assert result.judgements["screen"] == "cannot tell"
