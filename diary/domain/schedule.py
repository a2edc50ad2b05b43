"""Which prompts ought to exist, and how that differs from those that do.

Hours are elapsed time, added in UTC. Days are calendar days in the patient's zone: a wall-clock
time that a clock change skips moves forward by the skipped span, one that it repeats means the
first. Quiet hours shift a prompt to the next open hour and never drop it. A given infusion restarts
the clock: what its predecessor had laid out from then on falls away.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from diary.domain.plan import AnchorKind, CalendarDays, CheckIn, Elapsed, Plan, Stretch


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
class PatientHours:
    """When a patient may be texted: between ``open_local`` and ``close_local`` in ``timezone``."""

    timezone: str
    preferred_local: time
    open_local: time
    close_local: time

    def __post_init__(self) -> None:
        """``ValueError`` for hours that never open, or run past midnight."""
        if not self.open_local < self.close_local:
            raise ValueError("texts may go out from one time of a day to a later one of that day")


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


@dataclass(frozen=True, slots=True)
class Changes:
    create: tuple[Slot, ...]
    move: tuple[Slot, ...]
    withdraw: tuple[SlotKey, ...]


def due_prompts(
    plan: Plan, anchors: Iterable[Anchor], hours: PatientHours, until: datetime
) -> list[Slot]:
    """Every slot of ``plan`` that falls due before ``until``, in the order of time."""
    ordered = sorted(anchors, key=lambda anchor: (anchor.started_at, anchor.anchor_id))
    slots = [
        slot
        for anchor, end in _with_ends(ordered, until)
        for check_in in plan.check_ins
        if check_in.anchor is anchor.kind
        for slot in _slots(plan, check_in, anchor, hours, min(end, until))
    ]
    return sorted(slots, key=lambda slot: slot.due_at)


def reconcile(
    wanted: Sequence[Slot], unsent: Iterable[Slot], settled: Iterable[SlotKey]
) -> Changes:
    """What makes the unsent prompts equal to the wanted ones.

    ``unsent`` may still be moved or withdrawn; ``settled`` were released, and are never touched.
    """
    kept = set(settled)
    existing = {slot.key: slot for slot in unsent}
    open_slots = [slot for slot in wanted if slot.key not in kept]
    wanted_keys = {slot.key for slot in open_slots}
    return Changes(
        create=tuple(slot for slot in open_slots if slot.key not in existing),
        move=tuple(
            slot for slot in open_slots if slot.key in existing and existing[slot.key] != slot
        ),
        withdraw=tuple(key for key in existing if key not in wanted_keys),
    )


def next_open(instant: datetime, hours: PatientHours) -> datetime:
    """``instant`` if texts may go out then, else the next moment at which they may (UTC)."""
    zone = ZoneInfo(hours.timezone)
    local = instant.astimezone(zone)
    clock = local.time()
    if hours.open_local <= clock < hours.close_local:
        return instant
    day = local.date() if clock < hours.open_local else local.date() + timedelta(days=1)
    return _at(day, hours.open_local, zone)


def open_until(instant: datetime, hours: PatientHours) -> datetime:
    """When texts may go out no more on the local day of ``instant`` (UTC)."""
    zone = ZoneInfo(hours.timezone)
    return _at(instant.astimezone(zone).date(), hours.close_local, zone)


def _with_ends(ordered: Sequence[Anchor], until: datetime) -> Iterator[tuple[Anchor, datetime]]:
    given = [anchor for anchor in ordered if anchor.kind is AnchorKind.INFUSION]
    for anchor in ordered:
        if anchor.kind is AnchorKind.VISIT:
            yield anchor, anchor.started_at
        else:
            later = (g.started_at for g in given if _ends(anchor, g))
            yield anchor, next(later, until)


def _ends(anchor: Anchor, infusion: Anchor) -> bool:
    """Whether a given infusion ends what ``anchor`` laid out.

    Whoever is enrolled on the day of an infusion may have had it an hour before.
    """
    same_day = anchor.kind is AnchorKind.ENROLMENT and infusion.day_zero == anchor.day_zero
    return same_day or infusion.started_at > anchor.started_at


def _slots(
    plan: Plan, check_in: CheckIn, anchor: Anchor, hours: PatientHours, end: datetime
) -> Iterator[Slot]:
    for occurrence, nominal in _moments(check_in.when, anchor, hours, end):
        due_at = next_open(nominal, hours)
        if due_at < end:
            yield Slot(
                key=SlotKey(anchor.anchor_id, check_in.code, occurrence),
                due_at=due_at,
                closes_at=due_at + check_in.window,
                questionnaires=check_in.questionnaires,
                plan_version=f"{plan.code}/{plan.version}",
            )


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
        yield day, _at(anchor.day_zero + timedelta(days=day), moment, zone)


def _days(stretch: Stretch, day_zero: date, horizon: int) -> Iterator[int]:
    last = horizon if stretch.last is None else min(stretch.last, horizon)
    for day in range(stretch.first, last + 1):
        if stretch.weekdays:
            if (day_zero + timedelta(days=day)).weekday() in stretch.weekdays:
                yield day
        elif (day - stretch.first) % stretch.every == 0:
            yield day


def _at(day: date, clock: time, zone: ZoneInfo) -> datetime:
    # fold=0 reads a repeated hour as its first pass, and a skipped one with the offset before it,
    # which lands as far after the gap as the clock time lay inside it.
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)
