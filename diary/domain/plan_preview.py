"""Every text of a plan for one patient who never answers, before anybody gets it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from diary.domain.open_hours import LONGEST_SPREAD, PatientHours
from diary.domain.plan import AnchorKind, Plan
from diary.domain.schedule import USUAL_INFUSION, Anchor, due_prompts
from diary.domain.texts import PlannedText, planned_texts


class Shift(StrEnum):
    """Why a text does not come when its check-in is due by the plan."""

    HOURS = "hours"
    """No texts go out at that time of the day."""
    FULL_DAY = "full_day"
    """The day had as many texts as one may have."""


@dataclass(frozen=True, slots=True)
class PreviewedText:
    """A text, and when its first check-in would be due if texts went out at any hour."""

    text: PlannedText
    nominal_at: datetime
    shift: Shift | None
    """``None`` if it comes then, or within the minutes over which a clinic spreads its texts."""


def preview(
    plan: Plan,
    starts: Sequence[datetime],
    enrolled: Sequence[datetime],
    hours: PatientHours,
    until: datetime,
    most: int,
) -> list[PreviewedText]:
    """The texts before ``until``, at ``most`` so many a day, in the order of time.

    ``starts`` are when infusions begin: each is planned ahead, then given, and 40 minutes long.
    """
    anchors = list(_anchors(starts, enrolled, ZoneInfo(hours.timezone)))
    at_all_hours = PatientHours(hours.timezone, hours.preferred_local, time.min, time.max)
    nominal = {slot.key: slot.due_at for slot in due_prompts(plan, anchors, at_all_hours, until)}
    found = []
    for text in planned_texts(due_prompts(plan, anchors, hours, until), hours, most):
        lead = text.slots[0]
        at = nominal.get(lead.key, lead.due_at)
        found.append(PreviewedText(text, at, _shift(text, at)))
    return found


def clock_changes(timezone: str, first: date, last: date) -> dict[date, timedelta]:
    """By how much the clocks of a zone are put forward on each day on which they change."""
    zone = ZoneInfo(timezone)
    changes = {}
    day = first
    while day <= last:
        before, after = (
            datetime.combine(d, time(12), tzinfo=zone).utcoffset() or timedelta()
            for d in (day - timedelta(days=1), day)
        )
        if before != after:
            changes[day] = after - before
        day += timedelta(days=1)
    return changes


def _anchors(
    starts: Sequence[datetime], enrolled: Sequence[datetime], zone: ZoneInfo
) -> Iterator[Anchor]:
    def on(instant: datetime) -> date:
        return instant.astimezone(zone).date()

    for at in enrolled:
        yield Anchor(UUID(int=0), AnchorKind.ENROLMENT, at, at, on(at))
    for number, start in enumerate(sorted(set(starts)), start=1):
        for kind in (AnchorKind.VISIT, AnchorKind.INFUSION):
            yield Anchor(UUID(int=number), kind, start, start + USUAL_INFUSION, on(start))


def _shift(text: PlannedText, nominal_at: datetime) -> Shift | None:
    if text.at - nominal_at <= timedelta(minutes=LONGEST_SPREAD):
        return None
    return Shift.FULL_DAY if text.at > text.slots[0].due_at else Shift.HOURS
