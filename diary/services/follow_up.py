"""Changing what a patient follows: the plan, the zone they are in, the time of day they like."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from sqlalchemy.orm import Session

from diary.domain.plan import Plan
from diary.services import audit, caseload, laying_out, plans
from diary.services.catalogue import Catalogue
from diary.services.enrolment import read_preferred, read_zone
from diary.services.fields import InvalidFieldsError
from diary.services.holds import hold
from diary.services.hours import take_to_zone
from diary.store.people import Organization, Patient, Practitioner


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What a patient is to follow from now on, every field checked."""

    plan: Plan
    timezone: str
    preferred_local: time


def choices(session: Session, catalogue: Catalogue, patient: Patient) -> Mapping[str, Plan]:
    """The plans that a patient may be put on, by code and version: their own among them."""
    newest = plans.offered(session, catalogue, patient.organization_id).values()
    current = plans.plan_of(session, catalogue, patient)
    return {plan.reference: plan for plan in (current, *newest)}


def read_follow_up(
    form: Mapping[str, str], clinic: Organization, offered: Mapping[str, Plan]
) -> FollowUp:
    """The form's fields, or ``InvalidFieldsError`` that names every wrong one.

    ``offered`` are the plans by code and version.
    """
    errors: dict[str, str] = {}
    plan = offered.get(form.get("plan", ""))
    if plan is None:
        errors["plan"] = "plan"
    timezone = read_zone(form, errors)
    preferred = read_preferred(form, clinic, errors)
    if errors or plan is None or preferred is None:
        raise InvalidFieldsError(errors)
    return FollowUp(plan, timezone, preferred)


def change(
    session: Session,
    catalogue: Catalogue,
    practitioner: Practitioner,
    patient: Patient,
    values: FollowUp,
    now: datetime,
) -> None:
    """Let the patient follow ``values``: everything that was not sent yet is laid out anew."""
    hold(session, patient.id)
    plans.put_on(session, patient, values.plan, now)
    take_to_zone(patient, values.timezone)
    patient.preferred_local = values.preferred_local
    audit.record(session, "change follow-up", patient, now, practitioner_id=practitioner.id)
    lay_out_anew(session, catalogue, patient, now)


def move(
    session: Session,
    catalogue: Catalogue,
    patient_id: UUID,
    plan: Plan,
    now: datetime,
    practitioner_id: UUID | None = None,
) -> bool:
    """Move a patient over to another version; ``False`` if they have it.

    ``practitioner_id`` is ``None`` for an operator.
    """
    patient = hold(session, patient_id)
    if patient.plan == plan.reference:
        return False
    plans.put_on(session, patient, plan, now)
    audit.record(session, "change follow-up", patient, now, practitioner_id=practitioner_id)
    lay_out_anew(session, catalogue, patient, now)
    return True


def lay_out_anew(session: Session, catalogue: Catalogue, patient: Patient, now: datetime) -> None:
    """Bring what was not sent yet, and the list that staff see, to what holds now."""
    laying_out.lay_out(session, catalogue, patient, now)
    session.flush()
    caseload.rewrite(session, catalogue, patient, now)
