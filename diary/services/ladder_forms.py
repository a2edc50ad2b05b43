"""The on-call ladder as an owner changes it: fields read, changes written down."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from diary.services import audit, ladders, staff
from diary.services.fields import InvalidFieldsError, read_clock, read_whole
from diary.services.ladders import LONGEST_WAIT_MINUTES
from diary.store.oncall import OnCall
from diary.store.people import Organization, Practitioner

FIELDS = ("person", "phone", "wait_minutes", "from_local", "until_local", "weekdays")


@dataclass(frozen=True, slots=True)
class Shift:
    """How somebody is paged: where, when they are on call, and how long the next one waits."""

    phone: str
    wait_minutes: int
    from_local: time
    until_local: time
    weekdays: tuple[int, ...]
    """Monday is 0."""


def read_shift(form: Mapping[str, str]) -> Shift:
    """The form's fields, or ``InvalidFieldsError``; ``weekdays-0`` to ``-6`` are ticked or not."""
    errors: dict[str, str] = {}
    if not form.get("phone", "").strip():
        errors["phone"] = "required"
    wait = read_whole(form, "wait_minutes", errors, 1, LONGEST_WAIT_MINUTES)
    clocks = []
    for field in ("from_local", "until_local"):
        clock = read_clock(form.get(field, ""))
        if clock is None:
            errors[field] = "time" if form.get(field, "").strip() else "required"
        clocks.append(clock or time())
    days = tuple(day for day in range(7) if form.get(f"weekdays-{day}"))
    if not days:
        errors["weekdays"] = "weekdays"
    if errors:
        raise InvalidFieldsError(errors)
    return Shift(form.get("phone", ""), wait, clocks[0], clocks[1], days)


def put_on(
    session: Session,
    clinic: Organization,
    form: Mapping[str, str],
    now: datetime,
    practitioner_id: UUID,
) -> None:
    """Somebody of the team as the last of the ladder."""
    errors: dict[str, str] = {}
    person = session.scalars(
        select(Practitioner).where(
            Practitioner.organization_id == clinic.id,
            Practitioner.sign_in_name == staff.normal_name(form.get("person", "")),
            Practitioner.ended_at.is_(None),
        )
    ).first()
    if person is None:
        errors["person"] = "person"
    try:
        shift = read_shift(form)
    except InvalidFieldsError as invalid:
        raise InvalidFieldsError({**errors, **invalid.errors}) from None
    if person is None:
        raise InvalidFieldsError(errors)
    last = max((rung.position for rung, _ in ladders.rungs(session, clinic)), default=0)
    rung = ladders.add_rung(
        session,
        clinic,
        sign_in_name=person.sign_in_name,
        position=last + 1,
        phone=shift.phone,
        wait_minutes=shift.wait_minutes,
        from_local=shift.from_local,
        until_local=shift.until_local,
        weekdays=shift.weekdays,
    )
    _record(session, "put on call", clinic, rung, now, practitioner_id)


def alter(
    session: Session,
    clinic: Organization,
    rung: OnCall,
    form: Mapping[str, str],
    now: datetime,
    practitioner_id: UUID,
) -> None:
    """Page the same person otherwise."""
    shift = read_shift(form)
    ladders.change_rung(
        session,
        clinic,
        rung,
        phone=shift.phone,
        wait_minutes=shift.wait_minutes,
        from_local=shift.from_local,
        until_local=shift.until_local,
        weekdays=shift.weekdays,
    )
    _record(session, "change on call", clinic, rung, now, practitioner_id)


def take_off(
    session: Session, clinic: Organization, rung: OnCall, now: datetime, practitioner_id: UUID
) -> None:
    """``InvalidFieldsError`` for the last one."""
    ladders.remove_rung(session, clinic, rung.position)
    _record(session, "take off call", clinic, rung, now, practitioner_id)


def move_up(
    session: Session, clinic: Organization, rung: OnCall, now: datetime, practitioner_id: UUID
) -> None:
    """One place nearer to the top."""
    if ladders.raise_rung(session, clinic, rung):
        _record(session, "move up on call", clinic, rung, now, practitioner_id)


def values_of(rung: OnCall) -> dict[str, str]:
    """The form as it begins for somebody on the ladder."""
    return {
        "phone": rung.phone,
        "wait_minutes": str(rung.wait_minutes),
        "from_local": f"{rung.from_local:%H:%M}",
        "until_local": f"{rung.until_local:%H:%M}",
        **{f"weekdays-{day}": "yes" for day in rung.weekdays},
    }


def _record(
    session: Session,
    action: str,
    clinic: Organization,
    rung: OnCall,
    now: datetime,
    practitioner_id: UUID,
) -> None:
    session.flush()
    person = session.get_one(Practitioner, rung.practitioner_id)
    audit.record_setting(
        session,
        action,
        clinic.id,
        now,
        practitioner_id=practitioner_id,
        subject_id=rung.practitioner_id,
        detail=f"{rung.position}: {person.sign_in_name}",
    )
