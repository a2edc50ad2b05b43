"""The infusion forms, read field by field."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from diary.domain.dosing import dose_is_plausible, weight_is_plausible
from diary.services.chart_fields import read_words
from diary.services.fields import InvalidFieldsError, read_clock
from diary.store.care import Route

CLOCKS_DISAGREE = timedelta(minutes=10)
"""A time this little ahead of the server's clock is not called the future."""
LONGEST = timedelta(hours=12)
EARLIEST = timedelta(days=3650)
FURTHEST_PLANNED = timedelta(days=730)
LATE_EVENING, SMALL_HOURS = time(18), time(6)
"""An infusion that begins after the one and ends before the other ran past midnight."""
LONGEST_NOTE = 2000
_FIRST_YEAR, _LAST_YEAR = 1900, 9000
# At most two decimals after a comma: in "1,000" it is a thousand to one reader and one to another.
_NUMBER = re.compile(r"-?\d{1,6}(\.\d{0,4}|,\d{1,2})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class GivenValues:
    """An infusion as it was given: instants in UTC, dose in mg, weight in kg."""

    started_at: datetime
    ended_at: datetime
    dose_mg: float
    weight_kg: float
    route: Route
    note: str


@dataclass(frozen=True, slots=True)
class PlannedValues:
    """An infusion to come; the dose, weight and route if they are settled already."""

    started_at: datetime
    dose_mg: float | None
    weight_kg: float | None
    route: Route | None
    note: str


def read_given(form: Mapping[str, str], timezone: str, now: datetime) -> GivenValues:
    """The fields of a given infusion; ``InvalidFieldsError`` names every wrong one.

    ``date``, ``start`` and ``end`` are wall-clock times in ``timezone``.
    """
    errors: dict[str, str] = {}
    day = _date(form, errors)
    start, end = _clock(form, "start", errors), _clock(form, "end", errors)
    dose_mg, weight_kg = _positive(form, "dose_mg", errors), _positive(form, "weight_kg", errors)
    route = _route(form, errors)
    _check_dose(dose_mg, weight_kg, route, errors)
    note = read_words(form, "note", errors, longest=LONGEST_NOTE, required=False)
    started_at = ended_at = None
    if day and start:
        started_at = _instant(day, start, timezone, "start", errors)
    if started_at and day and start and end:
        past_midnight = start >= LATE_EVENING and end <= SMALL_HOURS
        last_day = day + timedelta(days=past_midnight)
        ended_at = _instant(last_day, end, timezone, "end", errors)
        if ended_at and ended_at < started_at:
            # Where the clocks go back, the hour comes twice: then the end is in its second pass.
            ended_at = _instant(last_day, end, timezone, "end", errors, fold=1)
    latest = now + CLOCKS_DISAGREE
    if started_at and day and started_at > latest:
        today = latest.astimezone(ZoneInfo(timezone)).date()
        errors["date" if day > today else "start"] = "future"
    elif started_at and started_at < now - EARLIEST:
        errors["date"] = "long_ago"
    elif started_at and ended_at and ended_at < started_at:
        errors["end"] = "ends_before_start"
    elif ended_at and ended_at > latest:
        errors["end"] = "future"
    elif started_at and ended_at and ended_at - started_at > LONGEST:
        errors["end"] = "too_long"
    if errors or not (started_at and ended_at and dose_mg and weight_kg and route):
        raise InvalidFieldsError(errors)
    return GivenValues(started_at, ended_at, dose_mg, weight_kg, route, note)


def read_planned(form: Mapping[str, str], timezone: str, now: datetime) -> PlannedValues:
    """The fields of an infusion to come; ``InvalidFieldsError`` names every wrong one."""
    errors: dict[str, str] = {}
    day, start = _date(form, errors), _clock(form, "start", errors)
    dose_mg = _positive(form, "dose_mg", errors) if form.get("dose_mg") else None
    weight_kg = _positive(form, "weight_kg", errors) if form.get("weight_kg") else None
    route = _route(form, errors) if form.get("route") else None
    _check_dose(dose_mg, weight_kg, route, errors)
    note = read_words(form, "note", errors, longest=LONGEST_NOTE, required=False)
    started_at = _instant(day, start, timezone, "start", errors) if day and start else None
    if started_at and day and started_at <= now:
        today = now.astimezone(ZoneInfo(timezone)).date()
        errors["date" if day < today else "start"] = "past"
    elif started_at and started_at > now + FURTHEST_PLANNED:
        errors["date"] = "far_off"
    if errors or not started_at:
        raise InvalidFieldsError(errors)
    return PlannedValues(started_at, dose_mg, weight_kg, route, note)


def _date(form: Mapping[str, str], errors: dict[str, str]) -> date | None:
    text = form.get("date", "").strip()
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or not _FIRST_YEAR < day.year < _LAST_YEAR:
        errors["date"] = "date" if text else "required"
        return None
    return day


def _clock(form: Mapping[str, str], field: str, errors: dict[str, str]) -> time | None:
    text = form.get(field, "").strip()
    clock = read_clock(text)
    if clock is None:
        errors[field] = "time" if text else "required"
    return clock


def _instant(
    day: date, clock: time, timezone: str, field: str, errors: dict[str, str], *, fold: int = 0
) -> datetime | None:
    """The instant, or ``None`` and an error if the clocks skipped that time on that day."""
    local = datetime.combine(day, clock, tzinfo=ZoneInfo(timezone)).replace(fold=fold)
    instant = local.astimezone(UTC)
    if instant.astimezone(local.tzinfo).time() != clock:
        errors[field] = "skipped_hour"
        return None
    return instant


def _check_dose(
    dose_mg: float | None, weight_kg: float | None, route: Route | None, errors: dict[str, str]
) -> None:
    if weight_kg and not weight_is_plausible(weight_kg):
        errors["weight_kg"] = "weight"
    elif dose_mg and weight_kg and route and not dose_is_plausible(dose_mg, weight_kg, route):
        errors["dose_mg"] = "dose"


def _positive(form: Mapping[str, str], field: str, errors: dict[str, str]) -> float | None:
    text = form.get(field, "").strip()
    if not _NUMBER.fullmatch(text):
        errors[field] = "number" if text else "required"
        return None
    number = float(text.replace(",", "."))
    if number <= 0:
        errors[field] = "positive"
        return None
    return number


def _route(form: Mapping[str, str], errors: dict[str, str]) -> Route | None:
    try:
        return Route(form.get("route", ""))
    except ValueError:
        errors["route"] = "route"
        return None
