"""What people write when they are asked whether they are safe."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.domain.safe_answer import Safe, read_safe_answer

SAID = {
    Safe.SAFE: ["1", "1.", "1 safe", "Safe", "I'm safe", "yes", "Yes I am", "im ok now", "sí",
                "estoy a salvo", "estoy bien gracias", "estoy bien ya", "a salvo",
                "I am safe, thank you", "sí, estoy segura", "safe for now"],
    Safe.NOT_SURE: ["2", "2 not sure", "not sure", "I don't know", "idk", "maybe", "no sé",
                    "tal vez", "más o menos", "2 i guess", "casi segura", "almost safe",
                    "más o menos segura", "I feel kind of safe", "1 creo",
                    "1 I guess", "yes I think so", "safe-ish", "I was safe"],
    Safe.NOT_SAFE: ["3", "3!", "not safe", "no", "Nope", "i am not safe", "unsafe", "no estoy bien",
                    "en peligro", "3 i want to die", "help", "help me please", "ayúdame", "not ok",
                    "no, 3", "sorry its 3", "perdón, mejor 3", "I don't think so", "creo que no",
                    "I can't promise that", "not anymore", "never safe", "I never feel safe",
                    "hardly safe", "safe? no", "nunca me siento segura", "no me siento a salvo",
                    "jamás a salvo", "segura que no", "not feeling very safe", "no longer safe",
                    "far from safe"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "meant"), [(text, meant) for meant, texts in SAID.items() for text in texts]
)
@pytest.mark.parametrize("language", ["en", "es"])
def test_digits_and_plain_words_are_understood(text: str, meant: Safe, language: str):
    assert read_safe_answer(text, language) is meant


@pytest.mark.parametrize(
    "text", ["6 3 7", "3 7 6", "7", "0", "banana", "", "10", "1 2", "who is this", "3:30"]
)
def test_what_is_no_answer_is_left_to_the_conversation(text: str):
    assert read_safe_answer(text, "en") is None


@pytest.mark.parametrize(
    "text",
    ["1 i guess not", "not really safe", "i wish i was safe", "safe from what", "1?", "is 1 safe?"],
)
def test_two_minds_are_never_safe(text: str):
    assert read_safe_answer(text, "en") is not Safe.SAFE


@given(st.text(max_size=80), st.sampled_from(["en", "es"]))
def test_no_text_breaks_it(text: str, language: str):
    read_safe_answer(text, language)
