"""When this patient's gain will be half lost, as a range with its confidence, or why none is given.

For the clinician alone, who accepts or edits it: never advice, never sent to the patient. No norm
of other patients enters: only how long this patient's earlier gains held and the present readings.

The half-lost day ``T`` of the present course is found on a grid:

- Earlier courses: the logarithms of a patient's half-lost days are taken as normal, with unknown
  mean and unknown spread. A return counts with its bracket, a gain that held to the end of its
  watch as "later than that". Without one earlier return no forecast is given: on simulated patients
  a range from present readings alone held the truth about half of the time.
- Present readings: the score is the best level plus the gain times ``1 - 2 ** -(t / T) ** k``, half
  lost at ``T`` whatever ``k``; ``k`` of 1, 2 and 4 (a slide from the start, or a plateau and then
  a slide) count alike. The error of one reading is what the reliable change implies, RC / (1.96 *
  sqrt 2). The true best level may lie around the observed one, which is the luckiest of several.

``tests/bench/forecast.py`` shows the error and the coverage on simulated patients whose fading does
not follow this curve.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import accumulate
from statistics import NormalDist

from diary.domain.durability import HORIZON_DAYS, Durability, Outcome, SeriesKind, durability
from diary.domain.episodes import COURSE_GAP_DAYS, courses
from diary.domain.series import Reading, days_between, in_order
from diary.domain.trends import ChangeRules

CONFIDENCE = 0.80
WIDEST = 3.0
"""A range whose end is more than this many times its beginning tells a clinician nothing."""

_DAYS = tuple(2 * 1.08**n for n in range(70))
_LOG_DAYS = tuple(math.log(day) for day in _DAYS)
_MEANS = tuple(math.log(3) + n * math.log(50) / 24 for n in range(25))
_SPREADS = (0.15, 0.25, 0.4, 0.6)
"""How much one patient's half-lost days may differ (SD of their logarithms), all alike likely."""
_SHAPES = (1, 2, 4)
_BEST_OFFSETS = (-0.5, 0.0, 0.5, 1.0, 1.5, 2.0)
_DAILY_CARRY_OVER = 0.3
_NORMAL = NormalDist()


class NoForecast(StrEnum):
    NO_INFUSION = "no_infusion"
    NO_BASELINE = "no_baseline"
    NO_READINGS = "no_readings"
    NO_RELIABLE_GAIN = "no_reliable_gain"
    CHANGE_NOT_ESTABLISHED = "change_not_established"
    ALREADY_RETURNED = "already_returned"
    WATCH_OVER = "watch_over"
    """More than 90 days since the last infusion, and the gain still held then."""
    NO_EARLIER_RETURN = "no_earlier_return"
    """No earlier course whose gain was seen to be half lost, so nothing to learn from."""
    RANGE_TOO_WIDE = "range_too_wide"


@dataclass(frozen=True, slots=True)
class NotEnough:
    """Not enough to say, and why."""

    reason: NoForecast


@dataclass(frozen=True, slots=True)
class Forecast:
    """Half lost from ``low_day`` to ``high_day`` after the last infusion, with ``confidence``.

    If nothing was heard lately, the range may lie before ``now``: then it is time to ask.
    """

    low_day: float
    middle_day: float
    high_day: float
    low_at: datetime
    high_at: datetime
    confidence: float
    earlier_returns: int
    earlier_held: int
    readings: int
    """Readings of the present course that it rests on."""


def forecast(
    readings: Iterable[Reading],
    infusions: Iterable[datetime],
    rules: ChangeRules,
    *,
    now: datetime,
    kind: SeriesKind = SeriesKind.SCORES,
    course_gap_days: float = COURSE_GAP_DAYS,
) -> Forecast | NotEnough:
    """What is known at ``now``; later readings and infusions are not looked at."""
    known = [r for r in in_order(readings) if r.at <= now]
    episodes = courses((at for at in infusions if at <= now), gap_days=course_gap_days)
    if not episodes:
        return NotEnough(NoForecast.NO_INFUSION)
    *earlier, present = [durability(known, e, rules, kind=kind) for e in episodes]
    if (reason := _WHY_NOT.get(present.outcome)) is not None:
        return NotEnough(reason)
    returns = [d for d in earlier if d.crossing is not None]
    held = [d for d in earlier if d.outcome is Outcome.HELD]
    after = [r for r in known if r.at > present.episode.last_at]
    if now - present.episode.last_at > timedelta(days=HORIZON_DAYS):
        return NotEnough(NoForecast.WATCH_OVER)
    if not returns:
        return NotEnough(NoForecast.NO_EARLIER_RETURN)
    weights = _multiply(_from_history(returns, held), _from_readings(after, present, rules, kind))
    low, middle, high = (_quantile(weights, q) for q in _quantiles(CONFIDENCE))
    if high > WIDEST * low or high >= _DAYS[-2]:
        return NotEnough(NoForecast.RANGE_TOO_WIDE)
    last_at = present.episode.last_at
    return Forecast(
        low_day=low,
        middle_day=middle,
        high_day=high,
        low_at=last_at + timedelta(days=low),
        high_at=last_at + timedelta(days=high),
        confidence=CONFIDENCE,
        earlier_returns=len(returns),
        earlier_held=len(held),
        readings=len(after),
    )


