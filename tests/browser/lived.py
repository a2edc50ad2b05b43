"""A small demo clinic in a process of its own: lived through once, and copied for every test.

Run as ``python -m tests.browser.lived FOLDER PATIENTS WATCHED_PID``, it lives until the process it
watches has gone. Whoever connects to the socket ``clinics`` in the folder opens a fresh clinic as
the history left it, in a forked process with its own copy of the database, and reads a line with
its address and the token of a browser in which the nurse has signed in. The end of the connection
closes that clinic.
"""

import itertools
import os
import shutil
import signal
import socket
import sys
import threading
from datetime import UTC, datetime, time
from pathlib import Path

from flask import Flask
from sqlalchemy import event

from diary.cli.serve import LIVING_JOBS
from diary.logs import configure_logs
from diary.services import staff
from diary.settings import Settings
from diary.simulation.clinic import ACCOUNTS
from diary.simulation.demo import Demo, DemoPlan
from diary.store.people import OptOutReplies, Organization
from diary.web.app import create_app
from diary.web.serving import open_server
from jobs.timetable import JOBS
from tests.postgres import alive

UNTIL = datetime(2026, 5, 14, 20, tzinfo=UTC)
"""A Thursday, 15:00 at the clinic."""
PUBLIC_BASE_URL = "http://127.0.0.1:8000"
"""What webhooks are signed for. No clinic listens there: each test's has a port of its own."""
SOCKET = "clinics"
SEED = 7
STRANGER = ("paz@elsewhere.example", "infusion-diary-demo")
"""The sign-in of somebody who works at another clinic."""


def live(folder: Path, patients: int) -> tuple[Demo, Flask]:
    """The weeks of the first so many of the cast; the clock then stands still at ``UNTIL``."""
    settings = Settings(public_base_url=PUBLIC_BASE_URL)
    demo = Demo(settings, DemoPlan(folder / _DATABASE, UNTIL, SEED, patients))
    app = create_app(demo.services, demo=demo)
    demo.live(app, {name: JOBS[name].run for name in LIVING_JOBS}, JOBS["upkeep"].run)
    _open_another_clinic(demo)
    return demo, app


def _open_another_clinic(demo: Demo) -> None:
    with demo.services.sessions.begin() as session:
        clinic = Organization(
            name="Elsewhere Clinic",
            timezone="America/Denver",
            sender="+13035550100",
            contact_phone="303-555-0100",
            opt_out_replies=OptOutReplies.TWILIO,
            quiet_until_local=time(9),
            quiet_from_local=time(20),
            default_plan="standard",
        )
        session.add(clinic)
        session.flush()
        name, password = STRANGER
        staff.add_practitioner(
            session,
            clinic,
            sign_in_name=name,
            display_name="Paz Lund",
            password=password,
            now=demo.now(),
        )


def sign_nurse_in(demo: Demo) -> str:
    """The token that her browser's cookie holds, in every copy of the clinic."""
    nurse = ACCOUNTS[0]
    with demo.services.sessions.begin() as session:
        check = staff.check_password(session, nurse.sign_in_name, nurse.password, demo.now())
        token = staff.sign_in(session, check, demo.now())
    assert token
    return token


def serve_copies(folder: Path, demo: Demo, app: Flask, watched_pid: int) -> None:
    """A clinic for everyone who connects, for as long as the watched process lives."""
    token = sign_nurse_in(demo)
    # A database that nobody has open is one file, and a fork inherits no connection.
    demo.services.engine.dispose()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for a clinic that has closed
    door = socket.socket(socket.AF_UNIX)
    # Whoever finds the socket in its place can connect to it.
    door.bind(str(folder / f"{SOCKET}.unready"))
    door.listen()
    door.settimeout(_LOOK_AROUND_SECONDS)
    (folder / f"{SOCKET}.unready").rename(folder / SOCKET)
    numbers = itertools.count(1)
    while alive(watched_pid):
        try:
            visitor, _ = door.accept()
        except TimeoutError:
            continue
        number = next(numbers)
        if os.fork() == 0:
            door.close()
            _serve_copy(folder / f"{number}.db", demo, app, visitor, token)
            os._exit(0)
        visitor.close()


def _serve_copy(copy: Path, demo: Demo, app: Flask, visitor: socket.socket, token: str) -> None:
    shutil.copy(copy.with_name(_DATABASE), copy)

    @event.listens_for(demo.services.engine, "do_connect")
    def open_the_copy(_dialect: object, _record: object, address: list[str], _: object) -> None:
        address[0] = str(copy)

    listening = socket.create_server(("127.0.0.1", 0))
    # From here on there are threads, which is why every clinic is forked before.
    threading.Thread(target=_end_with, args=(visitor, copy), daemon=True).start()
    visitor.sendall("http://{}:{} {}\n".format(*listening.getsockname(), token).encode())
    open_server(app, sockets=[listening], threads=4).run()


def _end_with(visitor: socket.socket, copy: Path) -> None:
    """End this process as soon as its visitor lets go, or is gone."""
    visitor.recv(1)
    for file in copy.parent.glob(f"{copy.name}*"):
        file.unlink()
    os._exit(0)


_DATABASE = "clinic.db"
_LOOK_AROUND_SECONDS = 0.5


if __name__ == "__main__":
    configure_logs("WARNING")
    _folder = Path(sys.argv[1])
    _demo, _app = live(_folder, int(sys.argv[2]))
    serve_copies(_folder, _demo, _app, int(sys.argv[3]))
