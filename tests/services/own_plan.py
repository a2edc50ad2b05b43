"""A clinic's own plan, as small as a test needs it."""

from datetime import timedelta
from typing import Any

from diary.domain.plan import Plan
from diary.services import follow_up, plans
from diary.store.care import Infusion
from diary.store.people import Patient, Practitioner
from tests.factories import NOW, catalogue, give_infusion
from tests.jobs.clinic import JobClinic

DAILY: dict[str, Any] = {
    "code": "day",
    "after": "PT4H",
    "window": "PT12H",
    "questionnaires": ["daily"],
}


def content_of(version: str, *check_ins: dict[str, Any], code: str = "own") -> dict[str, Any]:
    """The tables of a plan's file."""
    return {"code": code, "version": version, "title": {"en": "Own"}, "check_ins": [*check_ins]}


def follow(clinic: JobClinic, patient_id: Any, version: str, *check_ins: dict[str, Any]) -> Plan:
    """Load a plan for the clinic and move the patient to it."""
    services = clinic.services
    with services.sessions.begin() as session:
        content = content_of(version, *check_ins)
        plan = plans.load(session, catalogue(), clinic.clinic_id, content, clinic.clock())
        session.flush()
        follow_up.move(session, catalogue(), patient_id, plan, clinic.clock())
    return plan


def infuse(clinic: JobClinic, patient_id: Any, *, hours_ago: float = 2) -> Infusion:
    """An infusion of 40 minutes that was recorded when it ended."""
    with clinic.services.sessions.begin() as session:
        practitioner = session.get_one(Practitioner, clinic.practitioner_id)
        patient = session.get_one(Patient, patient_id)
        started_at = NOW - timedelta(hours=hours_ago)
        return give_infusion(session, practitioner, patient, started_at=started_at)
