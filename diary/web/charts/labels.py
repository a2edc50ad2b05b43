"""The words of a chart: inside its frame, none over another, and where they hide least."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf

from markupsafe import Markup

from diary.web.charts.metrics import ASCENT, DESCENT, LINE_HEIGHT, SIZE, fitted, width_of
from diary.web.charts.svg import element

_CLOSE = 9.0
_CLEAR = 6.0
"""From the middle of an answer's circle to where words may begin."""
_OTHER_LABEL = 1000
_FAR = 0.5
"""What it costs to stand a line away from the level: less than to cover one answer."""


@dataclass(frozen=True, slots=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    def holds(self, x: float, y: float, clear: float = 0.0) -> bool:
        across = self.left - clear <= x <= self.right + clear
        return across and self.top - clear <= y <= self.bottom + clear

    def meets(self, other: "Box") -> bool:
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


class Letters:
    """All words that one chart has written so far, in a frame of ``width`` by ``height``."""

    def __init__(self, width: float, height: float) -> None:
        self._width, self._height = width, height
        self.taken: list[Box] = []

    def write(
        self,
        words: str,
        x: float,
        y: float,
        class_: str,
        *,
        anchor: str = "start",
        size: float = SIZE,
        heavy: bool = False,
        room: float | None = None,
        is_whole: bool = False,
    ) -> Markup:
        """``words`` on the line ``y``, moved into the frame, and shortened if ``room`` is less.

        Nothing where other words stand already; ``is_whole``: nothing, rather than a part of them.
        """
        room = self._width if room is None else min(room, self._width)
        shown = fitted(words, room, size, heavy=heavy)
        if not shown.strip() or (is_whole and shown != words):
            return Markup()
        before = {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor]
        width = width_of(shown, size, heavy=heavy)
        left = min(max(0.0, x - before * width), self._width - width)
        y = min(max(y, ASCENT * size), self._height - DESCENT * size)
        box = Box(left, y - ASCENT * size, left + width, y + DESCENT * size)
        if any(box.meets(other) for other in self.taken):
            return Markup()
        self.taken.append(box)
        # What begins at x says nothing of its anchor: that is how SVG draws words by itself.
        given = None if anchor == "start" else anchor
        return element(
            "text", shown, class_=class_, x=left + before * width, y=y, text_anchor=given
        )


def along(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Points every few pixels on the line through ``points``, themselves included."""
    dense = list(points[:1])
    for (x0, y0), (x1, y1) in pairwise(points):
        count = max(1, int(max(abs(x1 - x0), abs(y1 - y0)) / _CLOSE))
        dense += [
            (x0 + (x1 - x0) * step / count, y0 + (y1 - y0) * step / count)
            for step in range(1, count + 1)
        ]
    return dense


def place_label(
    candidates: Iterable[tuple[float, Box]],
    drawn: Sequence[tuple[float, float]],
    labels: Sequence[Box],
) -> Box:
    """The first of the candidates that cost the least, by themselves and by what they cover.

    ``drawn`` are points from left to right.
    """

    def cost(candidate: tuple[float, Box]) -> float:
        own, box = candidate
        # Years of daily answers are drawn: only those above and below the box are looked at.
        near = slice(
            bisect_left(drawn, (box.left - _CLEAR,)),
            bisect_right(drawn, (box.right + _CLEAR, inf)),
        )
        points = sum(box.holds(x, y, _CLEAR) for x, y in drawn[near])
        return own + points + _OTHER_LABEL * sum(box.meets(label) for label in labels)

    return min(candidates, key=cost)[1]


def beside_level(
    words: str, y: float, start: float, end: float, plot: Box
) -> list[tuple[float, Box]]:
    """Boxes above and below a level from ``start`` to ``end``, at its ends and between.

    A line further away costs something: it is for where the level's own room is taken.
    """
    width = min(width_of(words), plot.right - plot.left)
    last = max(plot.left, min(end, plot.right) - width - 4)
    first = min(start + 6, last)
    # A level that is shorter than its name may be named from the left of where it starts.
    earliest = first if first < last else plot.left
    lefts = [first, last, *(earliest + (last - earliest) * part / 6 for part in range(1, 6))]
    near = (y - LINE_HEIGHT - 3, y + 3)
    far = (y - 2 * LINE_HEIGHT - 3, y + LINE_HEIGHT + 3)
    return [
        (cost, Box(left, top, left + width, top + LINE_HEIGHT))
        for cost, tops in ((0.0, near), (_FAR, far))
        for top in _inside(tops, plot)
        for left in lefts
    ]


def _inside(tops: tuple[float, float], plot: Box) -> list[float]:
    """Those that lie in the plot; else the nearest that does."""
    lowest = max(plot.top, plot.bottom - LINE_HEIGHT)
    within = [top for top in tops if plot.top <= top <= lowest]
    return within or [min(max(tops[0], plot.top), lowest)]
