"""A disk that is full at the first write of the jobs, at the second, and so on to the last.

The webhook's own writes have their home in ``test_durable_web``.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError, OperationalError

from tests.databases import TestRun
from tests.factories import make_sid
from tests.faults import checks, plan
from tests.jobs.clinic import JobClinic, open_clinic

WRITES = ("INSERT", "UPDATE", "DELETE")
ONE_PATH = 400
"""More writes than one stored text needs to its settled reply."""


class FullDisk:
    """Refuses the write after the next ``left``, and from then on every one; ``None`` for none."""

    def __init__(self, clinic: JobClinic) -> None:
        self.left: int | None = None
        self.refused = 0
        event.listen(clinic.services.engine, "before_cursor_execute", self._see)

    def _see(self, _connection: object, _cursor: object, statement: str, *_: object) -> None:
        if self.left is None or not statement.lstrip().startswith(WRITES):
            return
        self.left -= 1
        if self.left < 0:
            self.refused += 1
            raise OperationalError(statement, {}, Exception("database or disk is full"))


@pytest.fixture
def clinic(test_run: TestRun, tmp_path: Path) -> Iterator[JobClinic]:
    opened = open_clinic(test_run.sqlite(tmp_path))
    yield opened
    opened.services.engine.dispose()


def test_promise_1_2_and_4_the_disk_may_be_full_at_every_write(
    clinic: JobClinic, record_property: plan.Note
):
    """From a stored dangerous text to its answers: each write in turn is the first refused."""
    ana = clinic.add_patient()
    clinic.settle()
    disk = FullDisk(clinic)
    acknowledged = set()
    for writes in count():
        sid = make_sid()
        clinic.text_in(ana, "i want to die", sid)
        acknowledged.add(sid)
        disk.left, disk.refused = writes, 0
        for job in checks.EVERY_MINUTE:
            with suppress(DBAPIError):
                clinic.run(job)
        disk.left = None
        if not disk.refused:
            break
        # There is room again before anybody has noticed.
        clinic.clock.pass_by(seconds=30)
        clinic.run("take_turns")
        clinic.run("send_messages")
        assert writes < ONE_PATH
    assert writes > 10
    for minutes in (2, 5, 6, 16, 1):
        clinic.clock.pass_by(minutes=minutes)
        for job in checks.EVERY_MINUTE:
            clinic.run(job)
    with clinic.services.readers() as session:
        checks.check_texts_in(session, acknowledged)
        checks.check_sent_once(session, Counter(sms.message_id for sms in clinic.carrier.taken))
        checks.ledger(session, clinic.clock())
    record_property("disk full from a certain write on, each write in turn", writes)
