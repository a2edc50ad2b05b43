"""Free text to answers: what a patient typed, read as answers to the questions that are open.

It would rather ask again than guess. A number becomes an answer only where nothing in the text
speaks against it: see ``reading_numeric`` for the rule, ``reading_words`` for the words.

How it is put together: ``numerals`` folds the text, ``reading_numbers`` finds single numbers,
``reading_pieces`` gives every word a sense, ``reading_bind`` ties names to numbers,
``reading_lists`` fills items in order, ``reading_options`` and ``reading_several`` read labels.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from diary.domain.corrections import CorrectedDay, Correction, read_correction
from diary.domain.numerals import fold
from diary.domain.questionnaire import Item, ItemKind
from diary.domain.reading_choices import read_choices
from diary.domain.reading_fixes import last_fix, read_fixed
from diary.domain.reading_numbering import read_numbered
from diary.domain.reading_numbers import number_at
from diary.domain.reading_numeric import Numbers, read_numbers
from diary.domain.reading_pieces import Piece, pieces_of
from diary.domain.reading_senses import Sense
from diary.domain.reading_several import read_several
from diary.domain.reading_tokens import Token, Unclear, tokenise

__all__ = [
    "Answer",
    "CorrectedDay",
    "Correction",
    "Reading",
    "Unclear",
    "has_number",
    "read_correction",
    "read_reply",
]

Answer = float | tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text answers. ``answers`` never holds a guess, and may be only a part of the items."""

    answers: Mapping[str, Answer]
    """link_id -> value; for an item of kind SEVERAL the sorted values of the options."""
    exact: bool
    """Read word for word and whole: nothing interpreted, so nothing needs to be echoed."""
    unclear: Unclear | None
    """Why it would be asked again. ``PART`` if what was read is sound but items are left."""


def read_reply(text: str, items: Sequence[Item], language: str) -> Reading:
    """Reads ``text`` as answers to ``items``, the items still open, in the order asked.

    ``language`` is the patient's ("en" or "es"); the words of both languages are known, and it
    only decides what is written alike in both. Never raises, takes time linear in the text.
    """
    tokens = tokenise(fold(text))
    if not tokens or not items:
        return Reading(MappingProxyType({}), exact=False, unclear=Unclear.NO_ANSWER)
    if any(item.kind is ItemKind.SEVERAL for item in items):
        return _several(tokens, items)
    pieces = pieces_of(tokens, items, language)
    return _answered(_read(tokens, pieces, items), items)


def has_number(text: str, language: str) -> bool:
    """Whether a number stands in ``text``, in digits or in words."""
    tokens = tokenise(fold(text))
    return any(number_at(tokens, i, language) is not None for i in range(len(tokens)))


def _several(tokens: Sequence[Token], items: Sequence[Item]) -> Reading:
    if len(items) > 1:
        return Reading(MappingProxyType({}), exact=False, unclear=Unclear.AMBIGUOUS)
    found = read_several(tokens, items[0])
    if found.unclear is not None:
        return Reading(MappingProxyType({}), exact=False, unclear=found.unclear)
    answers = MappingProxyType({items[0].link_id: found.values})
    return Reading(answers, exact=found.exact, unclear=None)


def _answered(found: Numbers, items: Sequence[Item]) -> Reading:
    answers = {items[i].link_id: value for i, value in sorted(found.values.items())}
    exact = found.exact and found.unclear is None and bool(answers)
    return Reading(MappingProxyType(answers), exact=exact, unclear=found.unclear)


def _read(tokens: Sequence[Token], pieces: Sequence[Piece], items: Sequence[Item]) -> Numbers:
    if (numbered := read_numbered(tokens, items)) is not None:
        return numbered
    choices = all(item.kind is ItemKind.CHOICE for item in items)
    if choices and len(pieces) > 1 and pieces[0].sense is Sense.FIX:
        # "sorry, several days": nothing stands before it to be taken back.
        tokens, pieces = tokens[len(pieces[0].text.split()) :], pieces[1:]
    fix = last_fix(pieces)
    if fix is not None:
        return read_fixed(pieces, fix, items)
    return read_choices(tokens, pieces, items) if choices else read_numbers(pieces, items)
