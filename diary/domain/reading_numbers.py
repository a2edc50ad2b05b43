"""One number as it stands in a folded text: value, scale, unit, and why it may be no answer."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from diary.domain.numerals import misspelled_number, number_word
from diary.domain.reading_phrases import KNOWN


class Unclear(StrEnum):
    """Why a text is asked again. The values are stable: they are stored and counted."""

    NO_ANSWER = "no_answer"
    """Nothing in it answers what was asked."""
    OFF_SCALE = "off_scale"
    """A number that the item does not know ("14" of 10, "6.5" in whole steps)."""
    OTHER_SCALE = "other_scale"
    """Given on another scale ("3/5", "70%")."""
    RANGE = "range"
    """Two numbers for one answer, or a bound ("6-7", "less than 3")."""
    AMBIGUOUS = "ambiguous"
    """Can be read in more than one way."""
    OTHER_NUMBER = "other_number"
    """A number that may be about something else (a time, tablets, a sentence around it)."""
    TOO_MANY = "too_many"
    """More numbers than were asked for."""
    PART = "part"
    """Some of the items were answered, and the others are still open."""


@dataclass(frozen=True, slots=True)
class Number:
    """One number, or a run of numbers joined without spaces ("6,3,7")."""

    text: str
    """Digits and marks between them; empty when written in words."""
    value: float | None = None
    """None when ``text`` joins several numbers and only the items say how to part them."""
    over: float | None = None
    """The scale given with it: 10 in "7/10"."""
    unit: str = ""
    """``h`` or ``min``, or empty."""
    exact: bool = True
    refused: Unclear | None = None


_TOKEN = re.compile(r"\d+(?:[.,/:\-]\d+)*|[^\W\d_]+|\n|[^\s]")
_HOURS = frozenset("h hr hrs hs hour hours hora horas horita horitas hrz hours'".split())
_MINUTES = frozenset("min mins minute minutes minuto minutos".split())
_HALVES = frozenset("half media medio".split())
_ORDINALS = frozenset("st nd rd th er ra ro do da to ta mo ma vo va no na".split())
_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "1/2": 0.5, "1/4": 0.25, "3/4": 0.75}
_CLOCK = re.compile(r"(\d\d?):([0-5]\d)")
_SMALL_WORDS = {"an": 1.0, "una": 1.0, "a": 1.0}


@dataclass(frozen=True, slots=True)
class Token:
    text: str
    tight: bool
    """Nothing stands between it and the token before."""

    @property
    def is_digits(self) -> bool:
        return self.text[0].isdigit()


def tokenise(folded: str) -> list[Token]:
    """Words, numbers with the marks inside them, and single marks."""
    return [
        Token(match.group(), match.start() > 0 and not folded[match.start() - 1].isspace())
        for match in _TOKEN.finditer(folded)
    ]


def number_at(tokens: Sequence[Token], i: int, language: str) -> tuple[Number, int] | None:
    """The number that starts at token ``i`` and the index behind it, or None."""
    start = _plain_number(tokens, i, language)
    if start is None:
        return None
    number, i = start
    number, i = _with_half(number, tokens, i)
    number, i = _with_scale(number, tokens, i, language)
    number, i = _with_unit(number, tokens, i, language)
    number, i = _with_half(number, tokens, i) if number.unit == "h" else (number, i)
    return _with_suffix(number, tokens, i)


def _plain_number(tokens: Sequence[Token], i: int, language: str) -> tuple[Number, int] | None:
    token = tokens[i]
    if token.is_digits:
        return _digits(tokens, i)
    word = token.text
    if word in _FRACTIONS:
        return Number("", _FRACTIONS[word]), i + 1
    if word in {".", ","} and _opens_decimal(tokens, i):
        return _digits_after_point(tokens, i)
    if word in _HALVES and _word(tokens, i + 1) in {"an", "a", "hora"} | _HOURS:
        skip = 2 if _word(tokens, i + 1) in {"an", "a"} and _word(tokens, i + 2) in _HOURS else 1
        return (Number("", 0.5), i + skip) if _word(tokens, i + skip) in _HOURS else None
    if word in {"hour", "hora"} and _word(tokens, i + 1) in {"and", "y"}:
        half = _word(tokens, i + 3) if _word(tokens, i + 2) == "a" else _word(tokens, i + 2)
        return (Number("", 1.0), i) if half in _HALVES else None
    if word in _SMALL_WORDS:
        return (Number("", 1.0), i + 1) if _word(tokens, i + 1) in _HOURS else None
    return _spelled(tokens, i, language)


def _digits(tokens: Sequence[Token], i: int) -> tuple[Number, int]:
    text = tokens[i].text
    following = tokens[i + 1] if i + 1 < len(tokens) else None
    if following and following.tight and following.text in {"o", "oo", "l", "i"}:
        # A letter that looks like a digit, typed against one.
        text += following.text.replace("o", "0").replace("l", "1").replace("i", "1")
        return Number(text, amount(text) if text.isdigit() else None, exact=False), i + 2
    if text.isdigit():
        return Number(text, amount(text)), i + 1
    return Number(text), i + 1


def _opens_decimal(tokens: Sequence[Token], i: int) -> bool:
    if tokens[i].tight or i + 1 >= len(tokens):
        return False
    return tokens[i + 1].tight and tokens[i + 1].text.isdigit()


def _digits_after_point(tokens: Sequence[Token], i: int) -> tuple[Number, int]:
    text = f"0.{tokens[i + 1].text}"
    return Number(text, amount(text)), i + 2


def _spelled(tokens: Sequence[Token], i: int, language: str) -> tuple[Number, int] | None:
    word = tokens[i].text
    value = number_word(word, language)
    exact = value is not None
    if value is None and word.endswith("ish"):
        value = number_word(word.removesuffix("ish"), language)
    if value is None and word not in KNOWN:
        value = misspelled_number(word)
    if value is None:
        return None
    i += 1
    if value >= 20 and value % 10 == 0 and value < 100:
        skip = 1 if _word(tokens, i) in {"-", "y"} else 0
        ones = number_word(_word(tokens, i + skip), language)
        if ones is not None and 1 <= ones <= 9:
            value, i = value + ones, i + skip + 1
    if _word(tokens, i) in {"point", "punto", "coma", "dot"}:
        tenths = number_word(_word(tokens, i + 1), language)
        if tenths is not None and tenths < 10:
            value, i = value + tenths / 10, i + 2
    return Number("", value, exact=exact), i


def _with_half(number: Number, tokens: Sequence[Token], i: int) -> tuple[Number, int]:
    if number.value is None or number.value != int(number.value):
        return number, i
    j = i + 1 if _word(tokens, i) in {"and", "y", "n", "con", "&", "+"} else i
    k = j + 1 if j > i and _word(tokens, j) in {"a", "1", "one", "un", "una"} else j
    word = _word(tokens, k)
    if word in _HALVES and _word(tokens, k + 1) not in {"an", "dozen"}:
        return replace(number, text="", value=number.value + 0.5), k + 1
    word = _word(tokens, j)
    part = _FRACTIONS.get(word)
    if part is not None and (j > i or word in {"½", "¼", "¾"} or not tokens[j].tight):
        return replace(number, text="", value=number.value + part), j + 1
    if _word(tokens, j) in {"quarter", "cuarto"} or _word(tokens, k) in {"quarter", "cuarto"}:
        return replace(number, text="", refused=Unclear.OFF_SCALE), k + 1
    return number, i


def _with_scale(
    number: Number, tokens: Sequence[Token], i: int, language: str
) -> tuple[Number, int]:
    if _word(tokens, i) == "(" and _word(tokens, i + 1) in {"out", "of", "de", "sobre"}:
        i += 1
    word = _word(tokens, i)
    j = i
    if word == "out" and _word(tokens, i + 1) == "of":
        j = i + 2
    elif word == "outta":
        j = i + 1
    elif word in {"of", "de", "sobre", "/"} or (word == "from" and number.value is not None):
        j = i + 1
    if j == i or j >= len(tokens):
        return number, i
    if _word(tokens, j) in {"the", "los", "un", "a"}:
        j += 1
    over = _plain_number(tokens, j, language) if j < len(tokens) else None
    if over is None or over[0].value is None or _word(tokens, over[1]) in _HOURS | _MINUTES:
        return number, i
    return replace(number, over=over[0].value), over[1]


def _with_unit(
    number: Number, tokens: Sequence[Token], i: int, language: str
) -> tuple[Number, int]:
    word = _word(tokens, i)
    if word in _HOURS and not _names_next(tokens, i, language):
        # Behind a list written as one run ("6,3,7 hrs") the unit is the last one's, and says nothing.
        listed = number.value is None and sum(not ch.isdigit() for ch in number.text) > 1
        if (clock := _CLOCK.fullmatch(number.text)) is not None:
            number = replace(number, text="", value=int(clock[1]) + int(clock[2]) / 60)
        number, i = replace(number, unit="" if listed else "h"), i + 1
        if (
            _word(tokens, i) == "."
            and i < len(tokens)
            and tokens[i].tight
            and _is_word(tokens, i + 1)
        ):
            i += 1
        return _with_minutes(number, tokens, i, language)
    if word in _MINUTES:
        return replace(number, unit="min"), i + 1
    return number, i


def _names_next(tokens: Sequence[Token], i: int, language: str) -> bool:
    """Whether "hours" at ``i`` is the name of the number behind it: "distress 3 hours slept: 7"."""
    j = i + 1
    while _word(tokens, j) in _SLEPT:
        j += 1
    linked = j
    while _word(tokens, linked) in {":", "=", "-", "is", "was"}:
        linked += 1
    if linked >= len(tokens) or _plain_number(tokens, linked, language) is None:
        return False
    if linked > j or j > i + 1:
        return True
    following = _plain_number(tokens, j, language)
    behind = _word(tokens, following[1]) if following else ""
    return not tokens[j].tight and behind not in _MINUTES | {"m"} and not _is_part(tokens[j].text)


_SLEPT = frozenset({"slept", "sleep", "of", "de", "dormidas", "sueno", "dormi", "i"})


def _is_part(word: str) -> bool:
    return word in _FRACTIONS or word in _HALVES


def _with_minutes(
    number: Number, tokens: Sequence[Token], i: int, language: str
) -> tuple[Number, int]:
    j = i + 1 if _word(tokens, i) in {"and", "y", "con", "&"} else i
    if j >= len(tokens) or number.value is None:
        return number, i
    minutes = _plain_number(tokens, j, language)
    if minutes is None or minutes[0].value is None:
        return number, i
    behind = _word(tokens, minutes[1])
    last = tokens[j].text == "30" and j + 1 == len(tokens)
    glued = j == i and ((tokens[j].tight and len(tokens[j].text) == 2) or last)
    if behind not in _MINUTES | {"m"} and not glued:
        return number, i
    end = minutes[1] + (behind in _MINUTES | {"m"})
    value = number.value + minutes[0].value / 60
    return replace(number, text="", value=value), end


def _with_suffix(number: Number, tokens: Sequence[Token], i: int) -> tuple[Number, int]:
    if i >= len(tokens):
        return number, i
    token = tokens[i]
    word = token.text
    if word == "ish" or (word == "-" and _word(tokens, i + 1) == "ish"):
        return replace(number, exact=False), i + (1 if word == "ish" else 2)
    if token.tight and (word in _ORDINALS or word == "^"):
        return replace(number, refused=Unclear.OTHER_NUMBER), i + 1
    if word in {"am", "pm", "oclock"}:
        return replace(number, refused=Unclear.OTHER_NUMBER), i + 1
    if word in {"%", "percent", "porciento"}:
        return replace(number, refused=Unclear.OTHER_SCALE), i + 1
    if token.tight and word == "+":
        nearer = tokens[i + 1] if i + 1 < len(tokens) else None
        if nearer is None or not (nearer.is_digits or nearer.text in _FRACTIONS):
            return replace(number, refused=Unclear.RANGE), i + 1
    if token.tight and word == "-":
        nearer = tokens[i + 1] if i + 1 < len(tokens) else None
        if nearer is None or not nearer.tight:
            return replace(number, refused=Unclear.AMBIGUOUS), i + 1
    return number, i


def _word(tokens: Sequence[Token], i: int) -> str:
    return tokens[i].text if i < len(tokens) else ""


def _is_word(tokens: Sequence[Token], i: int) -> bool:
    return i < len(tokens) and tokens[i].text[0].isalpha()


def amount(digits: str) -> float:
    """The value of ``digits``; a run too long to be any answer becomes a large number."""
    return float(digits) if len(digits) < 12 else 1e12
