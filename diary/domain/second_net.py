"""A second net under the rules: whether a text reads like those of people in need.

The rules of the lexicon name what they see; what nobody wrote a rule for falls through them. This
weighs the words and pairs of words of a text as a logistic regression does, trained on texts with
and without danger (the two-stage design of CMD-1, npj Digital Medicine 2023, where every message
still reached a person). It only ever raises a tier C, for a person to look at.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from diary.domain.normal_text import BREAK

LEAST_WORDS = 3
"""A text of fewer words says too little to be weighed."""


@dataclass(frozen=True, slots=True)
class SecondNet:
    """``weights`` by word and by pair of words; a text above ``threshold`` is for a person."""

    weights: Mapping[str, float]
    bias: float
    threshold: float

    def holds(self, words: str) -> bool:
        """Whether ``words``, as ``Spelling.read`` gives them, read like a text in need."""
        return self.score(words) > self.threshold

    def score(self, words: str) -> float:
        """Log odds, damped by the length of the text; minus infinity for a text too short."""
        said = spoken(words)
        if len(said) < LEAST_WORDS:
            return -math.inf
        known = [self.weights[found] for found in set(features(said)) if found in self.weights]
        return self.bias + sum(known) / math.sqrt(len(known) or 1)


def parse_second_net(table: Mapping[str, Any]) -> SecondNet:
    """The net from its JSON file."""
    return SecondNet(table["weights"], float(table["bias"]), float(table["threshold"]))


def spoken(words: str) -> Sequence[str]:
    """The words of a text without numbers and marks."""
    return [word for word in words.split() if word != BREAK and not word.isdigit()]


def features(said: Sequence[str]) -> Iterator[str]:
    """Every word, and every two that stand side by side."""
    yield from said
    for first, second in pairwise(said):
        yield f"{first} {second}"
