"""How slots become texts: together where they fall together, and not too many on one day.

The same rules release prompts (``services/prompts.py``) and show a plan before it is used.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from diary.domain.open_hours import PatientHours, next_day_open, next_open, spread
from diary.domain.plan import Channel
from diary.domain.schedule import Slot

FALL_TOGETHER = timedelta(minutes=30)
"""Check-ins due this close to one another become one text."""


@dataclass(frozen=True, slots=True)
class PlannedText:
    """One text that asks ``slots``; ``remind_at`` is when it is asked again without an answer.

    ``is_dropped``: the day had its texts, and on the next it is too late.
    """

    at: datetime
    slots: tuple[Slot, ...]
    channel: Channel
    remind_at: datetime | None = None
    is_dropped: bool = False


def planned_texts(slots: Iterable[Slot], hours: PatientHours, most: int) -> list[PlannedText]:
    """The texts that ask ``slots``, of a patient who never answers, by time."""
    zone = ZoneInfo(hours.timezone)
    waiting = [(slot.due_at, slot) for slot in slots]
    texts: list[PlannedText] = []
    on_day: Counter[object] = Counter()
    while waiting:
        waiting.sort(key=lambda entry: (entry[0], entry[1].due_at))
        at, first = waiting[0]
        day = at.astimezone(zone).date()
        if on_day[day] >= most:
            waiting.pop(0)
            later = after_a_full_day(at, first.closes_at, hours)
            if later:
                waiting.append((later, first))
            else:
                texts.append(PlannedText(at, (first,), first.channel, is_dropped=True))
            continue
        on_day[day] += 1
        together = tuple(slot for due, slot in waiting if due <= at + FALL_TOGETHER)
        waiting = [entry for entry in waiting if entry[1] not in together]
        texts.append(
            PlannedText(
                at,
                together,
                shared_channel([slot.channel for slot in together]),
                when_to_remind(
                    at,
                    min(slot.closes_at for slot in together),
                    min((s.remind_after for s in together if s.remind_after), default=None),
                    hours,
                ),
            )
        )
    return texts


def after_a_full_day(now: datetime, closes_at: datetime, hours: PatientHours) -> datetime | None:
    """When a prompt is asked whose day had its texts; ``None`` if that is too late for it."""
    later = spread(next_day_open(now, hours), hours)
    return later if later < closes_at else None


def shared_channel(channels: Sequence[Channel]) -> Channel:
    """How one text asks check-ins of these channels: their own, or both ways."""
    return channels[0] if len(set(channels)) == 1 else Channel.EITHER


def when_to_remind(
    asked_at: datetime, closes_at: datetime, after: timedelta | None, hours: PatientHours
) -> datetime | None:
    """When a reminder is due, in open hours; ``None`` for never, or when it is too late then.

    A check-in whose window is shorter than a day speaks of its day: it is not asked on the next.
    """
    if after is None:
        return None
    at = next_open(asked_at + after, hours)
    speaks_of_its_day = closes_at - asked_at < timedelta(days=1)
    is_next_day = at >= next_day_open(asked_at, hours)
    return None if at >= closes_at or (speaks_of_its_day and is_next_day) else at
