"""Numbers given to the open items: which number is whose, or why that cannot be told.

A number is taken for an answer only if a name of the item stands beside it, or if every word of
its clause is known to say nothing else and the numbers are as many as the items, in the order in
which they were asked. A text with any number that is neither is asked again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from diary.domain.questionnaire import Item, ItemKind
from diary.domain.reading_bind import Mark, bind
from diary.domain.reading_judge import objection, rest_is_harmless, set_aside
from diary.domain.reading_lists import fill_in_order, value_for
from diary.domain.reading_names import NOT_ASKED
from diary.domain.reading_numbers import Number, Unclear
from diary.domain.reading_pieces import Piece, Sentence, sentence_of
from diary.domain.reading_senses import Sense
from diary.domain.reading_words import ZERO_COMPANY


@dataclass(slots=True)
class Numbers:
    """What was found: item index -> value, and what stood against the rest."""

    values: dict[int, float] = field(default_factory=dict)
    exact: bool = True
    unclear: Unclear | None = None


def read_numbers(pieces: Sequence[Piece], items: Sequence[Item]) -> Numbers:
    """The numbers of ``pieces`` as answers to ``items`` (ratings, or choices by option value)."""
    pieces = _without_bullets(pieces)
    if any(p.sense is Sense.SCALE for p in pieces) and not _on_ten(items):
        return Numbers(unclear=Unclear.OTHER_SCALE)
    if (listed := _with_blanks(pieces, items)) is not None:
        return listed
    pieces = _with_levels(_with_list_closed(_without_open_names(pieces), items), items)
    sentence = sentence_of(pieces)
    most = 3 * len(items) + 8
    marks = list(islice(_marks(sentence, items), most))
    if len(marks) == most:
        return Numbers(unclear=Unclear.TOO_MANY)
    for mark in marks:
        set_aside(mark, sentence)
    bind(marks, sentence, len(items))
    used = frozenset(mark.name_at for mark in marks if mark.name_at is not None)
    for mark in marks:
        if mark.refused is None:
            mark.refused = objection(mark, sentence, used)
            stray = mark.item == NOT_ASKED or mark.zero
            mark.elsewhere = mark.refused is not None and (mark.elsewhere or stray)
    return _settle(marks, sentence, items)


def _without_bullets(pieces: Sequence[Piece]) -> Sequence[Piece]:
    """Dashes before every one of several numbers are bullets or links, not minus signs."""
    numbers = sum(piece.sense is Sense.NUMBER for piece in pieces)
    minus = sum(_is_minus(piece) for piece in pieces)
    if minus < 2 or minus != numbers:
        return pieces
    return [replace(p, sense=Sense.DASH) if _is_minus(p) else p for p in pieces]


def _is_minus(piece: Piece) -> bool:
    return piece.sense is Sense.BOUND and piece.text == "-"


def _on_ten(items: Sequence[Item]) -> bool:
    """Whether a "scale of 10" named in the text fits: hours have none and take no part in it."""
    return any(item.maximum == _TEN for item in items) and all(
        item.maximum == _TEN or item.unit for item in items
    )


_TEN = 10
_BETWEEN = frozenset({",", ";", "\n", "/"})


def _with_blanks(pieces: Sequence[Piece], items: Sequence[Item]) -> Numbers | None:
    """A list with places left open ("6 ? 7"), if it has as many places as there are items."""
    places = [_as_blank(p) for p in pieces if p.sense is not Sense.BREAK]
    senses = {p.sense for p in places}
    if senses != {Sense.NUMBER, Sense.BLANK} or not 1 < len(places) == len(items):
        return None
    result = Numbers(exact=False, unclear=Unclear.PART)
    for i, place in enumerate(places):
        if place.number is not None:
            value = value_for(place.number, items[i])
            if place.number.refused or isinstance(value, Unclear):
                return Numbers(unclear=Unclear.AMBIGUOUS)
            result.values[i] = value
    return result


def _as_blank(piece: Piece) -> Piece:
    return replace(piece, sense=Sense.BLANK) if piece.text in _NOT_KNOWN else piece


_NOT_KNOWN = frozenset(
    {"idk", "dunno", "dont know", "i dont know", "not sure", "no se", "no lo se"}
)


def _without_open_names(pieces: Sequence[Piece]) -> Sequence[Piece]:
    """The pieces without names whose answer is left open ("distress ?")."""
    kept: list[Piece] = []
    for i, piece in enumerate(pieces):
        ahead = pieces[i + 1].sense if i + 1 < len(pieces) else Sense.BREAK
        closed = piece.text in _NOT_KNOWN and ahead in {Sense.LABEL, Sense.BREAK}
        left_open = piece.sense is Sense.BLANK or closed
        if left_open and kept and kept[-1].sense is Sense.LABEL:
            kept[-1] = Piece(Sense.BREAK, ",", exact=False)
        else:
            kept.append(piece)
    return kept


def _with_list_closed(pieces: Sequence[Piece], items: Sequence[Item]) -> Sequence[Piece]:
    """A full list at the start, and words behind it without a comma: "6 3 7 rough night"."""
    count = end = 0
    for i, piece in enumerate(pieces):
        if piece.number is not None:
            count, end = count + 1, i + 1
        elif count == len(items) > 1 and piece.sense is Sense.OTHER and piece.text.isalpha():
            return [*pieces[:end], Piece(Sense.BREAK, ""), *pieces[end:]]
        elif piece.text not in _BETWEEN and (piece.sense is not Sense.FILLER or not count):
            return pieces
    return pieces


def _with_levels(pieces: Sequence[Piece], items: Sequence[Item]) -> Sequence[Piece]:
    """ "distress is high at 7": a level, where "slept at 7" is a time."""
    if not any(piece.text == "at" for piece in pieces):
        return pieces
    level = False
    kept: list[Piece] = []
    for piece in pieces:
        if piece.sense is Sense.LABEL:
            level = piece.item == NOT_ASKED or items[piece.item].unit is None
        elif piece.sense not in {Sense.FILLER, Sense.LINK, Sense.HEDGE, Sense.CLOCK}:
            level = False
        kept.append(replace(piece, sense=Sense.LINK) if level and piece.text == "at" else piece)
    return kept


# --- finding the numbers ---------------------------------------------------------------------


def _marks(sentence: Sentence, items: Sequence[Item]) -> Iterator[Mark]:
    hours = [i for i, item in enumerate(items) if item.unit == "h"]
    owner = hours[0] if len(hours) == 1 else NOT_ASKED
    pieces = sentence.pieces
    for i, piece in enumerate(pieces):
        if piece.number is not None:
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
            if _is_thing(named, owner) and _only_zero_company(sentence, i, i + 2):
                yield Mark(i, _NONE, item=named.item, name_at=i + 1, zero=True)


def _is_thing(named: Piece, hours: int) -> bool:
    """ "no sleep" is none of it; "could not sleep" may still have been a few hours."""
    if named.sense is not Sense.LABEL:
        return False
    return named.item != hours or named.text in {"sleep", "sueno"}


_NONE = Number("", 0.0, exact=False)
_DENIALS = frozenset({"no", "without", "sin"})


def _only_zero_company(sentence: Sentence, start: int, end: int) -> bool:
    """Whether the clause around says nothing more than that there was none."""
    low, high = sentence.clauses[start]
    rest = (*sentence.pieces[low:start], *sentence.pieces[end:high])
    return all(set(piece.text.split()) <= ZERO_COMPANY for piece in rest)


# --- the answer ------------------------------------------------------------------------------


def _settle(marks: Sequence[Mark], sentence: Sentence, items: Sequence[Item]) -> Numbers:
    usable = [mark for mark in marks if mark.refused is None]
    barred = next((m.refused for m in marks if m.refused and not m.elsewhere), None)
    if not usable:
        about = next((m.refused for m in marks if m.refused), Unclear.NO_ANSWER)
        return Numbers(unclear=barred or about)
    if len(items) == 1 and len(usable) > 1 and sentence.pieces[usable[0].at].text == "nada":
        usable = usable[1:]  # "nada, un 5": only a word to begin with
    loose = [mark for mark in usable if mark.item is None]
    if loose and barred is None:
        aside = [mark for mark in marks if mark.elsewhere or (mark.zero and mark.item is not None)]
        if not rest_is_harmless(loose, aside, sentence):
            return Numbers(unclear=Unclear.OTHER_NUMBER)
        result = _with_loose(usable, loose, sentence, items)
    else:
        result = _named(usable, items)
        result.unclear = result.unclear or barred
        if barred and len(result.values) == len(items):
            return Numbers(unclear=barred)
    result.exact = result.exact and len(usable) == len(marks) and _is_literal(sentence, usable)
    if result.values and result.unclear is None and len(result.values) < len(items):
        result.unclear = Unclear.PART
    return result


_LITERAL = frozenset(
    {
        Sense.NUMBER, Sense.LABEL, Sense.FILLER, Sense.LINK, Sense.AND, Sense.BREAK, Sense.DASH,
        Sense.SCALE,
    }
)  # fmt: skip


def _is_literal(sentence: Sentence, usable: Sequence[Mark]) -> bool:
    """Read word for word: nothing misspelled, hedged, passed over or asked."""
    return all(mark.number.exact for mark in usable) and all(
        piece.exact and piece.sense in _LITERAL for piece in sentence.pieces
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
    usable: Sequence[Mark], loose: Sequence[Mark], sentence: Sentence, items: Sequence[Item]
) -> Numbers:
    """Bare numbers: as many as the items, in order; names may stand at some of them."""
    placed = [replace(mark, item=k) for k, mark in enumerate(usable)]
    if len(loose) < len(usable):
        in_order = all(mark.item in {None, k} for k, mark in enumerate(usable))
        if len(usable) == len(items) and in_order:
            return _named(placed, items)
        named = _named([mark for mark in usable if mark.item is not None], items)
        if len(named.values) == len(items):
            return Numbers(unclear=Unclear.TOO_MANY)
        return replace(named, unclear=Unclear.AMBIGUOUS)
    if any(mark.zero for mark in loose):
        result = _named(placed, items) if len(loose) == len(items) else Numbers()
        full = len(result.values) == len(items)
        return result if full else Numbers(unclear=result.unclear or Unclear.AMBIGUOUS)
    if len(items) == 1 and _is_said_twice(loose):
        loose = loose[:1]
    filled = fill_in_order([mark.number for mark in loose], items)
    if isinstance(filled, Unclear):
        return _first_two(loose, sentence, items) or Numbers(unclear=filled)
    return Numbers(dict(enumerate(filled[0])), exact=filled[1])


def _is_said_twice(loose: Sequence[Mark]) -> bool:
    """ "5 (five)": the same number in digits and in words."""
    return (
        len(loose) == 2  # noqa: PLR2004 - a number and its repetition
        and loose[0].number.value == loose[1].number.value
        and bool(loose[0].number.text) is not bool(loose[1].number.text)
    )


def _first_two(loose: Sequence[Mark], sentence: Sentence, items: Sequence[Item]) -> Numbers | None:
    """Two bare numbers for three items answer the first two, and the third is asked.

    Where more are asked, a number left out could be any of them, and all are asked again.
    """
    if (len(items), len(loose)) != (3, 2) or not _is_bare_list(sentence.pieces):
        return None
    part = fill_in_order([mark.number for mark in loose], items[:2])
    if isinstance(part, Unclear):
        return None
    return Numbers(dict(enumerate(part[0])), exact=False, unclear=Unclear.PART)


def _is_plain(number: Number) -> bool:
    return number.value is not None and number.over is None and not number.unit


def _is_bare_list(pieces: Sequence[Piece]) -> bool:
    """Numbers in digits with one separator between: "6,,7" leaves a place open."""
    numbers = {i for i, p in enumerate(pieces) if p.number is not None and _is_plain(p.number)}
    between = [p for i, p in enumerate(pieces) if i not in numbers]
    return len(between) < len(numbers) and all(
        p.sense is Sense.AND or (p.sense is Sense.BREAK and p.text in _BETWEEN) for p in between
    )
