"""What holds now, or what it comes to: "8 at work, 5 now", "bed at 3, up at 10, so 7".

One question is open, several numbers stand in the text, and the last one says of itself that it is
the answer: the others only led to it.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from diary.domain.questionnaire import Item
from diary.domain.reading_marks import Mark
from diary.domain.reading_pieces import Piece, Sentence
from diary.domain.reading_senses import Sense
from diary.domain.reading_tokens import Unclear


def with_result_apart(pieces: Sequence[Piece], items: Sequence[Item]) -> Sequence[Piece]:
    """The pieces with a break before "so 7", which is what the words before it come to.

    Where several numbers lead to it, only hours can be told from each other.
    """
    at = _result_at(pieces)
    several = sum(piece.number is not None for piece in pieces) > 1
    if at is None or len(items) > 1 or (several and not _are_hours(items)):
        return pieces
    if not several and any(piece.sense in _OPEN for piece in pieces[:at]):
        return pieces
    return [*pieces[:at], Piece(Sense.BREAK, ","), *pieces[at:]]


def take_what_holds(marks: Sequence[Mark], sentence: Sentence, items: Sequence[Item]) -> None:
    """Sets all numbers but the last aside, if that one says that it is the answer."""
    if len(items) != 1 or len(marks) < _SEVERAL:
        return
    *others, last = marks
    if last.refused is not None or any(_share_clause(other, last, sentence) for other in others):
        return
    holds = _comes_to(sentence) if _are_hours(items) else _is_only_now(others, last, sentence)
    if holds:
        for mark in others:
            mark.refused, mark.elsewhere = Unclear.OTHER_NUMBER, True


def doubt_what_is_put_right(marks: Sequence[Mark], sentence: Sentence) -> None:
    """ "mood 1, no 2": the number before may be what is denied, so neither is taken."""
    for one, other in pairwise(marks):
        start, end = sentence.clauses[other.at]
        clause = sentence.pieces[start:end]
        said = [p for p in clause if p.sense is not Sense.FILLER and p.number is None]
        alone = sum(p.number is not None for p in clause) == 1
        if alone and [p.text for p in said] in _PUTTING_RIGHT and one.refused is None:
            one.refused = other.refused = Unclear.AMBIGUOUS
            one.elsewhere = other.elsewhere = False


def doubt_sums(marks: Sequence[Mark], sentence: Sentence) -> None:
    """ "3 hours and 3 hours": said twice it may be twice as much."""
    for one, other in pairwise(marks):
        between = [piece.sense for piece in sentence.pieces[one.at + 1 : other.at]]
        if one.number.unit and other.number.unit and between == [Sense.AND]:
            one.refused = other.refused = Unclear.AMBIGUOUS


_OPEN = frozenset(
    {Sense.NOT, Sense.ASKED, Sense.WISH, Sense.DAY, Sense.PERSON, Sense.RANGE, Sense.FIX}
)
_PUTTING_RIGHT = (["no"], ["nope"], ["nah"])
_SEVERAL = 2
_NOW = frozenset({"now", "right now", "rn", "ahora", "ahorita", "ya"})
_SO = re.compile(r"so+|=|o sea|osea|asi que|asi q")


def _are_hours(items: Sequence[Item]) -> bool:
    return len(items) == 1 and items[0].unit == "h"


def _share_clause(one: Mark, other: Mark, sentence: Sentence) -> bool:
    return sentence.joined[one.at] == sentence.joined[other.at]


def _is_only_now(others: Sequence[Mark], last: Mark, sentence: Sentence) -> bool:
    """Whether "now" stands by the last number alone; a time of day ("up at 4, now 7") is none."""
    if any(mark.refused is not None or _says_now(mark, sentence) for mark in others):
        return False
    return _says_now(last, sentence)


def _says_now(mark: Mark, sentence: Sentence) -> bool:
    return any(p.text in _NOW for p in (*sentence.before(mark.at), *sentence.after(mark.at)))


def _comes_to(sentence: Sentence) -> bool:
    return _result_at(sentence.pieces) is not None


def _result_at(pieces: Sequence[Piece]) -> int | None:
    """Where "so" stands before the last number, with nothing told behind that."""
    numbers = [-1, *(i for i, piece in enumerate(pieces) if piece.number is not None)]
    if len(numbers) < _SEVERAL:
        return None
    at = numbers[-1] - 1
    while at > numbers[-2] and pieces[at].sense is Sense.HEDGE:
        at -= 1
    so = at > max(numbers[-2], 0) and _SO.fullmatch(pieces[at].text)
    ends = all(p.sense in {Sense.FILLER, Sense.BREAK} for p in pieces[numbers[-1] + 1 :])
    return at if so and ends else None