_WHY_NOT = {
    Outcome.NO_BASELINE: NoForecast.NO_BASELINE,
    Outcome.NO_READINGS: NoForecast.NO_READINGS,
    Outcome.NO_RELIABLE_GAIN: NoForecast.NO_RELIABLE_GAIN,
    Outcome.CHANGE_NOT_ESTABLISHED: NoForecast.CHANGE_NOT_ESTABLISHED,
    Outcome.CONFIRMED: NoForecast.ALREADY_RETURNED,
    Outcome.PROBABLE: NoForecast.ALREADY_RETURNED,
}


def _from_history(returns: Sequence[Durability], held: Sequence[Durability]) -> list[float]:
    """The weight of each grid day before the present readings are looked at."""
    brackets = [_bracket(found) for found in returns]
    brackets += [(math.log(max(found.watched_days, 1)), math.inf) for found in held]
    weights = [0.0] * len(_DAYS)
    for spread in _SPREADS:
        for mean in _MEANS:
            likelihood = math.prod(
                _NORMAL.cdf((high - mean) / spread) - _NORMAL.cdf((low - mean) / spread)
                for low, high in brackets
            )
            for n, log_day in enumerate(_LOG_DAYS):
                weights[n] += (
                    likelihood * math.exp(-0.5 * ((log_day - mean) / spread) ** 2) / spread
                )
    return weights


def _bracket(found: Durability) -> tuple[float, float]:
    assert found.crossing is not None  # noqa: S101  only returns are passed in
    start = found.episode.last_at
    low = days_between(start, found.crossing.below.at)
    high = days_between(start, found.crossing.above.at)
    return (math.log(low) if low > 0 else -math.inf, math.log(high))


def _from_readings(
    after: Sequence[Reading], present: Durability, rules: ChangeRules, kind: SeriesKind
) -> list[float]:
    """How well each grid day explains the readings since the best level."""
    assert present.baseline is not None  # noqa: S101  HELD has both
    assert present.best is not None  # noqa: S101
    error = rules.reliable_change / (1.96 * math.sqrt(2))
    before, best = rules.severity(present.baseline.value), rules.severity(present.best.value)
    # Neighbouring days repeat each other, so a daily answer counts for less than a whole reading.
    carry_over = _DAILY_CARRY_OVER if kind is SeriesKind.DAILY else 0.0
    worth = -0.5 * (1 - carry_over) / (1 + carry_over) / error**2
    points = [
        (days_between(present.episode.last_at, r.at), rules.severity(r.value))
        for r in after
        if r.at >= present.best.at
    ]
    offsets = (best + offset * error for offset in _BEST_OFFSETS)
    levels = [level for level in offsets if level < before]
    fits = []
    for half_lost in _DAYS:
        row = []
        for shape in _SHAPES:
            left = [(2.0 ** -((day / half_lost) ** shape), severity) for day, severity in points]
            for level in levels:
                misfit = sum((x - before + (before - level) * kept) ** 2 for kept, x in left)
                row.append(worth * misfit)
        fits.append(row)
    highest = max(max(row) for row in fits)
    return [sum(math.exp(fit - highest) for fit in row) for row in fits]


def _multiply(first: Sequence[float], second: Sequence[float]) -> list[float]:
    return [a * b for a, b in zip(first, second, strict=True)]


def _quantiles(confidence: float) -> tuple[float, float, float]:
    return (1 - confidence) / 2, 0.5, (1 + confidence) / 2


def _quantile(weights: Sequence[float], share: float) -> float:
    """The grid day below which ``share`` of the weight lies, between grid days on the log scale."""
    sums = list(accumulate(weights))
    target = share * sums[-1]
    place = next(n for n, total in enumerate(sums) if total >= target)
    before = sums[place - 1] if place else 0.0
    part = (target - before) / (sums[place] - before)
    step = _LOG_DAYS[1] - _LOG_DAYS[0]
    return math.exp(_LOG_DAYS[place] + (part - 0.5) * step)
