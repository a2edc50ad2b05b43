"""Numbers that are plainly about something else: tablets, a clock time, another day or person.

They are set aside, so that the rest of the text may still answer.
"""

import re
from collections.abc import Sequence

from diary.domain.questionnaire import Item
from diary.domain.reading_marks import Mark
from diary.domain.reading_names import NOT_ASKED
from diary.domain.reading_pieces import Piece, Sentence
from diary.domain.reading_senses import Sense
from diary.domain.reading_tokens import Unclear
from diary.domain.reading_words import SENSES


def set_aside(mark: Mark, sentence: Sentence) -> None:
    """Marks a number that is plainly about something else: tablets, a clock time, another day."""
    if mark.refused is None and not mark.zero and _is_elsewhere(mark, sentence):
        # Hours of a nap or of another day still leave open how many were slept.
        told = _modifies(mark, sentence.after(mark.at)) or _is_repeated(mark, sentence)
        mark.refused = Unclear.OTHER_NUMBER
        mark.elsewhere = told or not mark.number.unit
    if mark.refused is None and _is_denied(mark, sentence):
        mark.refused, mark.elsewhere = Unclear.AMBIGUOUS, True
    following = sentence.pieces[mark.at + 1 : mark.at + 2]
    if mark.elsewhere and following and following[0].number is not None:
        mark.elsewhere = False  # "5 pm 7": which of the two the mark belongs to is open


def go_on_with_the_day(marks: Sequence[Mark], sentence: Sentence) -> None:
    """ "yesterday mood 2, sleep 4": the day named first may hold for the whole sentence."""
    for mark in marks:
        if not any(p.sense is Sense.DAY for p in sentence.before(mark.at)):
            continue
        for later in marks:
            between = sentence.pieces[mark.at : later.at]
            ended = any(ends_sentence(p) or p.text in TODAY | _TURNS for p in between)
            if later.at > mark.at and later.refused is None and not ended:
                later.refused = Unclear.AMBIGUOUS


def keep_open_what_adds_up(marks: Sequence[Mark], sentence: Sentence) -> None:
    """ "3 in the morning and 2 before my shift": hours of one breath may be parts of one sum."""
    for mark in marks:
        joined = [other for other in marks if sentence.joined[other.at] == sentence.joined[mark.at]]
        apart = bool(mark.number.refused) or _is_repeated(mark, sentence)
        if mark.elsewhere and len(joined) > 1 and not apart:
            mark.elsewhere = False


def pass_over(marks: Sequence[Mark], sentence: Sentence, items: Sequence[Item]) -> None:
    """Lets numbers apart from a whole answer stand in nobody's way: "mood 6, bp 130/85, ...".

    The answer is whole if every item has one number beside its name, or if all items have theirs
    in one list that says nothing else, a single one in a sentence of its own.
    """
    _forgive(marks, items)
    usable = [mark for mark in marks if mark.refused is None]
    barred = [mark for mark in marks if mark.refused and not mark.elsewhere]
    if not barred or len(usable) != len(items) or _may_be_over(usable, barred, sentence):
        return
    low, high = _span(usable, sentence)
    if all(mark.item is not None for mark in usable):
        if len({mark.item for mark in usable}) < len(items):
            return
        own = {sentence.joined[mark.at] for mark in usable}
    elif _is_list(usable, sentence, low, high):
        own = {sentence.joined[i] for i in range(low, high)}
    else:
        return
    for mark in barred:
        apart = sentence.joined[mark.at] not in own and not _goes_on(mark, sentence)
        mark.elsewhere = apart and _speaks_of_else(mark, sentence)


def _may_be_over(usable: Sequence[Mark], barred: Sequence[Mark], sentence: Sentence) -> bool:
    """ "6 this morning. 1 since noon": what was earlier, and a later number."""
    around = (*sentence.before(usable[-1].at), *sentence.after(usable[-1].at))
    later = barred[-1].at > usable[-1].at
    return len(usable) == 1 and later and any(p.text in EARLIER for p in around)


def _forgive(marks: Sequence[Mark], items: Sequence[Item]) -> None:
    """ "mood a mighty 5, distress 3, slept 7": where all is named, unknown words are only words."""
    named = [mark for mark in marks if mark.refused is None or mark.among_unknown]
    if len(items) > 1 and sorted(_owner(mark) for mark in named) == list(range(len(items))):
        for mark in named:
            mark.refused = None


