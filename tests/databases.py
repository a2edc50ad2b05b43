"""Fresh, migrated databases for tests: a file copy on SQLite, a template's clone on PostgreSQL.

What is costly is done once a test run, whichever of its workers comes first: starting PostgreSQL,
bringing one database of each kind to the newest schema, and furnishing it with what many tests
begin with. The workers find each other through the run's folder and take turns with a lock file
in it.
"""

import fcntl
import os
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import URL, make_url

from tests import postgres

Prepare = Callable[[str], None]
"""Does something to the database at a URL, and lets go of it."""

_MEMORY = Path("/dev/shm")  # noqa: S108 a folder with an unguessable name is made in it
_ROOM_BYTES = 1 << 30


def make_run_folder() -> Path:
    """A folder for one test run: in memory, where a clone takes a tenth of the time, if it can."""
    in_memory = _MEMORY.is_dir() and os.access(_MEMORY, os.W_OK)
    roomy = in_memory and shutil.disk_usage(_MEMORY).free >= _ROOM_BYTES
    return Path(tempfile.mkdtemp(prefix="diary-", dir=_MEMORY if roomy else None))


class TestRun:
    """What the workers of one test run share: a folder, and the process that lives longest."""

    __test__ = False

    def __init__(self, folder: Path, controller_pid: int, prepare: Prepare) -> None:
        """``prepare(url)`` brings the empty database at ``url`` to the newest schema."""
        self.folder = folder
        self.controller_pid = controller_pid
        self._prepare = prepare
        self._admin: psycopg.Connection | None = None
        self._prefix = f"diary_test_{folder.name.rpartition('-')[2].lower()}"
        self._bare = f"{self._prefix}_bare"

    def sqlite(self, folder: Path, furnish: Prepare | None = None) -> str:
        """The URL of a fresh SQLite database in ``folder``, as ``furnish(url)`` leaves one."""
        fresh = folder / "diary.sqlite3"
        shutil.copyfile(self._sqlite_template(furnish), fresh)
        return f"sqlite:///{fresh}"

    @contextmanager
    def postgresql(self, furnish: Prepare | None = None) -> Iterator[str]:
        """The URL of a fresh PostgreSQL database, which is dropped afterwards."""
        server = self._server()
        name = f"{self._prefix}_{uuid.uuid4().hex}"
        template = self._furnished(furnish, server) if furnish else self._bare
        self._run("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy", name, template)
        try:
            yield _address_of(server, name)
        finally:
            self._run("DROP DATABASE {} WITH (FORCE)", name)

    def once(self, name: str, make: Callable[[Path], None]) -> Path:
        """A folder that ``make(folder)`` has filled, whichever worker of the run came first."""
        folder, done = self.folder / name, self.folder / f"{name}.done"
        if not done.exists():
            with self._turn(name):
                if not done.exists():
                    folder.mkdir(exist_ok=True)
                    make(folder)
                    done.touch()
        return folder

    def close(self) -> None:
        """Let go of what this worker holds."""
        if self._admin is not None:
            self._admin.close()
            self._admin = None

    def end(self) -> None:
        """The controller's last act: nothing of this run stays behind."""
        self.close()
        if os.environ.get("TEST_DATABASE_URL") and (self.folder / "server").exists():
            self._server()
            self._drop_all()
            self.close()
        postgres.stop(self.folder)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _sqlite_template(self, furnish: Prepare | None) -> Path:
        bare = self._sqlite_template(None) if furnish else None
        template = self.folder / f"{furnish.__name__ if furnish else 'bare'}.sqlite3"
        if not template.exists():
            with self._turn():
                if not template.exists():
                    unfinished = self.folder / "unfinished.sqlite3"
                    unfinished.unlink(missing_ok=True)
                    if bare:
                        shutil.copyfile(bare, unfinished)
                    (furnish or self._prepare)(f"sqlite:///{unfinished}")
                    unfinished.rename(template)
        return template

    def _furnished(self, furnish: Prepare, server: URL) -> str:
        template = f"{self._prefix}_{furnish.__name__}"
        done = self.folder / template
        if not done.exists():
            with self._turn():
                if not done.exists():
                    self._run("DROP DATABASE IF EXISTS {}", template)
                    self._run("CREATE DATABASE {} TEMPLATE {}", template, self._bare)
                    furnish(_address_of(server, template))
                    done.touch()
        return template

    def _server(self) -> URL:
        """The address of the server, its template ready and this worker connected."""
        note = self.folder / "server"
        if not note.exists():
            with self._turn():
                if not note.exists():
                    self._start(note)
        address = make_url(note.read_text())
        self._connect(address)
        return address

    def _start(self, note: Path) -> None:
        named = os.environ.get("TEST_DATABASE_URL")
        address = make_url(named or postgres.start(self.folder, self.controller_pid))
        address = address.set(drivername="postgresql+psycopg")
        self._connect(address)
        self._run("CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE template0", self._bare)
        try:
            self._prepare(_address_of(address, self._bare))
        except BaseException:
            self.close()
            postgres.stop(self.folder)
            raise
        note.write_text(address.render_as_string(hide_password=False))

    def _connect(self, address: URL) -> None:
        if self._admin is None:
            plain = address.set(drivername="postgresql").render_as_string(hide_password=False)
            self._admin = psycopg.connect(plain, autocommit=True)

    def _run(self, statement: str, *names: str) -> None:
        assert self._admin is not None
        self._admin.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def _drop_all(self) -> None:
        assert self._admin is not None
        left = self._admin.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [self._prefix]
        )
        for (name,) in left.fetchall():
            self._run("DROP DATABASE {} WITH (FORCE)", name)

    @contextmanager
    def _turn(self, what: str = "databases") -> Iterator[None]:
        with (self.folder / f"{what}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _address_of(server: URL, database: str) -> str:
    return server.set(database=database).render_as_string(hide_password=False)
