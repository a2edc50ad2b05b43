"""Scales, conditions and what is asked where."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.domain.questionnaire import Item, ItemKind, parse_questionnaire
from tests.instruments.shipped import SHIPPED

PLAIN = {
    "code": "plain",
    "version": "1",
    "title": "Plain",
    "items": [
        {"link_id": "a", "kind": "rating", "text": "How much?"},
        {"link_id": "b", "kind": "rating", "text": "And here?", "channels": ["app"]},
        {"link_id": "c", "text": "Which?", "options": [{"value": 5, "label": "five"}]},
    ],
}


def rating(minimum, maximum, step):
    return Item("x", ItemKind.RATING, {}, {}, (), minimum, maximum, step)


@pytest.mark.parametrize("value", [0, 0.5, 7.5, 24])
def test_halves_are_on_a_scale_of_halves(value):
    assert rating(0, 24, 0.5).accepts(value)


@pytest.mark.parametrize("value", [-0.5, 0.25, 24.5, float("nan"), float("inf"), -1e300])
def test_what_lies_off_the_scale_or_between_its_steps_is_refused(value):
    assert not rating(0, 24, 0.5).accepts(value)


@given(st.integers(0, 100))
def test_steps_without_an_exact_binary_form_are_on_the_scale(tenths):
    assert rating(0, 10, 0.1).accepts(tenths / 10)


def test_a_choice_accepts_its_options_and_nothing_between():
    item = SHIPPED["phq9"].item("1")
    assert [value for value in (-1, 0, 0.5, 1, 2, 3, 4) if item.accepts(value)] == [0, 1, 2, 3]
    assert (item.minimum, item.maximum) == (0, 3)


def test_without_groups_each_item_for_sms_is_a_text_of_its_own():
    questionnaire = parse_questionnaire(PLAIN)
    assert [group.items for group in questionnaire.groups] == [("a",), ("c",)]
    assert questionnaire.groups[0].ask == {"en": "How much?"}
    assert questionnaire.item("a").name == {"en": "How much?"}


def test_items_know_their_channels():
    questionnaire = parse_questionnaire(PLAIN)
    assert [item.link_id for item in questionnaire.items_for("sms")] == ["a", "c"]
    assert [item.link_id for item in questionnaire.items_for("app")] == ["a", "b", "c"]


def test_an_unknown_item_is_a_key_error():
    with pytest.raises(KeyError):
        parse_questionnaire(PLAIN).item("z")


@pytest.mark.parametrize(("gate", "asked"), [(None, True), (1, True), (0, False)])
def test_a_denied_trauma_ends_the_questions_about_it(gate, asked):
    assert SHIPPED["pc_ptsd5"].is_asked("3", {"gate": gate}) is asked
    assert SHIPPED["pc_ptsd5"].is_asked("gate", {"gate": gate})


def test_how_urgent_it_is_is_asked_until_all_four_questions_are_denied():
    asq = SHIPPED["asq"]
    assert asq.is_asked("5", {"1": 0, "2": 0, "3": 0})
    assert asq.is_asked("5", {"1": 0, "2": 1, "3": 0, "4": 0})
    assert not asq.is_asked("5", {"1": 0, "2": 0, "3": 0, "4": 0})
