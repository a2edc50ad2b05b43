"""Scales and ticks: where an instant or a value lies, and which of them are named."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

MONTHS = {
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    "es": ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"],
}

_DAY = timedelta(days=1)
_SMALLEST_SPAN = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class TimeScale:
    since: datetime
    until: datetime
    left: float
    right: float

    def x(self, at: datetime) -> float:
        if at <= self.since:
            return self.left
        if at >= self.until:
            return self.right
        share = (at - self.since) / (self.until - self.since)
        return self.left + share * (self.right - self.left)

    def holds(self, at: datetime) -> bool:
        return self.since <= at <= self.until


@dataclass(frozen=True, slots=True)
class ValueScale:
    low: float
    high: float
    top: float
    bottom: float

    def y(self, value: float) -> float:
        # Halved first: the difference of two very large values would not be a number.
        span = self.high / 2 - self.low / 2
        share = (value / 2 - self.low / 2) / span if span > 0 else 0.5
        share = 0.0 if share < 0 else 1.0 if share > 1 else share
        return self.bottom - share * (self.bottom - self.top)


@dataclass(frozen=True, slots=True)
class Tick:
    position: float
    label: str


def time_scale(
    instants: Iterable[datetime],
    since: datetime | None,
    until: datetime | None,
    left: float,
    right: float,
) -> TimeScale | None:
    """The axis over ``instants``, or over the window where one is given; ``None`` without either.

    A span of less than half a day is widened evenly: one point stands in the middle.
    """
    known = list(instants)
    ends = [*known, *(end for end in (since, until) if end is not None)]
    if not ends:
        return None
    first, last = since or min(ends), until or max(ends)
    if last - first < _SMALLEST_SPAN:
        middle = first + (last - first) / 2
        first, last = middle - _SMALLEST_SPAN / 2, middle + _SMALLEST_SPAN / 2
    return TimeScale(first, last, left, right)


def value_scale(
    low: float, high: float, values: Iterable[float], top: float, bottom: float
) -> ValueScale:
    known = [low, high, *values]
    return ValueScale(min(known), max(known), top, bottom)


def time_ticks(scale: TimeScale, zone: tzinfo, language: str, room: float = 60) -> list[Tick]:
    """Named instants on calendar boundaries of ``zone``, at least ``room`` pixels apart."""
    months = MONTHS.get(language, MONTHS["en"])
    step = _step(scale, room)
    ticks: list[Tick] = []
    first = scale.since.astimezone(zone)
    year = None if (scale.until - scale.since) > 366 * _DAY else first.year
    for local in _boundaries(first, step):
        if local > scale.until:
            break
        if local < scale.since:
            continue
        position = scale.x(local)
        if ticks and position - ticks[-1].position < room * 0.8:
            continue
        ticks.append(Tick(position, _label(local, step, months, new_year=local.year != year)))
        year = local.year
    return ticks


def value_ticks(scale: ValueScale, wanted: Iterable[float], room: float = 13) -> list[Tick]:
    """The wanted values that lie on the scale, as many as can be read above one another."""
    ticks: list[Tick] = []
    for value in sorted(set(wanted)):
        position = scale.y(value)
        apart = not ticks or ticks[-1].position - position >= room
        if scale.low <= value <= scale.high and apart:
            ticks.append(Tick(position, f"{value:g}"))
    return ticks


@dataclass(frozen=True, slots=True)
class _Step:
    """A regular distance on the calendar; exactly one of the counts is not zero."""

    hours: int = 0
    days: int = 0
    months: int = 0

    @property
    def length(self) -> timedelta:
        return timedelta(hours=self.hours, days=self.days + 30.4 * self.months)


_STEPS = (
    *(_Step(hours=count) for count in (3, 6, 12)),
    *(_Step(days=count) for count in (1, 2, 7, 14)),
    *(_Step(months=count) for count in (1, 2, 3, 6)),
    *(_Step(months=12 * count * ten) for ten in (1, 10, 100, 1000) for count in (1, 2, 5)),
)


def _step(scale: TimeScale, room: float) -> _Step:
    count = max(1.0, (scale.right - scale.left) / room)
    shortest = (scale.until - scale.since) / count
    return next((step for step in _STEPS if step.length >= shortest), _STEPS[-1])


def _boundaries(first: datetime, step: _Step) -> Iterator[datetime]:
    """Wall-clock instants every ``step``, from at or before ``first`` on."""
    midnight = first.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    if step.hours:
        while True:
            for hour in range(0, 24, step.hours):
                yield midnight.replace(hour=hour)
            midnight += _DAY
    if step.days:
        # Day 1 of the proleptic calendar is a Monday, so weeks begin on Mondays.
        midnight -= (midnight.toordinal() - 1) % step.days * _DAY
        while True:
            yield midnight
            midnight += step.days * _DAY
    month = first.year * 12 + first.month - 1
    month -= month % step.months
    while month < 9999 * 12:
        if month >= 12:
            yield midnight.replace(year=month // 12, month=month % 12 + 1, day=1)
        month += step.months


def _label(local: datetime, step: _Step, months: list[str], *, new_year: bool) -> str:
    name = months[local.month - 1]
    if step.hours and local.hour:
        return f"{local:%H:%M}"
    if step.months >= 12:
        return str(local.year)
    label = name if step.months else f"{local.day} {name}"
    return f"{label} {local.year}" if new_year else label
