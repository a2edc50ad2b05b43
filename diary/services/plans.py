"""The plans of a clinic by version, and the one that a patient follows."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from diary.domain.plan import Plan
from diary.domain.plan_file import PlanError, parse_plan
from diary.services.catalogue import Catalogue
from diary.store.care import StoredPlan
from diary.store.people import Patient


def plan_of(session: Session, catalogue: Catalogue, patient: Patient) -> Plan:
    """The very version that the patient was put on; ``LookupError`` if it is gone."""
    code, _, version = patient.plan.partition("/")
    if stored := _stored(session, patient.organization_id, code, version):
        return parse_plan(stored.content)
    shipped = catalogue.plans.get(code)
    if shipped is None or shipped.version != version:
        raise LookupError(f"no plan {patient.plan}")
    return shipped


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
) -> Plan:
    """Store a clinic's own plan from the tables of its file. Patients stay where they are.

    ``PlanError`` for one that is wrong, or differs from what the clinic has under this version.
    """
    plan = parse_plan(content, catalogue.questionnaires)
    stored = _stored(session, organization_id, plan.code, plan.version)
    if stored is None:
        session.add(_row(organization_id, plan, now, is_own=True))
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
