"""One number as it stands in a text, with its half, scale, unit, and what speaks against it."""

import re
from collections.abc import Sequence
from dataclasses import replace

from diary.domain.reading_amounts import FRACTIONS, HALVES, HOURS, MINUTES, plain_number
from diary.domain.reading_tokens import Number, Token, Unclear, word_at


def number_at(tokens: Sequence[Token], i: int, language: str) -> tuple[Number, int] | None:
    """The number that starts at token ``i`` and the index behind it, or None."""
    start = plain_number(tokens, i, language)
    if start is None:
        return None
    number, i = start
    number, i = _with_half(number, tokens, i)
    number, i = _with_scale(number, tokens, i, language)
    number, i = _with_unit(number, tokens, i, language)
    number, i = _with_half(number, tokens, i) if number.unit == "h" else (number, i)
    return _with_suffix(number, tokens, i)


def _with_half(number: Number, tokens: Sequence[Token], i: int) -> tuple[Number, int]:
    if number.value is None or number.value != int(number.value):
        return number, i
    joined = word_at(tokens, i) in {"and", "y", "n", "con", "&", "+"}
    joined = joined or (word_at(tokens, i) in {"i", "e"} and word_at(tokens, i + 1) in HALVES)
    j = i + 1 if joined else i
    k = j + 1 if j > i and word_at(tokens, j) in {"a", "1", "one", "un", "una"} else j
    word = word_at(tokens, k)
    if word in HALVES and word_at(tokens, k + 1) not in {"an", "dozen"}:
        return replace(number, text="", value=number.value + 0.5), k + 1
    word = word_at(tokens, j)
    part = FRACTIONS.get(word)
    if part is not None and (j > i or word in {"½", "¼", "¾"} or not tokens[j].tight):
        return replace(number, text="", value=number.value + part), j + 1
    if word_at(tokens, j) in {"quarter", "cuarto"} or word_at(tokens, k) in {"quarter", "cuarto"}:
        return replace(number, text="", refused=Unclear.OFF_SCALE), k + 1
    return number, i


def _with_scale(
    number: Number, tokens: Sequence[Token], i: int, language: str
) -> tuple[Number, int]:
    if word_at(tokens, i) == "(" and word_at(tokens, i + 1) in {"out", "of", "de", "sobre"}:
        i += 1
    word = word_at(tokens, i)
    j = i
    if word == "out" and word_at(tokens, i + 1) == "of":
        j = i + 2
    elif (
        word == "outta"
        or word in {"of", "de", "sobre", "/"}
        or (word == "from" and number.value is not None)
    ):
        j = i + 1
    if j == i or j >= len(tokens):
        return number, i
    if word_at(tokens, j) in {"the", "los", "un", "a"}:
        j += 1
    over = plain_number(tokens, j, language) if j < len(tokens) else None
    if word == "/" and over and (over[0].value or 0) < (number.value or 0):
        return number, i  # "nine / one / eight" is a list
    if over is None or over[0].value is None or word_at(tokens, over[1]) in HOURS | MINUTES:
        return number, i
    return replace(number, over=over[0].value), over[1]


def _with_unit(
    number: Number, tokens: Sequence[Token], i: int, language: str
) -> tuple[Number, int]:
    word = word_at(tokens, i)
    if word in HOURS and not _names_next(tokens, i, language):
        # Behind a list in one run ("6,3,7 hrs") the unit is the last number's, and says nothing.
        listed = number.value is None and sum(not ch.isdigit() for ch in number.text) > 1
        if number.text in FRACTIONS:
            number = replace(number, text="", value=FRACTIONS[number.text])
        if (clock := _CLOCK.fullmatch(number.text)) is not None:
            number = replace(number, text="", value=int(clock[1]) + int(clock[2]) / 60)
        modifies = word in {"hour", "hr"} and number.value not in {None, 1.0, 0.5}
        number, i = replace(number, unit="" if listed else "h", modifies=modifies), i + 1
        if (
            word_at(tokens, i) == "."
            and i < len(tokens)
            and tokens[i].tight
            and word_at(tokens, i + 1) in _GOES_ON
        ):
            i += 1
        return _with_minutes(number, tokens, i, language)
    if word in MINUTES:
        return replace(number, unit="min"), i + 1
    return number, i


