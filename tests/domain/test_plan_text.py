"""A plan's text: read, every mistake with its line, and written again."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.domain.plan_text import PlanTextError, read_plan_text
from diary.domain.plan_toml import write_plan
from diary.resources import plans_folder
from tests.domain.plans import QUESTIONNAIRES

GOOD = """code = "own"
version = "1"
title = { en = "Own" }

[[check_ins]]
code = "a"
after = "PT3H"
questionnaires = ["daily"]

[[check_ins]]
code = "b"
days = [{ from = 1, to = 3 }]
window = "P1D"
questionnaires = ["phq9"]
"""


def lines(text: str) -> list[int | None]:
    with pytest.raises(PlanTextError) as wrong:
        read_plan_text(text, QUESTIONNAIRES)
    return [problem.line for problem in wrong.value.problems]


def test_a_good_text_is_a_plan():
    assert read_plan_text(GOOD, QUESTIONNAIRES).reference == "own/1"


@pytest.mark.parametrize(
    ("was", "becomes", "where"),
    [
        ('version = "1"', 'version = "1/2"', [2]),
        ('window = "P1D"', 'window = "1 day"', [13]),
        ('window = "P1D"', 'windwo = "P1D"', [13]),
        ("from = 1, to = 3", "from = 3, to = 1", [12]),
        ('["phq9"]', '["phq19"]', [14]),
        ('after = "PT3H"\n', "", [5]),
        ('code = "b"', 'code = "a"', [1]),
        ('version = "1"', "version = ", [2]),
        ('["phq9"]\n', '["phq9"', [14]),
    ],
)
def test_a_mistake_is_named_with_its_line(was: str, becomes: str, where: list[int]):
    assert lines(GOOD.replace(was, becomes, 1)) == where


def test_every_mistake_is_named_in_the_order_of_lines():
    assert lines(GOOD.replace('"P1D"', '"x"').replace('"PT3H"', '"y"')) == [7, 13]


@given(st.text(max_size=200))
def test_no_text_breaks_the_reading(text: str):
    assert lines(text)
    assert lines(GOOD + text + "\n[x")


@pytest.mark.parametrize("path", sorted(plans_folder().glob("*.toml")), ids=lambda path: path.stem)
def test_a_plan_written_reads_back_as_it_was(path):
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    assert tomllib.loads(write_plan(content)) == content


@given(st.text())
def test_any_title_is_written_so_that_it_reads_back(title: str):
    content = {"code": "x", "title": {"en": title}, "check_ins": []}
    assert tomllib.loads(write_plan(content))["title"] == {"en": title}
