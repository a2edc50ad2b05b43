"""One answer for most of the questions of a text and another for some: "all 1 but b 2"."""

from collections.abc import Sequence

from diary.domain.questionnaire import Item
from diary.domain.reading_alike import read_alike
from diary.domain.reading_numbering import read_numbered
from diary.domain.reading_numeric import Numbers
from diary.domain.reading_senses import word_set
from diary.domain.reading_tokens import Token


def read_exceptions(tokens: Sequence[Token], items: Sequence[Item]) -> Numbers | None:
    """ "All 1 but b 2", "a is 2, the rest 1": every item answered, each by what names it; or None.

    What is excepted must stand under its letter or place, with its answer behind.
    """
    return _all_but(tokens, items) or _some_and_the_rest(tokens, items)


def _all_but(tokens: Sequence[Token], items: Sequence[Item]) -> Numbers | None:
    at = next((i for i, token in enumerate(tokens) if token.text in _EXCEPT), None)
    if at is None:
        return None
    return _combined(read_alike(tokens[:at], items), tokens[at + 1 :], items)


def _some_and_the_rest(tokens: Sequence[Token], items: Sequence[Item]) -> Numbers | None:
    at = next((i for i, token in enumerate(tokens) if token.text in _REST), None)
    if at is None or at + 1 == len(tokens):
        return None
    before = list(tokens[:at])
    while before and before[-1].text in _BEFORE_THE_REST:
        before.pop()
    said = [token for token in tokens[at + 1 :] if token.text not in _LINKS]
    every = Token("all", tight=False)
    return _combined(read_alike([every, *said], items), before, items)


def _combined(
    alike: Numbers | None, named: Sequence[Token], items: Sequence[Item]
) -> Numbers | None:
    if alike is None or not alike.values or not named:
        return None
    said = [token for token in named if token.text not in _WORDLESS]
    some = read_numbered(said, items, some=True)
    if some is None or not some.values or len(some.values) == len(items):
        return None
    return Numbers(alike.values | some.values, exact=False)


_EXCEPT = word_set("but except excepto menos salvo pero")
_REST = word_set("rest others resto demas otras otros")
_BEFORE_THE_REST = word_set("the el la las los lo , . ; and y all todas todo")
_LINKS = word_set("is are was es son : = -")
_WORDLESS = word_set("for para en la el the , is es with con")
