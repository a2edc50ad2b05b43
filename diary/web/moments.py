"""Instants as people read them: near ones by distance, others by day, exactly on hover."""

from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache

from babel.dates import format_date, format_skeleton, format_timedelta, get_timezone_name

from diary.web.screens.frame import Moment

_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)
_NEAR = 12 * _HOUR
_THIS_WEEK = 6


def moment(
    at: datetime,
    now: datetime,
    zone: tzinfo,
    language: str = "en",
    home: tzinfo | None = None,
) -> Moment:
    """``at`` as read at ``now`` on the wall clock of ``zone``; both are aware instants.

    Within the hour "8 minutes ago"; on the same day "3 hours ago" or the time; within six days the
    weekday and time; within the year the date and time; else the date with its year. Whole minutes
    and hours are counted, never rounded up. ``exact`` is the full date and time with the zone, and
    on a second line the same of ``home``, where the reader is, if clocks differ there.
    """
    local = at.astimezone(zone)
    exact = _exact(local, language)
    there = at.astimezone(home) if home else local
    if there.utcoffset() != local.utcoffset():
        exact = f"{exact}\n{_exact(there, language)}"
    distance = at.astimezone(UTC) - now.astimezone(UTC)
    return Moment(at, _text(local, now.astimezone(zone), distance, language), exact)


# A page tells many times of few days in fewer zones, and Babel takes its time over each.
@lru_cache(4096)
def day_in_full(day: date, language: str, *, with_year: bool = False) -> str:
    """``Friday 20 November``, ``viernes 20 de noviembre``."""
    pattern, year = _DAY_IN_FULL.get(language, _DAY_IN_FULL["en"])
    return format_date(day, pattern + year * with_year, locale=language)


_DAY_IN_FULL = {"en": ("EEEE d MMMM", " y"), "es": ("EEEE d 'de' MMMM", " 'de' y")}


def _exact(local: datetime, language: str) -> str:
    day = day_in_full(local.date(), language, with_year=True)
    return f"{day}, {local:%H:%M} {_zone_name(local.tzinfo, local.dst(), language)}"


@lru_cache(1024)
def _zone_name(zone: tzinfo | None, dst: timedelta | None, language: str) -> str:
    return get_timezone_name(zone, zone_variant="daylight" if dst else "standard", locale=language)


@lru_cache(4096)
def short_day(day: date, language: str) -> str:
    """``20 Nov 2026``, ``20 nov 2026``."""
    return format_date(day, "d MMM y", locale=language)


@lru_cache(4096)
def _weekday(day: date, language: str) -> str:
    return format_skeleton("EEE", day, locale=language)


@lru_cache(4096)
def _day(day: date, pattern: str, language: str) -> str:
    return format_date(day, pattern, locale=language)


def _text(local: datetime, now: datetime, distance: timedelta, language: str) -> str:
    same_day = local.date() == now.date()
    clock = f"{local:%H:%M}"
    if _MINUTE <= abs(distance) < _HOUR:
        return _count(distance, _MINUTE, language)
    if same_day and _HOUR <= abs(distance) < _NEAR:
        return _count(distance, _HOUR, language)
    if same_day:
        return clock
    if abs((local.date() - now.date()).days) <= _THIS_WEEK:
        return f"{_weekday(local.date(), language)} {clock}"
    if local.year == now.year:
        return f"{_day(local.date(), 'd MMM', language)} {clock}"
    return short_day(local.date(), language)


def _count(distance: timedelta, unit: timedelta, language: str) -> str:
    whole = abs(distance) // unit * unit
    return format_timedelta(
        whole if distance > timedelta(0) else -whole,
        granularity="minute",
        threshold=1.0,
        add_direction=True,
        locale=language,
    )
