"""Which name belongs to which number: "mood 6, 3 for distress, slept 7"."""

from collections.abc import Sequence
from dataclasses import dataclass

from diary.domain.reading_numbers import Number, Unclear
from diary.domain.reading_pieces import Piece
from diary.domain.reading_words import Sense


@dataclass(slots=True)
class Mark:
    """A number in its place: whose it is, or why it is not an answer."""

    at: int
    number: Number
    item: int | None = None
    named: bool = False
    """A name of the item stands beside it, not only its unit."""
    refused: Unclear | None = None
    elsewhere: bool = False
    """It is known to be about something else, so the rest of the text may still answer."""
    zero: bool = False
    """Said as "none", which not every item can be."""


Event = Mark | int
"""A number, or the place of a name among the pieces."""


def clause_of(pieces: Sequence[Piece], i: int, *, joined: bool = False) -> tuple[int, int]:
    """Start and end of the clause around piece ``i``; ``joined`` reads on over "and"."""
    ends = {Sense.BREAK, Sense.QUESTION} if joined else {Sense.BREAK, Sense.QUESTION, Sense.AND}
    start = i
    while start > 0 and pieces[start - 1].sense not in ends:
        start -= 1
    end = i + 1
    while end < len(pieces) and pieces[end].sense not in ends:
        end += 1
    return start, end


def bind(marks: Sequence[Mark], pieces: Sequence[Piece], items: int) -> None:
    """Gives numbers the item whose name stands beside them.

    Clause by clause where that leaves nothing over; else in one order through the whole text;
    else, when there are as many numbers as items, in the order asked, if the names agree with it.
    """
    events = _events(marks, pieces, alone=items == 1)
    spans = _by_clause(events, pieces)
    paired = [span for span in spans if any(isinstance(event, Mark) for event in span)]
    aside = len(paired) < len(spans)
    if all(_pairs(span) is not None for span in paired) and not (aside and _any_bare(paired)):
        for span in paired:
            _name(_pairs(span) or [], pieces)
    elif pairs := _pairs(events):
        _name(pairs, pieces)
    elif _names_follow_order(events, pieces, items):
        for k, mark in enumerate(event for event in events if isinstance(event, Mark)):
            mark.item, mark.named = k, True


def _is_reason(pieces: Sequence[Piece], i: int, *, alone: bool) -> bool:
    """A name without a number in a clause that "because" or "but" opens is no label.

    Nor is the name of the only item, where its own clause has no number.
    """
    start, end = clause_of(pieces, i)
    opened = (alone and pieces[i].item == 0) or (
        start > 0 and pieces[start - 1].sense is Sense.BREAK and pieces[start - 1].text.isalpha()
    )
    return opened and not any(
        piece.number is not None or piece.sense is Sense.ZERO for piece in pieces[start:end]
    )


def _any_bare(spans: Sequence[Sequence[Event]]) -> bool:
    return any(all(isinstance(e, Mark) and e.item is None for e in span) for span in spans)


def _events(marks: Sequence[Mark], pieces: Sequence[Piece], *, alone: bool) -> list[Event]:
    """Numbers and names in order, without names that only repeat what a unit says already."""
    numbers = {mark.at: mark for mark in marks if not mark.elsewhere}
    taken = {mark.at + 1 for mark in marks if mark.zero}
    events: list[Event] = []
    for i, piece in enumerate(pieces):
        if i in numbers:
            events.append(numbers[i])
        elif (
            piece.sense is Sense.LABEL and i not in taken and not _is_reason(pieces, i, alone=alone)
        ):
            last = events[-1] if events else None
            if isinstance(last, int) and pieces[last].item == piece.item:
                events.pop()
            events.append(i)
    kept: list[Event] = []
    for k, event in enumerate(events):
        if isinstance(event, int):
            beside = [*events[max(k - 1, 0) : k], *events[k + 1 : k + 2]]
            owners = [b for b in beside if isinstance(b, Mark) and b.item == pieces[event].item]
            if owners:
                owners[0].named = True
                continue
        kept.append(event)
    return kept


def _by_clause(events: Sequence[Event], pieces: Sequence[Piece]) -> list[list[Event]]:
    ends = {Sense.BREAK, Sense.AND, Sense.QUESTION}
    clause_at: list[int] = []
    clause = 0
    for piece in pieces:
        clause += piece.sense in ends
        clause_at.append(clause)
    spans: dict[int, list[Event]] = {}
    for event in events:
        at = event.at if isinstance(event, Mark) else event
        spans.setdefault(clause_at[at], []).append(event)
    return list(spans.values())


def _pairs(events: Sequence[Event]) -> list[tuple[Mark, int]] | None:
    """Numbers with their names, where the two alternate; None where something is left over."""
    loose = [event for event in events if isinstance(event, int) or event.item is None]
    numbers = [event for event in loose if isinstance(event, Mark)]
    names = [event for event in loose if isinstance(event, int)]
    if not names:
        return []
    if len(numbers) != len(names):
        return None
    name_first = isinstance(loose[0], int)
    if any(
        isinstance(event, int) is not (name_first is (k % 2 == 0)) for k, event in enumerate(loose)
    ):
        return None
    return list(zip(numbers, names, strict=True))


_CLEAR = frozenset(
    {
        Sense.FILLER, Sense.HEDGE, Sense.LINK, Sense.BREAK, Sense.DASH, Sense.WAS, Sense.AND,
        Sense.THE, Sense.SCALE,
    }
)  # fmt: skip


def _name(pairs: Sequence[tuple[Mark, int]], pieces: Sequence[Piece]) -> None:
    for mark, name in pairs:
        mark.item, mark.named = pieces[name].item, True
        low, high = min(mark.at, name), max(mark.at, name)
        if any(piece.sense not in _CLEAR for piece in pieces[low + 1 : high]):
            mark.refused = mark.refused or Unclear.OTHER_NUMBER


def _names_follow_order(events: Sequence[Event], pieces: Sequence[Piece], items: int) -> bool:
    """As many numbers as items, and every name on the item that its neighbour would be."""
    numbers = [event for event in events if isinstance(event, Mark)]
    if len(numbers) != items or any(m.item not in {None, k} for k, m in enumerate(numbers)):
        return False
    before: list[bool] = []
    behind: list[bool] = []
    count = 0
    for k, event in enumerate(events):
        if isinstance(event, Mark):
            count += 1
            continue
        item = pieces[event].item
        ahead = events[k + 1 : k + 2]
        before.append(bool(ahead) and isinstance(ahead[0], Mark) and item == count)
        behind.append(count > 0 and isinstance(events[k - 1], Mark) and item == count - 1)
    return all(before) is not all(behind)
