"""Encrypted columns: bound to their place, opened by old keys, readable nowhere else."""

from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.orm import Session

from diary.services.lists import page_of
from diary.store.database import create_engine_for, reading_sessions, writing_sessions
from diary.store.ids import new_id
from diary.store.messaging import InboundMessage
from diary.store.people import Patient
from diary.store.schema import Base
from diary.store.sealing import (
    BoundText,
    Keyring,
    SealedText,
    SealError,
    blind_index,
)
from tests.factories import NOW, make_clinic, make_patient, make_practitioner, make_sid
from tests.schema import TEST_KEYRING

OLD, NEW = b"o" * 32, b"n" * 32
INDEX = b"i" * 32
ROW, OTHER_ROW = new_id(), new_id()
PLACE = "patient.name"


def ring(*keys: tuple[int, bytes]) -> Keyring:
    return Keyring(dict(keys), keys[-1][0], INDEX)


def test_what_was_sealed_opens_with_its_row():
    opened = ring((1, OLD)).opener(PLACE)(ring((1, OLD)).seal("Zoë 🌵", PLACE, ROW))
    assert opened == "Zoë 🌵"
    assert opened.row_id == ROW


def test_the_same_text_never_looks_the_same_twice():
    keys = ring((1, OLD))
    assert keys.seal("Zoë", PLACE, ROW) != keys.seal("Zoë", PLACE, ROW)


def test_a_value_of_another_column_or_table_does_not_open():
    sealed = ring((1, OLD)).seal("Zoë", PLACE, ROW)
    for place in ("patient.phone", "practitioner.name"):
        with pytest.raises(SealError, match="altered or moved"):
            ring((1, OLD)).opener(place)(sealed)


def test_no_byte_can_be_changed():
    keys = ring((1, OLD))
    sealed = keys.seal("Zoë", PLACE, ROW)
    for position in range(len(sealed)):
        altered = bytearray(sealed)
        altered[position] ^= 1
        with pytest.raises(SealError):
            keys.opener(PLACE)(bytes(altered))
    for length in range(len(sealed)):
        with pytest.raises(SealError):
            keys.opener(PLACE)(sealed[:length])


def test_another_key_of_the_same_number_does_not_open():
    with pytest.raises(SealError, match="altered or moved"):
        ring((1, NEW)).opener(PLACE)(ring((1, OLD)).seal("Zoë", PLACE, ROW))


def test_an_old_key_still_opens_and_the_newest_seals():
    old = ring((1, OLD)).seal("Zoë", PLACE, ROW)
    both = ring((1, OLD), (2, NEW))
    assert both.opener(PLACE)(old) == "Zoë"
    assert ring((2, NEW)).opener(PLACE)(both.seal("Zoë", PLACE, ROW)) == "Zoë"
    with pytest.raises(SealError, match="key 1 is not on the keyring"):
        ring((2, NEW)).opener(PLACE)(old)


@pytest.mark.parametrize(
    ("keys", "current"), [({}, 1), ({1: OLD}, 2), ({70_000: OLD}, 70_000), ({1: b"short"}, 1)]
)
def test_a_keyring_that_cannot_seal_is_refused(keys: dict[int, bytes], current: int):
    with pytest.raises(ValueError, match="key"):
        Keyring(keys, current, INDEX)


def test_a_blind_index_finds_and_tells_nothing():
    first, again = ring((1, OLD)), ring((1, OLD), (2, NEW))
    assert first.blind_index("+14325550123") == again.blind_index("+14325550123")
    assert first.blind_index("+14325550123") != first.blind_index("+14325550124")
    assert Keyring({1: OLD}, 1, b"j" * 32).blind_index("+1") != first.blind_index("+1")
    assert len(first.blind_index("")) == 32


def two_patients(engine: Engine) -> tuple[UUID, UUID]:
    with writing_sessions(engine).begin() as session:
        practitioner = make_practitioner(session, make_clinic(session))
        ids = [make_patient(session, practitioner, joined=False).id for _ in range(2)]
    return ids[0], ids[1]


