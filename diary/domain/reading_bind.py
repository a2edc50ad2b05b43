"""Which name belongs to which number: "mood 6, 3 for distress, slept 7"."""

from collections.abc import Iterator, Sequence

from diary.domain.reading_amounts import HOURS
from diary.domain.reading_marks import Mark
from diary.domain.reading_names import NOT_ASKED
from diary.domain.reading_pieces import Piece, Sentence
from diary.domain.reading_senses import Sense
from diary.domain.reading_tokens import Unclear
from diary.domain.reading_words import CHANGED

Event = Mark | int
"""A number, or the place of a name among the pieces."""


def bind(marks: Sequence[Mark], sentence: Sentence, items: int) -> None:
    """Gives numbers the item whose name stands beside them.

    Clause by clause where that leaves nothing over; else in one order through the whole text;
    else all names first and as many numbers behind; else, when there are as many numbers as items,
    in the order asked, if the names agree with it.
    """
    pieces = sentence.pieces
    events = _events(marks, sentence, alone=items == 1)
    spans = _by_clause(events, sentence)
    paired = [span for span in spans if any(isinstance(event, Mark) for event in span)]
    aside = len(paired) < len(spans)
    if all(_pairs(span) is not None for span in paired) and not (aside and _any_bare(paired)):
        for span in paired:
            _name(_pairs(span) or [], sentence)
    elif pairs := _pairs(events) or _headed(events) or _tailed(events):
        _name(pairs, sentence)
    else:
        _name(_in_order(events, pieces, items), sentence)


def _events(marks: Sequence[Mark], sentence: Sentence, *, alone: bool) -> list[Event]:
    """Numbers and names in order, without names that only repeat what a unit says already."""
    pieces = sentence.pieces
    numbers = {mark.at: mark for mark in marks if not mark.elsewhere}
    taken = {mark.name_at for mark in marks}
    passed = set(_passing_names(sentence, alone=alone))
    events: list[Event] = []
    for i, piece in enumerate(pieces):
        if i in numbers:
            events.append(numbers[i])
        elif piece.sense is Sense.LABEL and i not in taken and i not in passed:
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
                owners[0].name_at = event
                continue
        kept.append(event)
    return kept


def _passing_names(sentence: Sentence, *, alone: bool) -> Iterator[int]:
    """Names that are only mentioned, in a clause without a number.

    The clause is opened by "because" or "but", or stands behind a number and says something more
    ("5, did not sleep well"), or names the only item, which needs no naming.
    """
    pieces = sentence.pieces
    counting = {
        sentence.clauses[i][0] for i, p in enumerate(pieces) if p.number or p.sense is Sense.ZERO
    }
    telling = {
        sentence.clauses[i][0]
        for i, p in enumerate(pieces)
        if p.sense in {Sense.OTHER, Sense.NOT, Sense.NO_SLEEP}
    }
    first = next((i for i, p in enumerate(pieces) if p.number), len(pieces))
    for i, piece in enumerate(pieces):
        if piece.sense is not Sense.LABEL or (start := sentence.clauses[i][0]) in counting:
            continue
        opener = pieces[start - 1] if start > 0 else None
        reason = (
            opener is not None
            and opener.sense is Sense.BREAK
            and (opener.text[:1].isalpha() or (not opener.text and piece.item == NOT_ASKED))
        )
        if reason or (alone and piece.item == 0) or (start in telling and first < start):
            yield i


def _any_bare(spans: Sequence[Sequence[Event]]) -> bool:
    return any(all(isinstance(e, Mark) and e.item is None for e in span) for span in spans)


def _by_clause(events: Sequence[Event], sentence: Sentence) -> list[list[Event]]:
    spans: dict[int, list[Event]] = {}
    for event in events:
        at = event.at if isinstance(event, Mark) else event
        spans.setdefault(sentence.clauses[at][0], []).append(event)
    return list(spans.values())


Pairs = list[tuple[Mark, int]]


def _pairs(events: Sequence[Event]) -> Pairs | None:
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


def _headed(events: Sequence[Event]) -> Pairs:
    """ "mood distress sleep 6 3 7": all the names, and then as many numbers."""
    half = len(events) // 2
    names = [event for event in events[:half] if isinstance(event, int)]
    numbers = [event for event in events[half:] if isinstance(event, Mark) and event.item is None]
    if len(names) != half or len(numbers) != half or 2 * half != len(events):
        return []
    return list(zip(numbers, names, strict=True))


def _tailed(events: Sequence[Event]) -> Pairs:
    """ "7 6 3 (sleep, mood, distress)": all the numbers, and then as many names."""
    half = len(events) // 2
    numbers = [event for event in events[:half] if isinstance(event, Mark) and event.item is None]
    names = [event for event in events[half:] if isinstance(event, int)]
    if len(names) != half or len(numbers) != half or 2 * half != len(events):
        return []
    return list(zip(numbers, names, strict=True))


