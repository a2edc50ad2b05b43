"""Which prompts ought to exist, and when.

Hours are elapsed time, added in UTC. Days are calendar days in the patient's zone. Quiet hours
shift a prompt to the next open hour and never drop it, and so does an infusion, until two hours
after its end. A given infusion restarts the clock: what its predecessor had laid out from then on
falls away, but for what counts from the start of the series.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType
from uuid import UUID
from zoneinfo import ZoneInfo

from diary.domain.episodes import courses
from diary.domain.open_hours import PatientHours, at_local, next_open, spread
from diary.domain.plan import (
    AnchorKind,
    CalendarDays,
    Channel,
    CheckIn,
    Elapsed,
    Plan,
    Stretch,
)

REST = timedelta(hours=2)
"""From the start of an infusion until so long after its end nobody is asked anything."""
USUAL_INFUSION = timedelta(minutes=40)
"""How long one that is planned is taken to last."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Anchor:
    """Something that check-ins count from: the enrolment, a planned or a given infusion.

    ``day_zero`` is its date where it happened. It stays when the patient moves to another zone, so
    that no day is asked about twice or left out.
    """

    anchor_id: UUID
    kind: AnchorKind
    started_at: datetime
    ended_at: datetime
    day_zero: date


@dataclass(frozen=True, slots=True)
class SlotKey:
    """What a slot is, whatever its time: a corrected infusion moves it instead of doubling it."""

    anchor_id: UUID
    check_in: str
    occurrence: int


@dataclass(frozen=True, slots=True)
class Slot:
    key: SlotKey
    due_at: datetime
    closes_at: datetime
    questionnaires: tuple[str, ...]
    plan_version: str
    channel: Channel = Channel.TEXT
    remind_after: timedelta | None = None


Moves = Mapping[SlotKey, tuple[date, time]]
"""Slots that somebody set for another day and time of the patient's own clock."""


def due_prompts(
    plan: Plan,
    anchors: Iterable[Anchor],
    hours: PatientHours,
    until: datetime,
    moves: Moves = MappingProxyType({}),
) -> list[Slot]:
    """Every slot of ``plan`` that falls due before ``until``, in the order of time.

    One of ``moves`` is due when it was set for, not at its nominal time; all else holds for it too.
    """
    ordered = sorted(anchors, key=lambda anchor: (anchor.started_at, anchor.anchor_id))
    rests = [
        (anchor.started_at, _over_at(anchor) + REST)
        for anchor in ordered
        if anchor.kind is not AnchorKind.ENROLMENT
    ]
    slots = [
        slot
        for anchor, end in _with_ends(ordered, plan.series_gap, until)
        for check_in in plan.check_ins
        if check_in.anchor is anchor.kind
        for slot in _slots(plan, check_in, anchor, hours, rests, min(end, until), moves)
    ]
    return sorted(slots, key=lambda slot: (slot.due_at, slot.key.check_in, slot.key.occurrence))


def _over_at(anchor: Anchor) -> datetime:
    is_planned = anchor.kind is AnchorKind.VISIT
    return anchor.started_at + USUAL_INFUSION if is_planned else anchor.ended_at


def _with_ends(
    ordered: Sequence[Anchor], series_gap: timedelta, until: datetime
) -> Iterator[tuple[Anchor, datetime]]:
    given = [anchor for anchor in ordered if anchor.kind is AnchorKind.INFUSION]
    for anchor in ordered:
        if anchor.kind is AnchorKind.VISIT:
            yield anchor, anchor.started_at
        else:
            later = (g.started_at for g in given if _ends(anchor, g))
            yield anchor, next(later, until)
    starts = {anchor.started_at: anchor for anchor in reversed(given)}
    for series in courses(starts, gap_days=series_gap / _DAY):
        first = starts[series.first_at]
        yield replace(first, kind=AnchorKind.SERIES), series.next_at or until


def _ends(anchor: Anchor, infusion: Anchor) -> bool:
    """Whether a given infusion ends what ``anchor`` laid out.

    Whoever is enrolled on the day of an infusion may have had it an hour before.
    """
    same_day = anchor.kind is AnchorKind.ENROLMENT and infusion.day_zero == anchor.day_zero
    return same_day or infusion.started_at > anchor.started_at


def _slots(
    plan: Plan,
    check_in: CheckIn,
    anchor: Anchor,
    hours: PatientHours,
    rests: Sequence[tuple[datetime, datetime]],
    end: datetime,
    moves: Moves,
) -> Iterator[Slot]:
    zone = ZoneInfo(hours.timezone)
    for occurrence, nominal in _moments(check_in.when, anchor, hours, end):
        key = SlotKey(anchor.anchor_id, check_in.code, occurrence)
        if key in moves:
            due_at = _free(at_local(*moves[key], zone), hours, rests)
        else:
            due_at = _free(spread(_free(nominal, hours, rests), hours), hours, rests)
        if due_at < end:
            yield Slot(
                key=key,
                due_at=due_at,
                closes_at=due_at + check_in.window,
                questionnaires=check_in.questionnaires,
                plan_version=plan.reference,
                channel=check_in.channel,
                remind_after=check_in.remind_after,
            )


def _free(
    instant: datetime, hours: PatientHours, rests: Sequence[tuple[datetime, datetime]]
) -> datetime:
    """The first moment from ``instant`` that is in open hours, and in nobody's infusion."""
    while True:
        rested = instant
        for start, end in rests:
            if start <= rested < end:
                rested = end
        free = next_open(rested, hours)
        if free == instant:
            return instant
        instant = free


def _moments(
    when: Elapsed | CalendarDays, anchor: Anchor, hours: PatientHours, end: datetime
) -> Iterator[tuple[int, datetime]]:
    if isinstance(when, Elapsed):
        yield 0, anchor.ended_at.astimezone(UTC) + when.after
        return
    zone = ZoneInfo(hours.timezone)
    horizon = (end.astimezone(zone).date() - anchor.day_zero).days
    moment = hours.preferred_local if when.at_local is None else when.at_local
    for day in sorted({d for s in when.stretches for d in _days(s, anchor.day_zero, horizon)}):
        yield day, at_local(anchor.day_zero + timedelta(days=day), moment, zone)


def _days(stretch: Stretch, day_zero: date, horizon: int) -> Iterator[int]:
    last = horizon if stretch.last is None else min(stretch.last, horizon)
    for day in range(stretch.first, last + 1):
        if stretch.weekdays:
            if (day_zero + timedelta(days=day)).weekday() in stretch.weekdays:
                yield day
        elif (day - stretch.first) % stretch.every == 0:
            yield day
