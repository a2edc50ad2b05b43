"""What the services are tested on: a session of a real database, with a clinic that has staff."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from diary.services import alert_desk
from diary.store.alerts import SafetyAlert
from diary.store.database import writing_sessions
from diary.store.people import Organization, Patient, Practitioner
from tests.factories import catalogue, make_clinic, make_patient, make_practitioner
from tests.jobs.clinic import JobClinic, open_clinic
from tests.services.on_call import CRISIS, Ward


@dataclass
class Desk:
    """A clinic and somebody at its desk."""

    session: Session
    clinic: Organization
    practitioner: Practitioner


@pytest.fixture
def desk(engine: Engine) -> Iterator[Desk]:
    with writing_sessions(engine)() as session:
        clinic = make_clinic(session)
        yield Desk(session, clinic, make_practitioner(session, clinic))


@pytest.fixture(name="ana")
def _ana(desk: Desk) -> Patient:
    return make_patient(desk.session, desk.practitioner)


@pytest.fixture(name="clinic")
def _clinic(database_url: str) -> Iterator[JobClinic]:
    opened = open_clinic(database_url)
    yield opened
    opened.services.engine.dispose()


@pytest.fixture(name="ward")
def _ward(clinic: JobClinic) -> Ward:
    """Wednesday 10:00. Ann is paged first, then Bo, then the supervisor Cy."""
    ward = Ward(clinic)
    ward.put_on_call("Ann", 1, wait=5)
    ward.put_on_call("Bo", 2, wait=10)
    ward.put_on_call("Cy", 3, wait=15)
    return ward


@pytest.fixture(name="marisol")
def _marisol(clinic: JobClinic) -> UUID:
    return clinic.add_patient()


@pytest.fixture(name="held")
def _held(ward: Ward, marisol: UUID) -> Ward:
    """Ann was paged about a cry for help, and has taken it."""
    ward.clinic.text_in(marisol, CRISIS)
    ward.page()
    with ward.clinic.services.sessions.begin() as session:
        alert = session.scalars(select(SafetyAlert)).one()
        ann = session.get_one(Practitioner, ward.people["Ann"])
        alert_desk.take_by_page(session, catalogue(), alert, ann, ward.clinic.clock())
    return ward
