"""What a lexicon of danger is made of: rules, weak signs, pairs of signs, and exceptions."""

from dataclasses import dataclass
from enum import StrEnum


class Tier(StrEnum):
    A = "A"
    """Intent, a plan, means, an attempt under way, a threat to others, an emergency."""
    B = "B"
    """A wish to be dead, being a burden, self-harm, a farewell."""
    C = "C"
    """Hopeless, ambiguous, denied, past, or about somebody else."""


class Kind(StrEnum):
    CRISIS = "crisis"
    MEDICAL = "medical"
    VIOLENCE = "violence"


class Effect(StrEnum):
    LOWER = "lower"
    """What it covers is of tier C."""
    IGNORE = "ignore"
    """What it covers is not read."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One danger: ``why`` is a plain sentence for the person who gets the alert."""

    name: str
    tier: Tier
    kind: Kind
    why: str
    patterns: tuple[str, ...]
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExceptionRule:
    """What only sounds like danger. ``examples`` are softened, ``counterexamples`` are not."""

    name: str
    effect: Effect
    why: str
    patterns: tuple[str, ...]
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sign:
    """What means nothing alone and much beside a sign of another ``sort``.

    Every one of ``examples`` shows the sign; alone none of them raises an alert.
    """

    name: str
    sort: str
    why: str
    patterns: tuple[str, ...]
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """The rule that fires where a sign of a sort in ``first`` stands near one in ``second``."""

    rule: Rule
    first: frozenset[str]
    second: frozenset[str]

    def joins(self, one: Sign, other: Sign) -> bool:
        """Whether the two signs, in either order, are such a pair."""
        return one.sort != other.sort and (
            (one.sort in self.first and other.sort in self.second)
            or (other.sort in self.first and one.sort in self.second)
        )
