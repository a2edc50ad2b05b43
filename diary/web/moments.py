"""Instants as people read them: near ones by distance, others by day, exactly on hover."""

from datetime import UTC, datetime, timedelta, tzinfo

from babel.dates import format_datetime, format_skeleton, format_timedelta

from diary.web.screens.frame import Moment

_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)
_NEAR = 12 * _HOUR
_THIS_WEEK = 6


def moment(at: datetime, now: datetime, zone: tzinfo, language: str = "en") -> Moment:
    """``at`` as read at ``now`` on the wall clock of ``zone``; both are aware instants.

    Within the hour "8 minutes ago"; on the same day "3 hours ago" or the time; within six days the
    weekday and time; within the year the date and time; else the date with its year. Whole minutes
    and hours are counted, never rounded up. ``exact`` is the full date and time with the zone.
    """
    local = at.astimezone(zone)
    exact = format_datetime(local, "EEEE d MMMM y, HH:mm zzzz", locale=language)
    distance = at.astimezone(UTC) - now.astimezone(UTC)
    return Moment(at, _text(local, now.astimezone(zone), distance, language), exact)


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
        return f"{format_skeleton('EEE', local, locale=language)} {clock}"
    if local.year == now.year:
        return f"{local.day} {format_datetime(local, 'MMM', locale=language)} {clock}"
    return f"{local.day} {format_datetime(local, 'MMM y', locale=language)}"


def _count(distance: timedelta, unit: timedelta, language: str) -> str:
    whole = abs(distance) // unit * unit
    return format_timedelta(
        whole if distance > timedelta(0) else -whole,
        granularity="minute",
        threshold=1.0,
        add_direction=True,
        locale=language,
    )
