"""Conclusions from counted symptoms: provisional PTSD, a depressive syndrome, a positive screen.

They have one more result than they name: with missing items the answer may be ``CANNOT_TELL``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from diary.domain.scoring_rules import read_items
from diary.domain.tables import Table, repeated

CANNOT_TELL = "cannot tell"


@dataclass(frozen=True, slots=True)
class Requirement:
    """At least ``at_least`` of the items count as present."""

    items: tuple[str, ...]
    at_least: int


@dataclass(frozen=True, slots=True)
class Level:
    result: str
    all_of: tuple[Requirement, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """A conclusion from counted symptoms rather than from the total.

    The result is that of the last level whose requirements all hold, else ``otherwise``. As
    requirements only ever ask for *more* symptoms, a higher answer never lowers the result, so
    two readings, all missing items at their lowest and at their highest, bound every completion:
    where the two agree the result is certain, where they differ it is ``CANNOT_TELL``.
    """

    code: str
    otherwise: str
    levels: tuple[Level, ...]
    present_at: float
    """An item is present from this value up."""
    present_at_for: Mapping[str, float] = field(default_factory=dict)
    """Items with a mark of their own."""

    @property
    def results(self) -> tuple[str, ...]:
        """Every certain result, from the least to the most."""
        return (self.otherwise, *(level.result for level in self.levels))


class JudgementBounds:
    """A judgement on rows of values: ``place`` says where each link id stands in a row."""

    def __init__(self, judgement: Judgement, place: Mapping[str, int]) -> None:
        self.code = judgement.code
        self._otherwise = judgement.otherwise
        self._levels = tuple(
            (
                level.result,
                tuple(
                    (tuple(place[link_id] for link_id in wanted.items), wanted.at_least)
                    for wanted in level.all_of
                ),
            )
            for level in reversed(judgement.levels)
        )
        self.positions = frozenset(
            position
            for _, wanted in self._levels
            for positions, _ in wanted
            for position in positions
        )
        self._marks = tuple(
            (position, judgement.present_at_for.get(link_id, judgement.present_at))
            for link_id, position in place.items()
            if position in self.positions
        )

    def result(self, lowest: Sequence[float], highest: Sequence[float]) -> str:
        """The result if both completions have the same, else ``CANNOT_TELL``."""
        low = self._result_of(lowest)
        return low if lowest == highest or low == self._result_of(highest) else CANNOT_TELL

    def _result_of(self, values: Sequence[float]) -> str:
        present = {position for position, mark in self._marks if values[position] >= mark}
        for result, wanted in self._levels:
            if all(len(present.intersection(items)) >= least for items, least in wanted):
                return result
        return self._otherwise


def read_judgement(table: Table, known: Sequence[str]) -> Judgement:
    levels = tuple(
        Level(
            entry.text("result"),
            tuple(_requirement(wanted, known) for wanted in entry.tables("all_of", "requirement")),
        )
        for entry in table.tables("levels", "level")
    )
    judgement = Judgement(
        code=table.text("code"),
        otherwise=table.text("otherwise"),
        levels=levels,
        present_at=table.number("present_at"),
        present_at_for=table.number_by_key("present_at_for"),
    )
    if not levels:
        table.note("needs at least one level")
    for result in repeated((*judgement.results, CANNOT_TELL)):
        table.note(f"the result {result!r} stands twice or is reserved")
    for level in levels:
        if not level.all_of:
            table.note(f"the level {level.result!r} requires nothing")
    for link_id in judgement.present_at_for:
        if link_id not in known:
            table.note(f"'present_at_for' names an unknown item {link_id!r}")
    return judgement


def _requirement(table: Table, known: Sequence[str]) -> Requirement:
    requirement = Requirement(read_items(table, "items", known), table.whole("at_least"))
    if not 1 <= requirement.at_least <= len(requirement.items):
        table.note(f"'at_least' must lie between 1 and the {len(requirement.items)} items")
    return requirement
