"""Choices among options, by number or by label, one item or several."""

from collections.abc import Sequence

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
    clauses = _clauses(tokens)
    if len(clauses) != len(items):
        return numbers
    result = Numbers()
    for i, (clause, item) in enumerate(zip(clauses, items, strict=True)):
        found = _label_value(clause, item)
        if isinstance(found, Unclear):
            return Numbers(unclear=numbers.unclear or found)
        result.values[i] = found[0]
        result.exact = result.exact and found[1]
    return result


def _clauses(tokens: Sequence[Token]) -> list[list[Token]]:
    clauses: list[list[Token]] = [[]]
    for token in tokens:
        if token.text in {",", ";", "\n", ".", "/"}:
            clauses.append([])
        else:
            clauses[-1].append(token)
    return [clause for clause in clauses if clause]


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
