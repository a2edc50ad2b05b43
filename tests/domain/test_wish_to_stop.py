"""A wish to stop: the texts, or everything."""

import pytest

from diary.domain.commands import recognise
from diary.domain.safety import screen
from diary.domain.wish_to_stop import is_about_the_texts
from tests.domain.test_lexicon import LEXICON


def ends_the_texts(text: str) -> bool:
    return is_about_the_texts(recognise(text, "en"), screen(text, LEXICON), text)


@pytest.mark.parametrize(
    "text",
    [
        "STOP",
        "stop texting me please",
        "STOP im going to kill myself",
        "stop. i want to die",
        "stop texting me i want to die",
        "no me escriban mas, me quiero morir",
        "BAJA, ya no quiero vivir",
        "ALTO me voy a matar hoy",
        "remove me from the list, i want to die",
        "quitenme de ahi, me quiero morir",
    ],
)
def test_a_keyword_or_the_naming_of_texts_ends_them_whatever_else_is_said(text: str):
    assert ends_the_texts(text)


@pytest.mark.parametrize(
    "text",
    [
        "i want to end it",
        "i just want to end it all",
        "quiero acabar con todo",
        "make it stop",
        "i want to unsubscribe from life",
        "quiero darme de baja de este mundo",
        "saquenme de aqui antes de que me haga algo",
    ],
)
def test_a_wish_to_end_everything_is_answered_and_not_obeyed(text: str):
    assert screen(text, LEXICON) is not None or not ends_the_texts(text)
    assert not ends_the_texts(text)
