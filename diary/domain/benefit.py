"""How much of a gain was kept, and for how many days, between the readings of one episode."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

FROM_DAY = 1.0
"""The acute hours after an infusion are not benefit."""


@dataclass(frozen=True, slots=True)
class Benefit:
    retained: float
    """Mean of max(0, baseline - score) over the span, as a share of the gain."""
    days: float
    """Days of the span with the score below the half-gain line."""
    span_days: float


def benefit(
    points: Sequence[tuple[float, float]], *, baseline: float, gain: float, half_line: float
) -> Benefit | None:
    """What ``points`` say (day since the infusion, severity; in order); ``None`` without a span.

    Between two points the score runs straight. A straight line is cut exactly where it crosses the
    baseline or the half-gain line, so that coarse readings are not rounded to whole days.
    """
    area = days = span = 0.0
    for (start, first), (end, last) in pairwise(points):
        begin = max(start, FROM_DAY)
        if end <= begin:
            continue
        entry = first + (last - first) * (begin - start) / (end - start)
        span += end - begin
        area += (end - begin) * _mean_above_zero(baseline - entry, baseline - last)
        days += (end - begin) * _share_above_zero(half_line - entry, half_line - last)
    return Benefit(area / (gain * span), days, span) if span else None


def _mean_above_zero(first: float, last: float) -> float:
    """The mean of max(0, y) while y runs straight from ``first`` to ``last``."""
    if first >= 0 and last >= 0:
        return (first + last) / 2
    if first <= 0 and last <= 0:
        return 0.0
    high = max(first, last)
    return high / 2 * high / abs(first - last)


def _share_above_zero(first: float, last: float) -> float:
    """The share of the way for which y > 0 while y runs straight from ``first`` to ``last``."""
    if first <= 0 and last <= 0:
        return 0.0
    if first >= 0 and last >= 0:
        return 1.0
    return max(first, last) / abs(first - last)
