"""The numbers of a text in their places, and what says "none" in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from diary.domain.questionnaire import Item
from diary.domain.reading_names import NOT_ASKED
from diary.domain.reading_pieces import Piece, Sentence
from diary.domain.reading_senses import Sense
from diary.domain.reading_tokens import Number, Unclear
from diary.domain.reading_words import ZERO_COMPANY


@dataclass(slots=True)
class Mark:
    """A number in its place: whose it is, or why it is not an answer."""

    at: int
    number: Number
    item: int | None = None
    name_at: int | None = None
    """Where a name of the item stands beside it; None if only its unit or its place tells."""
    refused: Unclear | None = None
    elsewhere: bool = False
    """It is known to be about something else, so the rest of the text may still answer."""
    among_unknown: bool = False
    """Refused for nothing but a word that is not known."""
    zero: bool = False
    """Said as "none", which not every item can be."""


def marks_of(sentence: Sentence, items: Sequence[Item]) -> Iterator[Mark]:
    """Numbers and words for none, in order; those with a unit of hours belong to that item."""
    hours = [i for i, item in enumerate(items) if item.unit == "h"]
    owner = hours[0] if len(hours) == 1 else NOT_ASKED
    pieces = sentence.pieces
    for i, piece in enumerate(pieces):
        if _is_naught(piece) and _is_thing_in_list(pieces, i, owner):
            yield Mark(i, piece.number or _NONE, item=pieces[i + 1].item, name_at=i + 1)
        elif piece.number is not None:
            mark = Mark(i, piece.number, refused=piece.number.refused)
            mark.elsewhere = mark.refused is Unclear.OTHER_NUMBER
            if piece.number.unit:
                mark.item = owner
            yield mark
        elif piece.sense is Sense.ZERO:
            yield Mark(i, _NONE, zero=True)
        elif piece.sense is Sense.NO_SLEEP and _only_zero_company(sentence, i, i + 1):
            yield Mark(i, _NONE, item=owner, name_at=i, zero=True)
        elif piece.text in _DENIALS and pieces[i + 1 : i + 2]:
            named = pieces[i + 1]
            alone = _only_zero_company(sentence, i, i + 2) or _stands_in_list(pieces, i)
            if _is_thing(named, owner) and alone:
                yield Mark(i, _NONE, item=named.item, name_at=i + 1, zero=True)


def _is_thing(named: Piece, hours: int) -> bool:
    """ "no sleep" is none of it; "could not sleep" may still have been a few hours."""
    if named.sense is not Sense.LABEL:
        return False
    return named.item != hours or named.text in {"sleep", "sueno"}


def _is_naught(piece: Piece) -> bool:
    """ "zero", in letters."""
    return piece.number is not None and not piece.number.text and piece.number.value == 0


def _is_thing_in_list(pieces: Sequence[Piece], i: int, hours: int) -> bool:
    """ "zero distress mood 8 slept 8": the name behind is the number's."""
    return i + 1 < len(pieces) and _is_thing(pieces[i + 1], hours) and _stands_in_list(pieces, i)


def without_denials(sentence: Sentence, marks: Sequence[Mark]) -> Sentence:
    """ "no distress mood 8": a "no" that says none of one thing denies nothing behind it."""
    said = {mark.at for mark in marks if mark.zero and mark.item != NOT_ASKED}
    pieces = [
        replace(p, sense=Sense.ZERO) if i in said and p.sense is Sense.NOT else p
        for i, p in enumerate(sentence.pieces)
    ]
    return replace(sentence, pieces=tuple(pieces))


def _stands_in_list(pieces: Sequence[Piece], i: int) -> bool:
    """ "mood 7 no distress slept 8": none of it, between what else is named."""
    before = pieces[i - 1] if i else None
    ahead = pieces[i + 2] if i + 2 < len(pieces) else None
    begins = before is None or before.number is not None or before.sense is Sense.BREAK
    if ahead is None:
        return begins
    ends = ahead.sense in {Sense.LABEL, Sense.BREAK, Sense.AND}
    return begins and (ends or bool(ahead.number and ahead.number.unit))


_NONE = Number("", 0.0, exact=False)
_DENIALS = frozenset({"no", "without", "sin"})


def _only_zero_company(sentence: Sentence, start: int, end: int) -> bool:
    """Whether the clause around says nothing more than that there was none."""
    low, high = sentence.clauses[start]
    rest = (*sentence.pieces[low:start], *sentence.pieces[end:high])
    return all(set(piece.text.split()) <= ZERO_COMPANY for piece in rest)