def _names_next(tokens: Sequence[Token], i: int, language: str) -> bool:
    """Whether "hours" at ``i`` is the name of the number behind it: "distress 3 hours slept: 7"."""
    j = i + 1
    if tokens[i].text == "h" and not tokens[i].tight and _is_typed_against(tokens, j):
        return True  # "A5 M6 H7"
    if tokens[i].tight and not _is_typed_against(tokens, j):
        return False  # "6 7h 3"
    while word_at(tokens, j) in _SLEPT:
        j += 1
    linked = j
    while word_at(tokens, linked) in {":", "=", "-", "is", "was"}:
        linked += 1
    if linked >= len(tokens) or plain_number(tokens, linked, language) is None:
        return False
    if linked > j or j > i + 1:
        return True
    following = plain_number(tokens, j, language)
    behind = word_at(tokens, following[1]) if following else ""
    return not tokens[j].tight and behind not in MINUTES | {"m"} and not _is_part(tokens[j].text)


def _is_typed_against(tokens: Sequence[Token], i: int) -> bool:
    return i < len(tokens) and tokens[i].tight and tokens[i].is_digits


_SLEPT = frozenset({"slept", "sleep", "of", "de", "dormidas", "sueno", "dormi", "i"})


def _is_part(word: str) -> bool:
    return word in FRACTIONS or word in HALVES


def _with_minutes(
    number: Number, tokens: Sequence[Token], i: int, language: str
) -> tuple[Number, int]:
    j = i + 1 if word_at(tokens, i) in {"and", "y", "con", "&"} else i
    if j >= len(tokens) or number.value is None:
        return number, i
    minutes = plain_number(tokens, j, language)
    if minutes is None or minutes[0].value is None:
        return number, i
    behind = word_at(tokens, minutes[1])
    last = tokens[j].text == "30" and j + 1 == len(tokens)
    glued = j == i and ((tokens[j].tight and len(tokens[j].text) == 2) or last)
    if behind not in MINUTES | {"m"} and not glued:
        return number, i
    end = minutes[1] + (behind in MINUTES | {"m"})
    value = number.value + minutes[0].value / 60
    return replace(number, text="", value=value), end


def _with_suffix(number: Number, tokens: Sequence[Token], i: int) -> tuple[Number, int]:
    if i >= len(tokens):
        return number, i
    token = tokens[i]
    word = token.text
    if word == "ish" or (word == "-" and word_at(tokens, i + 1) == "ish"):
        return replace(number, exact=False), i + (1 if word == "ish" else 2)
    if token.tight and (word in _ORDINALS or word == "^"):
        return replace(number, refused=Unclear.OTHER_NUMBER), i + 1
    if word in {"am", "pm", "oclock"} or _is_for_ever(tokens, i):
        return replace(number, refused=Unclear.OTHER_NUMBER), i + 1
    if word in {"%", "percent", "porciento"}:
        return replace(number, refused=Unclear.OTHER_SCALE), i + 1
    if token.tight and word == "+":
        nearer = tokens[i + 1] if i + 1 < len(tokens) else None
        if nearer is None or not (nearer.is_digits or nearer.text in FRACTIONS):
            return replace(number, refused=Unclear.RANGE), i + 1
    if token.tight and word == "-":
        nearer = tokens[i + 1] if i + 1 < len(tokens) else None
        if nearer is None or not nearer.tight:
            return replace(number, refused=Unclear.AMBIGUOUS), i + 1
    return number, i


def _is_for_ever(tokens: Sequence[Token], i: int) -> bool:
    """ "sad 4ever", "4-ever"."""
    word = tokens[i].text
    return word == "ever" or (word == "-" and word_at(tokens, i + 1) == "ever")


_GOES_ON = frozenset({"of", "sleep", "slept", "de", "dormidas", "and", "y", "con", "total"})
_ORDINALS = frozenset(
    {"st", "nd", "rd", "th", "er", "ra", "ro", "do", "da", "to", "ta", "mo", "ma", "vo", "va", "no"}
)
_CLOCK = re.compile(r"(\d\d?):([0-5]\d)")
