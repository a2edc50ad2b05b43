"""Clocks of devices: when an entry was really made, where the device's clock was wrong."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

TOLERANCE = timedelta(minutes=2)
"""So far apart two clocks and a slow network may be: not worth correcting."""
AHEAD = timedelta(minutes=5)
"""So far in the future an entry may seem to be."""
OLDEST = timedelta(days=400)
"""Nothing that a device kept for longer is taken."""


@dataclass(frozen=True, slots=True)
class DeviceClock:
    """How far the device's clock is behind ours (``skew``; negative when it is ahead)."""

    skew: timedelta

    @classmethod
    def right(cls) -> Self:
        """The clock of a device that did not say what it shows."""
        return cls(timedelta())

    @property
    def is_wrong(self) -> bool:
        return abs(self.skew) > TOLERANCE

    def effective(self, made_at: datetime, now: datetime) -> datetime | str:
        """``made_at`` by our clock, or the code of what is wrong with it."""
        try:
            at = made_at + self.skew if self.is_wrong else made_at
            if at > now + AHEAD:
                return "in_future"
        except OverflowError:
            return "in_future"
        if at < now - OLDEST:
            return "too_old"
        return min(at, now)


def clock_of(device_now: datetime, now: datetime) -> DeviceClock:
    """The device's clock, by what it showed when it sent."""
    return DeviceClock(now - device_now)
