"""Where a label may stand: the candidate that covers the least of what is drawn."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

LETTER_WIDTH = 6.1
HEAVY_LETTER_WIDTH = 6.9
LINE_HEIGHT = 13.0

_CLOSE = 9.0
_OTHER_LABEL = 1000


@dataclass(frozen=True, slots=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    def holds(self, x: float, y: float) -> bool:
        return self.left <= x <= self.right and self.top <= y <= self.bottom

    def meets(self, other: "Box") -> bool:
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


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
    candidates: Iterable[Box], drawn: Sequence[tuple[float, float]], labels: Sequence[Box]
) -> Box:
    """The first of the candidates that cover the least of the lines and of the other labels."""

    def covered(box: Box) -> int:
        points = sum(box.holds(x, y) for x, y in drawn)
        return points + _OTHER_LABEL * sum(box.meets(label) for label in labels)

    return min(candidates, key=covered)


def beside_level(text: str, y: float, start: float, end: float, plot: Box) -> list[Box]:
    """Boxes above and below a level from ``start`` to ``end``, at its ends and between."""
    width = len(text) * LETTER_WIDTH
    last = max(plot.left, end - width - 4)
    lefts = [min(start + 6, last), last, *(start + (last - start) * part / 4 for part in (1, 2, 3))]
    tops = [top for top in (y - LINE_HEIGHT - 3, y + 3) if plot.top <= top <= plot.bottom - 10]
    return [
        Box(left, top, left + width, top + LINE_HEIGHT)
        for top in tops or [y - LINE_HEIGHT - 3]
        for left in (max(plot.left, left) for left in lefts)
    ]
