"""Choices among options, by number or by label, one item or several."""

from collections.abc import Iterator, Sequence

from diary.domain.questionnaire import Item
from diary.domain.reading_numeric import Numbers, read_numbers
from diary.domain.reading_options import names_an_option, option_value, options_of
from diary.domain.reading_pieces import Piece
from diary.domain.reading_tokens import Token, Unclear


def read_choices(
    tokens: Sequence[Token], pieces: Sequence[Piece], items: Sequence[Item]
) -> Numbers:
    """The options that the text names for ``items``, all of kind CHOICE.

    Several may be told by number, or by one label after the other between commas.
    """
    if len(items) == 1:
        return _read_choice(tokens, pieces, items[0])
    numbers = read_numbers(pieces, items)
    if numbers.values:
        return numbers
    for parts in _ways_to_part(tokens, items):
        found = [_label_value(part, item) for part, item in zip(parts, items, strict=False)]
        values = [value for value in found if not isinstance(value, Unclear)]
        if len(parts) == len(items) == len(values):
            exact = all(value[1] for value in values)
            return Numbers({k: value[0] for k, value in enumerate(values)}, exact=exact)
    return numbers


Part = Sequence[Token]


def _ways_to_part(tokens: Sequence[Token], items: Sequence[Item]) -> Iterator[Sequence[Part]]:
    """One part an item: under their numbers, between commas, between "and", or word by word."""
    names = [item.link_id for item in items]
    places = [str(k + 1) for k in range(len(items))]
    for numbering in (names, places):
        if tokens[0].text == numbering[0]:
            yield _under(tokens, numbering)
    yield _between(tokens, _STOPS)
    yield _between(tokens, _STOPS | {"and", "y", "e", "&"})
    if len(tokens) == len(items):
        yield [[token] for token in tokens]


def _under(tokens: Sequence[Token], numbering: Sequence[str]) -> Sequence[Part]:
    """What stands behind each number ("1. several days 2. not at all"), in that order."""
    parts: list[list[Token]] = []
    for token in tokens:
        if len(parts) < len(numbering) and token.text == numbering[len(parts)]:
            parts.append([])
        elif token.text not in _STOPS:
            parts[-1].append(token)
    return parts


_STOPS = frozenset({",", ";", "\n", ".", "/"})


def _between(tokens: Sequence[Token], stops: frozenset[str]) -> Sequence[Part]:
    parts: list[list[Token]] = [[]]
    for token in tokens:
        if token.text in stops:
            parts.append([])
        else:
            parts[-1].append(token)
    return [part for part in parts if part]


def _read_choice(tokens: Sequence[Token], pieces: Sequence[Piece], item: Item) -> Numbers:
    found = _label_value(tokens, item)
    if found is Unclear.NO_ANSWER:
        return read_numbers(pieces, [item])
    if isinstance(found, Unclear):
        return Numbers(unclear=found)
    return Numbers({0: found[0]}, exact=found[1])


def _label_value(tokens: Sequence[Token], item: Item) -> tuple[int, bool] | Unclear:
    """The option named in words, alone or with its own number beside it.

    ``NO_ANSWER`` if the text has no words of the options, ``AMBIGUOUS`` if words and number differ.
    """
    options = options_of(item)
    words = [part for token in tokens for part in _as_words(token.text)]
    digits = [token.text for token in tokens if token.is_digits]
    found = option_value(words, options)
    if any(token.text in {"?", "¿"} for token in tokens) and not digits:
        return Unclear.AMBIGUOUS
    if not digits:
        return found
    if isinstance(found, Unclear):
        return Unclear.AMBIGUOUS if names_an_option(words, options) else Unclear.NO_ANSWER
    return found if digits == [str(found[0])] else Unclear.AMBIGUOUS


def _as_words(text: str) -> list[str]:
    return _WRITTEN.get(text) or ([text] if text[0].isalpha() else [])


_WRITTEN = {
    "everyday": ["every", "day"],
    "alittle": ["a", "little"],
    "abit": ["a", "bit"],
    "lil": ["little"],
    "lilbit": ["little", "bit"],
    "poquito": ["poco"],
}
