"""A clinic's own file: every mistake named, with its place, and never a crash."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.domain.instrument_check import check_questionnaire
from diary.domain.questionnaire import QuestionnaireError, parse_questionnaire
from tests.instruments.shipped import FOLDER

GOOD = """
code = "pain"
version = "1"
title = { en = "Pain", es = "Dolor" }
recall = { en = "today", es = "hoy" }
options = [
    { value = 0, label = { en = "none", es = "nada" } },
    { value = 1, label = { en = "some", es = "algo" } },
    { value = 2, label = { en = "much", es = "mucho" } },
]

[source]
citation = "The clinic."
licence = "Its own"
permission = "Written by the clinic."

[[items]]
link_id = "1"
text = { en = "Head", es = "Cabeza" }

[[items]]
link_id = "2"
text = { en = "Back", es = "Espalda" }

[scoring]
method = "sum"

[scoring.prorating]
at_most_missing = 1
source = "The clinic."

[[bands]]
code = "low"
minimum = 0
maximum = 2
label = { en = "low", es = "poco" }

[[bands]]
code = "high"
minimum = 3
maximum = 4
label = { en = "high", es = "mucho" }

[[cutoffs]]
code = "at_or_above_3"
minimum = 3
note = "Ask more."

[[judgements]]
code = "widespread"
otherwise = "not met"
present_at = 1

[[judgements.levels]]
result = "met"
all_of = [{ items = ["1", "2"], at_least = 2 }]

