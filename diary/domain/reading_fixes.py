"""A text that takes itself back ("7 sorry 6", "was 7, now 4", "5 (no, 6)"): what stands last."""

from collections.abc import Sequence

from diary.domain.questionnaire import Item
from diary.domain.reading_aside import EARLIER
from diary.domain.reading_numeric import Numbers, read_numbers
from diary.domain.reading_pieces import Piece
from diary.domain.reading_senses import Sense
from diary.domain.reading_tokens import Unclear


def read_fixed(pieces: Sequence[Piece], fix: int, items: Sequence[Item]) -> Numbers:
    """A text that takes itself back ("7 sorry 6"): what stands last, if it can be told."""
    before = [p for p in pieces[:fix] if p.sense is not Sense.FIX]
    after = pieces[fix + 1 :]
    if not _has_number(after) and pieces[fix].text in _JOKES:
        return Numbers(unclear=Unclear.AMBIGUOUS)
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
        if first.unclear is None and any(_is_named(p) for p in after):
            return Numbers(first.values | last.values, exact=False)
    return Numbers(unclear=Unclear.AMBIGUOUS)


_CHANGES = frozenset(
    {"make", "change", "should", "shouldve", "supposed", "it", "more", "deberia", "debia"}
)
_JOKES = frozenset(
    {"jk", "just kidding", "kidding", "broma", "es broma", "mentira", "no es cierto"}
)


def _said_first(piece: Piece) -> Piece:
    """What a word of correction says where nothing stood before it.

    "sorry, 4" is an answer; "make it 4" or "should be 4" may be about an appointment.
    """
    changes = piece.text.split()[0] in _CHANGES
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


def last_fix(pieces: Sequence[Piece]) -> int | None:
    """The last place where the text takes itself back, in so many words or as "no, 6"."""
    first = next((i for i, p in enumerate(pieces) if p.number is not None), len(pieces))
    past = next((i for i, p in enumerate(pieces) if _is_past(p)), len(pieces))
    for i in range(len(pieces) - 1, -1, -1):
        piece = pieces[i]
        if piece.sense is Sense.FIX or (piece.text == "no" and _takes_back(pieces, i)):
            return i
        if piece.text in _RATHER and _follows_no(pieces, i):
            return i
        if piece.text in _NOW and max(first, past) < i and _leads_to_number(pieces, i):
            return i
        if piece.sense is Sense.BREAK and past < i and _is_now(pieces[i + 1 :]):
            return i
    return None


def _is_named(piece: Piece) -> bool:
    return piece.sense is Sense.LABEL or (piece.number is not None and bool(piece.number.unit))


def _takes_back(pieces: Sequence[Piece], i: int) -> bool:
    """ "7, no, 6" and "5 (no, 6)"; but "4 no 6" may as well mean that it is not 6."""
    j = i - 1
    while j >= 0 and pieces[j].sense is Sense.BREAK:
        j -= 1
    after = [p.sense for p in pieces[i + 1 : i + 3]]
    return j >= 0 and pieces[j].number is not None and after == [Sense.BREAK, Sense.NUMBER]


_RATHER = frozenset({"mejor", "better", "rather"})


def _follows_no(pieces: Sequence[Piece], i: int) -> bool:
    """ "6 no, mejor 7": what follows the number takes it back."""
    before = [p for p in pieces[:i] if p.sense is not Sense.BREAK]
    return len(before) > 1 and before[-1].text == "no" and before[-2].number is not None


_NOW = frozenset({"now", "ahora", "today", "hoy"})


def _is_past(piece: Piece) -> bool:
    return piece.sense in {Sense.WAS, Sense.DAY} or piece.text in EARLIER


def _leads_to_number(pieces: Sequence[Piece], i: int) -> bool:
    """ "was 7, now it's a 4": nothing stands between "now" and the number that counts."""
    passed = {Sense.FILLER, Sense.LINK, Sense.BREAK}
    following = next((p for p in pieces[i + 1 :] if p.sense not in passed), None)
    return following is not None and following.number is not None


def _is_now(pieces: Sequence[Piece]) -> bool:
    """ "was 8 this morning, 4 now": the clause behind is one number and the word for now."""
    said = [p for p in pieces if p.sense not in {Sense.FILLER, Sense.LINK} or p.text in _NOW]
    return len(said) == 2 and said[0].number is not None and said[1].text in _NOW


def _as_break(pieces: Sequence[Piece]) -> list[Piece]:
    return [Piece(Sense.BREAK, ","), *pieces]


def _has_number(pieces: Sequence[Piece]) -> bool:
    return any(p.sense in {Sense.NUMBER, Sense.ZERO, Sense.NO_SLEEP} for p in pieces)
