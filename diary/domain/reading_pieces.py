"""A folded text cut into pieces that each have one sense, and those pieces in clauses."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from diary.domain.questionnaire import LANGUAGES, Item, ItemKind
from diary.domain.reading_names import (
    NOT_ASKED,
    Names,
    Phrase,
    begun_by,
    item_key,
    misspelled_name,
    names_of,
)
from diary.domain.reading_numbers import number_at
from diary.domain.reading_phrases import PHRASES
from diary.domain.reading_senses import Sense
from diary.domain.reading_tokens import Number, Token, word_at
from diary.domain.reading_words import NOT_STARTING, SENSES, STARTERS, STARTING_PAIRS


@dataclass(frozen=True, slots=True)
class Piece:
    sense: Sense
    text: str
    number: Number | None = None
    item: int = NOT_ASKED
    exact: bool = True
    tight: bool = False
    """Nothing stands between it and the piece before."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """The pieces of a text, and the clause that each stands in as (start, end)."""

    pieces: tuple[Piece, ...]
    clauses: tuple[tuple[int, int], ...]
    """Parted at punctuation, "but", "because" and "and"."""
    joined: tuple[tuple[int, int], ...]
    """The same, read on over "and"."""

    def before(self, i: int) -> tuple[Piece, ...]:
        return self.pieces[self.clauses[i][0] : i]

    def after(self, i: int) -> tuple[Piece, ...]:
        return self.pieces[i + 1 : self.clauses[i][1]]


def sentence_of(pieces: Sequence[Piece]) -> Sentence:
    ends = {Sense.BREAK, Sense.QUESTION}
    return Sentence(tuple(pieces), _spans(pieces, ends | {Sense.AND}), _spans(pieces, ends))


def _spans(pieces: Sequence[Piece], ends: set[Sense]) -> tuple[tuple[int, int], ...]:
    spans: list[tuple[int, int]] = []
    start = 0
    for i, piece in enumerate(pieces):
        if piece.sense in ends:
            spans += [(start, i)] * (i - start)
            spans.append((i, i + 1))
            start = i + 1
    spans += [(start, len(pieces))] * (len(pieces) - start)
    return tuple(spans)


def pieces_of(tokens: Sequence[Token], items: Sequence[Item], language: str) -> list[Piece]:
    """The text as pieces, in order: numbers, names of items, and the senses of all other words."""
    names = names_of(tuple(item_key(item) for item in items))
    pieces: list[Piece] = []
    i = 0
    while i < len(tokens):
        piece, end = (
            _scale(tokens, i, pieces)
            or _phrase(tokens, i)
            or _name(tokens, i, names)
            or _number(tokens, i, language)
            or _single(tokens, i, names, pieces)
        )
        if _opens_thought(tokens, i, pieces):
            pieces.append(Piece(Sense.BREAK, ""))
        pieces.append(replace(piece, tight=True) if tokens[i].tight else piece)
        i = end
    return _with_initials(pieces, items, language)


def _opens_thought(tokens: Sequence[Token], i: int, before: Sequence[Piece]) -> bool:
    """ "4 I could not sleep": behind the answer, without a comma, something else is told."""
    if not before or before[-1].number is None or i + 1 == len(tokens):
        return False
    word, ahead = tokens[i].text, tokens[i + 1].text
    if (word, ahead) in STARTING_PAIRS:
        return True
    return word in STARTERS and ahead[0].isalpha() and ahead not in NOT_STARTING


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
    if word == "+" and not (before and before[-1].number) and word_at(tokens, i + 1)[:1].isdigit():
        return Piece(Sense.BOUND, word), i + 1  # "mood +2": by how much it changed
    if (
        word == "+"
        and tokens[i].tight
        and before
        and before[-1].number
        and not _leans_on(tokens, i)
    ):
        return Piece(Sense.BOUND, word), i + 1  # "6+": that or more
    if word == "?":
        return Piece(_question(tokens, i, before), word), i + 1
    if word in _BREAKS or (word == "_" and tokens[i].tight):
        return Piece(Sense.BREAK, word), i + 1
    if (sense := _sense(word)) is not None:
        return Piece(sense, word), i + 1
    if word in _NEUTRAL:
        return Piece(Sense.FILLER, word), i + 1
    if (item := misspelled_name(word, names)) is not None:
        return Piece(Sense.LABEL, word, item=item, exact=False), i + 1
    return Piece(Sense.OTHER, word), i + 1


def _leans_on(tokens: Sequence[Token], i: int) -> bool:
    """Whether something stands close behind the mark: "5+2" is a sum."""
    return i + 1 < len(tokens) and tokens[i + 1].tight


def _sense(word: str) -> Sense | None:
    """The sense of a word, also where letters are held ("ughhh") or it only laughs."""
    if word in SENSES:
        return SENSES[word]
    if _LAUGH.fullmatch(word):
        return Sense.FILLER
    shorter = _HELD.sub(r"\1", word)
    if shorter == word:
        return None
    return next((SENSES[w] for w in (shorter, _HELD.sub(r"\1\1", word)) if w in SENSES), None)


_LAUGH = re.compile(r"(?:[hj][aei]){2,}[hj]?")
_HELD = re.compile(r"(.)\1{2,}")
_BREAKS = frozenset(',;.!\n()[]{}|/"')
_NEUTRAL = frozenset("*'")


def _dash(tokens: Sequence[Token], i: int, before: Sequence[Piece]) -> Sense:
    """A dash against the number behind it may be a minus; elsewhere it only separates."""
    nearer = tokens[i + 1] if i + 1 < len(tokens) else None
    if nearer is not None and nearer.tight and nearer.is_digits and not tokens[i].tight:
        return Sense.BOUND
    if before and before[-1].sense is Sense.NUMBER and nearer is not None:
        return Sense.RANGE if nearer.is_digits else Sense.BREAK
    return Sense.DASH


def _question(tokens: Sequence[Token], i: int, before: Sequence[Piece]) -> Sense:
    """A question mark that stands by itself among numbers or names is an answer left open."""
    if tokens[i].tight:
        return Sense.QUESTION
    if not before:
        return Sense.BLANK if i + 1 < len(tokens) and tokens[i + 1].is_digits else Sense.QUESTION
    listed = {Sense.NUMBER, Sense.LABEL, Sense.BLANK, Sense.BREAK}
    return Sense.BLANK if before[-1].sense in listed else Sense.QUESTION


_SCALE_WORDS = frozenset({"on", "in", "a", "the", "of", "from", "en", "una", "la", "de", "del"})
_LOW = frozenset({"0", "1", "zero", "one", "cero", "uno"})


def _scale(tokens: Sequence[Token], i: int, before: Sequence[Piece]) -> tuple[Piece, int] | None:
    """ "on a scale of 1 to 10", "del 0 al 10", "mood (0-10)": only names the scale."""
    if tokens[i].text in {"0-10", "1-10"}:
        named = before and (before[-1].text == "(" or before[-1].sense is Sense.LABEL)
        return (Piece(Sense.SCALE, "10"), i + 1) if named else None
    if tokens[i].text == "out" and [t.text for t in tokens[i + 1 : i + 2]] == ["of"]:
        ten = [t.text for t in tokens[i + 2 : i + 3]]
        return (Piece(Sense.SCALE, "10"), i + 3) if ten in (["10"], ["ten"]) else None
    j = i
    said = False
    while j < len(tokens) and j - i < 6:
        if tokens[j].text in {"scale", "escala"}:
            said = True
        elif tokens[j].text not in _SCALE_WORDS:
            break
        j += 1
    if j in {i, len(tokens)}:
        return None
    if said and tokens[j].text in {"0-10", "1-10", "10"}:
        return Piece(Sense.SCALE, "10"), j + 1
    ahead = [token.text for token in tokens[j : j + 3]]
    if len(ahead) > 2 and ahead[0] in _LOW and ahead[1] in _TO and ahead[2] in _TEN:
        return Piece(Sense.SCALE, "10"), j + 3
    return None


_TO = frozenset({"to", "a", "al"})
_TEN = frozenset({"10", "ten", "diez"})


def _with_initials(pieces: list[Piece], items: Sequence[Item], language: str) -> list[Piece]:
    """Single letters as the names that they begin ("m6 d3 s7"), in one language for the whole text.

    The patient's language is tried first; in each, every letter must begin just one name.
    """
    if len(items) < 2 or any(item.kind is ItemKind.CHOICE for item in items):
        return pieces  # questions that stand in a text together have letters of their own
    places = [i for i in range(len(pieces)) if _is_initial(pieces, i)]
    letters = {pieces[i].text for i in places}
    if not any(letter not in SENSES for letter in letters):
        return pieces
    if len(places) == 1 and len(pieces) - 1 > sum(p.sense in _AROUND_INITIAL for p in pieces):
        return pieces  # "vitamin d 5"
    if len(places) == 1 and pieces[places[0]].tight and pieces[places[0]].text == "s":
        return pieces  # "0s" is more of them
    for tongue in (language, *(other for other in LANGUAGES if other != language)):
        owners = {letter: begun_by(letter, items, tongue) for letter in letters}
        if all(len(begun) == 1 for begun in owners.values()):
            named = list(pieces)
            for i in places:
                letter = pieces[i].text
                named[i] = replace(pieces[i], sense=Sense.LABEL, item=owners[letter][0])
            return named
    return pieces


_AROUND_INITIAL = frozenset({Sense.NUMBER, Sense.LINK, Sense.DASH, Sense.BREAK})


def _is_initial(pieces: Sequence[Piece], i: int) -> bool:
    piece = pieces[i]
    if len(piece.text) != 1 or not piece.text.isalpha() or piece.number is not None:
        return False
    if i > 0 and piece.tight and pieces[i - 1].number is not None:
        return True
    ahead = [p for p in pieces[i + 1 : i + 3] if p.sense not in {Sense.LINK, Sense.DASH}]
    return bool(ahead) and ahead[0].number is not None
