"""Early warning: an EWMA of the daily answers against the patient's own stable stretch.

Schat 2021 and Smit & Snippe 2022: EWMA on daily means, with centre and spread from a stable stretch
of the same person. Two signals in a row are needed, because a single one is too often chance. It is
shown as "watch" and never pages anyone. Rising variance or autocorrelation is not used: it found
only a third of relapses (Smit 2025).

Where the sources leave a choice: the stretch is days 1 to 14 after the last infusion (without an
infusion, from the first reading), it needs seven days with an answer, and it is stable if its two
halves differ by less than a reliable change. Days without an answer are passed over, not filled.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from random import Random
from statistics import fmean, stdev

from diary.domain.intervals import Share, wilson
from diary.domain.series import Reading, above, at_least, in_order
from diary.domain.trends import ChangeRules


@dataclass(frozen=True, slots=True)
class WatchRules:
    """``weight`` is lambda, ``limit_sds`` L; the published ranges are .1-.2 and 2.7-2.9.

    Within these, .2 and 2.9 gave the fewest false alarms on simulated stable patients, and the
    heavier weight notices a large fall sooner.
    """

    weight: float = 0.2
    limit_sds: float = 2.9
    stretch_days: float = 14
    stretch_answers: int = 7
    least_sd: float = 0.5
    in_a_row: int = 2


STANDARD = WatchRules()

FALSE_ALARMS_OF_100 = 27
"""Stable patients of 100 for whom a watch is shown within four weeks, at most: simulated ones who
vary by half a point to one and a half, and carry up to half of a day over to the next
(``tests/bench/watch.py``)."""


class WatchState(StrEnum):
    NOT_ENOUGH = "not_enough"
    """The stretch is not over, or has too few days with an answer."""
    NOT_STABLE = "not_stable"
    STEADY = "steady"
    SIGNAL = "signal"
    """The latest day signals; one more and it is a watch."""
    WATCH = "watch"


@dataclass(frozen=True, slots=True)
class Stretch:
    """The patient's own level: mean and spread of the daily means, on the scale itself."""

    centre: float
    sd: float
    answers: int
    until: datetime


@dataclass(frozen=True, slots=True)
class WatchPoint:
    at: datetime
    mean: float
    ewma: float
    limit: float
    signals: bool


@dataclass(frozen=True, slots=True)
class Watch:
    state: WatchState
    stretch: Stretch | None = None
    points: tuple[WatchPoint, ...] = ()
    since: datetime | None = None
    """The first day of the present run of signals."""
    first_watch_at: datetime | None = None
    """When two signals in a row were first seen, even if that has passed."""


def daily_means(readings: Iterable[Reading]) -> tuple[Reading, ...]:
    """One reading a calendar day (in the readings' own zone): the mean, at the last of the day."""
    days: dict[object, list[Reading]] = {}
    for reading in in_order(readings):
        days.setdefault(reading.at.date(), []).append(reading)
    return tuple(Reading(day[-1].at, fmean(r.value for r in day)) for day in days.values())


def watch(
    readings: Iterable[Reading],
    infused_at: datetime | None,
    rules: ChangeRules,
    settings: WatchRules = STANDARD,
) -> Watch:
    """How the days since the stable stretch, after the last infusion, compare with it."""
    means = daily_means(readings)
    if not means:
        return Watch(WatchState.NOT_ENOUGH)
    begins = means[0].at if infused_at is None else infused_at + timedelta(days=1)
    ends = begins + timedelta(days=settings.stretch_days)
    values = [r.value for r in means if begins <= r.at < ends]
    if len(values) < settings.stretch_answers or means[-1].at < ends:
        return Watch(WatchState.NOT_ENOUGH)
    stretch = Stretch(fmean(values), stdev(values), len(values), ends)
    half = len(values) // 2
    slide = abs(fmean(values[:half]) - fmean(values[-half:]))
    if at_least(slide, rules.reliable_change):
        return Watch(WatchState.NOT_STABLE, stretch)
    points = _ewma([r for r in means if r.at >= ends], stretch, rules, settings)
    return _judge(stretch, points, settings.in_a_row)


def false_alarm_rate(
    rules: ChangeRules,
    random: Random,
    *,
    centre: float,
    sd: float,
    bounds: tuple[float, float] | None = None,
    settings: WatchRules = STANDARD,
    patients: int = 400,
    days: int = 28,
    reply_rate: float = 0.85,
    carry_over: float = 0.3,
) -> Share:
    """The share of simulated stable patients for whom a watch is shown within ``days`` days.

    Each has a true level ``centre`` and a spread ``sd`` that never change, answers a day with
    probability ``reply_rate``, and carries ``carry_over`` of today's deviation into tomorrow. With
    ``bounds`` the answers are whole numbers on that scale. The interval is Wilson's, 95 %.
    """
    alarms = 0
    for _ in range(patients):
        readings = _stable_readings(
            random,
            centre=centre,
            sd=sd,
            bounds=bounds,
            days=int(settings.stretch_days) + days,
            reply_rate=reply_rate,
            carry_over=carry_over,
        )
        alarms += watch(readings, None, rules, settings).first_watch_at is not None
    return wilson(alarms, patients)


def _ewma(
    means: Sequence[Reading], stretch: Stretch, rules: ChangeRules, settings: WatchRules
) -> tuple[WatchPoint, ...]:
    weight = settings.weight
    spread = max(stretch.sd, settings.least_sd)
    centre = ewma = rules.severity(stretch.centre)
    points = []
    for count, reading in enumerate(means, start=1):
        ewma = weight * rules.severity(reading.value) + (1 - weight) * ewma
        settled = 1 - (1 - weight) ** (2 * count)
        limit = centre + settings.limit_sds * spread * math.sqrt(weight / (2 - weight) * settled)
        points.append(
            WatchPoint(
                reading.at,
                reading.value,
                rules.value_of(ewma),
                rules.value_of(limit),
                above(ewma, limit),
            )
        )
    return tuple(points)


def _judge(stretch: Stretch, points: tuple[WatchPoint, ...], in_a_row: int) -> Watch:
    run = 0
    since = first_watch_at = None
    for point in points:
        run = run + 1 if point.signals else 0
        since = (since or point.at) if run else None
        if run >= in_a_row and first_watch_at is None:
            first_watch_at = point.at
    state = WatchState.STEADY
    if run:
        state = WatchState.WATCH if run >= in_a_row else WatchState.SIGNAL
    return Watch(state, stretch, points, since, first_watch_at)


def _stable_readings(
    random: Random,
    *,
    centre: float,
    sd: float,
    bounds: tuple[float, float] | None,
    days: int,
    reply_rate: float,
    carry_over: float,
) -> list[Reading]:
    start = datetime(2000, 1, 1, 18, tzinfo=UTC)
    fresh = sd * math.sqrt(1 - carry_over**2)
    deviation = random.gauss(0, sd)
    readings = []
    for day in range(days):
        value = centre + deviation
        if bounds is not None:
            value = float(min(max(round(value), bounds[0]), bounds[1]))
        if random.random() < reply_rate:
            readings.append(Reading(start + timedelta(days=day), value))
        deviation = carry_over * deviation + random.gauss(0, fresh)
    return readings
