"""The net under the rules: what it holds, and that its file is what the corpora give."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.domain.safety import Tier, screen
from diary.domain.second_net import SecondNet, parse_second_net
from diary.gateways.lexicons import SECOND_NET, load_lexicon, load_rules
from diary.resources import lexicons_folder
from tests.bench.safety import measure
from tests.training.second_net import samples, train

LEXICON = load_lexicon(lexicons_folder())
RULES = load_rules(lexicons_folder())


def test_the_file_is_what_the_corpora_give():
    shipped = json.loads((lexicons_folder() / SECOND_NET).read_text("utf-8"))
    assert train(samples(), RULES.spelling) == parse_second_net(shipped)


def test_it_only_adds_alerts_of_tier_c_to_what_the_rules_see():
    caught = 0
    for sample in samples()[::3]:
        by_rules, with_net = screen(sample.text, RULES), screen(sample.text, LEXICON)
        if by_rules:
            assert with_net == by_rules
        elif with_net:
            assert (with_net.tier, with_net.rule) == (Tier.C, "second-net")
            caught += sample.danger
    assert caught


@pytest.mark.parametrize("language", ["en", "es"])
def test_with_the_net_ordinary_texts_raise_few_alerts(language: str):
    figures = measure(LEXICON, language)
    assert figures.false_high == 0
    assert figures.false_low <= 20


@pytest.mark.parametrize("text", ["6 3 7", "mood 6 distress 3 slept 7", "", "STOP", "yes", "ok"])
def test_plain_answers_and_short_texts_fall_through(text: str):
    assert screen(text, LEXICON) is None


def test_weights_add_up_and_few_words_are_not_weighed():
    net = SecondNet({"gone": 2.0, "be gone": 2.0, "soon": 1.0}, bias=-1.0, threshold=1.0)
    assert net.holds(" i will be gone soon")
    assert not net.holds(" gone soon")
    assert not net.holds(" i will be home soon")


@given(st.text(max_size=200))
def test_no_text_breaks_it(text: str):
    assert LEXICON.second_net
    LEXICON.second_net.holds(RULES.spelling.read(text))
