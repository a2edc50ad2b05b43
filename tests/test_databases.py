"""The ground that database tests stand on: fresh, migrated, separate, and cleaned up after."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import create_engine, inspect, text

from tests import postgres
from tests.databases import TestRun
from tests.loopback import OutsideNetworkError


@pytest.mark.parametrize("turn", ["first", "second"])
def test_each_test_has_a_database_of_its_own(database_url: str, turn: str):
    engine = create_engine(database_url)
    with engine.begin() as connection:
        assert not inspect(connection).has_table("left_behind")
        connection.execute(text("CREATE TABLE left_behind (turn TEXT)"))
        connection.execute(text("INSERT INTO left_behind VALUES (:turn)"), {"turn": turn})
    engine.dispose()


def test_a_database_comes_migrated(database_url: str):
    engine = create_engine(database_url)
    assert inspect(engine).has_table("alembic_version")
    engine.dispose()


def test_a_database_is_dropped_even_if_a_connection_was_left_open(test_run: TestRun):
    with test_run.postgresql() as url:
        address = url.replace("+psycopg", "")
        left_open = psycopg.connect(address)
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(address)
    left_open.close()


@pytest.fixture
def short_folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="diary-") as folder:
        yield Path(folder)


def test_a_failed_migration_is_told_and_leaves_no_server(short_folder: Path):
    def broken(url: str) -> None:
        raise RuntimeError(f"no such column in {url.partition(':')[0]}")

    run = TestRun(short_folder, os.getpid(), broken)
    with pytest.raises(RuntimeError, match="no such column"), run.postgresql():
        pass
    assert not (short_folder / "data").exists()
    run.end()


def test_the_server_goes_when_the_test_run_is_killed(short_folder: Path):
    begin = (
        "import os, sys, time, pathlib\n"
        "from tests import postgres\n"
        "print(postgres.start(pathlib.Path(sys.argv[1]), os.getpid()), flush=True)\n"
        "time.sleep(60)\n"
    )
    killed = subprocess.Popen(
        [sys.executable, "-c", begin, short_folder],
        cwd=Path(__file__).parent.parent,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert killed.stdout is not None
    address = killed.stdout.readline().strip().replace("+psycopg", "")
    killed.stdout.close()
    psycopg.connect(address).close()
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    give_up_at = time.monotonic() + 10
    while (short_folder / "data").exists() and time.monotonic() < give_up_at:
        time.sleep(0.05)
    assert not (short_folder / "data").exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(address)


def test_stopping_what_never_started_is_no_error(tmp_path: Path):
    postgres.stop(tmp_path)


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("2001:db8::1", 80, 0, 0)])
def test_no_packet_leaves_this_machine(address: tuple):
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as sock:
        with pytest.raises(OutsideNetworkError):
            sock.connect(address)
        with pytest.raises(OutsideNetworkError):
            sock.connect_ex(address)
    with socket.socket(family, socket.SOCK_DGRAM) as sock, pytest.raises(OutsideNetworkError):
        sock.sendto(b"", address)


def test_no_name_is_looked_up():
    with pytest.raises(OutsideNetworkError):
        socket.create_connection(("clinic.example", 443), timeout=1)
    with pytest.raises(socket.gaierror):
        socket.create_connection(("clinic.invalid", 443), timeout=1)


def test_loopback_is_open():
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=1).close()
