"""Choices among options, by number or by label, one item or several."""

from collections.abc import Iterator, Sequence

from diary.domain.questionnaire import Item
from diary.domain.reading_alike import STOPS, read_alike
from diary.domain.reading_contrary import may_say_the_contrary
from diary.domain.reading_exceptions import read_exceptions
from diary.domain.reading_lists import value_for
from diary.domain.reading_numeric import Numbers, read_numbers
from diary.domain.reading_options import names_an_option, option_value, options_of
from diary.domain.reading_pieces import Piece
from diary.domain.reading_senses import Sense
from diary.domain.reading_tokens import Number, Token, Unclear
from diary.domain.reading_words import SENSES


def read_choices(
    tokens: Sequence[Token], pieces: Sequence[Piece], items: Sequence[Item]
) -> Numbers:
    """The options that the text names for ``items``, all of kind CHOICE.

    Several may be told by number, or by one label after the other between commas.
    """
    if may_say_the_contrary(tokens, items):
        return Numbers(unclear=Unclear.AMBIGUOUS)
    if len(items) == 1:
        return _read_choice(tokens, pieces, items[0])
    told = read_alike(tokens, items) or read_exceptions(tokens, items)
    numbers = told or read_numbers(pieces, items)
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
    letters = [chr(ord("a") + k) for k in range(min(len(items), 26))]
    for numbering in (names, places, letters):
        if tokens[0].text == numbering[0]:
            yield _under(tokens, numbering)
    yield _between(tokens, STOPS)
    yield _between(tokens, STOPS | {"and", "y", "e", "&"})
    if len(tokens) == len(items):
        yield [[token] for token in tokens]


def _under(tokens: Sequence[Token], numbering: Sequence[str]) -> Sequence[Part]:
    """What stands behind each number or letter ("1. several days 2. not at all"), in order."""
    parts: list[list[Token]] = []
    for token in tokens:
        if len(parts) < len(numbering) and token.text == numbering[len(parts)]:
            parts.append([])
        elif token.text not in STOPS | {")", ":"}:
            parts[-1].append(token)
    return parts


def _between(tokens: Sequence[Token], stops: frozenset[str]) -> Sequence[Part]:
    parts: list[list[Token]] = [[]]
    for token in tokens:
        if token.text in stops:
            parts.append([])
        else:
            parts[-1].append(token)
    return [part for part in parts if part]


def _read_choice(tokens: Sequence[Token], pieces: Sequence[Piece], item: Item) -> Numbers:
    if (pointed := _pointed_at(tokens, item)) is not None:
        return Numbers({0: pointed}, exact=False)
    found = _label_value(tokens, item)
    if found is Unclear.NO_ANSWER:
        return read_numbers(pieces, [item])
    if isinstance(found, Unclear):
        return Numbers(unclear=found)
    return Numbers({0: found[0]}, exact=found[1])


def _pointed_at(tokens: Sequence[Token], item: Item) -> float | None:
    """ "option 2", "la 2", "#2": an option by its number, and nothing else."""
    said = [token.text for token in tokens if token.text not in {".", "!", ":"}]
    if len(said) > 1 and said[-1].isdigit() and all(word in _POINTING for word in said[:-1]):
        value = value_for(Number(said[-1], float(said[-1])), item)
        return None if isinstance(value, Unclear) else value
    return None


_POINTING = frozenset(
    {
        "la",
        "opcion",
        "option",
        "number",
        "numero",
        "num",
        "choice",
        "answer",
        "respuesta",
    }
)


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
    if any(SENSES.get(word) is Sense.PERSON and word not in options.words for word in words):
        return Unclear.AMBIGUOUS
    if not digits:
        return found
    if isinstance(found, Unclear):
        if (last := _said_last(tokens, item)) is not None:
            return last, False
        return Unclear.AMBIGUOUS if names_an_option(words, options) else Unclear.NO_ANSWER
    return found if digits == [str(found[0])] else Unclear.AMBIGUOUS


def _said_last(tokens: Sequence[Token], item: Item) -> int | None:
    """ "every night. 3", "some days, so a 1": the only number, in its own clause at the end."""
    digits = [i for i, token in enumerate(tokens) if token.is_digits]
    if len(digits) != 1 or not tokens[digits[0]].text.isdigit():
        return None
    at = digits[0]
    stops = [i for i, token in enumerate(tokens[:at]) if token.text in STOPS]
    lead = tokens[stops[-1] + 1 : at] if stops else ()
    rest = [token.text for token in tokens[at + 1 :] if token.text not in {".", "!"}]
    if not stops or rest or any(token.text not in _SO for token in lead):
        return None
    before = {word for token in tokens[: stops[-1]] for word in _as_words(token.text)}
    if any(SENSES.get(word) in _AGAINST for word in before):
        return None
    value = value_for(Number(tokens[at].text, float(tokens[at].text)), item)
    return None if isinstance(value, Unclear) else int(value)


_SO = frozenset({"so", "a", "an", "un", "una", "o", "sea", "asi", "que", "entonces", "put", "pon"})
_AGAINST = frozenset({Sense.NOT, Sense.PERSON, Sense.DAY, Sense.WISH, Sense.ASKED, Sense.FIX})


def _as_words(text: str) -> list[str]:
    return _WRITTEN.get(text) or ([text] if text[0].isalpha() else [])


_WRITTEN = {
    "everyday": ["every", "day"],
    "alittle": ["a", "little"],
    "abit": ["a", "bit"],
    "lil": ["little"],
    "lilbit": ["little", "bit"],
    "poquito": ["poco"],
    "d": ["de"],
}
