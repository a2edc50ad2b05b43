"""One patient's readings in order of time, and the baseline before an infusion.

A reading at the very instant of an infusion belongs before it. Windows are elapsed time with both
ends included: seven days are 168 hours.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone, tzinfo
from operator import attrgetter
from statistics import median

BASELINE_DAYS = 7
DAILY_BASELINE_READINGS = 3
ROUNDING = 1e-9

_BY_TIME = attrgetter("at", "value")


@dataclass(frozen=True, slots=True)
class Reading:
    """One score or rating.

    ``at`` carries an offset; its own calendar day is the patient's day. Where their zone changes
    its clocks, it comes from ``on_the_clock_of``.
    """

    at: datetime
    value: float


@dataclass(frozen=True, slots=True)
class Baseline:
    """``value`` from ``readings`` readings, the last of them ``at``."""

    value: float
    at: datetime
    readings: int = 1


def on_the_clock_of(zone: tzinfo, at: datetime) -> datetime:
    """The instant at the offset that ``zone`` has then.

    Python subtracts and orders two times of one zone by what their clocks show, which is an hour
    off across a change of the clocks; times with fixed offsets it takes as the instants they are.
    """
    local = at.astimezone(zone)
    return local.replace(tzinfo=timezone(local.utcoffset() or timedelta(0)))


def in_order(readings: Iterable[Reading]) -> tuple[Reading, ...]:
    """The readings by time; two of the same instant by value, so that input order never matters."""
    return tuple(sorted(readings, key=_BY_TIME))


def days_between(start: datetime, end: datetime) -> float:
    """Elapsed days, with their fraction."""
    return (end - start) / timedelta(days=1)


def score_baseline(
    readings: Iterable[Reading], start: datetime, *, days: float = BASELINE_DAYS
) -> Baseline | None:
    """The last full score in the ``days`` days before ``start``; ``None`` if there is none."""
    before = _window(readings, start - timedelta(days=days), start)
    return Baseline(before[-1].value, before[-1].at) if before else None


def daily_baseline(
    readings: Iterable[Reading], start: datetime, *, days: float = BASELINE_DAYS
) -> Baseline | None:
    """The median of the ratings in days -7 to 0; ``None`` with fewer than three."""
    before = _window(readings, start - timedelta(days=days), start)
    if len(before) < DAILY_BASELINE_READINGS:
        return None
    return Baseline(median(r.value for r in before), before[-1].at, len(before))


def at_least(value: float, limit: float) -> bool:
    """``value >= limit``, forgiving the last bits of a product such as ``0.2 * 15``."""
    return value >= limit - ROUNDING


def above(value: float, limit: float) -> bool:
    """``value > limit``; a value on the line, give or take rounding, is not above it."""
    return value > limit + ROUNDING


def _window(readings: Iterable[Reading], start: datetime, end: datetime) -> tuple[Reading, ...]:
    return tuple(r for r in in_order(readings) if start <= r.at <= end)
