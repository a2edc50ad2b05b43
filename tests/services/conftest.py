"""What the services are tested on: a session of a real database, with a clinic that has staff."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from diary.store.database import writing_sessions
from diary.store.people import Organization, Practitioner
from tests.factories import make_clinic, make_practitioner


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
