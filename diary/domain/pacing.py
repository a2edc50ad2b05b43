"""How fast a number may send: segments a second by its kind, and a cap on any 24 hours.

A carrier counts segments, not texts. What comes faster waits in the carrier's queue for hours, or
is refused; a queue of our own can still let a safety text pass, and drop what has gone stale.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum

TOLL_FREE_CODES = frozenset({"800", "833", "844", "855", "866", "877", "888"})
_LONGEST_SHORT_CODE = 6
_WINDOW_HOURS = 24
_HOUR_SECONDS = 3600


class SenderKind(StrEnum):
    """What sort of number a clinic texts from."""

    LONG_CODE = "long_code"
    TOLL_FREE = "toll_free"
    SHORT_CODE = "short_code"


SEGMENTS_A_SECOND: Mapping[SenderKind, int] = {
    SenderKind.LONG_CODE: 1,
    SenderKind.TOLL_FREE: 3,
    SenderKind.SHORT_CODE: 100,
}
"""What Twilio takes from each kind of number, unless it has granted more."""


def kind_of(sender: str) -> SenderKind:
    """The kind that a number shows: short codes by their length, toll-free ones by area code."""
    digits = sender.removeprefix("+")
    if digits.isdecimal() and len(digits) <= _LONGEST_SHORT_CODE:
        return SenderKind.SHORT_CODE
    if sender.startswith("+1") and digits[1:4] in TOLL_FREE_CODES:
        return SenderKind.TOLL_FREE
    return SenderKind.LONG_CODE


def time_for(segments: int, segments_a_second: int) -> timedelta:
    """How long a text keeps its number busy, rounded up: three thirds are no less than a second."""
    return timedelta(microseconds=-(-max(segments, 1) * 1_000_000 // segments_a_second))


Hours = Mapping[str, int]
"""Segments by the hour in which they went out, hours numbered since 1970 (as text, for JSON)."""


def counted(hours: Hours, segments: int, now: datetime) -> dict[str, int]:
    """The hours with these segments added, and those forgotten that no cap asks about any more."""
    this = _hour(now)
    kept = {hour: n for hour, n in hours.items() if 0 <= this - int(hour) <= _WINDOW_HOURS}
    kept[str(this)] = kept.get(str(this), 0) + segments
    return kept


def full_until(hours: Hours, segments: int, cap: int | None, now: datetime) -> datetime | None:
    """When ``segments`` more would be within the cap; ``None`` if they are within it now.

    Carriers do not agree on when their day begins. What fits into any 24 hours (counted here by
    whole hours, so rather too many than too few) fits into everybody's day.
    """
    if cap is None:
        return None
    this = _hour(now)
    in_window = sorted((int(h), n) for h, n in hours.items() if 0 <= this - int(h) <= _WINDOW_HOURS)
    too_many = sum(count for _, count in in_window) + segments - cap
    if too_many <= 0:
        return None
    for hour, count in in_window:
        too_many -= count
        if too_many <= 0:
            return datetime.fromtimestamp((hour + _WINDOW_HOURS + 1) * _HOUR_SECONDS, tz=UTC)
    # More than the cap by itself: it never fits, and goes stale.
    return now + timedelta(hours=1)


def _hour(now: datetime) -> int:
    return int(now.timestamp() // _HOUR_SECONDS)
