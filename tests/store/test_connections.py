"""How many connections a process takes of a PostgreSQL server, and that nobody is turned away."""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import Connection, text

from diary.store.database import create_engine_for
from tests.databases import TestRun
from tests.schema import TEST_KEYRING

OURS = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")


def count_while_held(connection: Connection) -> int:
    connection.execute(text("SELECT pg_sleep(0.02)"))
    return connection.execute(OURS).scalar_one()


def test_more_threads_than_connections_wait_for_one_another(test_run: TestRun):
    with test_run.postgresql() as url:
        engine = create_engine_for(url, TEST_KEYRING, connections=2)

        def use_one(_: int) -> int:
            with engine.connect() as connection:
                return count_while_held(connection)

        with ThreadPoolExecutor(8) as threads:
            counts = list(threads.map(use_one, range(24)))
        assert max(counts) == 2
        engine.dispose()