def _owner(mark: Mark) -> int:
    return NOT_ASKED if mark.item is None else mark.item


def _span(marks: Sequence[Mark], sentence: Sentence) -> tuple[int, int]:
    """Where the clauses of ``marks`` begin and end."""
    return sentence.clauses[marks[0].at][0], sentence.clauses[marks[-1].at][1]


def _is_list(marks: Sequence[Mark], sentence: Sentence, low: int, high: int) -> bool:
    pieces = sentence.pieces
    if any(mark.item is not None or mark.zero for mark in marks):
        return False
    if any(piece.sense not in CLEAN for piece in pieces[low:high]):
        return False
    begins = low == 0 or ends_sentence(pieces[low - 1])
    ends = high == len(pieces) or ends_sentence(pieces[high]) or _tells_before(sentence, high)
    return len(marks) >= A_LIST or (len(marks) == 1 and begins and ends)


def _tells_before(sentence: Sentence, at: int) -> bool:
    """ "3 (was 6)", "6, was 9 an hour ago"."""
    told = sentence.pieces[at + 1 : at + 2]
    return sentence.pieces[at].text in {"(", ","} and bool(told) and told[0].sense is Sense.WAS


A_LIST = 3
"""So many bare numbers side by side are no accident."""
CLEAN = frozenset(
    {
        Sense.NUMBER, Sense.FILLER, Sense.HEDGE, Sense.LINK, Sense.DASH, Sense.AND, Sense.THE,
        Sense.BREAK, Sense.ZERO, Sense.SCALE, Sense.WAS,
    }
)  # fmt: skip
"""What may stand around an answer and say nothing against it."""


def _goes_on(mark: Mark, sentence: Sentence) -> bool:
    """ "a 2 this morning, but after class a 6": what follows may change what was said."""
    start = sentence.joined[mark.at][0]
    return start > 0 and sentence.pieces[start - 1].text in _CHANGING


_CHANGING = frozenset({"but", "pero", "then", "luego", "though", "now", "ahora"})


def _speaks_of_else(mark: Mark, sentence: Sentence) -> bool:
    start, end = sentence.clauses[mark.at]
    clause = sentence.pieces[start:end]
    takes_back = any(p.sense in {Sense.NOT, Sense.FIX, Sense.NO_SLEEP} for p in clause)
    asked = any(p.sense is Sense.LABEL and p.item != NOT_ASKED for p in clause)
    adds = bool(mark.number.unit) or any(p.text in ADDING for p in clause)
    past = any(p.sense is Sense.WAS for p in clause)
    return (past or mark.refused in _ELSE) and not (takes_back or asked or adds)


_ELSE = frozenset({Unclear.OTHER_NUMBER, Unclear.OTHER_SCALE, Unclear.AMBIGUOUS})


def _is_denied(mark: Mark, sentence: Sentence) -> bool:
    """ "not an 8, a 6": the number that is denied, before the one that is meant."""
    start, end = sentence.clauses[mark.at]
    clause = [p for p in sentence.pieces[start:end] if p.sense is not Sense.FILLER]
    meant = any(piece.number is not None for piece in sentence.pieces[end:])
    alone = sum(piece.number is not None for piece in clause) == 1
    if not (meant and alone and clause[0].sense is Sense.NOT):
        return False
    return all(piece.sense in _DENYING for piece in clause)


_DENYING = frozenset({Sense.NOT, Sense.NUMBER, Sense.LINK, Sense.WAS, Sense.HEDGE, Sense.LABEL})


def _is_elsewhere(mark: Mark, sentence: Sentence) -> bool:
    before, after = sentence.before(mark.at), sentence.after(mark.at)
    if _OF_NO_ANSWER.fullmatch(mark.number.text):
        return True
    if before:
        last = before[-1]
        counted = before[-2] if len(before) > 1 and last.text in _OF else None
        if counted and counted.sense is Sense.UNIT and counted.text not in _SLEPT_BY_DAY:
            return True  # "sertraline of 50"
        if last.sense in {Sense.UNIT, Sense.CLOCK} or last.text in _DAYTIMES | _EVERY:
            return True
        if last.sense is Sense.NOT and any(p.sense is Sense.NUMBER for p in before):
            return True
    if _modifies(mark, after):
        return True
    rated = mark.number.over is not None or "/" in mark.number.text
    if after and after[0].text in _DAYTIMES and not rated:
        return True
    if _is_of_somebody_else(mark, sentence) or _is_beyond_all(mark, sentence):
        return True
    return _counts_something(after) or any(p.sense is Sense.DAY for p in (*before, *after))


