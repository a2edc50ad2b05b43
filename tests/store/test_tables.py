"""What the tables refuse, and what they keep as it was."""

import threading
from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError, OperationalError, StatementError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.orm.exc import StaleDataError

from diary.domain.consent import Texting
from diary.store.database import (
    create_engine_for,
    reading_sessions,
    sqlite_is_safe,
    writing_sessions,
)
from diary.store.ids import new_id
from diary.store.messaging import Conversation
from diary.store.people import Organization, Patient, StaffSession
from diary.store.schema import drift, is_current, upgrade
from tests.factories import NOW, make_clinic, make_patient, make_practitioner
from tests.schema import TEST_KEYRING


@pytest.fixture
def sessions(engine: Engine) -> sessionmaker[Session]:
    return writing_sessions(engine)


def a_session(sessions: sessionmaker[Session], created_at: datetime) -> StaffSession:
    with sessions.begin() as session:
        practitioner = make_practitioner(session, make_clinic(session))
        signed_in = StaffSession(
            organization_id=practitioner.organization_id,
            practitioner_id=practitioner.id,
            token_hash=new_id().bytes,
            created_at=created_at,
            seen_at=created_at,
        )
        session.add(signed_in)
    with sessions() as session:
        return session.get_one(StaffSession, signed_in.id)


def test_an_instant_without_a_zone_is_refused(sessions: sessionmaker[Session]):
    with pytest.raises(StatementError, match="time zone"):
        a_session(sessions, NOW.replace(tzinfo=None))


def test_an_instant_comes_back_in_utc_to_the_microsecond(sessions: sessionmaker[Session]):
    local = datetime(2026, 6, 1, 12, 30, 1, 234567, tzinfo=timezone(timedelta(hours=5.75)))
    stored = a_session(sessions, local).created_at
    assert stored == local
    assert stored.tzinfo is UTC


@pytest.mark.parametrize("said", ["\N{BUTTERFLY} \u00f1", "\ud83e", '\\" \x00'])
def test_what_is_kept_as_json_comes_back_as_it_was(sessions: sessionmaker[Session], said: str):
    with sessions.begin() as session:
        clinic_id = make_clinic(session, own_wordings={"done": {"en": said}}).id
    with sessions() as session:
        assert session.get_one(Organization, clinic_id).own_wordings == {"done": {"en": said}}


def test_instants_compare_as_instants(sessions: sessionmaker[Session]):
    made = a_session(sessions, NOW)
    tokyo = NOW.astimezone(timezone(timedelta(hours=9)))
    with sessions() as session:
        query = session.query(StaffSession.id)
        assert query.filter(StaffSession.created_at == tokyo).scalar() == made.id
        assert query.filter(StaffSession.created_at < tokyo).scalar() is None


def test_an_enum_is_stored_by_its_value(sessions: sessionmaker[Session], engine: Engine):
    with sessions.begin() as session:
        make_patient(session, make_practitioner(session, make_clinic(session)))
    with engine.connect() as connection:
        stored = connection.execute(text("SELECT texting FROM patient")).scalar_one()
    assert stored == Texting.ACTIVE.value


def test_a_column_that_does_not_exist_is_refused():
    with pytest.raises(TypeError, match="no column 'nme'"):
        Organization(nme="x")


def test_a_clinic_that_is_never_open_is_refused(sessions: sessionmaker[Session]):
    for closes in (time(9), time(8), time(0)):
        with pytest.raises(IntegrityError), sessions.begin() as session:
            make_clinic(session, quiet_until_local=time(9), quiet_from_local=closes)


@pytest.mark.parametrize(
    "columns",
    [
        {"quiet_until_local": time(7, 59, 59)},
        {"quiet_from_local": time(21, 0, 1)},
        {"prompts_a_day": 0},
        {"spread_minutes": -1},
        {"spread_minutes": 60},
    ],
)
def test_promise_3_a_clinic_that_texts_more_widely_than_the_law_is_refused(
    sessions: sessionmaker[Session], columns: dict[str, object]
):
    with pytest.raises(IntegrityError), sessions.begin() as session:
        make_clinic(session, **columns)
    with sessions.begin() as session:
        make_clinic(session, quiet_until_local=time(8), quiet_from_local=time(21))


