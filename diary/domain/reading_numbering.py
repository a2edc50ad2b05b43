"""Answers under the number or letter of their question: "1: 2, 2: 0", "a) 1", "item 1 is 2"."""

from collections.abc import Sequence

from diary.domain.numerals import number_word
from diary.domain.questionnaire import Item, ItemKind
from diary.domain.reading_lists import value_for
from diary.domain.reading_numeric import Numbers
from diary.domain.reading_tokens import Number, Token, Unclear

_NOUNS = frozenset(["q", "question", "item", "number", "no", "#", "p", "pregunta", "numero"])
_ORDINALS = {
    word: str(place)
    for place, words in enumerate(
        (
            "first 1st primera primero 1ra", "second 2nd segunda segundo 2da",
            "third 3rd tercera tercero 3ra", "fourth 4th cuarta cuarto 4ta",
        ),
        start=1,
    )
    for word in words.split()
}  # fmt: skip
_LINKS = frozenset({":", "=", ")", ".", "-", "is", "es", ">", "\n"})
_BETWEEN = frozenset({",", ";", "\n", "and", "y", ".", "/", "|", "(", "the", "la", "el"})


def read_numbered(
    tokens: Sequence[Token], items: Sequence[Item], *, some: bool = False
) -> Numbers | None:
    """The answers, if the whole text is such a list; None if it is not one.

    ``some`` is whether it is known that only some of the items are named: "b 2" is a list then.
    """
    if len(items) < 2 and not any(token.text in _NOUNS for token in tokens):
        return None
    pairs = _pairs(tokens)
    alone = len(tokens) == 2 and tokens[0].text.isalpha() and not some
    if not pairs or (len(pairs) == 1 and alone):
        return None  # "b5" alone is no list
    places = _places([name for name, _ in pairs], items, some=some)
    if places is None:
        return None
    result = Numbers(exact=len(pairs) == len(items))
    for place, (_, text) in zip(places, pairs, strict=True):
        value = value_for(Number(text, float(text)), items[place])
        if isinstance(value, Unclear):
            result.unclear = value
        else:
            result.values[place] = value
    if len(result.values) < len(items):
        result.unclear = result.unclear or Unclear.PART
    return result


def _pairs(tokens: Sequence[Token]) -> list[tuple[str, str]] | None:
    pairs: list[tuple[str, str]] = []
    i = 0
    while i < len(tokens):
        if tokens[i].text in _BETWEEN:
            i += 1
            continue
        noun = tokens[i].text in _NOUNS
        while i < len(tokens) and tokens[i].text in _NOUNS:
            i += 1
        found = _pair(tokens, i, noun=noun)
        if found is None:
            return None
        pairs.append(found[0])
        i = found[1]
    return pairs


def _pair(tokens: Sequence[Token], i: int, *, noun: bool) -> tuple[tuple[str, str], int] | None:
    if i >= len(tokens):
        return None
    name = tokens[i].text
    if name in _ORDINALS:
        return _under_ordinal(tokens, i)
    for mark in (":", "-"):
        # "1:2" is one token; a dash needs the company of a whole list, which _places checks.
        left, _, right = name.partition(mark)
        if left.isdigit() and right.isdigit() and len(name) <= 5:
            return (left + ("-" if mark == "-" else ""), right), i + 1
    if not (name.isdigit() or (len(name) == 1 and name.isalpha())) or len(name) > 2:
        return None
    j = i + 1
    while j < len(tokens) and tokens[j].text in _LINKS:
        j += 1
    glued = j < len(tokens) and tokens[j].tight and name.isalpha()
    loose = j == i + 1 and not noun and not glued
    if loose and not name.isalpha():
        return None
    if j >= len(tokens) or not tokens[j].text.isdigit() or len(tokens[j].text) > 3:
        return None
    dashed = any(token.text in {"-", ".", "\n"} for token in tokens[i + 1 : j])
    return (name + ("-" if loose or (dashed and not noun) else ""), tokens[j].text), j + 1


def _under_ordinal(tokens: Sequence[Token], i: int) -> tuple[tuple[str, str], int] | None:
    """ "first one 2", "la primera es uno": a whole list of them."""
    j = i + 1
    while j < len(tokens) and (tokens[j].text in _LINKS or tokens[j].text in {"one", "question"}):
        j += 1
    value = number_word(tokens[j].text, "es") if j < len(tokens) else None
    if j < len(tokens) and tokens[j].text.isdigit() and len(tokens[j].text) < 3:
        value = float(tokens[j].text)
    if value is None:
        return None
    return (f"{_ORDINALS[tokens[i].text]}-", f"{value:g}"), j + 1


def _places(names: Sequence[str], items: Sequence[Item], *, some: bool) -> list[int] | None:
    """The items that the numbers or letters stand for: by link id, or by place in the text."""
    plain = [name.rstrip("-") for name in names]
    if len(set(plain)) != len(plain):
        return None
    lettered = len(names) > 1 and all(name[0].isalpha() for name in names)
    lettered = lettered and all(item.kind is ItemKind.CHOICE for item in items)
    # "b 2 a 3" may be a range, in Spanish, where it is not the whole list turned round.
    lettered = lettered and (plain == sorted(plain) or len(plain) == len(items))
    loose = any(name.endswith("-") for name in names) and not (lettered or some)
    if loose and len(names) != len(items):
        return None
    by_id = {item.link_id: i for i, item in enumerate(items)}
    by_place = {str(i + 1): i for i in range(len(items))}
    by_letter = {chr(ord("a") + i): i for i in range(min(len(items), 26))}
    ways = [
        [table[name] for name in plain]
        for table in (by_id, by_place, by_letter)
        if all(name in table for name in plain)
    ]
    if not ways or any(way != ways[0] for way in ways):
        return None
    if loose and ways[0] != sorted(ways[0]):
        return None
    return ways[0]
