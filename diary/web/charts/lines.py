"""What all charts share: where a line breaks, and how numbered marks keep apart."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, TypeVar

from diary.web.charts.description import Mark, Point
from diary.web.charts.metrics import width_of

_P = TypeVar("_P", Point, tuple[float, float])
_time = itemgetter(0)

BADGE_SIZE = 11.0
_PADDING = 9.0
_APART = 2.0


def stretches(points: Sequence[_P], missed: Sequence[Any], breaks_after: Any) -> list[list[_P]]:
    """``points`` cut wherever an answer is missing between two of them.

    A point begins with its time. Times and their distances are instants and ``timedelta``, or plain
    numbers; ``breaks_after`` is the longest distance that a line bridges, ``None`` for any.
    """
    absent = sorted(missed)
    found: list[list[_P]] = []
    for point in sorted(points, key=_time):
        if found and not _broken(found[-1][-1][0], point[0], absent, breaks_after):
            found[-1].append(point)
        else:
            found.append([point])
    return found


def _broken(before: Any, after: Any, absent: Sequence[Any], breaks_after: Any) -> bool:
    if breaks_after is not None and after - before > breaks_after:
        return True
    following = bisect_right(absent, before)
    return following < len(absent) and absent[following] < after


@dataclass(frozen=True, slots=True)
class Badge:
    """One or several neighbouring marks under one label."""

    marks: tuple[Mark, ...]
    center: float
    width: float
    label: str

    @property
    def left(self) -> float:
        return self.center - self.width / 2

    @property
    def right(self) -> float:
        return self.center + self.width / 2


def badges(placed: Sequence[tuple[float, Mark]], left: float, right: float) -> list[Badge]:
    """Labels for marks at their x, none over another: those that would touch are joined ("1-4")."""
    row: list[list[tuple[float, Mark]]] = []
    for entry in sorted(placed, key=lambda entry: entry[0]):
        row.append([entry])
        while len(row) > 1 and _touch(row[-2], row[-1], left, right):
            row[-2:] = [row[-2] + row[-1]]
    return [_badge(group, left, right) for group in row]


def _touch(
    one: list[tuple[float, Mark]], other: list[tuple[float, Mark]], left: float, right: float
) -> bool:
    return _badge(one, left, right).right + _APART > _badge(other, left, right).left


def _badge(group: list[tuple[float, Mark]], left: float, right: float) -> Badge:
    marks = tuple(mark for _, mark in group)
    label = marks[0].label
    if len(marks) > 1 and marks[-1].label != label:
        label = f"{label}\u2013{marks[-1].label}"
    label = label if len(label) <= 9 else f"{label[:8]}\u2026"
    width = min(right - left, max(18.0, width_of(label, BADGE_SIZE, heavy=True) + _PADDING))
    middle = (group[0][0] + group[-1][0]) / 2
    center = min(max(middle, left + width / 2), right - width / 2)
    return Badge(marks, center, width, label)
