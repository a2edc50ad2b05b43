"""Laying out the prompts that infusions call for, and releasing those that are due."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, func, or_, select, update
from sqlalchemy.orm import Session

from diary.domain.consent import Texting
from diary.domain.plan import AnchorKind
from diary.domain.schedule import Anchor, Slot, SlotKey, due_prompts, next_open, reconcile
from diary.services.catalogue import Catalogue
from diary.services.holds import hold
from diary.services.hours import date_where, hours_of
from diary.store.care import Infusion, InfusionStatus, Prompt, PromptStatus
from diary.store.people import Organization, Patient

HORIZON = timedelta(days=28)
"""Open-ended plans are laid out this far ahead."""
LAY_OUT_AGAIN = timedelta(days=7)
"""... and again when this much of it has passed."""
FALL_TOGETHER = timedelta(minutes=30)
"""Check-ins due this close to one another become one text."""


POISON_RESTS = timedelta(minutes=5)
"""What failed is tried again after this, and stands in nobody's way until then."""


def lay_out(session: Session, catalogue: Catalogue, patient: Patient, now: datetime) -> None:
    """Create, move and withdraw prompts until they are those that the infusions call for.

    Holds the patient first: a prompt that is being sent at this moment is not touched.
    """
    hold(session, patient.id)
    clinic = session.get_one(Organization, patient.organization_id)
    patient.laid_out_until = now + HORIZON
    wanted = due_prompts(
        catalogue.plans[patient.plan],
        _anchors(session, patient, clinic),
        hours_of(patient, clinic),
        patient.laid_out_until,
    )
    prompts = {
        _key(prompt): prompt
        for prompt in session.scalars(
            select(Prompt)
            .where(Prompt.patient_id == patient.id)
            .execution_options(populate_existing=True)
        )
    }
    open_keys = {key for key, prompt in prompts.items() if prompt.status in _MAY_CHANGE}
    changes = reconcile(
        wanted,
        unsent=[_slot(prompts[key]) for key in open_keys],
        settled=prompts.keys() - open_keys,
    )
    for slot in changes.create:
        if slot.closes_at > now:
            session.add(_new_prompt(patient, slot))
    for slot in changes.move:
        _move(prompts[slot.key], slot)
    for key in changes.withdraw:
        if prompts[key].status is PromptStatus.REQUESTED:
            prompts[key].status, prompts[key].reason = PromptStatus.CANCELLED, "infusion_changed"
    for slot in wanted:
        prompt = prompts.get(slot.key)
        if prompt and prompt.status is PromptStatus.CANCELLED and slot.closes_at > now:
            prompt.status, prompt.reason = PromptStatus.REQUESTED, None


def patients_to_lay_out(session: Session, now: datetime) -> Sequence[UUID]:
    """Whose open-ended plan comes near the end of what is laid out."""
    return session.scalars(
        select(Patient.id).where(
            Patient.laid_out_until < now + HORIZON - LAY_OUT_AGAIN,
            Patient.texting != Texting.STOPPED,
        )
    ).all()


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
    """Whose turn it is, the longest due first."""
    due = (
        select(Prompt.patient_id)
        .join(Patient, Patient.id == Prompt.patient_id)
        .where(
            Prompt.status == PromptStatus.REQUESTED,
            Prompt.due_at <= now,
            ready_at() <= now,
        )
        .group_by(Prompt.patient_id)
        .order_by(func.min(Prompt.due_at))
        .limit(limit)
    )
    return session.scalars(due).all()


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
        .order_by(Prompt.due_at, Prompt.id)
        .execution_options(populate_existing=True)
    ).all()
    due = [prompt for prompt in soon if prompt.due_at <= now]
    asked = [prompt for prompt in due if _may_be_asked(prompt, patient, clinic, now)]
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
    return lead


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
        select(Prompt).where(Prompt.merged_into_id == lead.id).order_by(Prompt.due_at, Prompt.id)
    )
    return [lead, *merged]


_MAY_CHANGE = (PromptStatus.REQUESTED, PromptStatus.CANCELLED)
_ANCHOR_KINDS = {
    InfusionStatus.PLANNED: AnchorKind.VISIT,
    InfusionStatus.GIVEN: AnchorKind.INFUSION,
}


def _may_be_asked(prompt: Prompt, patient: Patient, clinic: Organization, now: datetime) -> bool:
    open_at = next_open(now, hours_of(patient, clinic))
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
        prompt.postponed_until = open_at
    else:
        return True
    return False


def _anchors(session: Session, patient: Patient, clinic: Organization) -> list[Anchor]:
    def on(instant: datetime) -> date:
        return date_where(clinic.timezone, instant)

    infusions = session.scalars(
        select(Infusion).where(
            Infusion.patient_id == patient.id, Infusion.status.in_(_ANCHOR_KINDS)
        )
    )
    enrolled_at = patient.enrolled_at
    return [
        Anchor(patient.id, AnchorKind.ENROLMENT, enrolled_at, enrolled_at, on(enrolled_at)),
        *(
            Anchor(
                infusion.id,
                _ANCHOR_KINDS[infusion.status],
                infusion.started_at,
                infusion.ended_at or infusion.started_at,
                on(infusion.started_at),
            )
            for infusion in infusions
        ),
    ]


def _key(prompt: Prompt) -> SlotKey:
    return SlotKey(prompt.anchor_id, prompt.check_in, prompt.occurrence)


def _slot(prompt: Prompt) -> Slot:
    return Slot(
        _key(prompt),
        prompt.due_at,
        prompt.closes_at,
        tuple(prompt.questionnaires),
        prompt.plan_version,
    )


def _new_prompt(patient: Patient, slot: Slot) -> Prompt:
    prompt = Prompt(
        organization_id=patient.organization_id,
        patient_id=patient.id,
        anchor_id=slot.key.anchor_id,
        check_in=slot.key.check_in,
        occurrence=slot.key.occurrence,
        status=PromptStatus.REQUESTED,
    )
    _move(prompt, slot)
    return prompt


def _move(prompt: Prompt, slot: Slot) -> None:
    prompt.due_at, prompt.closes_at = slot.due_at, slot.closes_at
    prompt.questionnaires, prompt.plan_version = list(slot.questionnaires), slot.plan_version
    prompt.postponed_until = None
