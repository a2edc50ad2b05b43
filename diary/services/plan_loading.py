"""A clinic's own plan, or its next version, looked at before it is loaded."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from diary.domain.plan import CheckIn, Plan
from diary.domain.plan_text import LONGEST_TEXT, LineProblem, PlanTextError, read_plan_text
from diary.services import plans
from diary.services.catalogue import Catalogue
from diary.store.people import Patient

TOO_LONG = "is longer than any protocol"
KNOWN_ALREADY = "the clinic has %(plan)s already: give it a new 'version'"


@dataclass(frozen=True, slots=True)
class CheckInChange:
    """A check-in that differs: ``before`` is ``None`` for a new one, ``after`` if it goes."""

    code: str
    before: CheckIn | None
    after: CheckIn | None


@dataclass(frozen=True, slots=True)
class NewPlan:
    """A plan that may be loaded. ``current`` is the version that it follows, if there is one."""

    plan: Plan
    current: Plan | None
    changes: tuple[CheckInChange, ...]
    patients: int
    """Who follows another version of it."""


def look(session: Session, catalogue: Catalogue, organization_id: UUID, text: str) -> NewPlan:
    """What loading ``text`` would change; ``PlanTextError`` names all that is wrong, by line."""
    if len(text) > LONGEST_TEXT:
        raise PlanTextError([LineProblem(None, TOO_LONG)])
    plan = read_plan_text(text, catalogue.questionnaires)
    known = plans.version_of(session, catalogue, organization_id, plan.code, plan.version)
    if known is not None:
        line = _version_line(text)
        raise PlanTextError([LineProblem(line, KNOWN_ALREADY, {"plan": plan.reference})])
    current = plans.offered(session, catalogue, organization_id).get(plan.code)
    return NewPlan(
        plan,
        current,
        _changes(current, plan),
        len(plans.patients_on_others(session, organization_id, plan)),
    )


def followers(
    session: Session, organization_id: UUID, code: str, limit: int
) -> tuple[list[Patient], int]:
    """Some of those who follow any version of a plan, the newest first, and how many there are."""
    follow = (
        Patient.organization_id == organization_id,
        Patient.plan.startswith(f"{code}/", autoescape=True),
    )
    some = select(Patient).where(*follow).order_by(Patient.enrolled_at.desc(), Patient.id)
    count = session.scalar(select(func.count()).select_from(Patient).where(*follow))
    return list(session.scalars(some.limit(limit))), count or 0


def _changes(current: Plan | None, plan: Plan) -> tuple[CheckInChange, ...]:
    before = {check_in.code: check_in for check_in in current.check_ins} if current else {}
    after = {check_in.code: check_in for check_in in plan.check_ins}
    return tuple(
        CheckInChange(code, before.get(code), after.get(code))
        for code in dict.fromkeys((*after, *before))
        if before.get(code) != after.get(code)
    )


def _version_line(text: str) -> int | None:
    lines = enumerate(text.splitlines(), start=1)
    return next((number for number, line in lines if line.lstrip().startswith("version")), None)
