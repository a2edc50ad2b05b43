"""What patients type becomes the numbers they meant, or is asked again."""

import tomllib
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.domain.questionnaire import Questionnaire, parse_questionnaire
from diary.domain.replies import Unclear, read_reply


def load(code: str) -> Questionnaire:
    return parse_questionnaire(
        tomllib.loads((files("diary") / "instruments" / f"{code}.toml").read_text("utf-8"))
    )


DAILY = load("daily").items
MOOD, DISTRESS, SLEEP = ((item,) for item in DAILY)
SIDE_EFFECTS = load("side_effects").items


@pytest.mark.parametrize(
    "text",
    ["4 8 5", "4,8,5", "4/8/5", "4-8-5", "4 - 8 - 5", "4; 8; 5", "4\n8\n5", "485", "4.8.5", "４８５",
     "٤ ٨ ٥", "4️⃣8️⃣5️⃣", "④⑧⑤", "four eight five", "cuatro, ocho, cinco", "m4 d8 s5", "4 8 5hrs"],
)  # fmt: skip
def test_three_numbers_in_the_order_asked_are_the_three_answers(text: str) -> None:
    reading = read_reply(text, DAILY, "en")
    assert reading.answers == {"mood": 4, "distress": 8, "sleep_hours": 5}
    assert reading.unclear is None


def test_a_half_answer_keeps_what_was_read() -> None:
    reading = read_reply("distress 8, slept 5 and a half", DAILY, "en")
    assert reading.answers == {"distress": 8, "sleep_hours": 5.5}
    assert reading.unclear is Unclear.PART


def test_one_bare_number_for_three_questions_is_asked_again() -> None:
    assert not read_reply("7", DAILY, "en").answers


@given(st.text(), st.sampled_from(["en", "es"]), st.sampled_from([DAILY, MOOD, SLEEP]))
def test_no_text_gives_a_number_off_its_scale(text: str, language: str, items: tuple) -> None:
    reading = read_reply(text, items, language)
    for item in items:
        value = reading.answers.get(item.link_id)
        assert value is None or item.accepts(value)
