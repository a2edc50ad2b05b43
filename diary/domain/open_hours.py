"""When one patient may be texted: hours of their own day, and their own minute within them.

A wall-clock time that a clock change skips moves forward by the skipped span, one that it repeats
means the first.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

EARLIEST_LOCAL, LATEST_LOCAL = time(8), time(21)
"""No clinic's hours are wider: 47 CFR 64.1200(c)(1), in the zone where the patient is."""
LONGEST_SPREAD = 59
"""Minutes: a prompt stays within the hour in which it is due."""
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class PatientHours:
    """When a patient may be texted: between ``open_local`` and ``close_local`` in ``timezone``.

    ``minutes_later`` is this patient's own share of the clinic's spread.
    """

    timezone: str
    preferred_local: time
    open_local: time
    close_local: time
    minutes_later: int = 0

    def __post_init__(self) -> None:
        """``ValueError`` for hours that never open, or run past midnight."""
        if not self.open_local < self.close_local:
            raise ValueError("texts may go out from one time of a day to a later one of that day")


def are_lawful(open_local: time, close_local: time) -> bool:
    """Whether a clinic may have these hours."""
    return EARLIEST_LOCAL <= open_local < close_local <= LATEST_LOCAL


def next_open(instant: datetime, hours: PatientHours) -> datetime:
    """``instant`` if texts may go out then, else the next moment at which they may (UTC)."""
    zone = ZoneInfo(hours.timezone)
    local = instant.astimezone(zone)
    clock = local.time()
    if hours.open_local <= clock < hours.close_local:
        return instant
    day = local.date() if clock < hours.open_local else local.date() + timedelta(days=1)
    return at_local(day, hours.open_local, zone)


def open_until(instant: datetime, hours: PatientHours) -> datetime:
    """When texts may go out no more on the local day of ``instant`` (UTC)."""
    zone = ZoneInfo(hours.timezone)
    return at_local(instant.astimezone(zone).date(), hours.close_local, zone)


def next_day_open(instant: datetime, hours: PatientHours) -> datetime:
    """When texts may go out on the local day after that of ``instant`` (UTC)."""
    zone = ZoneInfo(hours.timezone)
    tomorrow = instant.astimezone(zone).date() + timedelta(days=1)
    return at_local(tomorrow, hours.open_local, zone)


def day_began(instant: datetime, hours: PatientHours) -> datetime:
    """When the local day of ``instant`` began (UTC)."""
    zone = ZoneInfo(hours.timezone)
    return at_local(instant.astimezone(zone).date(), time(), zone)


def own_minute(patient_id: UUID, spread_minutes: int) -> int:
    """A patient's own minute out of 0 to ``spread_minutes``, the same for ever."""
    drawn = int.from_bytes(hashlib.sha256(patient_id.bytes).digest()[:8])
    return drawn % (spread_minutes + 1)


def spread(instant: datetime, hours: PatientHours) -> datetime:
    """``instant``, at which texts may go out, later by the patient's own minutes.

    Shortly before the hours end there are fewer minutes to spread over, and never one beyond.
    """
    room = (open_until(instant, hours) - instant) // _MINUTE
    return instant + _MINUTE * (hours.minutes_later % max(room, 1))


def at_local(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """The instant at which the clocks of ``zone`` show ``clock`` on ``day`` (UTC)."""
    # fold=0 reads a repeated hour as its first pass, and a skipped one with the offset before it,
    # which lands as far after the gap as the clock time lay inside it.
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)
