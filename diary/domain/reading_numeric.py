"""Numbers given to the open items: which number is whose, or why that cannot be told.

A number is taken for an answer only if a name of the item stands beside it, or if every word of
its clause is known to say nothing else and the numbers are as many as the items, in the order in
which they were asked. A text with any number that is neither is asked again.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from diary.domain.questionnaire import Item, ItemKind
from diary.domain.reading_aside import (
    ADDING,
    ends_sentence,
    go_on_with_the_day,
    keep_open_what_adds_up,
    pass_over,
    set_aside,
)
from diary.domain.reading_bind import bind, contradicts_order
from diary.domain.reading_judge import objection, rest_is_harmless
from diary.domain.reading_latest import (
    doubt_sums,
    doubt_what_is_put_right,
    take_what_holds,
    with_result_apart,
)
from diary.domain.reading_layout import laid_out, open_places
from diary.domain.reading_lists import fill_in_order, value_for
from diary.domain.reading_marks import Mark, marks_of, without_denials
from diary.domain.reading_names import NOT_ASKED
from diary.domain.reading_pieces import Piece, Sentence, sentence_of
from diary.domain.reading_senses import Sense
from diary.domain.reading_tokens import Number, Unclear


@dataclass(slots=True)
class Numbers:
    """What was found: item index -> value, and what stood against the rest."""

    values: dict[int, float] = field(default_factory=dict)
    exact: bool = True
    unclear: Unclear | None = None


def read_numbers(pieces: Sequence[Piece], items: Sequence[Item]) -> Numbers:
    """The numbers of ``pieces`` as answers to ``items`` (ratings, or choices by option value)."""
    if any(p.sense is Sense.SCALE for p in pieces) and not _on_ten(items):
        return Numbers(unclear=Unclear.OTHER_SCALE)
    if places := open_places(pieces, items):
        return _with_blanks(places, items)
    sentence = sentence_of(with_result_apart(laid_out(pieces, items), items))
    hours = len(items) == 1 and items[0].unit == "h"
    most = 3 * len(items) + 8
    marks = list(islice(marks_of(sentence, items), most))
    if len(marks) == most:
        return Numbers(unclear=Unclear.TOO_MANY)
    sentence = without_denials(sentence, marks)
    for mark in marks:
        set_aside(mark, sentence)
    go_on_with_the_day(marks, sentence)
    if hours:
        keep_open_what_adds_up(marks, sentence)
    take_what_holds(marks, sentence, items)
    doubt_what_is_put_right(marks, sentence)
    doubt_sums(marks, sentence)
    bind(marks, sentence, len(items))
    used = frozenset(mark.name_at for mark in marks if mark.name_at is not None)
    for mark in marks:
        if mark.refused is None:
            mark.refused = objection(mark, sentence, used, hours=hours)
            stray = mark.item == NOT_ASKED or mark.zero
            mark.elsewhere = mark.refused is not None and (mark.elsewhere or stray)
    pass_over(marks, sentence, items)
    return _settle(marks, sentence, items)


def _on_ten(items: Sequence[Item]) -> bool:
    """Whether a "scale of 10" named in the text fits: hours have none and take no part in it."""
    return any(item.maximum == _TEN for item in items) and all(
        item.maximum == _TEN or item.unit for item in items
    )


_TEN = 10
_BETWEEN = frozenset({",", ";", "\n"})


def _with_blanks(places: Sequence[Piece], items: Sequence[Item]) -> Numbers:
    """Answers where a list has them, for the items at those places."""
    result = Numbers(exact=False, unclear=Unclear.PART)
    for i, place in enumerate(places):
        if place.number is not None:
            value = value_for(place.number, items[i])
            if place.number.refused or isinstance(value, Unclear):
                return Numbers(unclear=Unclear.AMBIGUOUS)
            result.values[i] = value
    return result


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
        result = _named(_without_doubt(usable, marks, sentence) if barred else usable, items)
        result.unclear = result.unclear or barred
        if barred and len(result.values) == len(items):
            return Numbers(unclear=barred)
    result.exact = result.exact and len(usable) == len(marks) and _is_literal(sentence, usable)
    if result.values and result.unclear is None and len(result.values) < len(items):
        result.unclear = Unclear.PART
    return result


def _without_doubt(
    usable: Sequence[Mark], marks: Sequence[Mark], sentence: Sentence
) -> Sequence[Mark]:
    """Of part of the answers those that no unexplained number may change.

    "Slept two hours there, then four more": in its sentence the second may add to the first.
    """
    pieces = sentence.pieces
    doubts = [m.at for m in marks if m.refused and not m.elsewhere and _may_add(m, sentence)]

    def is_clear(mark: Mark) -> bool:
        return not any(
            at > mark.at and not any(ends_sentence(p) for p in pieces[mark.at : at])
            for at in doubts
        )

    return [mark for mark in usable if is_clear(mark)]


def _may_add(mark: Mark, sentence: Sentence) -> bool:
    start, end = sentence.clauses[mark.at]
    return any(piece.text in ADDING for piece in sentence.pieces[max(start - 1, 0) : end])


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
    if contradicts_order(loose, sentence, len(items)):
        return Numbers(unclear=Unclear.AMBIGUOUS)
    placed = [replace(mark, item=k) for k, mark in enumerate(usable)]
    if len(loose) < len(usable):
        in_order = all(mark.item in {None, k} for k, mark in enumerate(usable))
        if len(usable) == len(items) and in_order:
            return _named(placed, items)
        named = {mark.item for mark in usable if mark.item is not None}
        full = len(named) == len(items)
        return Numbers(unclear=Unclear.TOO_MANY if full else Unclear.AMBIGUOUS)
    if any(mark.zero for mark in loose):
        result = _named(placed, items) if len(loose) == len(items) else Numbers()
        full = len(result.values) == len(items)
        return result if full else Numbers(unclear=result.unclear or Unclear.AMBIGUOUS)
    if len(items) == 1 and _is_said_twice(loose):
        loose = loose[:1]
    twice = _is_sent_twice(loose, items)
    if twice:
        loose = loose[: len(items)]
    filled = fill_in_order(
        [mark.number for mark in loose], items, alone=all(p.sense in _TOLD for p in sentence.pieces)
    )
    if isinstance(filled, Unclear):
        return _first_two(loose, sentence, items) or Numbers(unclear=filled)
    return Numbers(dict(enumerate(filled[0])), exact=filled[1] and not twice)


_TOLD = frozenset({Sense.NUMBER, Sense.FILLER, Sense.BREAK, Sense.DASH, Sense.HEDGE, Sense.LINK})


def _is_said_twice(loose: Sequence[Mark]) -> bool:
    """ "5 (five)": the same number in digits and in words."""
    return (
        len(loose) == 2
        and loose[0].number.value == loose[1].number.value
        and bool(loose[0].number.text) is not bool(loose[1].number.text)
    )


def _is_sent_twice(loose: Sequence[Mark], items: Sequence[Item]) -> bool:
    """ "6 3 7 6 3 7": the whole list twice."""
    values = [mark.number.value for mark in loose]
    half = len(items)
    return half > 1 and len(loose) == 2 * half and values[:half] == values[half:]


def _first_two(loose: Sequence[Mark], sentence: Sentence, items: Sequence[Item]) -> Numbers | None:
    """Two bare numbers for three items answer the first two, and the third is asked.

    Where more are asked, a number left out could be any of them, and all are asked again.
    """
    rated = all(item.kind is ItemKind.RATING for item in items)
    if (len(items), len(loose)) != (3, 2) or not rated or not _is_bare_list(sentence.pieces):
        return None
    part = fill_in_order([mark.number for mark in loose], items[:2], alone=False)
    if isinstance(part, Unclear):
        return None
    return Numbers(dict(enumerate(part[0])), exact=False, unclear=Unclear.PART)


def _is_plain(number: Number) -> bool:
    return number.value is not None and number.over is None and not number.unit


def _is_bare_list(pieces: Sequence[Piece]) -> bool:
    """Numbers in digits with one comma at most between: "6,,7" leaves a place open."""
    numbers = {i for i, p in enumerate(pieces) if p.number is not None and _is_plain(p.number)}
    between = [p for i, p in enumerate(pieces) if i not in numbers]
    return len(between) < len(numbers) and all(
        p.sense is Sense.BREAK and p.text in _BETWEEN for p in between
    )
