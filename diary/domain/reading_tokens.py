"""A folded text as tokens, and what reading them can come to: a number, or a reason to ask."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


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
    modifies: bool = False
    """Its unit stands in the singular: "a 3 hour drive"."""
    exact: bool = True
    refused: Unclear | None = None


def amount(digits: str) -> float:
    """The value of ``digits``; a run too long to be any answer becomes a large number."""
    return float(digits) if len(digits) < 12 else 1e12


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


def word_at(tokens: Sequence[Token], i: int) -> str:
    """The text of token ``i``; empty beyond the end."""
    return tokens[i].text if i < len(tokens) else ""


_TOKEN = re.compile(r"\d+(?:[.,/:\-]\d+)*|[^\W\d_]+|\n|[^\s]")