def test_a_value_copied_from_another_row_does_not_open(engine: Engine):
    first, second = two_patients(engine)
    with engine.begin() as connection:
        copy = "UPDATE patient SET name = (SELECT name FROM patient WHERE id = :a) WHERE id = :b"
        ids = [Base.metadata.tables["patient"].c.id.type.bind_processor(engine.dialect)] * 2
        a, b = (
            process(i) if process else i for process, i in zip(ids, (first, second), strict=True)
        )
        connection.execute(text(copy), {"a": a, "b": b})
    with reading_sessions(engine)() as session:
        clinic_id = session.get_one(Patient, first).organization_id
        with pytest.raises(SealError, match="another row"):
            session.get_one(Patient, second)
        with pytest.raises(SealError, match="another row"):
            page_of(session, clinic_id, first=0, size=2)
        with pytest.raises(SealError, match="another row"):
            page_of(session, clinic_id, among=[second], first=0, size=2)


def test_a_value_copied_from_another_column_does_not_open(engine: Engine):
    first, _ = two_patients(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE patient SET name = phone"))
    with reading_sessions(engine)() as session, pytest.raises(SealError):
        session.get_one(Patient, first)


def test_a_sealed_column_cannot_be_compared_or_set_in_bulk(engine: Engine):
    two_patients(engine)
    with writing_sessions(engine)() as session:
        for attempt in (
            lambda: session.query(Patient).filter(Patient.name == "Marisol Quintanilla").all(),
            lambda: session.query(Patient).update({"name": "Nobody"}),
        ):
            with pytest.raises(Exception, match="sealed"):
                attempt()
            session.rollback()


def test_a_patient_is_found_by_number(engine: Engine):
    first, _ = two_patients(engine)
    with reading_sessions(engine)() as session:
        phone = session.get_one(Patient, first).phone
        found = session.query(Patient).filter_by(phone_index=blind_index(session, phone)).one()
        assert found.id == first


def test_promise_9_nothing_a_patient_is_or_wrote_can_be_read_in_the_file(test_run, tmp_path: Path):
    url = test_run.sqlite(tmp_path)
    engine = create_engine_for(url, TEST_KEYRING)
    secrets = ("Marisol Quintanilla", "+18065550155", "the attic is on fire")
    with writing_sessions(engine).begin() as session:
        clinic = make_clinic(session)
        make_patient(session, make_practitioner(session, clinic), name=secrets[0], phone=secrets[1])
        session.add(inbound_text(clinic.id, secrets[2]))
    engine.dispose()
    stored = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    for secret in secrets:
        assert secret.encode() not in stored
        assert secret.encode("utf-16-le") not in stored


def inbound_text(clinic_id: UUID, body: str) -> InboundMessage:
    return InboundMessage(
        organization_id=clinic_id,
        provider_sid=make_sid(),
        sender="+18065550155",
        body=body,
        segments=1,
        received_at=NOW,
        answered_by_carrier=False,
        needs_person=False,
    )


def test_every_column_with_a_persons_words_or_number_is_sealed():
    private = {"name", "phone", "body", "sender", "recipient", "note", "text", "resolution"}
    open_by_design = {("organization", "name"), ("organization", "sender")}
    unsealed = [
        (table.name, column.name)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if column.name in private and not isinstance(column.type, SealedText)
    ]
    assert set(unsealed) <= open_by_design


def test_every_sealed_column_is_bound_to_its_own_place():
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, SealedText):
                assert column.type.place == f"{table.name}.{column.name}"


def test_a_bound_text_is_a_text():
    assert BoundText("x", ROW) == "x"
    assert BoundText("x", OTHER_ROW).row_id == OTHER_ROW


def test_an_engine_without_keys_opens_nothing(test_run, tmp_path: Path):
    url = test_run.sqlite(tmp_path)
    keyed = create_engine_for(url, TEST_KEYRING)
    two_patients(keyed)
    keyed.dispose()
    plain = create_engine(url)
    with Session(plain) as session, pytest.raises(KeyError):
        session.query(Patient).all()
    plain.dispose()
