"""Sweeping the carrier's list: little to do each time, however long the list."""

from sqlalchemy import event
from sqlalchemy.orm import Session

from tests.factories import make_sid
from tests.jobs.clinic import JobClinic
from tests.jobs.test_timetable import arrive_unnoticed


def test_promise_1_a_sweep_writes_what_is_missing_and_nothing_else(clinic: JobClinic):
    """However long the list, a process that dies now and then gets through it."""
    ana = clinic.add_patient()
    for number in range(5):
        sid = make_sid()
        arrive_unnoticed(clinic, ana, "hello", sid=sid)
        if number != 3:
            clinic.text_in(ana, "hello", sid)
    clinic.clock.pass_by(minutes=5)
    commits: list[Session] = []
    event.listen(clinic.services.sessions, "before_commit", commits.append)
    assert clinic.run("catch_up")["found"] == 1
    assert len(commits) == 2, "the one text, and how far the sweep came"
