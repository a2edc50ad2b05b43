"""Numbers given to the open items: which number is whose, or why that cannot be told.

A number is taken for an answer only if a name of the item stands beside it, or if every word of
its clause is known to say nothing else and the numbers are as many as the items, in the order in
which they were asked. A text with any number that is neither is asked again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from diary.domain.questionnaire import Item, ItemKind
from diary.domain.reading_bind import Mark, bind, clause_of
from diary.domain.reading_lists import fill_in_order, value_for
from diary.domain.reading_numbers import Number, Unclear
from diary.domain.reading_pieces import NOT_ASKED, Piece
from diary.domain.reading_words import ZERO_COMPANY, Sense


@dataclass(slots=True)
class Numbers:
    """What was found: item index -> value, and what stood against the rest."""

    values: dict[int, float] = field(default_factory=dict)
    exact: bool = True
    unclear: Unclear | None = None


def read_numbers(pieces: Sequence[Piece], items: Sequence[Item]) -> Numbers:
    """The numbers of ``pieces`` as answers to ``items`` (ratings, or choices by option value)."""
    pieces = _without_bullets(pieces)
    if any(p.sense is Sense.SCALE for p in pieces) and any(i.maximum != _TEN for i in items):
        return Numbers(unclear=Unclear.OTHER_SCALE)
    if (listed := _with_blanks(pieces, items)) is not None:
        return listed
    marks = list(_marks(pieces, items))
    if len(marks) > 3 * len(items) + 8:
        return Numbers(unclear=Unclear.TOO_MANY)
    for mark in marks:
        _set_aside(mark, pieces)
        if mark.elsewhere and mark.at + 1 < len(pieces) and pieces[mark.at + 1].number is not None:
            mark.elsewhere = False  # "5 pm 7": which of the two the mark belongs to is open
    bind(marks, pieces, len(items))
    for mark in marks:
        if mark.refused is None:
            mark.refused = _objection(mark, pieces)
            mark.elsewhere = mark.elsewhere or (mark.zero and mark.refused is not None)
    return _settle(marks, pieces, items)


def _without_bullets(pieces: Sequence[Piece]) -> Sequence[Piece]:
    """Dashes before every one of several numbers are bullets or links, not minus signs."""
    numbers = sum(piece.sense is Sense.NUMBER for piece in pieces)
    minus = sum(_is_minus(piece) for piece in pieces)
    if minus < 2 or minus != numbers:
        return pieces
    return [replace(p, sense=Sense.DASH) if _is_minus(p) else p for p in pieces]


_TEN = 10


def _is_minus(piece: Piece) -> bool:
    return piece.sense is Sense.BOUND and piece.text == "-"


def _with_blanks(pieces: Sequence[Piece], items: Sequence[Item]) -> Numbers | None:
    """A list with places left open ("6 ? 7"), if it has as many places as there are items."""
    places = [p for p in pieces if p.sense is not Sense.BREAK]
    if (
        not any(p.sense is Sense.BLANK for p in places)
        or len(places) != len(items)
        or len(items) < 2
    ):
        return None
    if any(p.sense not in {Sense.NUMBER, Sense.BLANK} for p in places):
        return None
    result = Numbers(exact=False, unclear=Unclear.PART)
    for i, place in enumerate(places):
        if place.number is not None:
            value = value_for(place.number, items[i])
            if place.number.refused or isinstance(value, Unclear):
                return Numbers(unclear=Unclear.AMBIGUOUS)
            result.values[i] = value
    return result


# --- finding the numbers ---------------------------------------------------------------------


def _marks(pieces: Sequence[Piece], items: Sequence[Item]) -> Iterator[Mark]:
    hours = [i for i, item in enumerate(items) if item.unit == "h"]
    owner = hours[0] if len(hours) == 1 else NOT_ASKED
    for i, piece in enumerate(pieces):
        if piece.number is not None:
            mark = Mark(i, piece.number, refused=piece.number.refused)
            mark.elsewhere = mark.refused is Unclear.OTHER_NUMBER
            if piece.number.unit:
                mark.item = owner
            yield mark
        elif piece.sense is Sense.ZERO:
            yield Mark(i, _NONE, zero=True)
        elif piece.sense is Sense.NO_SLEEP:
            refused = None if _only_zero_company(pieces, i) else Unclear.NO_ANSWER
            yield Mark(i, _NONE, item=owner, named=True, zero=True, refused=refused)
        elif _denies_item(pieces, i) and _only_zero_company(pieces, i, 1):
            yield Mark(i, _NONE, item=pieces[i + 1].item, named=True, zero=True)


_NONE = Number("", 0.0, exact=False)


def _denies_item(pieces: Sequence[Piece], i: int) -> bool:
    if pieces[i].sense is not Sense.NOT or pieces[i].text not in {"no", "without", "sin"}:
        return False
    return i + 1 < len(pieces) and pieces[i + 1].sense is Sense.LABEL


def _only_zero_company(pieces: Sequence[Piece], i: int, beside: int = 0) -> bool:
    start, end = clause_of(pieces, i)
    rest = [*pieces[start:i], *pieces[i + 1 + beside : end]]
    return all(set(piece.text.split()) <= ZERO_COMPANY for piece in rest)


# --- whether a number is an answer -----------------------------------------------------------


def _set_aside(mark: Mark, pieces: Sequence[Piece]) -> None:
    """Marks numbers that are plainly about something else: tablets, clock times, other days."""
    if mark.refused is not None or mark.zero:
        return
    start, end = clause_of(pieces, mark.at)
    before, after = pieces[start : mark.at], pieces[mark.at + 1 : end]
    earlier = any(p.sense is Sense.NUMBER for p in before)
    if (
        (before and (before[-1].sense in {Sense.UNIT, Sense.CLOCK} or before[-1].text in _COUNTED))
        or _counts_something(after)
        or any(p.sense is Sense.DAY for p in (*before, *after))
        or (earlier and before[-1].sense is Sense.NOT)
    ):
        # Hours of a nap or of another day still leave open how many were slept.
        mark.refused, mark.elsewhere = Unclear.OTHER_NUMBER, not mark.number.unit


_COUNTED = frozenset({"day", "dia"})


def _counts_something(after: Sequence[Piece]) -> bool:
    for piece in after[:3]:
        if piece.sense is Sense.UNIT:
            return True
        if piece.sense not in {Sense.FILLER, Sense.OTHER}:
            return False
    return False


_CLEAN = frozenset(
    {
        Sense.NUMBER, Sense.FILLER, Sense.HEDGE, Sense.LINK, Sense.DASH, Sense.AND, Sense.THE,
        Sense.BREAK, Sense.ZERO, Sense.SCALE,
    }
)  # fmt: skip
_TODAY = frozenset({"today", "todays", "hoy", "now", "ahora"})


def _objection(mark: Mark, pieces: Sequence[Piece]) -> Unclear | None:
    """Why the number cannot be taken for an answer, or None."""
    if mark.item == NOT_ASKED:
        mark.elsewhere = True
        return Unclear.OTHER_NUMBER
    start, end = clause_of(pieces, mark.at)
    before, after = pieces[start : mark.at], pieces[mark.at + 1 : end]
    if (why := _beside(mark, pieces, before, after)) is not None:
        return why
    if _is_questioned(pieces, before, after, end):
        return Unclear.AMBIGUOUS
    if any(p.sense is Sense.NOT for p in before):
        return Unclear.AMBIGUOUS
    if mark.named:
        loose = after and after[0].sense in {Sense.OTHER, Sense.NOT, Sense.RANGE, Sense.CLOCK}
        return Unclear.OTHER_NUMBER if loose else None
    return _stain([*before, *after], unit=bool(mark.number.unit))


def _beside(
    mark: Mark, pieces: Sequence[Piece], before: Sequence[Piece], after: Sequence[Piece]
) -> Unclear | None:
    if before and before[-1].sense is Sense.THE:
        return Unclear.AMBIGUOUS
    if (before and pieces[mark.at].tight and _is_letter(before[-1])) or (
        after and after[0].tight and _is_letter(after[0])
    ):
        return Unclear.OTHER_NUMBER
    nearest = next((p for p in reversed(before) if p.sense not in _SKIPPED), None)
    if nearest is not None and nearest.sense in {Sense.BOUND, Sense.RANGE}:
        return Unclear.RANGE
    if after and after[0].sense is Sense.BOUND:
        return Unclear.RANGE
    if after and after[0].sense is Sense.RANGE:
        ahead = next((p for p in pieces[mark.at + 2 :] if p.sense not in _SKIPPED), None)
        if ahead is None or ahead.sense is Sense.NUMBER:
            return Unclear.RANGE
        return Unclear.OTHER_NUMBER
    return None


def _is_letter(piece: Piece) -> bool:
    """A single letter typed against a number ("7k") and no name of an item."""
    return len(piece.text) == 1 and piece.text.isalpha() and piece.sense is not Sense.LABEL


_SKIPPED = frozenset({Sense.FILLER, Sense.HEDGE, Sense.THE})


def _is_questioned(
    pieces: Sequence[Piece], before: Sequence[Piece], after: Sequence[Piece], end: int
) -> bool:
    if any(p.sense is Sense.ASKED for p in (*before, *after)):
        return True
    asked = end < len(pieces) and pieces[end].sense is Sense.QUESTION
    return asked and not all(
        p.sense in {Sense.HEDGE, Sense.NUMBER} or p.text in _ARTICLES for p in (*before, *after)
    )


_ARTICLES = frozenset({"a", "an", "un", "una"})


def _stain(around: Sequence[Piece], *, unit: bool) -> Unclear | None:
    if any(p.sense is Sense.BOUND for p in around):
        return Unclear.RANGE
    if any(p.sense is Sense.LABEL for p in around):
        return Unclear.AMBIGUOUS
    if any(p.sense is Sense.WAS for p in around) and not unit:
        if not any(set(p.text.split()) & _TODAY for p in around):
            return Unclear.AMBIGUOUS
    if any(p.sense not in _CLEAN and p.sense is not Sense.WAS for p in around):
        return Unclear.OTHER_NUMBER
    return None


# --- the answer ------------------------------------------------------------------------------


def _settle(marks: Sequence[Mark], pieces: Sequence[Piece], items: Sequence[Item]) -> Numbers:
    usable = [mark for mark in marks if mark.refused is None]
    barred = next((m.refused for m in marks if m.refused and not m.elsewhere), None)
    if not usable:
        about = next((m.refused for m in marks if m.refused), Unclear.NO_ANSWER)
        return Numbers(unclear=barred or about)
    if len(items) == 1 and len(usable) > 1 and pieces[usable[0].at].text == "nada":
        usable = usable[1:]  # "nada, un 5": a word to begin with
    loose = [mark for mark in usable if mark.item is None]
    if loose and barred is None:
        aside = [mark for mark in marks if mark.elsewhere]
        if not _rest_is_harmless(loose, aside, pieces):
            return Numbers(unclear=Unclear.OTHER_NUMBER)
        result = _with_loose(usable, loose, pieces, items)
    else:
        result = _named(usable, items)
        result.unclear = result.unclear or barred
        if barred and len(result.values) == len(items):
            return Numbers(unclear=barred)
    result.exact = result.exact and len(usable) == len(marks) and _is_word_for_word(pieces, usable)
    if result.values and result.unclear is None and len(result.values) < len(items):
        result.unclear = Unclear.PART
    return result


def _is_word_for_word(pieces: Sequence[Piece], usable: Sequence[Mark]) -> bool:
    if not all(mark.number.exact for mark in usable):
        return False
    return all(
        piece.exact and piece.sense not in {Sense.HEDGE, Sense.OTHER, Sense.QUESTION}
        for piece in pieces
    )


def _named(marks: Sequence[Mark], items: Sequence[Item]) -> Numbers:
    result = Numbers()
    for mark in marks:
        if mark.item is None:
            result.unclear = Unclear.AMBIGUOUS
            continue
        value = _value(mark, items[mark.item])
        if isinstance(value, Unclear):
            result.unclear = value
        elif result.values.setdefault(mark.item, value) != value:
            return Numbers(unclear=Unclear.AMBIGUOUS)
    return result


def _value(mark: Mark, item: Item) -> float | Unclear:
    if mark.zero and not _can_be_none(item):
        return Unclear.AMBIGUOUS
    return value_for(mark.number, item)


def _can_be_none(item: Item) -> bool:
    """Whether "none" says zero of it: hours can be none, distress can; a mood cannot."""
    if item.kind is not ItemKind.RATING or item.minimum != 0:
        return False
    return item.unit == "h" or not item.high_is_good


def _with_loose(
    usable: Sequence[Mark], loose: Sequence[Mark], pieces: Sequence[Piece], items: Sequence[Item]
) -> Numbers:
    """Bare numbers: as many as the items, in order; names may stand at some of them."""
    if len(loose) < len(usable):
        if len(usable) == len(items) and all(m.item in {None, k} for k, m in enumerate(usable)):
            return _named([replace(m, item=k) for k, m in enumerate(usable)], items)
        named = _named([mark for mark in usable if mark.item is not None], items)
        full = len(named.values) == len(items)
        return (
            Numbers(unclear=Unclear.TOO_MANY) if full else replace(named, unclear=Unclear.AMBIGUOUS)
        )
    if any(mark.zero for mark in loose):
        if len(loose) != len(items):
            return Numbers(unclear=Unclear.AMBIGUOUS)
        result = _named([replace(m, item=k) for k, m in enumerate(loose)], items)
        return result if len(result.values) == len(items) else Numbers(unclear=result.unclear)
    if len(items) == 1 and len(loose) > 1 and _is_said_twice(loose):
        loose = loose[:1]
    filled = fill_in_order([mark.number for mark in loose], items)
    if not isinstance(filled, Unclear):
        return Numbers(dict(enumerate(filled[0])), exact=filled[1])
    if len(items) == 3 and len(loose) == 2 and _is_bare_list(pieces):
        part = fill_in_order([mark.number for mark in loose], items[:2])
        if not isinstance(part, Unclear):
            return Numbers(dict(enumerate(part[0])), exact=False, unclear=Unclear.PART)
    return Numbers(unclear=filled)


def _is_said_twice(loose: Sequence[Mark]) -> bool:
    """ "5 (five)": the same number in digits and in words."""
    values = {mark.number.value for mark in loose}
    return (
        len(loose) == 2
        and len(values) == 1
        and {bool(m.number.text) for m in loose} == {True, False}
    )


def _is_bare_list(pieces: Sequence[Piece]) -> bool:
    return all(
        (piece.sense is Sense.NUMBER and piece.number is not None and piece.number.text.isdigit())
        or piece.sense is Sense.AND
        or (piece.sense is Sense.BREAK and piece.text in {",", ";", "\n"})
        for piece in pieces
    )


_HARD = frozenset({Sense.ASKED, Sense.QUESTION})


def _rest_is_harmless(
    loose: Sequence[Mark], aside: Sequence[Mark], pieces: Sequence[Piece]
) -> bool:
    """Whether the clauses without answers may be passed over.

    Words that are not known may stand in a clause of their own before or behind all the numbers,
    parted from them by punctuation or "because", if nothing in them asks, counts or names a time;
    or in the clause of a number that is known to be about something else.
    """
    passed = {i for mark in aside for i in range(*clause_of(pieces, mark.at))}
    rest = {i: piece for i, piece in enumerate(pieces) if i not in passed}
    unknown = [i for i, piece in rest.items() if piece.sense in _UNKNOWN]
    if not unknown:
        return True
    own = [clause_of(pieces, mark.at, joined=True) for mark in loose]
    low, high = min(start for start, _ in own), max(end for _, end in own)
    closed = next((i for i in range(high, len(pieces)) if pieces[i].text in {".", "!", "\n"}), high)
    if any(piece.sense in _HARD for i, piece in rest.items() if i <= closed):
        return False
    outside = {piece.sense for i, piece in rest.items() if not low <= i < high}
    dated = any(piece.text in _TODAY for piece in pieces[low:high])
    if {Sense.DAY, Sense.WAS} <= outside and not dated:
        return False
    return not any(low <= i < high and pieces[i].sense is not Sense.WAS for i in unknown)


_UNKNOWN = frozenset({Sense.OTHER, Sense.NOT, Sense.WAS, Sense.DAY})
