"""The infusion forms, read field by field."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from diary.domain.dosing import dose_is_plausible, weight_is_plausible
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
    note = _note(form, errors)
    if not (day and start and end and dose_mg and weight_kg and route):
        raise InvalidFieldsError(errors)
    past_midnight = start >= LATE_EVENING and end <= SMALL_HOURS
    started_at = _instant(day, start, timezone)
    ended_at = _instant(day + timedelta(days=past_midnight), end, timezone)
    latest = now + CLOCKS_DISAGREE
    if started_at > latest:
        errors["date" if day > latest.astimezone(ZoneInfo(timezone)).date() else "start"] = "future"
    elif started_at < now - EARLIEST:
        errors["date"] = "long_ago"
    elif ended_at < started_at:
        errors["end"] = "ends_before_start"
    elif ended_at > latest:
        errors["end"] = "future"
    elif ended_at - started_at > LONGEST:
        errors["end"] = "too_long"
    if errors:
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
    note = _note(form, errors)
    if not (day and start):
        raise InvalidFieldsError(errors)
    started_at = _instant(day, start, timezone)
    today = now.astimezone(ZoneInfo(timezone)).date()
    if started_at <= now:
        errors["date" if day < today else "start"] = "past"
    elif started_at > now + FURTHEST_PLANNED:
        errors["date"] = "far_off"
    if errors:
        raise InvalidFieldsError(errors)
    return PlannedValues(started_at, dose_mg, weight_kg, route, note)


def _date(form: Mapping[str, str], errors: dict[str, str]) -> date | None:
    text = form.get("date", "").strip()
    try:
        return date.fromisoformat(text)
    except ValueError:
        errors["date"] = "date" if text else "required"
        return None


def _clock(form: Mapping[str, str], field: str, errors: dict[str, str]) -> time | None:
    text = form.get(field, "").strip()
    clock = read_clock(text)
    if clock is None:
        errors[field] = "time" if text else "required"
    return clock


def _instant(day: date, clock: time, timezone: str) -> datetime:
    return datetime.combine(day, clock, tzinfo=ZoneInfo(timezone)).astimezone(UTC)


def _check_dose(
    dose_mg: float | None, weight_kg: float | None, route: Route | None, errors: dict[str, str]
) -> None:
    if weight_kg and not weight_is_plausible(weight_kg):
        errors["weight_kg"] = "weight"
    elif dose_mg and weight_kg and route and not dose_is_plausible(dose_mg, weight_kg, route):
        errors["dose_mg"] = "dose"


def _note(form: Mapping[str, str], errors: dict[str, str]) -> str:
    note = form.get("note", "").strip()
    if len(note) > LONGEST_NOTE:
        errors["note"] = "too_long_text"
    return note


def _positive(form: Mapping[str, str], field: str, errors: dict[str, str]) -> float | None:
    text = form.get(field, "").strip()
    try:
        number = float(text.replace(",", ".")) if text.isascii() and "_" not in text else math.nan
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        errors[field] = "number" if text else "required"
        return None
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