[change]
reliable = 2
source = "The clinic."
"""


def problems(text):
    return [str(problem) for problem in check_questionnaire(tomllib.loads(text))]


def test_a_good_file_has_no_problems():
    assert problems(GOOD) == []
    assert parse_questionnaire(tomllib.loads(GOOD)).code == "pain"


@pytest.mark.parametrize(
    ("old", "new", "place", "message"),
    [
        ('version = "1"\n', "version = 1\n", "pain", "'version' must be a text"),
        ('version = "1"\n', "", "pain", "needs a text 'version'"),
        ('es = "hoy" }', 'fr = "x" }', "pain", "unknown language 'fr'"),
        ('{ en = "Pain", es = "Dolor" }', '{ es = "Dolor" }', "pain", "'title' in English"),
        ("value = 1,", 'value = "one",', "shared option 2", "whole number, not 'one'"),
        ("value = 1,", "value = 1.5,", "shared option 2", "whole number, not 1.5"),
        ("value = 1,", "value = true,", "shared option 2", "whole number, not True"),
        ("value = 1,", "value = 2,", "item 1 ('1')", "option value 2 stands twice"),
        ('link_id = "2"', "link_id = 2", "item 2", "'link_id' must be a text"),
        ('link_id = "2"', 'link_id = "1"', "pain", "link_id '1' stands twice"),
        ('link_id = "2"', 'link_id = "b c"', "pain", "'b c' must be letters"),
        ('en = "some"', 'en = "none"', "pain", "two options 'none'"),
        (
            'link_id = "2"',
            'link_id = "2"\nkind = "slider"',
            "item 2 ('2')",
            "unknown kind 'slider'",
        ),
        (
            'link_id = "2"',
            'link_id = "2"\nkind = "rating"\nstep = 0',
            "item 2 ('2')",
            "more than 0",
        ),
        ('link_id = "2"', 'link_id = "2"\nchanels = ["app"]', "item 2", "unknown key 'chanels'"),
        ('link_id = "2"', 'link_id = "2"\nchannels = ["fax"]', "item 2", "unknown channel 'fax'"),
        ('link_id = "2"', 'link_id = "2"\nfollow_up = [7]', "item 2", "not on the scale"),
        (', es = "Espalda" }', " }", "pain", "'es' is missing in the text of item '2'"),
        ('licence = "Its own"\n', "", "pain", "needs a text 'licence'"),
        ('recall = { en = "today", es = "hoy" }', "", "pain", "needs 'recall'"),
        ('method = "sum"', 'method = "average"', "scoring", "unknown method 'average'"),
        ('method = "sum"', 'method = "sum"\nitems = ["1", "3"]', "scoring", "unknown item '3'"),
        ("at_most_missing = 1", "at_most_missing = 2", "scoring", "'at_most_missing'"),
        ("at_most_missing = 1", "at_most_missing = nan", "scoring, prorating", "whole number"),
        ("minimum = 0\n", "minimum = 1\n", "pain", "first band begins at 1"),
        ("maximum = 2\n", "maximum = 1\n", "pain", "no band holds the totals between 1 and 3"),
        ("maximum = 2\n", "maximum = 3\n", "pain", "'low' and 'high' overlap"),
        ("maximum = 4\n", "maximum = 6\n", "pain", "last band ends at 6, the totals at 4"),
        ("maximum = 4\n", 'maximum = "4"\n', "band 2", "'maximum' must be a number"),
        ("minimum = 3\nnote", "minimum = 9\nnote", "pain", "'at_or_above_3' lies outside"),
        ("at_least = 2", "at_least = 3", "level 1, requirement 1", "between 1 and the 2 items"),
        ("present_at = 1", "present_at = 5", "pain", "takes item '1' from 5"),
        ('result = "met"', 'result = "cannot tell"', "judgement 1", "'cannot tell' stands twice"),
        ("reliable = 2", "reliable = -2", "change", "'reliable' must be more than 0"),
        ("reliable = 2", "reliable = 2\nsd = 3", "change", "'reliable' is there already"),
        ("reliable = 2", "sd = 3", "change", "needs a number 'reliability'"),
        ("reliable = 2", "sd = 3\nreliability = 1", "change", "from 0 to less than 1"),
        ("reliable = 2", "recovered_at_least = 2", "change", "has no meaning where high_is_good"),
        ("[change]", "[chnge]", "pain", "unknown key 'chnge'"),
    ],
)
def test_each_mistake_is_named_with_its_place(old, new, place, message):
    assert old in GOOD
    found = problems(GOOD.replace(old, new, 1))
    assert any(place in problem and message in problem for problem in found), found


def test_all_mistakes_are_named_not_only_the_first():
    bad = GOOD.replace('licence = "Its own"\n', "").replace(
        'link_id = "2"', 'link_id = "2"\nstep = 2'
    )
    bad = bad.replace("maximum = 4\n", "maximum = 5\n").replace("reliable = 2", "reliable = 9")
    assert len(problems(bad)) == 4


def test_a_group_must_ask_for_each_item_once():
    groups = '[[groups]]\nitems = ["1", "1", "4"]\nask = "Pain?"\n'
    found = "; ".join(problems(groups + GOOD.replace("\ncode", "code", 1)))
    assert "unknown" in found or "twice" in found
    found = "; ".join(problems(GOOD + groups))
    assert "names '1' twice" in found
    assert "unknown item '4'" in found
    assert "item '2' is asked by sms but stands in no group" in found


def test_answer_words_that_end_all_texts_are_found():
    asks = "Any pain? Reply YES or STOP"
    groups = f'[[groups]]\nitems = ["1", "2"]\nask = {{ en = "{asks}", es = "Dolor?" }}\n'
    found = "; ".join(problems(GOOD + groups))
    assert "'YES'" in found
    assert "'STOP'" in found


def test_text_may_be_left_out_only_where_the_file_says_why():
    without = GOOD.replace('text = { en = "Back", es = "Espalda" }', 'name = "back"')
    assert any("needs 'text'" in problem for problem in problems(without))
    without = without.replace('text = { en = "Head", es = "Cabeza" }', 'name = "head"')
    withheld = without.replace('version = "1"', 'version = "1"\ntext_withheld = "Copyright."')
    assert problems(withheld) == []
    assert not parse_questionnaire(tomllib.loads(withheld)).is_askable


def test_a_condition_refers_to_an_earlier_item():
    later = GOOD.replace(
        'link_id = "1"', 'link_id = "1"\nasked_if = { any_of = ["2"], at_least = 1 }'
    )
    assert any("does not come before it" in problem for problem in problems(later))


def test_reading_a_bad_file_raises_one_error_with_every_problem():
    bad = GOOD.replace("value = 1,", "value = 2,").replace('version = "1"\n', "")
    with pytest.raises(QuestionnaireError, match="version") as caught:
        parse_questionnaire(tomllib.loads(bad))
    assert len(caught.value.problems) == 3  # the scale is that of both items


# Whatever TOML can hold, in place of whatever a questionnaire holds.
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)


def places(node, path=()):
    yield path
    if isinstance(node, dict | list):
        for key, inner in node.items() if isinstance(node, dict) else enumerate(node):
            yield from places(inner, (*path, key))


def replaced(node, path, value):
    if not path:
        return value
    copy = dict(node) if isinstance(node, dict) else list(node)
    copy[path[0]] = replaced(copy[path[0]], path[1:], value)
    return copy


@given(st.sampled_from(["phq9", "pcl5", "qids_sr16", "pc_ptsd5", "daily"]), st.data())
def test_any_value_anywhere_is_at_worst_a_problem(code, data):
    tables = tomllib.loads((FOLDER / f"{code}.toml").read_text(encoding="utf-8"))
    path = data.draw(st.sampled_from(sorted(places(tables), key=str)))
    tables = replaced(tables, path, data.draw(ANYTHING))
    found = check_questionnaire(tables)
    assert all(problem.place and problem.message for problem in found)


def test_a_number_too_long_to_write_out_is_a_problem_too():
    tables = tomllib.loads(GOOD.replace("maximum = 4", "maximum = 0x" + "f" * 5000))
    assert "'maximum' must be a number" in str(check_questionnaire(tables)[0])
    tables = tomllib.loads(GOOD.replace("value = 1,", "value = 0x" + "f" * 5000 + ","))
    assert "not a number" in str(check_questionnaire(tables)[0])


@given(ANYTHING)
def test_a_file_of_anything_is_at_worst_full_of_problems(tables):
    assert check_questionnaire(tables)
