"""One check-in to come set for another day and time by staff.

The time is one of the patient's own clock, and moves with the patient to another zone. It holds
whatever becomes of the infusion's time: a correction moves the other check-ins and leaves this one.
When the slot falls away (the infusion is cancelled, the next one is given before it, the plan asks
it no more), so does what staff set. Only the time differs from the plan: the slot stays the slot,
so nothing is asked twice.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from diary.domain.open_hours import PatientHours, at_local
from diary.services import audit, follow_up
from diary.services.catalogue import Catalogue
from diary.services.chart_fields import read_day
from diary.services.fields import InvalidFieldsError, read_clock
from diary.services.holds import hold
from diary.services.hours import date_where, hours_of
from diary.store.care import Prompt, PromptStatus
from diary.store.people import Organization, Patient, Practitioner

LONGEST_MOVE = timedelta(days=21)
"""Shorter than plans are laid out ahead, so that what was set is laid out too."""
_STANDS = (
    PromptStatus.REQUESTED,
    PromptStatus.RELEASED,
    PromptStatus.COMPLETED,
    PromptStatus.PARTIAL,
)


def move(
    session: Session,
    catalogue: Catalogue,
    practitioner: Practitioner,
    prompt: Prompt,
    form: Mapping[str, str],
    now: datetime,
) -> None:
    """Ask it on ``day`` at ``time`` where the patient is.

    ``InvalidFieldsError`` for a time at which nobody may be asked or to which the plan cannot keep,
    and for a check-in that may not be moved (any more). Then the caller rolls back.
    """
    patient = hold(session, prompt.patient_id)
    session.refresh(prompt)
    if not may_move(prompt):
        raise InvalidFieldsError({"": "not_movable"})
    hours = hours_of(patient, session.get_one(Organization, patient.organization_id))
    day, clock = _read(form, hours, now)
    if _asks_the_same(session, prompt, day, patient.timezone):
        raise InvalidFieldsError({"day": "same_day"})
    prompt.moved_to_on, prompt.moved_to_local = day, clock
    session.flush()
    audit.record(
        session, "move prompt", patient, now, practitioner_id=practitioner.id, subject_id=prompt.id
    )
    follow_up.lay_out_anew(session, catalogue, patient, now)
    # The schedule has the last word: on infusions to come, and on when a plan begins anew.
    if prompt.status is not PromptStatus.REQUESTED:
        raise InvalidFieldsError({"day": "beyond_infusion"})
    if prompt.due_at != at_local(day, clock, ZoneInfo(patient.timezone)):
        raise InvalidFieldsError({"time": "in_infusion"})


def may_move(prompt: Prompt) -> bool:
    """Whether it is to come, and the patient has not put it off to a time of their own."""
    return prompt.status is PromptStatus.REQUESTED and not prompt.releases


def first_values(prompt: Prompt, patient: Patient) -> dict[str, str]:
    """The form as it begins: when it is due now."""
    due_at = max(prompt.due_at, prompt.postponed_until or prompt.due_at)
    local = due_at.astimezone(ZoneInfo(patient.timezone))
    return {"day": local.date().isoformat(), "time": f"{local:%H:%M}"}


def _read(form: Mapping[str, str], hours: PatientHours, now: datetime) -> tuple[date, time]:
    errors: dict[str, str] = {}
    day = read_day(form, "day", errors)
    text = form.get("time", "").strip()
    clock = read_clock(text)
    today = date_where(hours.timezone, now)
    if day and day < today:
        errors["day"] = "over"
    elif day and day > today + LONGEST_MOVE:
        errors["day"] = "far_move"
    if clock is None:
        errors["time"] = "time" if text else "required"
    elif not hours.open_local <= clock < hours.close_local:
        errors["time"] = "outside_hours"
    if errors or day is None or clock is None:
        raise InvalidFieldsError(errors)
    zone = ZoneInfo(hours.timezone)
    at = at_local(day, clock, zone)
    if at <= now:
        raise InvalidFieldsError({"time": "over"})
    if at.astimezone(zone).time() != clock:
        raise InvalidFieldsError({"time": "skipped_hour"})
    return day, clock


def _asks_the_same(session: Session, prompt: Prompt, day: date, timezone: str) -> bool:
    """Whether another check-in of that day asks the same questionnaires."""
    zone = ZoneInfo(timezone)
    begins, ends = (at_local(d, time(), zone) for d in (day, day + timedelta(days=1)))
    others = session.scalars(
        select(Prompt).where(
            Prompt.patient_id == prompt.patient_id,
            Prompt.id != prompt.id,
            Prompt.status.in_(_STANDS),
            Prompt.due_at >= begins,
            Prompt.due_at < ends,
        )
    )
    asked = set(prompt.questionnaires)
    return any(set(other.questionnaires) == asked for other in others)
