"""Sessions of each kind see and keep what they should on both databases."""

import pytest
from sqlalchemy import Engine, select, update

from diary.store.database import reading_sessions, single_statements, writing_sessions
from diary.store.people import Organization
from tests.factories import make_clinic


@pytest.fixture(name="clinic")
def _clinic(engine: Engine) -> Organization:
    with writing_sessions(engine).begin() as session:
        return make_clinic(session)


def test_what_is_read_again_is_what_is_committed_by_then_or_what_it_was_at_first(
    engine: Engine, clinic: Organization
):
    name = select(Organization.name).where(Organization.id == clinic.id)
    with reading_sessions(engine)() as reader:
        before = reader.scalar(name)
        with writing_sessions(engine).begin() as session:
            session.get_one(Organization, clinic.id).name = "Renamed"
            session.flush()
            assert reader.scalar(name) == before
        later = "Renamed" if engine.dialect.name == "postgresql" else before
        assert reader.scalar(name) == later


def test_a_single_statement_is_kept(engine: Engine, clinic: Organization):
    rename = update(Organization).where(Organization.id == clinic.id).values(name="Renamed")
    with single_statements(engine).begin() as session:
        session.execute(rename)
    with reading_sessions(engine)() as session:
        assert session.get_one(Organization, clinic.id).name == "Renamed"
