"""Connections that ended while they lay in the pool: replaced before anybody uses them."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text

from diary.store.database import create_engine_for
from tests.databases import TestRun
from tests.schema import TEST_KEYRING


@pytest.fixture
def engine(test_run: TestRun) -> Iterator[Engine]:
    with test_run.postgresql() as url:
        engine = create_engine_for(url, TEST_KEYRING)
        yield engine
        engine.dispose()


def backend(engine: Engine) -> int:
    with engine.connect() as connection:
        return connection.execute(text("SELECT pg_backend_pid()")).scalar_one()


def test_a_connection_that_the_server_ended_is_replaced_at_once(engine: Engine):
    first = backend(engine)
    other = create_engine_for(engine.url.render_as_string(hide_password=False), TEST_KEYRING)
    with other.begin() as connection:
        connection.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": first})
    other.dispose()
    assert backend(engine) != first


def test_one_that_was_used_a_moment_ago_is_not_asked_again(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
):
    first = backend(engine)
    pinged: list[object] = []
    monkeypatch.setattr(engine.dialect, "do_ping", pinged.append)
    assert backend(engine) == first
    assert pinged == []
    monkeypatch.setattr("diary.store.pinging._LONG_IDLE_SECONDS", 0.0)
    assert backend(engine) == first
    assert len(pinged) == 1