def contradicts_order(loose: Sequence[Mark], sentence: Sentence, items: int) -> bool:
    """Whether names without a number of their own speak against the order of bare numbers.

    "6 3 (distress) 7 (mood)", "3,6,7 (distress, mood, sleep)", "7 3 6 (backwards)".
    """
    pieces = sentence.pieces
    if items > 1 and any(piece.text in _REVERSED for piece in pieces):
        return True
    listed: list[int] = []
    for i, piece in enumerate(pieces):
        if piece.sense is not Sense.LABEL or piece.item == NOT_ASKED:
            continue
        start, end = sentence.clauses[i]
        named = {p.item for p in pieces[start:end] if p.sense is Sense.LABEL} - {NOT_ASKED}
        if len(named) == items or all(p.sense in _NAMING for p in pieces[start:end]):
            listed.append(piece.item)
            before = [k for k, mark in enumerate(loose) if mark.at == start - 2]
            if before and pieces[start - 1].text == "(" and before != [piece.item]:
                return True
    return len(set(listed)) > 1 and listed != list(range(items))


_NAMING = frozenset({Sense.LABEL, Sense.FILLER, Sense.THE, Sense.DASH})
_REVERSED = frozenset(
    {"backward", "backwards", "reverse", "reversed", "al reves", "reves", "orden inverso"}
)


_CLEAR = frozenset(
    {
        Sense.FILLER, Sense.HEDGE, Sense.LINK, Sense.BREAK, Sense.DASH, Sense.WAS, Sense.AND,
        Sense.THE, Sense.SCALE, Sense.LABEL, Sense.NUMBER,
    }
)  # fmt: skip


def _name(pairs: Pairs, sentence: Sentence) -> None:
    pieces = sentence.pieces
    for mark, name in pairs:
        mark.item, mark.name_at = pieces[name].item, name
        low, high = min(mark.at, name), max(mark.at, name)
        ahead = pieces[name + 1 : name + 2] if name > mark.at else ()
        between = {p.sense for p in pieces[low + 1 : high] if p.text != "al"} - _CLEAR
        parted = name > mark.at and any(piece.text == "." for piece in pieces[low + 1 : high])
        behind = any(piece.sense is Sense.OTHER for piece in ahead)  # "3 mood swings"
        behind = behind or (name > mark.at and _tells_of_else(name, mark, sentence))
        if mark.refused is None and (between or parted or behind):
            mark.refused = Unclear.OTHER_NUMBER
            words = pieces[name + 1 : mark.at]
            mark.among_unknown = between == {Sense.OTHER} and _is_only_coloured(words)


def _is_only_coloured(words: Sequence[Piece]) -> bool:
    """ "mood a mighty 5", "mood twice as good, so 8": a number that no unknown word governs.

    The word stands between the article and the number, or before a comma; "mood nowhere near 8"
    and "mood peak 8" are asked again.
    """
    if any(piece.number or piece.text in CHANGED for piece in words):
        return False  # "1 night in 3"
    unknown = [i for i, piece in enumerate(words) if piece.sense is Sense.OTHER]
    if not unknown:
        return False
    if any(p.sense is Sense.BREAK or p.text in {"so", "asi que"} for p in words[unknown[-1] :]):
        return True
    described = len(unknown) == 1 and unknown[0] == len(words) - 1 > 0
    return described and words[unknown[0] - 1].text in {"a", "an", "un", "una"}


def _tells_of_else(name: int, mark: Mark, sentence: Sentence) -> bool:
    """ "6, my distress is about 3 things": a clause of its own, with another number in it."""
    start, end = sentence.clauses[name]
    return mark.at < start and any(piece.number for piece in sentence.pieces[start:end])


def _in_order(events: Sequence[Event], pieces: Sequence[Piece], items: int) -> Pairs:
    """Names and their numbers where these are as many as the items, and the names agree.

    All names must stand before their numbers, or all behind, and not both ways be possible.
    """
    numbers = [event for event in events if isinstance(event, Mark)]
    if len(numbers) != items or any(m.item not in {None, k} for k, m in enumerate(numbers)):
        return []
    before: Pairs = []
    behind: Pairs = []
    count = names = 0
    for k, event in enumerate(events):
        if isinstance(event, Mark):
            count += 1
            continue
        names += 1
        item = pieces[event].item
        ahead = events[k + 1] if k + 1 < len(events) else None
        last = events[k - 1] if k > 0 else None
        if pieces[event].text in HOURS and isinstance(ahead, Mark) and isinstance(last, Mark):
            return []  # "6 7 hours 3": the unit of the one or the name of the other
        if isinstance(ahead, Mark) and item == count:
            before.append((ahead, event))
        if isinstance(last, Mark) and item == count - 1:
            behind.append((last, event))
    agreed = [pairs for pairs in (before, behind) if len(pairs) == names]
    return agreed[0] if len(agreed) == 1 else []
