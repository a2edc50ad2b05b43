"""A folded text cut into pieces that each have one sense, and what the open items are called."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz.distance import OSA

from diary.domain.numerals import fold, misspelled_number, number_word
from diary.domain.questionnaire import LANGUAGES, Item
from diary.domain.reading_numbers import Number, Token, number_at, tokenise
from diary.domain.reading_words import CONCEPTS, PHRASES, SENSES, Sense

NOT_ASKED = -1
"""The item index of a label that names something known but not open."""

Phrase = tuple[str, ...]
Names = Mapping[str, tuple[tuple[Phrase, int], ...]]
"""First word -> (phrase, item index), longest phrase first."""


@dataclass(frozen=True, slots=True)
class Piece:
    sense: Sense
    text: str
    number: Number | None = None
    item: int = NOT_ASKED
    exact: bool = True
    tight: bool = False
    """Nothing stands between it and the piece before."""


ItemKey = tuple[str, tuple[str, ...], bool]


def item_key(item: Item) -> ItemKey:
    """What of an item decides its names; hashable, for caches."""
    return item.link_id, tuple(item.name.values()), item.unit == "h"


@lru_cache(maxsize=512)
def names_of(keys: tuple[ItemKey, ...]) -> Names:
    """What each item may be called: its name and link id, and the other words for that concept."""
    claims: dict[Phrase, set[int]] = {}
    for concept in CONCEPTS:
        owners = {i for i, key in enumerate(keys) if _is_called(key, concept)}
        for phrase in concept:
            claims.setdefault(tuple(fold(phrase).split()), set()).update(owners or {NOT_ASKED})
    for i, (link_id, names, _) in enumerate(keys):
        for name in (*names, link_id.replace("_", " ")):
            words = tuple(token.text for token in tokenise(fold(name)))
            if words and len(words) <= 4 and not words[0][0].isdigit():
                known = claims.setdefault(words, set())
                known.discard(NOT_ASKED)
                known.add(i)
    found: dict[str, list[tuple[Phrase, int]]] = {}
    for claimed, owners in claims.items():
        owners = owners - {NOT_ASKED} or owners
        if len(owners) == 1:
            found.setdefault(claimed[0], []).append((claimed, min(owners)))
    return {
        first: tuple(sorted(phrases, key=lambda entry: -len(entry[0])))
        for first, phrases in found.items()
    }


def _is_called(key: ItemKey, concept: Sequence[str]) -> bool:
    link_id, names, in_hours = key
    own = {fold(name) for name in names} | {link_id.replace("_", " ").lower()}
    return bool(own & set(concept)) or (in_hours and "hours" in concept)


def pieces_of(tokens: Sequence[Token], names: Names, language: str) -> list[Piece]:
    """The text as pieces, in order: numbers, names of items, and the senses of all other words."""
    pieces: list[Piece] = []
    i = 0
    while i < len(tokens):
        found = (
            _scale(tokens, i)
            or _phrase(tokens, i)
            or _name(tokens, i, names)
            or _number(tokens, i, language)
            or _single(tokens, i, names, pieces)
        )
        tight = tokens[i].tight
        pieces.append(replace(found[0], tight=True) if tight else found[0])
        i = found[1]
    return pieces


def with_initials(pieces: list[Piece], items: Sequence[Item], language: str) -> list[Piece]:
    """Single letters as the names that they begin ("m6 d3 s7"), in one language for the whole text.

    The patient's language is tried first; in each, every letter must begin just one name.
    """
    letters = {p.text for i, p in enumerate(pieces) if _is_initial(pieces, i)}
    if not any(SENSES.get(letter) is None for letter in letters) or len(items) < 2:
        return pieces
    for tongue in (language, *(t for t in LANGUAGES if t != language)):
        owners = {letter: _begun(letter, items, tongue) for letter in letters}
        if all(len(begun) == 1 for begun in owners.values()):
            return [
                Piece(Sense.LABEL, p.text, item=owners[p.text][0]) if _is_initial(pieces, i) else p
                for i, p in enumerate(pieces)
            ]
    return pieces


def _is_initial(pieces: Sequence[Piece], i: int) -> bool:
    piece = pieces[i]
    if len(piece.text) != 1 or not piece.text.isalpha() or piece.number is not None:
        return False
    ahead = [p for p in pieces[i + 1 : i + 3] if p.sense not in {Sense.LINK, Sense.DASH}]
    return bool(ahead) and ahead[0].number is not None


def _begun(letter: str, items: Sequence[Item], language: str) -> list[int]:
    names = (item.name.get(language, item.name["en"]) for item in items)
    return [i for i, name in enumerate(names) if fold(name).startswith(letter)]


_SCALE_WORDS = frozenset(
    ["on", "in", "a", "the", "scale", "of", "from", "en", "una", "la", "escala", "de", "del"]
)


def _scale(tokens: Sequence[Token], i: int) -> tuple[Piece, int] | None:
    """ "on a scale of 1 to 10", "from 0 to 10", "del 0 al 10": says nothing but the scale."""
    j = i
    while j < len(tokens) and j - i < 6 and tokens[j].text in _SCALE_WORDS:
        j += 1
    if j == i or j >= len(tokens):
        return None
    opened = {token.text for token in tokens[i:j]}
    if tokens[j].text in {"0-10", "1-10", "10"} and opened & {"scale", "escala"}:
        return Piece(Sense.SCALE, "10"), j + 1
    if tokens[j].text in {"0", "1", "zero", "one", "cero", "uno"} and j + 2 < len(tokens):
        if tokens[j + 1].text in {"to", "a", "al"} and tokens[j + 2].text in {"10", "ten", "diez"}:
            return Piece(Sense.SCALE, "10"), j + 3
    return None


def _phrase(tokens: Sequence[Token], i: int) -> tuple[Piece, int] | None:
    for phrase, sense in PHRASES.get(tokens[i].text, ()):
        if _stands(tokens, i, phrase):
            return Piece(sense, " ".join(phrase)), i + len(phrase)
    return None


def _name(tokens: Sequence[Token], i: int, names: Names) -> tuple[Piece, int] | None:
    for phrase, item in names.get(tokens[i].text, ()):
        if _stands(tokens, i, phrase):
            return Piece(Sense.LABEL, " ".join(phrase), item=item), i + len(phrase)
    return None


def _stands(tokens: Sequence[Token], i: int, phrase: Phrase) -> bool:
    if i + len(phrase) > len(tokens):
        return False
    return all(tokens[i + k].text == word for k, word in enumerate(phrase))


def _number(tokens: Sequence[Token], i: int, language: str) -> tuple[Piece, int] | None:
    found = number_at(tokens, i, language)
    if found is None:
        return None
    number, end = found
    return Piece(Sense.NUMBER, number.text or tokens[i].text, number, exact=number.exact), end


def _single(
    tokens: Sequence[Token], i: int, names: Names, before: Sequence[Piece]
) -> tuple[Piece, int]:
    word = tokens[i].text
    if word == "-":
        return Piece(_dash(tokens, i, before), word), i + 1
    if word == "?" and (tokens[i].tight or not before or i + 1 == len(tokens)):
        return Piece(Sense.QUESTION, word), i + 1
    if word in _BREAKS:
        return Piece(Sense.BREAK, word), i + 1
    if word in SENSES:
        return Piece(SENSES[word], word), i + 1
    if word in _NEUTRAL:
        return Piece(Sense.FILLER, word), i + 1
    if (item := _misspelled_name(word, names)) is not None:
        return Piece(Sense.LABEL, word, item=item, exact=False), i + 1
    return Piece(Sense.OTHER, word), i + 1


_BREAKS = frozenset(',;.!\n()[]{}|/"\\')
_NEUTRAL = frozenset("*'_")


def _dash(tokens: Sequence[Token], i: int, before: Sequence[Piece]) -> Sense:
    """A dash against the number behind it may be a minus; elsewhere it only separates."""
    nearer = tokens[i + 1] if i + 1 < len(tokens) else None
    if nearer is not None and nearer.tight and nearer.is_digits and not tokens[i].tight:
        return Sense.BOUND
    if before and before[-1].sense is Sense.NUMBER and nearer is not None:
        return Sense.RANGE if nearer.is_digits else Sense.BREAK
    return Sense.DASH


@lru_cache(maxsize=4096)
def _is_known(word: str) -> bool:
    return (
        word in SENSES
        or word in PHRASES
        or number_word(word, "es") is not None
        or misspelled_number(word) is not None
    )


def _misspelled_name(word: str, names: Names) -> int | None:
    """The item whose one-word name is a single slip away, if no other name is as near."""
    if len(word) < 4 or len(word) > 12 or _is_known(word):
        return None
    near = {
        item
        for first, phrases in names.items()
        if first[0] == word[0] and len(first) >= 4
        for phrase, item in phrases
        if len(phrase) == 1 and OSA.distance(word, first, score_cutoff=1) <= 1
    }
    return near.pop() if len(near) == 1 else None
