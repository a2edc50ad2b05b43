"""Engines: SQLite or PostgreSQL, with the settings that make a commit mean what it says."""

import importlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from types import ModuleType
from typing import Any

from pydantic_core import from_json
from sqlalchemy import URL, Connection, Engine, create_engine, event, func, select
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session, sessionmaker

from diary.store.notices import announce_work
from diary.store.pinging import ping_when_in_doubt
from diary.store.sealing import Keyring, hand_keys_to, keyring_of

OLDEST_SAFE_SQLITE = (3, 51, 3)
"""Older ones can corrupt a WAL file that two connections write (fixed March 2026)."""

_POSTGRESQL_OPTIONS = "-c lock_timeout=15s -c idle_in_transaction_session_timeout=30s"
"""A process that is frozen in a transaction keeps its locks no longer than this.

No transaction of ours waits for anything but the database, so none is idle for so long. An
``options`` in the address takes their place.
"""
_MOST_OVERFLOW = 40
"""Connections to a file beyond the pool's five, for moments."""
CONNECTIONS = 12
"""To a PostgreSQL server at once, if not told else."""
_READ_ONLY = {"diary_read_only": True}
_COMMITTED_AT_ONCE = {"isolation_level": "AUTOCOMMIT"}


def create_engine_for(
    url: str, keyring: Keyring, *, durable: bool = True, connections: int = CONNECTIONS
) -> Engine:
    """An engine for a ``sqlite`` or ``postgresql`` address; anything else is a ``ValueError``.

    Without ``durable`` a commit on SQLite does not wait for the disk: for files that are made anew
    at every start. A PostgreSQL server has room for so many ``connections`` of all its clients
    together: whoever finds all of this engine's taken waits, as each thread holds one at a time.
    """
    address = make_url(url)
    match address.get_backend_name():
        case "sqlite":
            engine = create_engine(
                address,
                module=_sqlite_module(),
                connect_args={"timeout": 15},
                json_deserializer=_read_json,
                # A database in memory is one connection a thread, and knows no pool.
                **({"max_overflow": _MOST_OVERFLOW} if _is_a_file(address) else {}),
            )
            event.listen(engine, "connect", _prepare_sqlite)
            if not durable:
                event.listen(engine, "connect", _do_not_wait_for_the_disk)
            event.listen(engine, "begin", _begin_sqlite)
        case "postgresql":
            engine = _postgresql_engine(address, pool_size=connections, max_overflow=0)
            ping_when_in_doubt(engine)
        case other:
            raise ValueError(f"databases are sqlite or postgresql, not {other!r}")
    hand_keys_to(engine, keyring)
    return engine


class OneThread:
    """Transactions of one thread at a time, of one statement each, which may fail.

    On PostgreSQL they share a connection that nobody gives back in between, each statement is
    committed with itself, and none is asked first whether the server is still there: all takes one
    round trip. The connection ends with ``engine``, which is disposed of while nobody is in one.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = _committing_at_once(engine) if _is_postgresql(engine) else engine
        self.is_apart = self.engine is not engine
        self._kept: Connection | None = None
        if self.is_apart:
            event.listen(engine, "engine_disposed", self._close)

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """A transaction: committed at the end, or rolled back and its connection given up."""
        connection = self._kept or self.engine.connect()
        self._kept = None
        try:
            with connection.begin():
                yield connection
            if self.is_apart:
                self._kept = connection
        finally:
            if self._kept is None:
                connection.close()

    def _close(self, _: Engine) -> None:
        if self._kept:
            self._kept.close()
        self._kept = None
        self.engine.dispose()


def _committing_at_once(engine: Engine) -> Engine:
    own = _postgresql_engine(
        engine.url,
        isolation_level="AUTOCOMMIT",
        skip_autocommit_rollback=True,
        pool_size=1,
        max_overflow=0,
    )
    hand_keys_to(own, keyring_of(engine.dialect))
    return own


def writing_sessions(engine: Engine) -> sessionmaker[Session]:
    """Units of work: ``with sessions.begin() as session``."""
    sessions = sessionmaker(engine, expire_on_commit=False)
    if has_notices(engine):
        announce_work(sessions)
    return sessions


def has_notices(engine: Engine) -> bool:
    """Whether processes on this database can wake each other."""
    return _is_postgresql(engine)


def reading_sessions(engine: Engine) -> sessionmaker[Session]:
    """Units of reading. On SQLite they do not wait for a writer, nor make one wait.

    On PostgreSQL each query sees what is committed by then, as in a transaction of the usual kind,
    and two round trips are saved.
    """
    how = _COMMITTED_AT_ONCE if _is_postgresql(engine) else _READ_ONLY
    return sessionmaker(engine.execution_options(**how), expire_on_commit=False)


def single_statements(engine: Engine) -> sessionmaker[Session]:
    """Units of work of one statement; on PostgreSQL it is committed with itself."""
    own = engine.execution_options(**_COMMITTED_AT_ONCE) if _is_postgresql(engine) else engine
    return sessionmaker(own, expire_on_commit=False)


def clock_of(session: Session) -> datetime:
    """What time it is for a PostgreSQL server."""
    now: datetime = session.execute(select(func.clock_timestamp())).scalar_one()
    return now.astimezone(UTC)


def sqlite_is_safe() -> bool:
    """Whether the SQLite library at hand is new enough for more than one connection."""
    return tuple(_sqlite_module().sqlite_version_info) >= OLDEST_SAFE_SQLITE


def _is_postgresql(engine: Engine) -> bool:
    return engine.dialect.name == "postgresql"


def _postgresql_engine(address: URL, **how: Any) -> Engine:
    options = {} if "options" in address.query else {"options": _POSTGRESQL_OPTIONS}
    return create_engine(
        address.set(drivername="postgresql+psycopg"),
        connect_args=options,
        json_deserializer=_read_json,
        **how,
    )


def _read_json(written: str | bytes) -> Any:
    # A page of a list holds fifty of them: this reads one in half the time.
    try:
        return from_json(written)
    except ValueError:
        # It refuses half of a surrogate pair, which Python writes and takes.
        return json.loads(written)


def _is_a_file(address: URL) -> bool:
    return address.database not in (None, "", ":memory:")


def _sqlite_module() -> ModuleType:
    # pysqlite3 brings its own, newer SQLite library; where it has no wheel, Python's must do.
    try:
        return importlib.import_module("pysqlite3.dbapi2")
    except ImportError:
        return sqlite3


def _prepare_sqlite(connection: Any, _: object) -> None:
    # Python's driver would begin a transaction only at the first write, after the reads that
    # the write rests on.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _do_not_wait_for_the_disk(connection: Any, _: object) -> None:
    connection.execute("PRAGMA synchronous = OFF")


def _begin_sqlite(connection: Connection) -> None:
    read_only = connection.get_execution_options().get("diary_read_only", False)
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")
