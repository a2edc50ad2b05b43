"""Databases for measurements: one of each kind, which keeps what it commits."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests import postgres
from tests.databases import make_run_folder
from tests.schema import prepare


@contextmanager
def database(kind: str) -> Iterator[str]:
    """The address of a fresh, migrated database; SQLite's lies on the disk, not in memory."""
    if kind == "sqlite":
        with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
            url = f"sqlite:///{folder}/bench.sqlite3"
            prepare(url)
            yield url
        return
    folder = make_run_folder()
    try:
        url = postgres.start(folder, os.getpid(), durable=True)
        prepare(url)
        yield url
    finally:
        postgres.stop(folder)
