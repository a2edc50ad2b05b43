"""Free text to answers: what a patient typed, read as answers to the questions that are open.

It would rather ask again than guess. A number becomes an answer only where nothing in the text
speaks against it: see ``reading_numeric`` for the rule, ``reading_words`` for the words.

How it is put together: ``numerals`` folds the text, ``reading_numbers`` finds single numbers,
``reading_pieces`` gives every word a sense, ``reading_bind`` ties names to numbers,
``reading_lists`` fills items in order, ``reading_options`` and ``reading_several`` read labels.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from diary.domain.corrections import CorrectedDay, Correction, read_correction
from diary.domain.numerals import fold
from diary.domain.questionnaire import Item, ItemKind
from diary.domain.reading_numbering import read_numbered
from diary.domain.reading_numeric import Numbers, read_numbers
from diary.domain.reading_options import names_an_option, option_value, options_of
from diary.domain.reading_pieces import Piece, pieces_of
from diary.domain.reading_senses import Sense
from diary.domain.reading_several import read_several
from diary.domain.reading_tokens import Token, Unclear, tokenise

__all__ = [
    "Answer",
    "CorrectedDay",
    "Correction",
    "Reading",
    "Unclear",
    "read_correction",
    "read_reply",
]

Answer = float | tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text answers. ``answers`` never holds a guess, and may be only a part of the items."""

    answers: Mapping[str, Answer]
    """link_id -> value; for an item of kind SEVERAL the sorted values of the options."""
    exact: bool
    """Read word for word and whole: nothing interpreted, so nothing needs to be echoed."""
    unclear: Unclear | None
    """Why it would be asked again. ``PART`` if what was read is sound but items are left."""


def read_reply(text: str, items: Sequence[Item], language: str) -> Reading:
    """Reads ``text`` as answers to ``items``, the items still open, in the order asked.

    ``language`` is the patient's ("en" or "es"); the words of both languages are known, and it
    only decides what is written alike in both. Never raises, takes time linear in the text.
    """
    tokens = tokenise(fold(text))
    if not tokens or not items:
        return Reading(MappingProxyType({}), exact=False, unclear=Unclear.NO_ANSWER)
    if any(item.kind is ItemKind.SEVERAL for item in items):
        return _several(tokens, items)
    pieces = pieces_of(tokens, items, language)
    return _answered(_read(tokens, pieces, items), items)


def _several(tokens: Sequence[Token], items: Sequence[Item]) -> Reading:
    if len(items) > 1:
        return Reading(MappingProxyType({}), exact=False, unclear=Unclear.AMBIGUOUS)
    found = read_several(tokens, items[0])
    if found.unclear is not None:
        return Reading(MappingProxyType({}), exact=False, unclear=found.unclear)
    answers = MappingProxyType({items[0].link_id: found.values})
    return Reading(answers, exact=found.exact, unclear=None)


def _answered(found: Numbers, items: Sequence[Item]) -> Reading:
    answers = {items[i].link_id: value for i, value in sorted(found.values.items())}
    exact = found.exact and found.unclear is None and bool(answers)
    return Reading(MappingProxyType(answers), exact=exact, unclear=found.unclear)


def _read(tokens: Sequence[Token], pieces: Sequence[Piece], items: Sequence[Item]) -> Numbers:
    if (numbered := read_numbered(tokens, items)) is not None:
        return numbered
    fix = _last_fix(pieces)
    if fix is not None:
        return _read_fixed(pieces, fix, items)
    if all(item.kind is ItemKind.CHOICE for item in items):
        return _read_choices(tokens, pieces, items)
    return read_numbers(pieces, items)


