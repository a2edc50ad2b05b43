"""A clinic that began with an older version goes on with this one."""

import pytest
from sqlalchemy import Engine, select

from diary.services import caseload
from diary.store.caseload import CaseloadRow
from diary.store.people import Organization, Patient, Practitioner
from diary.store.schema import Base, is_current, upgrade
from tests.cli.running import diary
from tests.factories import make_clinic, make_patient, make_practitioner, make_services

WHO = [Organization.__table__, Practitioner.__table__, Patient.__table__]


@pytest.fixture
def old(database_url: str, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """A database as the first version made it, with a patient of whom no list knows."""
    monkeypatch.setenv("DIARY_DATABASE_URL", database_url)
    services = make_services(database_url)
    with services.sessions.begin() as session:
        make_patient(session, make_practitioner(session, make_clinic(session)))
    with services.engine.connect() as connection:
        rows = [(table, connection.execute(table.select()).mappings().all()) for table in WHO]
    Base.metadata.drop_all(services.engine)
    with services.engine.begin() as connection:
        connection.exec_driver_sql("drop table alembic_version")
    upgrade(services.engine, "0001")
    with services.engine.begin() as connection:
        for table, several in rows:
            connection.execute(table.insert(), [dict(row) for row in several])
    services.engine.dispose()
    return engine


def test_its_lists_are_written_anew(old: Engine):
    assert not is_current(old)
    done = diary("db", "upgrade")
    assert done.returncode == 0
    assert done.stdout == (
        "writing the lists anew; if that is broken off, run `diary db rebuild`\n"
        "the database is at the newest migration\n"
    )
    assert diary("db", "check").stdout == "the database is at the newest migration and fits\n"
    with old.connect() as connection:
        listed = connection.execute(select(CaseloadRow.patient_id)).all()
        assert listed == connection.execute(select(Patient.id)).all()


def test_what_is_at_the_newest_migration_is_left_alone(old: Engine, monkeypatch):
    upgrade(old)
    monkeypatch.setattr(caseload, "rewrite", lambda *_: pytest.fail("written anew"))
    assert diary("db", "upgrade").returncode == 0
