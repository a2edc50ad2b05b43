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
    and hours are counted, never rounded up.
    """
    distance = at.astimezone(UTC) - now.astimezone(UTC)
    local = at.astimezone(zone)
    text = _text(local, now.astimezone(zone), distance, language)
    return Moment(at, text, _exact_at_home(local, language, home))


def exact(at: datetime, zone: tzinfo, language: str = "en", home: tzinfo | None = None) -> str:
    """The full date and time with the zone, and on a second line the same of ``home``.

    That is where the reader is; it is left out where clocks do not differ.
    """
    return _exact_at_home(at.astimezone(zone), language, home)


def _exact_at_home(local: datetime, language: str, home: tzinfo | None) -> str:
    said = _exact(local, language)
    if home is None or home is local.tzinfo:
        return said
    there = local.astimezone(home)
    return said if there.utcoffset() == local.utcoffset() else f"{said}\n{_exact(there, language)}"


# A page tells many times of few days in fewer zones, and Babel takes its time over each.
@lru_cache(4096)
def day_in_full(day: date, language: str, *, with_year: bool = False) -> str:
    """``Friday 20 November``, ``viernes 20 de noviembre``."""
    pattern, year = _DAY_IN_FULL.get(language, _DAY_IN_FULL["en"])
    return format_date(day, pattern + year * with_year, locale=language)


_DAY_IN_FULL = {"en": ("EEEE d MMMM", " y"), "es": ("EEEE d 'de' MMMM", " 'de' y")}


def _exact(local: datetime, language: str) -> str:
    day = day_in_full(local.date(), language, with_year=True)
    return f"{day}, {_clock(local)} {_zone_name(local.tzinfo, local.dst(), language)}"


@lru_cache(1024)
def _zone_name(zone: tzinfo | None, dst: timedelta | None, language: str) -> str:
    return get_timezone_name(zone, zone_variant="daylight" if dst else "standard", locale=language)


@lru_cache(4096)
def short_day(day: date, language: str) -> str:
    """``20 Nov 2026``, ``20 nov 2026``."""
    return format_date(day, "d MMM y", locale=language)


def brief_day(day: date, language: str) -> str:
    """``20 Nov``, ``20 nov``: of a day that is near."""
    return _day(day, "d MMM", language)


@lru_cache(4096)
def _weekday(day: date, language: str) -> str:
    return format_skeleton("EEE", day, locale=language)


@lru_cache(4096)
def _day(day: date, pattern: str, language: str) -> str:
    return format_date(day, pattern, locale=language)


def _text(local: datetime, now: datetime, distance: timedelta, language: str) -> str:
    apart, days = abs(distance), local.toordinal() - now.toordinal()
    if _MINUTE <= apart < _HOUR:
        return _count(distance, _MINUTE, language)
    if not days:
        is_near = _HOUR <= apart < _NEAR
        return _count(distance, _HOUR, language) if is_near else _clock(local)
    if -_THIS_WEEK <= days <= _THIS_WEEK:
        return f"{_weekday(local.date(), language)} {_clock(local)}"
    if local.year == now.year:
        return f"{_day(local.date(), 'd MMM', language)} {_clock(local)}"
    return short_day(local.date(), language)


def _clock(local: datetime) -> str:
    # A tenth of what strftime takes.
    return f"{local.hour:02}:{local.minute:02}"


def _count(distance: timedelta, unit: timedelta, language: str) -> str:
    whole = abs(distance) // unit * unit
    return _away(whole if distance > timedelta(0) else -whole, language)


@lru_cache(1024)
def _away(distance: timedelta, language: str) -> str:
    return format_timedelta(
        distance, granularity="minute", threshold=1.0, add_direction=True, locale=language
    )
