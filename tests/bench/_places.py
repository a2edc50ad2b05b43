"""Databases for measurements: one of each kind, which keeps what it commits."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests import postgres
from tests.schema import prepare


@contextmanager
def database(kind: str) -> Iterator[str]:
    """The address of a fresh, migrated database on the disk: what is in memory waits for none."""
    if kind == "sqlite":
        with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
            url = f"sqlite:///{folder}/bench.sqlite3"
            prepare(url)
            yield url
        return
    # A socket's path must be short, and /tmp may be in memory.
    folder = Path(tempfile.mkdtemp(prefix="diary-", dir="/var/tmp"))
    try:
        url = postgres.start(folder, os.getpid(), durable=True)
        prepare(url)
        yield url
    finally:
        postgres.stop(folder)
        shutil.rmtree(folder)
