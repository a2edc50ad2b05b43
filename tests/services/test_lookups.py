"""Statements that would look through a whole table, were there no index for them.

Asked of SQLite alone: how PostgreSQL finds rows depends on how many there are.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from diary.services import audit, caseload, entries_on_record, lists, paging, strangers
from diary.services.app_responses import groups_of
from diary.services.entries import Submitted
from diary.services.glance import glance_at
from diary.services.lists import ListOrder
from diary.services.own_check_ins import When, list_check_ins
from diary.services.people_search import find_by_name
from diary.services.prompts import asked_by
from diary.services.sync import recall
from diary.store.care import Prompt, PromptStatus
from diary.store.database import create_engine_for, reading_sessions
from diary.store.diary import EntryKind
from diary.store.ids import new_ids
from tests.factories import (
    NOW,
    ask_and_answer,
    give_infusion,
    make_clinic,
    make_patient,
    make_practitioner,
)
from tests.schema import TEST_KEYRING


@pytest.fixture(name="session")
def _session(test_run: Any, tmp_path: Path) -> Iterator[Session]:
    engine = create_engine_for(test_run.sqlite(tmp_path), TEST_KEYRING)
    with reading_sessions(engine)() as session:
        yield session
    engine.dispose()


@contextmanager
def steps_taken(session: Session) -> Iterator[list[str]]:
    """How SQLite goes about each ``SELECT``, step by step."""
    connection = session.connection()
    steps: list[str] = []

    def explain(_: object, cursor: Any, statement: str, values: Any, *__: object) -> None:
        if statement.startswith("SELECT"):
            plan = cursor.execute(f"EXPLAIN QUERY PLAN {statement}", values)
            # A list that was handed over is no table.
            steps.extend(row[3] for row in plan if not row[3].startswith("SCAN json_each "))

    event.listen(connection, "before_cursor_execute", explain)
    yield steps
    event.remove(connection, "before_cursor_execute", explain)


def test_what_is_asked_together_is_found_by_an_index(session: Session):
    nurse = make_practitioner(session, make_clinic(session))
    ana = make_patient(session, nurse)
    give_infusion(session, nurse, ana, started_at=NOW)
    later = NOW + timedelta(days=2)
    assert ask_and_answer(session, ana, later, "6 3 7")
    lead = session.scalars(select(Prompt).where(Prompt.status == PromptStatus.COMPLETED)).one()
    with steps_taken(session) as steps:
        assert asked_by(session, lead) == [lead]
        assert list_check_ins(session, ana, When.PAST, later, after=None, limit=2)
        assert groups_of(session, ana, {lead.id}) == {lead.id: [lead]}
    assert steps
    assert [step for step in steps if step.startswith("SCAN")] == []


def test_what_a_phone_sends_again_is_found_entry_by_entry(session: Session):
    ana = make_patient(session, make_practitioner(session, make_clinic(session)))
    body = ("", b"")
    sent = [Submitted(each, 1, EntryKind.DIARY, NOW, *body) for each in new_ids(3)]
    with steps_taken(session) as steps:
        assert recall(entries_on_record.find(session, ana, sent), sent) is None
        ids = [each.entry_id for each in sent]
        assert entries_on_record.recall_sent(session, ana, ids, [b""] * 3).outcomes is None
    found_by = [step for step in steps if "entry_id" in step]
    assert len(found_by) == 2
    assert all("(patient_id=? AND entry_id=?)" in step for step in found_by)


def test_what_waits_for_somebody_is_found_among_nothing_else(session: Session):
    clinic = make_clinic(session)
    with steps_taken(session) as steps:
        glance_at(session, clinic.id)
        strangers.waiting_texts(session, clinic.id)
        strangers.alerts_of(session, [clinic.id])
        paging.alerts_to_page(session, NOW, 1)
        audit.settings_changed(session, clinic.id, 1)
    indexes = {step.partition(" INDEX ")[2].partition(" ")[0] for step in steps}
    assert indexes >= {
        "ix_inbound_message_needs_person",
        "ix_safety_alert_inbound_id",
        "ix_safety_alert_next_page_at",
        "ix_audit_event_settings",
        "ix_caseload_row_clinic_call",
    }
    # What a query makes itself is walked through: what it has found to be counted.
    made = ("SCAN CONSTANT ROW", "SCAN anon_")
    assert [step for step in steps if step.startswith("SCAN") and not step.startswith(made)] == []


def test_whom_to_call_and_who_was_called_are_found_in_an_index_alone(session: Session):
    clinic = make_clinic(session)
    with steps_taken(session) as steps:
        lists.to_call(session, clinic.id, {})
        lists.called(session, clinic.id)
        caseload.rested(session, NOW)
    found = [step for step in steps if step.startswith("SEARCH caseload_row USING")]
    indexes = [step.partition(" INDEX ")[2].partition(" ")[0] for step in found]
    assert [name for name in indexes if name.startswith("ix_")] == [
        "ix_caseload_row_clinic_call",
        "ix_caseload_row_clinic_called",
        "ix_caseload_row_rests_until",
    ]
    assert [step for step in steps if step.startswith("SCAN caseload_row")] == []
    assert steps.count("USE TEMP B-TREE FOR ORDER BY") == 2, "of a page's own rows alone"


def test_a_search_looks_through_marks_and_not_through_patients(session: Session):
    clinic = make_clinic(session)
    ana = make_patient(session, make_practitioner(session, clinic))
    with steps_taken(session) as steps:
        found = find_by_name(session, clinic.id, ana.name)
    marks, names = (step.partition(" USING ")[2] for step in steps)
    assert found == [ana.id]
    assert marks.startswith("COVERING INDEX ix_patient_clinic_name")
    assert names.startswith("INDEX sqlite_autoindex_patient")


def test_whom_a_search_found_are_looked_up_one_by_one(session: Session):
    clinic = make_clinic(session)
    some = new_ids(5)
    with steps_taken(session) as steps:
        lists.page_of(session, clinic.id, among=some, first=0, size=5)
        lists.count_among(session, clinic.id, "steady", some)
    assert [step for step in steps if "organization_id" in step] == []


@pytest.mark.parametrize("order", ListOrder)
def test_a_page_of_those_who_stand_alike_is_found_in_an_index_alone(
    session: Session, order: ListOrder
):
    clinic = make_clinic(session)
    with steps_taken(session) as steps:
        lists.page_of(session, clinic.id, attention="steady", order=order, first=0, size=5)
    found = next(step for step in steps if "attention=?" in step)
    assert found.startswith("SEARCH caseload_row USING COVERING INDEX")
    assert steps.index(found) < steps.index("USE TEMP B-TREE FOR ORDER BY")
    assert steps.count("USE TEMP B-TREE FOR ORDER BY") == 1
