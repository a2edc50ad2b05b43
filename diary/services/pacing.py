"""Each number's pace, kept in the database: a text is given its instant when it is claimed.

A lane's row says when its number is free. Whoever claims a text moves that instant on by the time
its segments take, in the same transaction, so any number of senders together stay within the pace,
and nothing is held while the carrier is called.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session

from diary.domain import pacing
from diary.services import lanes, next_text
from diary.services.next_text import NOW, PACED, URGENT, is_any_due_of, is_due_of
from diary.store.base import UtcDateTime
from diary.store.lanes import Lane
from diary.store.messaging import Purpose
from diary.store.people import Organization

LOOK_AHEAD = timedelta(milliseconds=150)
"""So much before its instant a text may be claimed, or claiming itself would slow a number down.

What is claimed and not yet called waits for the end of its lease when a process dies, and whether
it may go out was asked when it was claimed: so it must be little.
"""
_TOO_FAR = timedelta(minutes=2)
"""No text keeps a number busy for so long: a row that says so was written by a clock gone wrong."""
_SHORT_LIST = 32


def segments_a_second(clinic: Organization) -> int:
    """The pace of the clinic's number."""
    kind = clinic.sender_kind or pacing.kind_of(clinic.sender)
    return clinic.segments_a_second or pacing.SEGMENTS_A_SECOND[kind]


@dataclass(frozen=True, slots=True)
class Ready:
    """A lane that is held until the transaction ends, and of which purposes it has texts due."""

    lane: Lane
    clinic: Organization
    purposes: Sequence[Purpose]


def lanes_to_serve(session: Session, now: datetime, ahead: timedelta) -> Iterator[Ready]:
    """The lanes that have something due and are free, each held until the transaction ends.

    Replies of any clinic go before what nobody waits for; among the same the number goes first
    that has sent least lately.
    """
    at = _instants(now, ahead)
    ready = {
        lane_id: [purpose for purpose, is_due in zip(PACED, due, strict=True) if is_due]
        for lane_id, *due in session.execute(_ready_lanes(), at)
    }
    is_any_held = False
    for lane_id, purposes in ready.items():
        if held := _take(session, lane_id, at, skip_locked=True):
            is_any_held = True
            yield Ready(*held, purposes)
    # Waiting for a second lane while holding a first could be waiting for one another.
    for lane_id, purposes in () if is_any_held else ready.items():
        if held := _take(session, lane_id, at, skip_locked=False):
            yield Ready(*held, purposes)
            return


def room(lane: Lane, clinic: Organization, now: datetime, ahead: timedelta) -> int:
    """How many texts of one segment the lane can begin within ``ahead``."""
    left = now + ahead - max(now, _sane(lane.free_at, now))
    if left < timedelta(0):
        return 0
    return left // pacing.time_for(1, segments_a_second(clinic)) + 1


def lane_of(session: Session, clinic_id: UUID) -> Lane:
    """Wait for one lane."""
    return session.get_one(Lane, clinic_id, with_for_update=True, populate_existing=True)


def give_instant(
    lane: Lane, clinic: Organization, segments: int, now: datetime, *, urgent: bool
) -> datetime | None:
    """When these segments may go out, which the lane keeps free for them from now on.

    ``None`` when the day's cap leaves no room: the lane then rests until it does. What is urgent
    waits only for what is urgent too, and for no cap; everything else makes room for it.
    """
    if not urgent:
        lane.full_until = pacing.full_until(lane.sent_by_hour, segments, clinic.segments_a_day, now)
        if lane.full_until is not None:
            return None
    busy = pacing.time_for(segments, segments_a_second(clinic))
    at = max(now, _sane(lane.urgent_free_at if urgent else lane.free_at, now))
    if urgent:
        lane.urgent_free_at = at + busy
    lane.free_at = max(at, _sane(lane.free_at, now)) + busy
    lane.sent_by_hour = pacing.counted(lane.sent_by_hour, segments, now)
    return at


def next_turn_at(session: Session, now: datetime) -> datetime | None:
    """When the first lane that has something due is free again; ``None`` if none has."""
    instants = _instants(now, timedelta(0))
    found = [at for query in _soonest() if (at := session.scalar(query, instants)) is not None]
    return min(found, default=None)


def next_urgent(session: Session, now: datetime, ahead: timedelta, limit: int) -> Sequence[UUID]:
    """The pages and safety texts that go first, of the numbers that are free for one."""
    return session.scalars(_urgent(), {**_instants(now, ahead), "limit": limit}).all()


_UNTIL, _TOO_LATE, _NO_REST_AFTER = (
    bindparam(name, type_=UtcDateTime()) for name in ("until", "too_late", "no_rest_after")
)
"""The statements below are built once: building them takes longer than running them."""


def _instants(now: datetime, ahead: timedelta) -> dict[str, datetime]:
    return {
        "now": now,
        "until": now + ahead,
        "too_late": now + _TOO_FAR,
        "no_rest_after": now + lanes.NO_REST_IS_LONGER,
    }


@cache
def _urgent() -> Select[UUID]:
    at = Lane.urgent_free_at
    return next_text.urgent(select(Lane.id).where(at > _UNTIL, at <= _TOO_LATE))


@cache
def _soonest() -> tuple[Select[datetime | None], ...]:
    paced_at, urgent_at = Lane.free_at, Lane.urgent_free_at
    return (
        select(func.min(paced_at))
        .join(Organization, Organization.id == Lane.id)
        .where(paced_at > NOW, paced_at <= _TOO_LATE, _has_work()),
        select(func.min(urgent_at)).where(
            urgent_at > NOW, urgent_at <= _TOO_LATE, is_any_due_of(Lane.id, URGENT)
        ),
    )


@cache
def _ready_lanes() -> Select[Any]:
    columns: list[ColumnElement[Any]] = [is_due_of(Lane.id, purpose) for purpose in PACED]
    waits = columns[PACED.index(Purpose.REPLY)]
    with_some = next_text.clinics_with_some()
    return (
        select(Lane.id, *columns)
        .join(with_some, with_some.c.id == Lane.id)
        .join(Organization, Organization.id == Lane.id)
        .where(_is_free(), _has_work())
        .order_by(waits.desc(), Lane.free_at.nulls_first(), Lane.id)
        .limit(_SHORT_LIST)
    )


def _has_work() -> ColumnElement[bool]:
    return and_(
        or_(Lane.full_until.is_(None), Lane.full_until <= NOW),
        lanes.takes_texts(NOW, _NO_REST_AFTER),
        is_any_due_of(Lane.id, PACED),
    )


def _is_free() -> ColumnElement[bool]:
    return or_(Lane.free_at.is_(None), Lane.free_at <= _UNTIL, Lane.free_at > _TOO_LATE)


def _take(
    session: Session, lane_id: UUID, at: dict[str, datetime], *, skip_locked: bool
) -> tuple[Lane, Organization] | None:
    """Lock the lane, if it is still free then."""
    held = session.execute(_lane_if_free(skip_locked), {**at, "lane": lane_id}).first()
    return None if held is None else (held.Lane, held.Organization)


@cache
def _lane_if_free(skip_locked: bool) -> Select[Lane, Organization]:
    return (
        select(Lane, Organization)
        .join(Organization, Organization.id == Lane.id)
        .where(Lane.id == bindparam("lane", type_=Lane.id.type), _is_free())
        .with_for_update(skip_locked=skip_locked, of=Lane)
        .execution_options(populate_existing=True)
    )


def _sane(at: datetime | None, now: datetime) -> datetime:
    return now if at is None or at > now + _TOO_FAR else at
