"""Releasing the prompts that are due."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session

from diary.domain.consent import Texting
from diary.domain.open_hours import PatientHours, day_began, next_open, spread
from diary.domain.texts import FALL_TOGETHER, after_a_full_day, when_to_remind
from diary.services.hours import hours_of
from diary.store.base import UtcDateTime
from diary.store.care import Prompt, PromptStatus
from diary.store.literals import is_word
from diary.store.people import Organization, Patient

POISON_RESTS = timedelta(minutes=5)
"""What failed is tried again after this, and stands in nobody's way until then."""


def ready_at() -> ColumnElement[datetime]:
    """When a requested prompt asks for something to be done, as an expression of a query.

    What somebody is to be asked who has not joined yet waits for that; it is over at its end.
    """
    postponed = and_(Prompt.postponed_until.is_not(None), Prompt.postponed_until > Prompt.due_at)
    return case(
        (Patient.texting == Texting.INVITED, Prompt.closes_at),
        (postponed, Prompt.postponed_until),
        else_=Prompt.due_at,
    )


def patients_with_due_prompts(session: Session, now: datetime, limit: int) -> Sequence[UUID]:
    """Whose turn it is, the longest due first: those of the first ``limit`` prompts."""
    return list(dict.fromkeys(session.scalars(_due(), {"now": now, "limit": limit})))


@cache
def _due() -> Select[UUID]:
    # Read in the order of its index: sorted or grouped, it would cost what is stored. A limit in a
    # parameter would be planned for as a tenth of the table.
    now = bindparam("now", type_=UtcDateTime())
    return (
        select(Prompt.patient_id)
        .join(Patient, Patient.id == Prompt.patient_id)
        .where(
            is_word(Prompt.status, PromptStatus.REQUESTED),
            Prompt.due_at <= now,
            ready_at() <= now,
        )
        .order_by(Prompt.due_at)
        .limit(bindparam("limit", type_=Integer(), literal_execute=True))
    )


def claim_due(
    session: Session, patient: Patient, clinic: Organization, now: datetime
) -> Prompt | None:
    """Mark what is due as released and give the prompt that asks for all of it.

    What may not or need not be asked any more is recorded as skipped or missed, with the reason.
    Hold the patient first.
    """
    soon = session.scalars(
        select(Prompt)
        .where(
            Prompt.patient_id == patient.id,
            Prompt.status == PromptStatus.REQUESTED,
            Prompt.due_at <= now + FALL_TOGETHER,
            or_(Prompt.postponed_until.is_(None), Prompt.postponed_until <= now),
        )
        .order_by(Prompt.due_at, Prompt.check_in, Prompt.id)
        .execution_options(populate_existing=True)
    ).all()
    due = [prompt for prompt in soon if prompt.due_at <= now]
    hours = hours_of(patient, clinic)
    is_full = bool(due) and _texts_today(session, patient, hours, now) >= clinic.prompts_a_day
    asked = [p for p in due if _may_be_asked(p, patient, hours, now, is_full=is_full)]
    if not asked:
        return None
    # Whoever may be asked the first may be asked those that fall due in a moment.
    asked += [prompt for prompt in soon if prompt.due_at > now]
    lead, *others = asked
    for prompt in asked:
        prompt.status, prompt.released_at = PromptStatus.RELEASED, now
        prompt.releases += 1
    lead.merged_into_id = None
    for other in others:
        other.merged_into_id = lead.id
    lead.remind_at = when_to_remind(
        now, min(prompt.closes_at for prompt in asked), remind_after(asked), hours
    )
    return lead


def remind_after(asked: Sequence[Prompt]) -> timedelta | None:
    """The silence after which one text about ``asked`` is due again: each is reminded of once."""
    waits = [p.remind_minutes for p in asked if p.remind_minutes and not p.reminded_at]
    return timedelta(minutes=min(waits)) if waits else None


def put_off(session: Session, patient_id: UUID, now: datetime) -> None:
    """Asking this patient failed: try again after a while, and let the others go first."""
    session.execute(
        update(Prompt)
        .where(
            Prompt.patient_id == patient_id,
            Prompt.status == PromptStatus.REQUESTED,
            Prompt.due_at <= now,
        )
        .values(postponed_until=now + POISON_RESTS)
        .execution_options(synchronize_session=False)
    )


def asked_by(session: Session, lead: Prompt) -> list[Prompt]:
    """The prompts that one text asks: ``lead`` and those merged into it."""
    merged = session.scalars(
        select(Prompt)
        .where(Prompt.merged_into_id == lead.id)
        .order_by(Prompt.due_at, Prompt.check_in, Prompt.id)
    )
    return [lead, *merged]


def _texts_today(session: Session, patient: Patient, hours: PatientHours, now: datetime) -> int:
    """How many texts have asked something since the patient's day began."""
    asked = session.scalar(
        select(func.count())
        .select_from(Prompt)
        .where(
            Prompt.patient_id == patient.id,
            Prompt.released_at >= day_began(now, hours),
            Prompt.merged_into_id.is_(None),
        )
    )
    return asked or 0


def _may_be_asked(
    prompt: Prompt, patient: Patient, hours: PatientHours, now: datetime, *, is_full: bool
) -> bool:
    open_at = next_open(now, hours)
    has_joined = patient.texting is not Texting.INVITED
    if prompt.closes_at <= max(now, open_at) and has_joined:
        prompt.status, prompt.reason = PromptStatus.MISSED, "too_late"
    elif not has_joined:
        if prompt.closes_at <= now:
            prompt.status, prompt.reason = PromptStatus.SKIPPED, "not_joined"
    elif patient.texting is not Texting.ACTIVE:
        prompt.status, prompt.reason = PromptStatus.SKIPPED, f"texting_{patient.texting}"
    elif patient.paused_until and now < patient.paused_until:
        prompt.status, prompt.reason = PromptStatus.SKIPPED, "paused"
    elif open_at > now:
        own = spread(open_at, hours)
        prompt.postponed_until = own if own < prompt.closes_at else open_at
    elif is_full and not prompt.releases:  # what the patient put off was counted before
        prompt.postponed_until = after_a_full_day(now, prompt.closes_at, hours)
        if prompt.postponed_until is None:
            prompt.status, prompt.reason = PromptStatus.SKIPPED, "daily_cap"
    else:
        return True
    return False