def test_a_row_of_no_clinic_is_refused(sessions: sessionmaker[Session]):
    with pytest.raises(IntegrityError), sessions.begin() as session:
        session.add(
            StaffSession(
                organization_id=new_id(),
                practitioner_id=new_id(),
                token_hash=b"x",
                created_at=NOW,
                seen_at=NOW,
            )
        )


def test_two_who_change_one_conversation_do_not_overwrite_each_other(
    sessions: sessionmaker[Session],
):
    with sessions.begin() as session:
        patient = make_patient(session, make_practitioner(session, make_clinic(session)))
        patient_id = patient.id
    with sessions() as reader:
        seen = reader.query(Conversation).filter_by(patient_id=patient_id).one()
        reader.commit()
        with sessions.begin() as other:
            other.query(Conversation).filter_by(patient_id=patient_id).one().turn += 1
        seen.turn = 99
        with pytest.raises(StaleDataError):
            reader.flush()
        reader.rollback()


def test_counting_at_the_same_time_loses_no_count(sessions: sessionmaker[Session]):
    """The clinic's counter of alerts, from four threads."""
    from diary.services.alerts import _next_number

    with sessions.begin() as session:
        clinic_id = make_clinic(session).id
    numbers: list[int] = []

    def count() -> None:
        for _ in range(10):
            with sessions.begin() as session:
                session.get_one(Organization, clinic_id)
                numbers.append(_next_number(session, clinic_id))

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(numbers) == list(range(1, 41))


def test_a_reader_does_not_wait_for_a_writer(engine: Engine):
    with writing_sessions(engine).begin() as session:
        clinic_id = make_clinic(session, name="Before").id
    with writing_sessions(engine).begin() as writer:
        writer.get_one(Organization, clinic_id).name = "After"
        writer.flush()
        with reading_sessions(engine)() as reader:
            assert reader.get_one(Organization, clinic_id).name == "Before"


def test_the_migrations_make_what_the_models_say(engine: Engine):
    assert is_current(engine)
    assert drift(engine) == []


def test_upgrading_twice_changes_nothing(engine: Engine):
    upgrade(engine)
    assert is_current(engine)


def test_an_empty_database_is_not_current(tmp_path):
    engine = create_engine_for(f"sqlite:///{tmp_path / 'empty.db'}", TEST_KEYRING)
    assert not is_current(engine)
    upgrade(engine)
    assert is_current(engine)
    engine.dispose()


def test_no_other_database_is_taken():
    with pytest.raises(ValueError, match="sqlite or postgresql"):
        create_engine_for("mysql://localhost/diary", TEST_KEYRING)


def test_the_sqlite_at_hand_keeps_its_word(test_run, tmp_path):
    engine = create_engine_for(test_run.sqlite(tmp_path), TEST_KEYRING)
    with engine.connect() as connection:
        asked = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    engine.dispose()
    assert asked == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    assert sqlite_is_safe()


def test_a_failed_write_leaves_nothing_and_the_next_one_works(test_run, tmp_path):
    """The disk is full: the write fails whole, and works when there is room again."""
    engine = create_engine_for(test_run.sqlite(tmp_path), TEST_KEYRING)
    sessions = writing_sessions(engine)
    with engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()

    def fill_up() -> None:
        with sessions.begin() as session:
            session.connection().exec_driver_sql(f"PRAGMA max_page_count = {pages + 1}")
            for _ in range(200):
                make_clinic(session)

    with pytest.raises(OperationalError, match="full"):
        fill_up()
    with sessions.begin() as session:
        session.connection().exec_driver_sql(f"PRAGMA max_page_count = {pages + 10_000}")
        assert session.query(Organization).count() == 0
        make_clinic(session)
    with sessions() as session:
        assert session.query(Organization).count() == 1
    engine.dispose()


def test_ids_rise_strictly_in_one_process():
    ids = [new_id() for _ in range(5000)]
    assert ids == sorted(ids)
    assert len(set(ids)) == len(ids)
    assert {i.version for i in ids} == {7}


def test_a_date_stays_a_date(sessions: sessionmaker[Session]):
    with sessions.begin() as session:
        make_patient(session, make_practitioner(session, make_clinic(session)))
    with sessions() as session:
        patient = session.query(Patient).one()
        assert patient.preferred_local == time(10)
        assert isinstance(patient.enrolled_at.date(), date)
