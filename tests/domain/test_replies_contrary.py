"""What a choice says that is the contrary of what it names, or only half of it."""

from dataclasses import replace

import pytest

from diary.domain.questionnaire import Item
from diary.domain.replies import Reading, read_reply
from tests.bench.reading import Reply

OFTEN = Reply("", "en", "often", {}).items


def read(text: str, items: tuple[Item, ...]) -> Reading:
    return read_reply(text, items, "en")


INTEREST = replace(OFTEN[0], name={"en": "interest", "es": "interés"})


@pytest.mark.parametrize(
    "text", ["zero interest", "0 interest", "no interest at all", "not at all interested",
             "cero interés", "no tengo interés", "sin interés"],
)  # fmt: skip
def test_no_interest_is_no_zero_on_little_interest(text: str) -> None:
    assert not read(text, (INTEREST,)).answers
    assert read("interest 0", (INTEREST,)).answers == {"1": 0}


@pytest.mark.parametrize(
    "text",
    ["not at all but i think about it", "never. except once", "0 but sometimes i think of it",
     "nunca, pero a veces lo pienso", "0 today but 2 last week", "0 esta semana, 2 antes de ayer"],
)  # fmt: skip
def test_a_none_that_takes_itself_back_is_asked_again(text: str) -> None:
    assert not read(text, OFTEN[:1]).answers
    assert read("not at all but thanks", OFTEN[:1]).answers == {"1": 0}


def test_letters_are_those_of_the_questions_and_not_of_their_names() -> None:
    appetite = tuple(
        replace(item, name={"en": name})
        for item, name in zip(OFTEN, ("energy", "appetite", "concentration"), strict=True)
    )
    assert read("a 1 c 2", appetite).answers == {"1": 1, "3": 2}
    assert read("c 3 b 2 a 1", appetite).answers == {"1": 1, "2": 2, "3": 3}
    assert not read("a 2", appetite).answers
