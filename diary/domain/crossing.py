"""Where a series of readings goes over a line for the worse, and whether it stays there.

The crossing lies on the straight line between the last reading that is not above the line and the
first one that is. All levels here are severities: more is worse, and "above" is strict.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from diary.domain.series import Reading, above, at_least, days_between

Severity = Callable[[float], float]


@dataclass(frozen=True, slots=True)
class Crossing:
    """Over the line between ``below`` and ``above``; at ``day`` if the score ran straight."""

    day: float
    at: datetime
    below: Reading
    above: Reading


def find_return(
    readings: Sequence[Reading],
    *,
    severity: Severity,
    line: float,
    at_least_level: float,
    confirm_within_days: float,
) -> tuple[Reading, bool] | None:
    """The first reading above ``line`` and at least ``at_least_level`` that the next one confirms.

    A next reading above the line confirms, one that is not refutes, and one that is missing for
    longer than ``confirm_within_days`` leaves the return probable. Gives the reading and whether
    it is confirmed.
    """
    for number, reading in enumerate(readings):
        level = severity(reading.value)
        if not (above(level, line) and at_least(level, at_least_level)):
            continue
        following = readings[number + 1] if number + 1 < len(readings) else None
        if following is None or days_between(reading.at, following.at) > confirm_within_days:
            return reading, False
        if above(severity(following.value), line):
            return reading, True
    return None


def crossing_before(
    readings: Sequence[Reading],
    returned: Reading,
    *,
    severity: Severity,
    line: float,
    start: datetime,
) -> Crossing:
    """How the series came to be above ``line`` at ``returned``; ``day`` counts from ``start``.

    ``readings`` are in order, hold ``returned`` and, before it, at least one not above the line.
    """
    last = readings.index(returned)
    below = max(n for n in range(last) if not above(severity(readings[n].value), line))
    low, high = readings[below], readings[below + 1]
    rise = severity(high.value) - severity(low.value)
    share = (line - severity(low.value)) / rise
    at = low.at + timedelta(seconds=share * (high.at - low.at).total_seconds())
    day = days_between(start, low.at) + share * days_between(low.at, high.at)
    return Crossing(day, at, low, high)
