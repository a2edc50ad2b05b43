"""A correction changes the answer that it names, and nothing else is taken for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.domain.questionnaire import Item
from diary.domain.replies import CorrectedDay, Unclear, read_correction
from tests.bench.reading import Reply

DAILY = Reply("", "en", "daily", {}).items
MOOD = DAILY[:1]


@pytest.mark.parametrize(
    "text",
    [
        "sorry, 4", "*4", "4*", "I meant 4", "oops 4", "make that a 4", "should be 4", "typo, 4",
        "mood was 4 not 6", "4 not 6", "not 6, 4", "I put 6 instead of 4", "change it to 4",
        "no, 4", "perdón, 4", "quise decir 4", "me equivoqué, es 4", "4 en vez de 6", "digo 4",
        "no era 6, era 4", "cámbialo a 4", "no, mood 4", "no, ánimo: 4",
    ],
)  # fmt: skip
def test_a_correction_of_the_last_answer_is_read(text: str) -> None:
    found = read_correction(text, MOOD, "en")
    assert found is not None
    assert (dict(found.answers), found.day) == ({"mood": 4}, CorrectedDay.LAST)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("yesterday was 3", CorrectedDay.YESTERDAY), ("ayer fue 3", CorrectedDay.YESTERDAY),
        ("3 yesterday", CorrectedDay.YESTERDAY), ("monday was 3", CorrectedDay.MONDAY),
        ("el lunes fue 3", CorrectedDay.MONDAY), ("ayer mi ánimo fue 3", CorrectedDay.YESTERDAY),
    ],
)  # fmt: skip
def test_another_day_is_corrected_by_its_name(text: str, day: CorrectedDay) -> None:
    found = read_correction(text, MOOD, "en")
    assert found is not None
    assert (dict(found.answers), found.day) == ({"mood": 3}, day)


@pytest.mark.parametrize(
    "text",
    [
        "4", "mood 4", "thanks", "sorry I'm late", "sorry for the late reply",
        "yesterday was awful", "yesterday I took 2 pills", "see you monday at 4", "viernes 4",
        "my sister is actually 7", "sorry, can I come at 4?", "mi cita es el lunes a las 4", "",
    ],
)  # fmt: skip
def test_what_corrects_nothing_is_no_correction(text: str) -> None:
    assert read_correction(text, MOOD, "en") is None


def test_a_bare_number_corrects_none_of_several_answers() -> None:
    found = read_correction("sorry, 4", DAILY, "en")
    assert found is not None
    assert (dict(found.answers), found.unclear) == ({}, Unclear.AMBIGUOUS)


@pytest.mark.parametrize("text", ["mood 6, no 4", "mood 6 no 4", "sorry mood 6... no 4"])
def test_a_no_between_two_numbers_may_deny_or_put_right_in_english(text: str) -> None:
    found = read_correction(text, DAILY, "en")
    assert found
    assert (dict(found.answers), found.unclear) == ({}, Unclear.AMBIGUOUS)


def test_in_spanish_it_denies() -> None:
    found = read_correction("ánimo 4, no 6", DAILY, "es")
    assert found
    assert (dict(found.answers), found.instead_of) == ({"mood": 4}, 6)


def test_the_wrong_value_is_told_where_the_text_tells_it() -> None:
    found = read_correction("distress was 4 not 6", DAILY, "en")
    assert found is not None
    assert (dict(found.answers), found.instead_of) == ({"distress": 4}, 6)


def test_several_corrections_in_one_text_are_all_read() -> None:
    found = read_correction("mood 4 not 6 and slept 5 not 7", DAILY, "en")
    assert found is not None
    assert found.answers == {"mood": 4, "sleep_hours": 5}


def test_a_correction_off_the_scale_is_asked_again() -> None:
    found = read_correction("sorry, 14", MOOD, "en")
    assert found is not None
    assert (dict(found.answers), found.unclear) == ({}, Unclear.OFF_SCALE)


@given(
    st.text(max_size=60) | st.text(alphabet="0123456789 *not,sory", max_size=20),
    st.sampled_from([DAILY, MOOD]),
)
def test_no_text_corrects_to_a_value_off_the_scale(text: str, items: tuple[Item, ...]) -> None:
    found = read_correction(text, items, "es")
    known = {item.link_id: item for item in items}
    for link_id, value in (found.answers if found else {}).items():
        assert known[link_id].accepts(value)


def test_an_option_is_corrected_by_its_label() -> None:
    often = Reply("", "en", "often/1", {}).items
    found = read_correction("sorry, nearly every day", often, "en")
    assert found is not None
    assert found.answers == {"1": 3}
    assert read_correction("sorry, I was at the beach", often, "en") is None
