"""The plans of a clinic by version, and the one that a patient follows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from diary.domain.plan import Plan
from diary.domain.plan_file import PlanError, parse_plan
from diary.services import audit
from diary.services.catalogue import Catalogue
from diary.store.care import StoredPlan
from diary.store.people import Patient


def plan_of(session: Session, catalogue: Catalogue, patient: Patient) -> Plan:
    """The very version that the patient was put on; ``LookupError`` if it is gone."""
    code, _, version = patient.plan.partition("/")
    found = version_of(session, catalogue, patient.organization_id, code, version)
    if found is None:
        raise LookupError(f"no plan {patient.plan}")
    return found


def version_of(
    session: Session, catalogue: Catalogue, organization_id: UUID, code: str, version: str
) -> Plan | None:
    """One version of a plan, as the clinic's patients have it; ``None`` if there is none."""
    if stored := _stored(session, organization_id, code, version):
        return parse_plan(stored.content)
    shipped = catalogue.plans.get(code)
    return shipped if shipped and shipped.version == version else None


def offered(session: Session, catalogue: Catalogue, organization_id: UUID) -> Mapping[str, Plan]:
    """The newest version of every plan that a patient may be put on, by code.

    The clinic's own go before those that come with the program.
    """
    own = session.scalars(
        select(StoredPlan)
        .where(StoredPlan.organization_id == organization_id, StoredPlan.is_own)
        .order_by(StoredPlan.stored_at, StoredPlan.id)
    )
    newest = {stored.code: stored for stored in own}
    plans = {**catalogue.plans, **{code: parse_plan(row.content) for code, row in newest.items()}}
    return dict(sorted(plans.items()))


def versions(session: Session, organization_id: UUID) -> Sequence[StoredPlan]:
    """Every version that the clinic has or had, by code, the oldest first."""
    return session.scalars(
        select(StoredPlan)
        .where(StoredPlan.organization_id == organization_id)
        .order_by(StoredPlan.code, StoredPlan.stored_at, StoredPlan.id)
    ).all()


@dataclass(frozen=True, slots=True)
class OnShelf:
    """A version that a clinic has. ``is_newest``: patients may be put on it."""

    plan: Plan
    is_newest: bool
    is_own: bool
    patients: int
    """How many follow it."""


def shelf(session: Session, catalogue: Catalogue, organization_id: UUID) -> Sequence[OnShelf]:
    """Every version on offer, or followed at one time, by code, the newest of each first."""
    on_it = patients_by_plan(session, organization_id)
    newest = offered(session, catalogue, organization_id)
    stored = list(versions(session, organization_id))
    own = {f"{row.code}/{row.version}" for row in stored if row.is_own}
    plans = {plan.reference: plan for plan in newest.values()}
    for row in reversed(stored):
        plans.setdefault(f"{row.code}/{row.version}", parse_plan(row.content))
    found = [
        OnShelf(plan, newest.get(plan.code) is plan, reference in own, on_it.get(reference, 0))
        for reference, plan in plans.items()
    ]
    return sorted(found, key=lambda each: (each.plan.code, not each.is_newest))


def put_on(session: Session, patient: Patient, plan: Plan, now: datetime) -> None:
    """Let the patient follow ``plan``, in this version until somebody changes it.

    What is to be asked is laid out by ``laying_out.lay_out``.
    """
    if _stored(session, patient.organization_id, plan.code, plan.version) is None:
        try:
            with session.begin_nested():
                session.add(_row(patient.organization_id, plan, now, is_own=False))
        except IntegrityError:
            pass  # somebody else put a patient on it a moment ago
    patient.plan = plan.reference


def load(
    session: Session,
    catalogue: Catalogue,
    organization_id: UUID,
    content: Mapping[str, object],
    now: datetime,
    practitioner_id: UUID | None = None,
) -> Plan:
    """Store a clinic's own plan from the tables of its file. Patients stay where they are.

    ``practitioner_id`` is ``None`` for an operator.

    ``PlanError`` for one that is wrong, or differs from what the clinic has under this version.
    """
    plan = parse_plan(content, catalogue.questionnaires)
    stored = _stored(session, organization_id, plan.code, plan.version)
    if stored is None:
        session.add(_row(organization_id, plan, now, is_own=True))
        audit.record_setting(
            session,
            "load plan",
            organization_id,
            now,
            practitioner_id=practitioner_id,
            detail=plan.reference,
        )
    elif stored.content != plan.content:
        raise PlanError(f"the clinic has another plan {plan.reference}: give it a new version")
    return plan


def patients_on(session: Session, organization_id: UUID, code: str) -> Sequence[UUID]:
    """Who follows any version of a plan."""
    return session.scalars(
        select(Patient.id).where(
            Patient.organization_id == organization_id,
            Patient.plan.startswith(f"{code}/", autoescape=True),
        )
    ).all()


def patients_on_others(session: Session, organization_id: UUID, plan: Plan) -> Sequence[UUID]:
    """Who follows another version of ``plan``."""
    return session.scalars(
        select(Patient.id).where(
            Patient.organization_id == organization_id,
            Patient.plan.startswith(f"{plan.code}/", autoescape=True),
            Patient.plan != plan.reference,
        )
    ).all()


def patients_by_plan(session: Session, organization_id: UUID) -> Mapping[str, int]:
    """How many patients follow each version, by code and version."""
    rows = session.execute(
        select(Patient.plan, func.count())
        .where(Patient.organization_id == organization_id)
        .group_by(Patient.plan)
    )
    return {row[0]: row[1] for row in rows}


def _stored(session: Session, organization_id: UUID, code: str, version: str) -> StoredPlan | None:
    return session.scalars(
        select(StoredPlan).where(
            StoredPlan.organization_id == organization_id,
            StoredPlan.code == code,
            StoredPlan.version == version,
        )
    ).first()


def _row(organization_id: UUID, plan: Plan, now: datetime, *, is_own: bool) -> StoredPlan:
    return StoredPlan(
        organization_id=organization_id,
        code=plan.code,
        version=plan.version,
        content=dict(plan.content),
        is_own=is_own,
        stored_at=now,
    )
