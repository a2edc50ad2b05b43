"""Laying out the prompts that a patient's plan and infusions call for."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from diary.domain.consent import Texting
from diary.domain.plan import AnchorKind
from diary.domain.reconcile import reconcile
from diary.domain.schedule import Anchor, Moves, Slot, SlotKey, due_prompts
from diary.services.catalogue import Catalogue
from diary.services.holds import hold
from diary.services.hours import date_where, hours_of
from diary.services.plans import plan_of
from diary.store.care import Infusion, InfusionStatus, Prompt, PromptStatus
from diary.store.people import Organization, Patient

HORIZON = timedelta(days=28)
"""Open-ended plans are laid out this far ahead."""
LAY_OUT_AGAIN = timedelta(days=7)
"""... and again when this much of it has passed."""
_MINUTE = timedelta(minutes=1)


def lay_out(session: Session, catalogue: Catalogue, patient: Patient, now: datetime) -> None:
    """Create, move and withdraw prompts until they are those that the infusions call for.

    Holds the patient first: a prompt that is being sent at this moment is not touched.
    """
    hold(session, patient.id)
    clinic = session.get_one(Organization, patient.organization_id)
    plan = plan_of(session, catalogue, patient)
    patient.laid_out_until = now + HORIZON
    prompts = {
        _key(prompt): prompt
        for prompt in session.scalars(
            select(Prompt)
            .where(Prompt.patient_id == patient.id)
            .execution_options(populate_existing=True)
        )
    }
    wanted = due_prompts(
        plan,
        _anchors(session, patient, clinic),
        hours_of(patient, clinic),
        patient.laid_out_until,
        _moves(prompts),
    )
    changes = reconcile(
        wanted,
        unsent=[_slot(p) for p in prompts.values() if p.status is PromptStatus.REQUESTED],
        settled=[key for key, p in prompts.items() if p.status not in _MAY_CHANGE],
        asked=[_slot(p) for p in prompts.values() if p.releases],
        timezone=patient.timezone,
    )
    for slot in changes.create:
        if slot.closes_at <= now:
            continue
        if withdrawn := prompts.get(slot.key):
            withdrawn.status, withdrawn.reason = PromptStatus.REQUESTED, None
            _move(withdrawn, slot)
        else:
            session.add(_create(patient, slot))
    for slot in changes.move:
        if not prompts[slot.key].releases:  # what the patient put off comes when they said
            _move(prompts[slot.key], slot)
    for key in changes.withdraw:
        prompt = prompts[key]
        is_other_plan = prompt.plan_version != plan.reference
        prompt.status = PromptStatus.CANCELLED
        prompt.moved_to_on = prompt.moved_to_local = None
        prompt.reason = "plan_changed" if is_other_plan else "infusion_changed"


def patients_to_lay_out(session: Session, now: datetime) -> Sequence[UUID]:
    """Whose open-ended plan comes near the end of what is laid out."""
    return session.scalars(
        select(Patient.id).where(
            Patient.laid_out_until < now + HORIZON - LAY_OUT_AGAIN,
            Patient.texting != Texting.STOPPED,
        )
    ).all()


_MAY_CHANGE = (PromptStatus.REQUESTED, PromptStatus.CANCELLED)
_ANCHOR_KINDS = {
    InfusionStatus.PLANNED: AnchorKind.VISIT,
    InfusionStatus.GIVEN: AnchorKind.INFUSION,
}


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


def _moves(prompts: Mapping[SlotKey, Prompt]) -> Moves:
    return {
        key: (prompt.moved_to_on, prompt.moved_to_local)
        for key, prompt in prompts.items()
        if prompt.moved_to_on and prompt.moved_to_local is not None
    }


def _slot(prompt: Prompt) -> Slot:
    minutes = prompt.remind_minutes
    return Slot(
        _key(prompt),
        prompt.due_at,
        prompt.closes_at,
        tuple(prompt.questionnaires),
        prompt.plan_version,
        prompt.channel,
        None if minutes is None else _MINUTE * minutes,
    )


def _create(patient: Patient, slot: Slot) -> Prompt:
    prompt = Prompt(
        organization_id=patient.organization_id,
        patient_id=patient.id,
        anchor_id=slot.key.anchor_id,
        check_in=slot.key.check_in,
        occurrence=slot.key.occurrence,
        status=PromptStatus.REQUESTED,
        releases=0,
    )
    _move(prompt, slot)
    return prompt


def _move(prompt: Prompt, slot: Slot) -> None:
    prompt.due_at, prompt.closes_at = slot.due_at, slot.closes_at
    prompt.questionnaires, prompt.plan_version = list(slot.questionnaires), slot.plan_version
    prompt.channel = slot.channel
    after = slot.remind_after
    prompt.remind_minutes = None if after is None else after // _MINUTE
    prompt.postponed_until = None
