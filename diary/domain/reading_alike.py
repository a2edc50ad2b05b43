"""One answer for all the questions of a text: "all zeros", "not at all for all three"."""

from collections.abc import Sequence

from diary.domain.numerals import number_word
from diary.domain.questionnaire import Item
from diary.domain.reading_numeric import Numbers
from diary.domain.reading_options import option_value, options_of
from diary.domain.reading_senses import word_set
from diary.domain.reading_tokens import Token, Unclear

STOPS = frozenset({",", ";", "\n", ".", "/"})
"""Marks that part what is said of one question from what is said of the next."""


def read_alike(tokens: Sequence[Token], items: Sequence[Item]) -> Numbers | None:
    """The one option, by number or by label, that the text gives to every item; else None."""
    if len(items) > _IN_ONE_TEXT:
        return None
    return _numbered(tokens, items) or _labelled(tokens, items)


def _numbered(tokens: Sequence[Token], items: Sequence[Item]) -> Numbers | None:
    """ "all 2", "todas en cero", "nearly every day for all 3": one option for every item.

    "All 3" of three questions may be a count, and is none.
    """
    ends = {"all", "every", "each", "everything", "todo", "todos", "todas", "board"} | _PURE
    words = [token.text for token in tokens if token.text not in STOPS]
    if together := _without_count(words, len(items)):
        words, ends = together, {*ends, *together}
    said = [word for word in words if word not in _ALL_OF]
    if not ends & set(words) or len(said) != 1:
        return None
    value = number_word(said[0].removesuffix("s"), "en") if said[0].isalpha() else None
    if said[0].isdigit() and len(said[0]) < 3:
        value = float(said[0])
    counted = (
        value == len(items)
        and not together
        and not _PURE & set(words)
        and "todo" not in words
        and "everything" not in words
    )
    if value is None or counted or any(not item.accepts(value) for item in items):
        return None
    return Numbers({k: int(value) for k in range(len(items))}, exact=False)


def _without_count(words: Sequence[str], items: int) -> list[str]:
    """The words without "all three", "las 3"; empty where the text does not say so."""
    for i in range(len(words) - 1):
        if words[i] in _TOGETHER and words[i + 1] in _COUNTS.get(items, ()):
            return [*words[:i], *words[i + 2 :]]
    return []


_TOGETHER = frozenset({"all", "las", "los"})
_COUNTS = {2: ("2", "two", "dos"), 3: ("3", "three", "tres"), 4: ("4", "four", "cuatro")}
_PURE = frozenset({"puro", "pura", "puros", "puras"})


def _labelled(tokens: Sequence[Token], items: Sequence[Item]) -> Numbers | None:
    """ "not at all for all three": one label, and that it is for every item."""
    words = [token.text for token in tokens if token.text not in STOPS]
    if together := _without_count(words, len(items)):
        found = [option_value(together, options_of(item)) for item in items]
        values = [value[0] for value in found if not isinstance(value, Unclear)]
        if len(values) == len(items):
            return Numbers(dict(enumerate(values)), exact=False)
    at = next((i for i, word in enumerate(words) if word in _FOR_ALL), None)
    if at is None:
        return None
    ends = {"of", "them", "em", "three", "four", "3", "4", "tres", "cuatro", "ellas"}
    if words[at + 1 : at + 2] not in (["all"], ["todas"], ["todos"]) or set(words[at + 2 :]) - ends:
        return None
    found = [option_value(words[:at], options_of(item)) for item in items]
    values = [value[0] for value in found if not isinstance(value, Unclear)]
    return Numbers(dict(enumerate(values)), exact=False) if len(values) == len(items) else None


_FOR_ALL = frozenset({"for", "on", "to", "en", "para", "a"})
_IN_ONE_TEXT = 5
"""No more than so many questions stand in one text, which "all" can be about."""
_ALL_OF = word_set(
    "puro pura puros puras on to across board "
    "all every each everything todo todos todas for of them in en a the are is es son las los "
    "question questions s preguntas"
)
