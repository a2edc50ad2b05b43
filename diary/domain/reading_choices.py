"""Choices among options, by number or by label, one item or several."""

from collections.abc import Iterator, Sequence

from diary.domain.numerals import number_word
from diary.domain.questionnaire import Item
from diary.domain.reading_lists import value_for
from diary.domain.reading_numeric import Numbers, read_numbers
from diary.domain.reading_options import names_an_option, option_value, options_of
from diary.domain.reading_pieces import Piece
from diary.domain.reading_senses import Sense, word_set
from diary.domain.reading_tokens import Number, Token, Unclear
from diary.domain.reading_words import SENSES


def read_choices(
    tokens: Sequence[Token], pieces: Sequence[Piece], items: Sequence[Item]
) -> Numbers:
    """The options that the text names for ``items``, all of kind CHOICE.

    Several may be told by number, or by one label after the other between commas.
    """
    if len(items) == 1:
        return _read_choice(tokens, pieces, items[0])
    numbers = _alike(tokens, items) or read_numbers(pieces, items)
    if numbers.values:
        return numbers
    for parts in _ways_to_part(tokens, items):
        found = [_label_value(part, item) for part, item in zip(parts, items, strict=False)]
        values = [value for value in found if not isinstance(value, Unclear)]
        if len(parts) == len(items) == len(values):
            exact = all(value[1] for value in values)
            return Numbers({k: value[0] for k, value in enumerate(values)}, exact=exact)
    return numbers


def _alike(tokens: Sequence[Token], items: Sequence[Item]) -> Numbers | None:
    """ "all 2", "todas en cero", "nearly every day for all 3": one option for every item.

    "All 3" of three questions may be a count, and is none.
    """
    ends = {"all", "every", "each", "everything", "todo", "todos", "todas"}
    words = [token.text for token in tokens if token.text not in _STOPS]
    said = [word for word in words if word not in _ALL_OF]
    if not ends & set(words) or len(said) != 1 or len(items) > _IN_ONE_TEXT:
        return None
    value = number_word(said[0].removesuffix("s"), "en") if said[0].isalpha() else None
    if said[0].isdigit() and len(said[0]) < 3:
        value = float(said[0])
    counted = value == len(items) and "todo" not in words and "everything" not in words
    if value is None or counted or any(not item.accepts(value) for item in items):
        return None
    return Numbers({k: int(value) for k in range(len(items))}, exact=False)


_IN_ONE_TEXT = 5
"""No more than so many questions stand in one text, which "all" can be about."""
_ALL_OF = word_set(
    "all every each everything todo todos todas for of them in en a the are is es son las los "
    "question questions s preguntas"
)

Part = Sequence[Token]


def _ways_to_part(tokens: Sequence[Token], items: Sequence[Item]) -> Iterator[Sequence[Part]]:
    """One part an item: under their numbers, between commas, between "and", or word by word."""
    names = [item.link_id for item in items]
    places = [str(k + 1) for k in range(len(items))]
    letters = [chr(ord("a") + k) for k in range(min(len(items), 26))]
    for numbering in (names, places, letters):
        if tokens[0].text == numbering[0]:
            yield _under(tokens, numbering)
    yield _between(tokens, _STOPS)
    yield _between(tokens, _STOPS | {"and", "y", "e", "&"})
    if len(tokens) == len(items):
        yield [[token] for token in tokens]


def _under(tokens: Sequence[Token], numbering: Sequence[str]) -> Sequence[Part]:
    """What stands behind each number or letter ("1. several days 2. not at all"), in order."""
    parts: list[list[Token]] = []
    for token in tokens:
        if len(parts) < len(numbering) and token.text == numbering[len(parts)]:
            parts.append([])
        elif token.text not in _STOPS | {")", ":"}:
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
        "no",
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
    "d": ["de"],
}