def _is_beyond_all(mark: Mark, sentence: Sentence) -> bool:
    """A number too large for any answer, in a clause without another, where others may answer."""
    value = mark.number.value
    if value is None or value <= _HOURS_OF_A_DAY or mark.number.over is not None:
        return False
    start, end = sentence.clauses[mark.at]
    others = [i for i, p in enumerate(sentence.pieces) if p.number is not None and i != mark.at]
    apart = not any(start <= i < end for i in others)
    return bool(others) and (apart or (value > _HUNDRED and _is_told(mark, sentence)))


def _is_told(mark: Mark, sentence: Sentence) -> bool:
    """ "spent 300 at": words that are not known on both sides, and no name of an item."""
    before, after = sentence.before(mark.at), sentence.after(mark.at)
    beside = (*before[-1:], *after[:1])
    return len(beside) > 1 and all(p.sense is Sense.OTHER or p.text == "at" for p in beside)


_HOURS_OF_A_DAY = 24
_HUNDRED = 100


def _is_of_somebody_else(mark: Mark, sentence: Sentence) -> bool:
    """ "my wife slept 8": the last one named before the number is not the patient."""
    after = sentence.after(mark.at)
    for i in range(mark.at - 1, sentence.joined[mark.at][0] - 1, -1):
        piece = sentence.pieces[i]
        if piece.sense is Sense.PERSON or _owns(sentence, i):
            return True
        if piece.text in _ONESELF or (piece.text == "me" and i == mark.at - 1):
            break
    return len(after) > 1 and after[0].text in _FOR and after[1].sense is Sense.PERSON


def _owns(sentence: Sentence, i: int) -> bool:
    """ "my son's mood": the apostrophe is gone, the owner stands before the name."""
    word, ahead = sentence.pieces[i].text, sentence.pieces[i + 1 : i + 2]
    if not ahead or ahead[0].sense is not Sense.LABEL or not word.endswith("s"):
        return False
    return word in _KIN or SENSES.get(word[:-1]) is Sense.PERSON


_KIN = frozenset({"sons", "daughters", "kids", "childs", "friends", "babys"})
_ONESELF = frozenset({"i", "im", "ive", "id", "yo", "my", "mine", "mio"})
_FOR = frozenset({"for", "para"})


def _modifies(mark: Mark, after: Sequence[Piece]) -> bool:
    """ "a 3 hour drive"."""
    return mark.number.modifies and bool(after) and after[0].sense is Sense.OTHER


def _is_repeated(mark: Mark, sentence: Sentence) -> bool:
    """ "woke up every 2 hours"."""
    return any(piece.text in _EVERY for piece in sentence.before(mark.at)[-1:])


_OF_NO_ANSWER = re.compile(r"1?[6-9]\d/\d{2,3}|1\d\d/\d{2,3}|24/7")
"""A blood pressure, or "all the time"."""
_EVERY = frozenset({"every", "each", "cada"})
_OF = frozenset({"de", "of"})
ADDING = frozenset(
    {
        "another", "more", "extra", "plus", "mas", "otra", "otras", "otros", "nap", "siesta",
        "total", "then", "luego", "despues", "again",
    }
)  # fmt: skip
"""Words that add one number to another."""
_SLEPT_BY_DAY = frozenset({"nap", "naps", "siesta", "siestas"})
_TURNS = frozenset({")", "but", "pero"})
EARLIER = frozenset({"morning", "this morning", "en la manana", "por la manana", "esta manana"})
TODAY = frozenset({"today", "todays", "hoy", "now", "ahora", "ahorita"})
_DAYTIMES = frozenset({"day", "dia", "night", "noche"})


def _counts_something(after: Sequence[Piece]) -> bool:
    for i, piece in enumerate(after[:3]):
        if piece.sense is Sense.UNIT or (i == 1 and piece.text in _DAYTIMES and _is_rate(after)):
            return True
        if piece.sense not in {Sense.FILLER, Sense.OTHER}:
            return False
    return False


def _is_rate(after: Sequence[Piece]) -> bool:
    """ "3 a day", "3 por dia"."""
    return after[0].text in {"a", "per", "por", "al", "each"}


def ends_sentence(piece: Piece) -> bool:
    """Whether a new sentence begins behind ``piece``."""
    return piece.sense is Sense.QUESTION or piece.text in {".", "!", "\n"}
