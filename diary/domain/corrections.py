"""Corrections of an answer already given: "*4", "sorry, 4", "mood was 4 not 6", "ayer fue 3"."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

from diary.domain.numerals import fold
from diary.domain.questionnaire import Item, ItemKind
from diary.domain.reading_numeric import read_numbers
from diary.domain.reading_options import option_value, options_of
from diary.domain.reading_pieces import Piece, pieces_of
from diary.domain.reading_senses import Sense, word_set
from diary.domain.reading_tokens import Unclear, tokenise


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
    told = marked or (day and (day is CorrectedDay.YESTERDAY or _is_told(pieces)))
    if not told:
        return None
    if language == "en" and _puts_right_or_denies(pieces):
        return Correction(MappingProxyType({}), day or CorrectedDay.LAST, None, Unclear.AMBIGUOUS)
    if not any(piece.sense is Sense.NUMBER for piece in new):
        return _relabelled(new, items[0], day) if len(items) == 1 else None
    plain = [_plain(piece) for piece in new if not _is_day(piece)]
    if _is_no(plain):
        plain = plain[2:]
    found = read_numbers(plain, items)
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


def _relabelled(new: Sequence[Piece], item: Item, day: CorrectedDay | None) -> Correction | None:
    """ "sorry, nearly every day": the option that is right instead, in its own words."""
    words = [word for piece in new if not _is_day(piece) for word in piece.text.split()]
    found = option_value([word for word in words if word.isalpha()], options_of(item))
    if isinstance(found, Unclear):
        return None
    answers = MappingProxyType({item.link_id: found[0]})
    return Correction(answers, day or CorrectedDay.LAST, None, None)


def _is_told(pieces: Sequence[Piece]) -> bool:
    """ "monday was 4" tells a value, where "viernes 4" may be a date."""
    return any(piece.sense in {Sense.WAS, Sense.LINK, Sense.LABEL} for piece in pieces)


def _is_day(piece: Piece) -> bool:
    return piece.text in _DAYS


def _parted(pieces: Sequence[Piece]) -> tuple[list[Piece], float | None, bool]:
    """What the text says now, the value it takes back, and whether it says that it corrects."""
    fixes = [i for i, piece in enumerate(pieces) if piece.sense is Sense.FIX]
    if fixes:
        before, after = pieces[: fixes[0]], pieces[fixes[-1] + 1 :]
        if any(piece.number for piece in after):
            wrong = [piece.number.value for piece in before if piece.number]
            names = [piece for piece in before if piece.sense is Sense.LABEL]
            # What stood before a wrong value went with it; other words still speak for or against.
            kept = before if not wrong else names if len(wrong) == 1 else ()
            new, old = _without_denied([*kept, *after])
            return new, wrong[0] if old is None and len(wrong) == 1 else old, True
        told = before if any(piece.number for piece in before) else [*before, *after]
        new, old = _without_denied(told)
        return new, old, True
    if pieces[0].text in _CHANGE:
        return *_changed(pieces[1:]), True
    new, old = _without_denied(pieces)
    return new, old, len(new) < len(pieces) or _is_starred(pieces) or _is_no(pieces)


_CHANGE = frozenset(
    {"change", "cambia", "cambiar", "cambie", "corrige", "correct", "fix", "update", "corregir"}
)


def _changed(pieces: Sequence[Piece]) -> tuple[list[Piece], float | None]:
    """ "change mood to 4", "cambia 6 por 4": the number behind is the right one."""
    kept = [p for p in pieces if p.sense is not Sense.RANGE and p.text not in {"a", "por", "from"}]
    numbers = [i for i, piece in enumerate(kept) if piece.number]
    if len(numbers) != 2:
        return kept, None
    wrong = kept.pop(numbers[0])
    return kept, wrong.number.value if wrong.number else None


_DENYING = (("not",), ("no",), ("instead", "of"), ("en", "vez", "de"), ("en", "lugar", "de"))
_PASSED = frozenset({Sense.WAS, Sense.LABEL, Sense.LINK, Sense.FILLER})
_WROTE = word_set("put wrote typed sent said entered puse escribi mande dije anote teclee")


def _without_denied(pieces: Sequence[Piece]) -> tuple[list[Piece], float | None]:
    """The pieces without "not 6" or "instead of 6", and that 6 if there is one.

    "I put 6 instead of 4" says it the other way round.
    """
    kept: list[Piece] = []
    denied: list[float | None] = []
    for piece in pieces:
        start = _denial(kept) if piece.number else None
        if piece.number is None or start is None:
            kept.append(piece)
        elif len(kept) - start > 1 and any(p.text in _WROTE for p in kept[:start]):
            denied += [p.number.value for p in kept if p.number]
            kept = [p for p in kept[:start] if p.sense is Sense.LABEL] + [piece]
        else:
            denied.append(piece.number.value)
            del kept[start:]
    return kept, denied[0] if len(denied) == 1 else None


def _denial(before: Sequence[Piece]) -> int | None:
    """Where a denial of the next number starts, if one stands directly before it."""
    end = len(before)
    for start in range(end - 1, max(end - 5, -1), -1):
        for words in _DENYING:
            if tuple(p.text for p in before[start : start + len(words)]) == words:
                between = before[start + len(words) :]
                return start if all(p.sense in _PASSED for p in between) else None
    return None


def _puts_right_or_denies(pieces: Sequence[Piece]) -> bool:
    """ "mood 6, no 4": either may be meant; in Spanish a "no" of that kind denies."""
    bare = [p for p in pieces if p.sense not in {Sense.BREAK, Sense.FILLER}]
    return any(
        one.number and no.text == "no" and other.number
        for one, no, other in zip(bare, bare[1:], bare[2:], strict=False)
    )


def _is_no(pieces: Sequence[Piece]) -> bool:
    """ "no, 4", "no, mood 5": a no set apart, and nothing behind it but values."""
    opens = [p.sense for p in pieces[:2]] == [Sense.NOT, Sense.BREAK] and pieces[0].text == "no"
    told = {p.sense for p in pieces[2:]}
    return opens and Sense.NUMBER in told and told <= _VALUES


_VALUES = frozenset({Sense.NUMBER, Sense.LABEL, Sense.LINK, Sense.BREAK, Sense.AND})


def _is_starred(pieces: Sequence[Piece]) -> bool:
    """ "*4" or "4*": how people mark a correction of the text before."""
    return len(pieces) > 1 and (pieces[0].text == "*" or pieces[-1].text == "*")


def _plain(piece: Piece) -> Piece:
    """A past tense or an article says nothing against a number that corrects another."""
    if piece.sense in {Sense.WAS, Sense.THE} or piece.text in _WROTE:
        return replace(piece, sense=Sense.FILLER)
    return piece
