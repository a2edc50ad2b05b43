"""Processes on PostgreSQL wake each other when they commit, and after the database went away."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from diary.bootstrap import Bell, Services
from diary.services import inbox, outbox
from diary.services.inbox import InboundText
from diary.store.database import OneThread, create_engine_for, writing_sessions
from diary.store.messaging import Purpose
from diary.store.notices import Listener
from jobs.runner import Runner
from jobs.timetable import Job
from tests.factories import (
    NOW,
    make_clinic,
    make_patient,
    make_practitioner,
    make_services,
    make_sid,
)
from tests.schema import TEST_KEYRING

HOUR = timedelta(hours=1)


@pytest.fixture
def services(test_run) -> Iterator[Services]:
    with test_run.postgresql() as url:
        made = replace(make_services(url), bell=Bell())
        yield made
        made.engine.dispose()


@pytest.fixture
def another_process(services: Services) -> Iterator[Callable[..., None]]:
    """Queues a text on an engine of its own, as another process would; ``commits`` or not."""
    engine = create_engine_for(
        services.engine.url.render_as_string(hide_password=False), TEST_KEYRING
    )
    sessions = writing_sessions(engine)
    numbers = iter(range(1000))

    def queue(*, commits: bool = True) -> None:
        with sessions() as session:
            clinic = make_clinic(session)
            outbox.queue(
                session, clinic, key=f"one:{next(numbers)}", purpose=Purpose.REPLY,
                recipient="+18065559999", body="x", now=NOW, expires_at=NOW + HOUR,
            )  # fmt: skip
            if commits:
                session.commit()
            else:
                session.flush()
                session.rollback()

    yield queue
    engine.dispose()


def eventually(claim: Callable[[], bool], seconds: float = 20) -> bool:
    give_up_at = time.monotonic() + seconds
    while time.monotonic() < give_up_at and not claim():
        time.sleep(0.01)
    return claim()


def cut_all_connections(services: Services) -> None:
    with services.engine.connect() as connection:
        connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def test_a_commit_of_another_process_is_heard_and_a_rollback_is_not(
    services: Services, another_process: Callable[..., None]
):
    listener = Listener(services.engine)
    assert listener.wait(0), "it has just connected, and may have missed something"
    another_process(commits=False)
    assert not listener.wait(0.3)
    another_process()
    assert listener.wait(20)
    assert not listener.wait(0.3), "one commit is one notice"
    listener.close()


def test_plain_texts_that_are_stored_together_are_heard_once_and_nothing_stored_is_not(
    services: Services,
):
    with services.sessions.begin() as session:
        clinic = make_clinic(session)
        phone = make_patient(session, make_practitioner(session, clinic)).phone
    listener = Listener(services.engine)
    listener.wait(0)
    plainly = OneThread(services.engine)
    texts = [
        inbox.screen_text(services.catalogue, InboundText(make_sid(), phone, clinic.sender, body))
        for body in ("6 3 7", "7")
    ]
    for heard in (True, False):
        with plainly.begin() as connection:
            inbox.record_plain(connection, texts, NOW)
        assert listener.wait(20 if heard else 0.3) is heard
    listener.close()


def test_a_process_is_woken_by_another_long_before_its_tick_also_after_the_database_was_away(
    services: Services, another_process: Callable[..., None]
):
    woken: list[float] = []

    def run(_: Services) -> dict[str, int]:
        woken.append(time.monotonic())
        return {"failed": 0}

    runner = Runner(services, {"send": Job(run, HOUR, on_bell=True)})
    runner.start()
    assert eventually(lambda: len(woken) >= 2), "at the start, and once it listens"
    for _ in range(3):
        before = len(woken)
        another_process()
        assert eventually(lambda before=before: len(woken) > before)
        before = len(woken)
        cut_all_connections(services)
        assert eventually(lambda before=before: len(woken) > before), "it listens again, and looks"
    runner.stop()


def test_a_listener_without_a_database_says_so_and_tries_again(test_run):
    with test_run.postgresql() as url:
        engine = create_engine_for(url, TEST_KEYRING)
        listener = Listener(engine)
        assert listener.wait(0)
    for _ in range(3):
        with pytest.raises(ConnectionError):
            listener.wait(5)
    engine.dispose()


def test_on_sqlite_nobody_listens(test_run, tmp_path):
    services = make_services(test_run.sqlite(tmp_path))
    runner = Runner(services, {"any": Job(lambda _: {}, HOUR)})
    assert [thread.name for thread in runner._threads] == ["bell"]
    services.engine.dispose()
