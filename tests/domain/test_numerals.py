"""Digits of any script and number words are numbers; words that only look like them are not."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.domain.numerals import fold, misspelled_number, number_word


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("７", "7"), ("٧", "7"), ("७", "7"), ("7️⃣", "7"), ("🔟", "10"), ("⑦", "7"),
        ("⑩", "10"),
        ("𝟕", "7"), ("⁷", "7"), ("7²", "7^2"), ("5º", "5^"),
        ("Ánimo", "animo"), ("didn’t", "didnt"),
        ("6–7", "6-7"), ("6 − 7", "6-7"), ("7 😀", "7"), ("7 :)", "7"), ("7 <3", "7"),
        ("¿7?", "¿7?"),
        ("¡7!", "7!"), ("7\u200b", "7"), ("6 / 10", "6/10"), ("7½", "7½"),
    ],
)  # fmt: skip
def test_a_text_is_brought_to_one_plain_form(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.characters(categories=["Nd"]))
def test_a_digit_of_any_script_is_that_digit(digit: str) -> None:
    assert fold(digit) == str(unicodedata.digit(digit))


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    once = fold(text)
    assert fold(once) == once


def test_eleven_is_once_only_in_spanish() -> None:
    assert number_word("once", "es") == 11
    assert number_word("once", "en") is None


@pytest.mark.parametrize(
    ("word", "value"), [("sevn", 7), ("sieteee", 7), ("sinco", 5), ("eigth", 8), ("trs", 3)]
)
def test_a_common_slip_is_still_the_number(word: str, value: float) -> None:
    assert misspelled_number(word) == value


@pytest.mark.parametrize(
    "word",
    [
        "fine", "fire", "night", "even", "seen", "die", "dies", "tree", "for", "to", "too",
        "teen", "creo", "cuarto", "nuevo", "todos", "dosis", "site", "won", "ate", "tan",
        "line", "cerro", "weight", "height", "right", "soon", "nice", "then",
    ],
)  # fmt: skip
def test_a_real_word_is_never_a_slip(word: str) -> None:
    assert misspelled_number(word) is None
