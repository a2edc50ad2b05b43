"""A clinic on a database of each kind, its jobs run by hand."""

from collections.abc import Iterator
from uuid import UUID

import pytest

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