def _read_fixed(pieces: Sequence[Piece], fix: int, items: Sequence[Item]) -> Numbers:
    """A text that takes itself back ("7 sorry 6"): what stands last, if it can be told."""
    before = [p for p in pieces[:fix] if p.sense is not Sense.FIX]
    after = pieces[fix + 1 :]
    if not _has_number(after):
        return read_numbers([*before, *_as_break(after)], items)
    if not _has_number(before):
        return read_numbers([*before, _said_first(pieces[fix]), *after], items)
    if not _is_taken_back(before):
        return Numbers(unclear=Unclear.AMBIGUOUS)
    last = read_numbers(after, items)
    if last.unclear in {None, Unclear.PART}:
        if len(last.values) == len(items):
            last.exact = False
            return last
        first = read_numbers(before, items)
        if first.unclear is None and any(p.sense is Sense.LABEL for p in after):
            return Numbers(first.values | last.values, exact=False)
    return Numbers(unclear=Unclear.AMBIGUOUS)


def _said_first(piece: Piece) -> Piece:
    """What a word of correction says where nothing stood before it.

    "sorry, 4" is an answer; "make it 4" or "should be 4" may be about an appointment.
    """
    changes = piece.text.split()[0] in {"make", "change", "should", "shouldve", "supposed", "it"}
    return Piece(Sense.OTHER if changes else Sense.FILLER, piece.text, exact=False)


_BETWEEN = frozenset(
    {
        Sense.BREAK, Sense.FILLER, Sense.HEDGE, Sense.AND, Sense.NOT, Sense.DASH, Sense.LINK,
        Sense.LABEL, Sense.WAS, Sense.DAY,
    }
)  # fmt: skip


def _is_taken_back(before: Sequence[Piece]) -> bool:
    """Whether the number is still the subject where the text takes itself back."""
    last = max(i for i, p in enumerate(before) if _has_number([p]))
    return all(piece.sense in _BETWEEN for piece in before[last + 1 :])


def _last_fix(pieces: Sequence[Piece]) -> int | None:
    """The last place where the text takes itself back, in so many words or as "no, 6"."""
    first = next((i for i, p in enumerate(pieces) if p.number is not None), len(pieces))
    past = next((i for i, p in enumerate(pieces) if _is_past(p)), len(pieces))
    for i in range(len(pieces) - 1, -1, -1):
        piece = pieces[i]
        if piece.sense is Sense.FIX or (piece.text == "no" and _takes_back(pieces, i)):
            return i
        if piece.text in _NOW and max(first, past) < i and _leads_to_number(pieces, i):
            return i
    return None


def _takes_back(pieces: Sequence[Piece], i: int) -> bool:
    """ "7, no, 6" and "5 (no, 6)"; but "4 no 6" may as well mean that it is not 6."""
    j = i - 1
    while j >= 0 and pieces[j].sense is Sense.BREAK:
        j -= 1
    after = [p.sense for p in pieces[i + 1 : i + 3]]
    return j >= 0 and pieces[j].number is not None and after == [Sense.BREAK, Sense.NUMBER]


_NOW = frozenset({"now", "ahora", "today", "hoy"})
_EARLIER = frozenset({"morning", "this morning", "en la manana", "por la manana", "esta manana"})


def _is_past(piece: Piece) -> bool:
    return piece.sense in {Sense.WAS, Sense.DAY} or piece.text in _EARLIER


def _leads_to_number(pieces: Sequence[Piece], i: int) -> bool:
    """ "was 7, now it's a 4": nothing stands between "now" and the number that counts."""
    passed = {Sense.FILLER, Sense.LINK, Sense.BREAK}
    following = next((p for p in pieces[i + 1 :] if p.sense not in passed), None)
    return following is not None and following.number is not None


def _as_break(pieces: Sequence[Piece]) -> list[Piece]:
    return [Piece(Sense.BREAK, ","), *pieces]


def _has_number(pieces: Sequence[Piece]) -> bool:
    return any(p.sense in {Sense.NUMBER, Sense.ZERO, Sense.NO_SLEEP} for p in pieces)


def _read_choices(
    tokens: Sequence[Token], pieces: Sequence[Piece], items: Sequence[Item]
) -> Numbers:
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
