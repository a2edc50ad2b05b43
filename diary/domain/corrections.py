"""Corrections of an answer already given: "*4", "sorry, 4", "mood was 4 not 6", "ayer fue 3"."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

from diary.domain.numerals import fold
from diary.domain.questionnaire import Item, ItemKind
from diary.domain.reading_numbers import Unclear, tokenise
from diary.domain.reading_numeric import read_numbers
from diary.domain.reading_pieces import Piece, pieces_of
from diary.domain.reading_words import Sense


class CorrectedDay(StrEnum):
    """Which day's answer is meant. A weekday is the last one of that name before today."""

    LAST = "last"
    """The answer given last, whatever day it was for."""
    YESTERDAY = "yesterday"
    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


@dataclass(frozen=True, slots=True)
class Correction:
    answers: Mapping[str, float]
    """link_id -> the right value. Empty if the text corrects something, but not clearly what."""
    day: CorrectedDay
    instead_of: float | None
    """The wrong value, if the text names it."""
    unclear: Unclear | None


def read_correction(text: str, items: Sequence[Item], language: str) -> Correction | None:
    """The correction that ``text`` is, of answers to ``items`` (ratings or choices), or None.

    A number alone corrects a single item. With several, it must stand beside the item's name, or
    there must be as many numbers as items; else ``unclear`` says so and ``answers`` is empty.
    """
    items = [item for item in items if item.kind is not ItemKind.SEVERAL]
    tokens = tokenise(fold(text))
    if not items or not tokens:
        return None
    pieces = pieces_of(tokens, items, language)
    day = _day(pieces)
    new, old, marked = _parted(pieces)
    if not (marked or day) or not any(piece.sense is Sense.NUMBER for piece in new):
        return None
    found = read_numbers([_plain(piece) for piece in new if not _is_day(piece)], items)
    if not found.values and found.unclear in {Unclear.OTHER_NUMBER, Unclear.NO_ANSWER}:
        return None
    answers = {items[i].link_id: value for i, value in sorted(found.values.items())}
    unclear = None if found.unclear is Unclear.PART else found.unclear
    return Correction(MappingProxyType(answers), day or CorrectedDay.LAST, old, unclear)


_DAYS: Mapping[str, CorrectedDay] = MappingProxyType(
    {
        "yesterday": CorrectedDay.YESTERDAY, "yesterdays": CorrectedDay.YESTERDAY,
        "ayer": CorrectedDay.YESTERDAY, "monday": CorrectedDay.MONDAY, "mon": CorrectedDay.MONDAY,
        "lunes": CorrectedDay.MONDAY, "tuesday": CorrectedDay.TUESDAY, "tue": CorrectedDay.TUESDAY,
        "tues": CorrectedDay.TUESDAY, "martes": CorrectedDay.TUESDAY,
        "wednesday": CorrectedDay.WEDNESDAY, "wed": CorrectedDay.WEDNESDAY,
        "miercoles": CorrectedDay.WEDNESDAY, "thursday": CorrectedDay.THURSDAY,
        "thu": CorrectedDay.THURSDAY, "thur": CorrectedDay.THURSDAY,
        "thurs": CorrectedDay.THURSDAY, "jueves": CorrectedDay.THURSDAY,
        "friday": CorrectedDay.FRIDAY, "fri": CorrectedDay.FRIDAY, "viernes": CorrectedDay.FRIDAY,
        "saturday": CorrectedDay.SATURDAY, "sat": CorrectedDay.SATURDAY,
        "sabado": CorrectedDay.SATURDAY, "sunday": CorrectedDay.SUNDAY,
        "domingo": CorrectedDay.SUNDAY,
    }
)  # fmt: skip


def _day(pieces: Sequence[Piece]) -> CorrectedDay | None:
    """The one day that the text names; None if it names no day, or two."""
    days = {_DAYS[piece.text] for piece in pieces if piece.text in _DAYS}
    return days.pop() if len(days) == 1 else None


def _is_day(piece: Piece) -> bool:
    return piece.text in _DAYS


_INSTEAD = ({"not"}, {"no"}, {"instead", "of"}, {"en", "vez", "de"}, {"en", "lugar", "de"})


def _parted(pieces: Sequence[Piece]) -> tuple[list[Piece], float | None, bool]:
    """What the text says now, the value it takes back, and whether it says that it corrects."""
    fixes = [i for i, piece in enumerate(pieces) if piece.sense is Sense.FIX]
    if fixes:
        before, after = pieces[: fixes[0]], [p for p in pieces[fixes[-1] + 1 :]]
        if any(p.number for p in after):
            old = [p.number.value for p in before if p.number]
            kept = [p for p in before if p.sense is Sense.LABEL] if len(old) < 2 else []
            new, denied = _without_denied([*kept, *after])
            return new, denied if denied is not None else (old[0] if len(old) == 1 else None), True
        new, denied = _without_denied(before)
        return new, denied, True
    new, denied = _without_denied(pieces)
    return new, denied, denied is not None or _is_starred(pieces)


def _without_denied(pieces: Sequence[Piece]) -> tuple[list[Piece], float | None]:
    """The pieces without "not 6" or "instead of 6", and that 6."""
    for i, piece in enumerate(pieces):
        if piece.number is None or i == 0:
            continue
        for words in _INSTEAD:
            start = i - len(words)
            if start >= 0 and {p.text for p in pieces[start:i]} == words:
                return [*pieces[:start], *pieces[i + 1 :]], piece.number.value
    return list(pieces), None


def _is_starred(pieces: Sequence[Piece]) -> bool:
    """ "*4" or "4*": how people mark a correction of the text before."""
    return len(pieces) > 1 and (pieces[0].text == "*" or pieces[-1].text == "*")


_LINKING = frozenset({Sense.WAS, Sense.THE})


def _plain(piece: Piece) -> Piece:
    return replace(piece, sense=Sense.FILLER) if piece.sense in _LINKING else piece
