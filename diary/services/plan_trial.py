"""A plan tried out on a calendar: infusions that never were, of a patient who is nobody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from diary.domain.open_hours import PatientHours, at_local
from diary.domain.plan import Plan
from diary.domain.plan_preview import PreviewedText, preview
from diary.services.chart_fields import read_day
from diary.services.enrolment import read_preferred, read_zone
from diary.services.fields import InvalidFieldsError, read_clock, read_whole
from diary.services.hours import date_where
from diary.store.people import Organization

MOST_INFUSIONS, MOST_APART, MOST_DAYS = 12, 90, 120
_YEARS = range(2000, 2100)
_ENROLS_AT = time(9)


@dataclass(frozen=True, slots=True)
class Trial:
    """``starts`` are when infusions begin; texts are shown up to ``until``."""

    hours: PatientHours
    starts: tuple[datetime, ...]
    enrolled: tuple[datetime, ...]
    first_on: date
    until: datetime
    most: int
    """Texts that ask something, at most, on one day."""

    def run(self, plan: Plan) -> list[PreviewedText]:
        return preview(plan, self.starts, self.enrolled, self.hours, self.until, self.most)


def first_values(clinic: Organization, now: datetime) -> dict[str, str]:
    """What the form begins with: one infusion in a week, of somebody enrolled today."""
    today = date_where(clinic.timezone, now)
    return {
        "enrolled_on": today.isoformat(),
        "first_on": (today + timedelta(days=7)).isoformat(),
        "time": "10:00",
        "infusions": "1",
        "every_days": "7",
        "zone": clinic.timezone,
        "preferred_time": f"{max(clinic.quiet_until_local, _ENROLS_AT):%H:%M}",
        "days": "28",
    }


def read_trial(form: Mapping[str, str], clinic: Organization) -> Trial:
    """The form's fields, or ``InvalidFieldsError`` that names every wrong one."""
    errors: dict[str, str] = {}
    enrolled_on = read_day(form, "enrolled_on", errors, required=False)
    first_on = read_day(form, "first_on", errors)
    clock = read_clock(form.get("time", ""))
    if clock is None:
        errors["time"] = "time" if form.get("time", "").strip() else "required"
    count = read_whole(form, "infusions", errors, 1, MOST_INFUSIONS)
    apart = read_whole(form, "every_days", errors, 1, MOST_APART)
    zone_name = read_zone(form, errors)
    preferred = read_preferred(form, clinic, errors)
    days = read_whole(form, "days", errors, 1, MOST_DAYS)
    if first_on and first_on.year not in _YEARS:
        errors["first_on"] = "date"
    if enrolled_on and first_on and not timedelta() <= first_on - enrolled_on <= _LONGEST_BEFORE:
        errors["enrolled_on"] = "enrolled_far"
    if errors or first_on is None or clock is None or preferred is None:
        raise InvalidFieldsError(errors)
    zone = ZoneInfo(zone_name)
    starts = [
        datetime.combine(first_on + timedelta(days=apart * number), clock, tzinfo=zone)
        for number in range(count)
    ]
    if any(at.astimezone(UTC).astimezone(zone).time() != clock for at in starts):
        raise InvalidFieldsError({"time": "skipped_hour"})
    return Trial(
        PatientHours(zone_name, preferred, clinic.quiet_until_local, clinic.quiet_from_local),
        tuple(at.astimezone(UTC) for at in starts),
        (at_local(enrolled_on, _ENROLS_AT, zone),) if enrolled_on else (),
        enrolled_on or first_on,
        starts[-1].astimezone(UTC) + timedelta(days=days),
        clinic.prompts_a_day,
    )


_LONGEST_BEFORE = timedelta(days=60)


def infusion_days(trial: Trial) -> Sequence[date]:
    """The calendar days of the infusions where the patient is."""
    return [date_where(trial.hours.timezone, at) for at in trial.starts]
