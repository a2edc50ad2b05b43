"""Laying out the prompts that infusions call for, and releasing those that are due."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from diary.domain.consent import Texting
from diary.domain.plan import AnchorKind
from diary.domain.schedule import Anchor, Slot, SlotKey, due_prompts, next_open, reconcile
from diary.services.catalogue import Catalogue
from diary.services.hours import hours_of
from diary.store.care import Infusion, InfusionStatus, Prompt, PromptStatus
from diary.store.people import Organization, Patient

HORIZON = timedelta(days=28)
"""Open-ended plans are laid out this far ahead."""
LAY_OUT_AGAIN = timedelta(days=7)
"""... and again when this much of it has passed."""
FALL_TOGETHER = timedelta(minutes=30)
"""Check-ins due this close to one another become one text."""


def lay_out(session: Session, catalogue: Catalogue, patient: Patient, now: datetime) -> None:
    """Create, move and withdraw prompts until they are those that the infusions call for."""
    clinic = session.get_one(Organization, patient.organization_id)
    patient.laid_out_until = now + HORIZON
    wanted = due_prompts(
        catalogue.plans[patient.plan],
        _anchors(session, patient),
        hours_of(patient, clinic),
        patient.laid_out_until,
    )
    prompts = {
        _key(prompt): prompt
        for prompt in session.scalars(select(Prompt).where(Prompt.patient_id == patient.id))
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
        prompts[key].status, prompts[key].reason = PromptStatus.CANCELLED, "infusion_changed"
    for slot in wanted:
        prompt = prompts.get(slot.key)
        if prompt and prompt.status is PromptStatus.CANCELLED:
            prompt.status, prompt.reason = PromptStatus.REQUESTED, None


def wake(session: Session, patient: Patient) -> None:
    """The patient has joined: what waited for that waits no longer."""
    for prompt in session.scalars(
        select(Prompt).where(
            Prompt.patient_id == patient.id, Prompt.status == PromptStatus.REQUESTED
        )
    ):
        prompt.postponed_until = None


def patients_to_lay_out(session: Session, now: datetime) -> Sequence[UUID]:
    """Whose open-ended plan comes near the end of what is laid out."""
    return session.scalars(
        select(Patient.id).where(
            Patient.laid_out_until < now + HORIZON - LAY_OUT_AGAIN,
            Patient.texting != Texting.STOPPED,
        )
    ).all()


def patients_with_due_prompts(session: Session, now: datetime, limit: int) -> Sequence[UUID]:
    """Whose turn it is, the longest due first."""
    due = session.scalars(
        select(Prompt.patient_id)
        .where(
            Prompt.status == PromptStatus.REQUESTED,
            Prompt.due_at <= now,
            or_(Prompt.postponed_until.is_(None), Prompt.postponed_until <= now),
        )
        .order_by(Prompt.due_at)
        .limit(limit)
    )
    return list(dict.fromkeys(due))


def claim_due(
    session: Session, patient: Patient, clinic: Organization, now: datetime
) -> Prompt | None:
    """Mark what is due as released and give the prompt that asks for all of it.

    What may not or need not be asked any more is recorded as skipped or missed, with the reason.
    """
    prompts = session.scalars(
        select(Prompt)
        .where(
            Prompt.patient_id == patient.id,
            Prompt.status == PromptStatus.REQUESTED,
            Prompt.due_at <= now + FALL_TOGETHER,
            or_(Prompt.postponed_until.is_(None), Prompt.postponed_until <= now),
        )
        .order_by(Prompt.due_at, Prompt.id)
    ).all()
    askable = [prompt for prompt in prompts if _may_be_asked(prompt, patient, clinic, now)]
    if not askable or askable[0].due_at > now:
        return None
    lead, *others = askable
    for prompt in askable:
        prompt.status, prompt.released_at = PromptStatus.RELEASED, now
        prompt.releases += 1
    for other in others:
        other.merged_into_id = lead.id
    return lead


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
    if prompt.closes_at <= max(now, open_at):
        prompt.status, prompt.reason = PromptStatus.MISSED, "too_late"
    elif patient.texting is Texting.INVITED:
        # Whoever joins while it is still worth asking is asked: see ``wake``.
        prompt.postponed_until = prompt.closes_at
    elif patient.texting is not Texting.ACTIVE:
        prompt.status, prompt.reason = PromptStatus.SKIPPED, f"texting_{patient.texting}"
    elif patient.paused_until and now < patient.paused_until:
        prompt.status, prompt.reason = PromptStatus.SKIPPED, "paused"
    elif open_at > now:
        prompt.postponed_until = open_at
    else:
        return True
    return False


def _anchors(session: Session, patient: Patient) -> list[Anchor]:
    enrolment = Anchor(patient.id, AnchorKind.ENROLMENT, patient.enrolled_at, patient.enrolled_at)
    infusions = session.scalars(
        select(Infusion).where(
            Infusion.patient_id == patient.id, Infusion.status.in_(_ANCHOR_KINDS)
        )
    )
    return [
        enrolment,
        *(
            Anchor(
                infusion.id,
                _ANCHOR_KINDS[infusion.status],
                infusion.started_at,
                infusion.ended_at or infusion.started_at,
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
