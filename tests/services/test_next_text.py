"""How the outbox's next text is found, however old the database's statistics are."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.orm import Session

from diary.services import next_text
from diary.store.database import create_engine_for, reading_sessions
from diary.store.messaging import Purpose
from tests.factories import NOW, make_clinic
from tests.schema import TEST_KEYRING


@pytest.fixture(name="session")
def _session(test_run: Any) -> Iterator[Session]:
    with test_run.postgresql() as url:
        engine = create_engine_for(url, TEST_KEYRING)
        with reading_sessions(engine)() as session:
            yield session
        engine.dispose()


def test_what_goes_before_a_text_is_looked_up_where_nothing_was_queued_so_far(session: Session):
    clinic = make_clinic(session)
    session.execute(text("ANALYZE outbound_message"))
    plans: list[str] = []

    def explain(_: object, cursor: Any, statement: str, values: Any, *__: object) -> None:
        plans.extend(row[0] for row in cursor.execute(f"EXPLAIN {statement}", values).fetchall())

    connection = session.connection()
    event.listen(connection, "before_cursor_execute", explain)
    assert next_text.paced(session, clinic.id, NOW, 20, [Purpose.PROMPT]) == []
    event.remove(connection, "before_cursor_execute", explain)
    assert any("SubPlan" in step for step in plans), "a look for each text"
    assert not any("Join" in step for step in plans), "all that is due with all that is due"
