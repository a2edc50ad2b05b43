from pathlib import Path

import pytest

from diary.domain.danger_rules import Pair, Sign
from diary.domain.lexicon import Effect, ExceptionRule, LexiconError, Rule, Tier, parse_lexicon
from diary.domain.safety import Finding, screen
from diary.gateways.catalogue import CatalogueError
from diary.gateways.lexicons import load_lexicon, load_rules

FOLDER = Path(__file__).parents[2] / "diary" / "lexicons"
LEXICON = load_rules(FOLDER)
"""The rules without the net under them, so that each is seen to hold by itself."""


def fired(finding: Finding | None) -> set[str]:
    return {finding.rule, *finding.others} if finding else set()


@pytest.mark.parametrize("rule", LEXICON.rules, ids=lambda rule: rule.name)
def test_every_rule_fires_on_its_examples_and_not_on_its_counterexamples(rule: Rule):
    for example in rule.examples:
        assert rule.name in fired(screen(example, LEXICON)), example
    for other in rule.counterexamples:
        assert rule.name not in fired(screen(other, LEXICON)), other


@pytest.mark.parametrize("rule", LEXICON.exceptions, ids=lambda rule: rule.name)
def test_every_exception_softens_its_examples_and_not_its_counterexamples(rule: ExceptionRule):
    for example in rule.examples:
        finding = screen(example, LEXICON)
        if rule.effect is Effect.IGNORE:
            assert finding is None, example
        else:
            assert finding is not None, example
            assert finding.tier is Tier.C, example
    for other in rule.counterexamples:
        finding = screen(other, LEXICON)
        assert finding is not None, other
        assert finding.tier is not Tier.C, other


@pytest.mark.parametrize("sign", LEXICON.signs, ids=lambda sign: sign.name)
def test_every_sign_is_seen_in_its_examples_and_not_in_its_counterexamples(sign: Sign):
    def shown(text: str) -> set[str]:
        readings = LEXICON.spelling.readings(text)
        return {match.key.name for words in readings for match in LEXICON.hints.matches(words)}

    for example in sign.examples:
        assert sign.name in shown(example), example
    for other in sign.counterexamples:
        assert sign.name not in shown(other), other


@pytest.mark.parametrize("pair", LEXICON.pairs, ids=lambda pair: pair.rule.name)
def test_every_pair_of_signs_fires_on_its_examples_and_not_on_its_counterexamples(pair: Pair):
    for example in pair.rule.examples:
        assert pair.rule.name in fired(screen(example, LEXICON)), example
    for other in pair.rule.counterexamples:
        assert screen(other, LEXICON) is None, other


RULE = {"name": "r", "tier": "A", "why": "Why.", "patterns": ["kill myself"], "examples": ["x"]}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"tier": "D"}, "r: 'D' is not a valid Tier"),
        ({"kind": "odd"}, "r: 'odd' is not a valid Kind"),
        ({"why": " "}, "r: needs a sentence 'why'"),
        ({"patterns": []}, "r: needs 'patterns'"),
        ({"patterns": ["(kill"]}, "r: '(kill': a bracket is not closed"),
        ({"patterns": ["kill) me"]}, "r: 'kill) me': unexpected"),
        ({"patterns": ["{nobody} dies"]}, "r: .* no list of words is called 'nobody'"),
        ({"patterns": ["[maybe] ..."]}, "r: .* has no word that must stand in it"),
        ({"examples": []}, "r: needs 'examples'"),
    ],
)
def test_a_rule_that_cannot_be_is_refused_by_name(change, message):
    with pytest.raises(LexiconError, match=message.replace("(", r"\(").replace(")", r"\)")):
        parse_lexicon([{"rules": [{**RULE, **change}]}])


SIGN = {"name": "s", "sort": "calm", "why": "Why.", "patterns": ["calm"], "examples": ["calm"]}
PAIR = {
    "name": "p",
    "tier": "B",
    "why": "Why.",
    "first": ["calm"],
    "second": ["calm"],
    "examples": ["x"],
}


@pytest.mark.parametrize(
    ("tables", "message"),
    [
        ({"signs": [{**SIGN, "sort": ""}]}, "s: needs a 'sort'"),
        (
            {"signs": [SIGN], "pairs": [{**PAIR, "second": ["odd"]}]},
            "p: no sign is of the sort 'odd'",
        ),
        ({"signs": [SIGN], "pairs": [{**PAIR, "first": []}]}, "p: needs 'first'"),
        ({"signs": [{**SIGN, "name": "r"}]}, "r: two rules have this name"),
    ],
)
def test_a_sign_or_a_pair_that_cannot_be_is_refused_by_name(tables, message):
    with pytest.raises(LexiconError, match=message):
        parse_lexicon([{"rules": [RULE], **tables}])


def test_lists_of_words_are_shared_by_the_files_of_a_language_alone():
    words = {"language": "en", "words": {"ends": ["die", "end"]}}
    rule = {**RULE, "patterns": ["{ends} it"]}
    shared = parse_lexicon([{"language": "en", "rules": [rule]}, words])
    assert [match.key.name for match in shared.dangers.matches(" end it")] == ["r"]
    with pytest.raises(LexiconError, match="no list of words is called 'ends'"):
        parse_lexicon([{"language": "es", "rules": [rule]}, words])
    with pytest.raises(LexiconError, match="two lists of words are called 'ends'"):
        parse_lexicon([{"language": "en", "rules": [rule]}, words, words])


def test_two_rules_of_one_name_are_refused():
    with pytest.raises(LexiconError, match="r: two rules have this name"):
        parse_lexicon([{"rules": [RULE, RULE]}])


def test_a_word_that_is_always_read_as_another_is_refused_in_a_pattern():
    rule = {**RULE, "patterns": ["wanna die"]}
    with pytest.raises(LexiconError, match="uses 'wanna', which is read as 'want to'"):
        parse_lexicon([{"spelling": {"wanna": "want to"}, "rules": [rule]}])


def test_a_file_that_is_not_toml_is_named(tmp_path: Path):
    (tmp_path / "broken.toml").write_text("name = ", encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"broken\.toml"):
        load_lexicon(tmp_path)
    with pytest.raises(CatalogueError, match="no lexicon files"):
        load_lexicon(tmp_path / "empty")
