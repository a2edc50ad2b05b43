"""When one patient may be texted."""

from datetime import UTC, date, datetime, time
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from diary.domain.open_hours import PatientHours, own_minute
from diary.store.people import Organization, Patient


def hours_of(patient: Patient, clinic: Organization) -> PatientHours:
    """The clinic's hours in the zone where the patient is."""
    return PatientHours(
        timezone=patient.timezone,
        preferred_local=patient.preferred_local,
        open_local=clinic.quiet_until_local,
        close_local=clinic.quiet_from_local,
        minutes_later=own_minute(patient.id, clinic.spread_minutes),
    )


def date_where(timezone: str, instant: datetime) -> date:
    """The calendar date at ``instant`` in an IANA zone."""
    return instant.astimezone(ZoneInfo(timezone)).date()


def midnight_where(timezone: str, day: date) -> datetime:
    """The instant, in UTC, at which ``day`` begins in an IANA zone."""
    return datetime.combine(day, time(), tzinfo=ZoneInfo(timezone)).astimezone(UTC)


def take_to_zone(patient: Patient, timezone: str) -> None:
    """Let the patient live in another IANA zone: a pause goes on until the same day, there."""
    if patient.paused_until:
        until = date_where(patient.timezone, patient.paused_until)
        patient.paused_until = midnight_where(timezone, until)
    patient.timezone = timezone


@cache
def known_zones() -> frozenset[str]:
    """Names of IANA zones, without those that mean no place or this machine's."""
    return frozenset(available_timezones() - {"Factory", "localtime"})
