"""A clinic on a database of each kind, its jobs run by hand."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from sqlalchemy import update

from diary.store.messaging import OutboundMessage, OutboundStatus
from tests.jobs.clinic import JobClinic, open_clinic


@pytest.fixture
def clinic(database_url: str) -> Iterator[JobClinic]:
    opened = open_clinic(database_url)
    yield opened
    opened.services.engine.dispose()


@pytest.fixture
def ana(clinic: JobClinic) -> UUID:
    """A patient who has joined, with everything so far sent."""
    patient_id = clinic.add_patient()
    clinic.settle()
    clinic.carrier.taken.clear()
    clinic.carrier.attempts.clear()
    return patient_id


@pytest.fixture
def texts(clinic: JobClinic) -> list[UUID]:
    """Five prompts that are due, the last two to patients."""
    patients = [None, None, None, clinic.add_patient(), clinic.add_patient()]
    with clinic.services.sessions.begin() as session:
        session.execute(update(OutboundMessage).values(status=OutboundStatus.DELIVERED))
    return [clinic.queue(patient, f"now:{n}") for n, patient in enumerate(patients)]
