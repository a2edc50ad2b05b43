"""A small demo clinic in a process of its own: lived through once, and copied for every test.

Run as ``python -m tests.browser.lived FOLDER PATIENTS``. It prints ``lived`` and the token of a
browser in which the nurse has signed in; then each line it reads opens a fresh clinic as the
history left it, in a forked process with its own copy of the database, and prints the address.
The next line, or the end of the input, closes that clinic.
"""

import os
import shutil
import socket
import sys
import threading
from datetime import UTC, datetime, time
from pathlib import Path

from flask import Flask

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

UNTIL = datetime(2026, 5, 14, 20, tzinfo=UTC)
"""A Thursday, 15:00 at the clinic."""
PUBLIC_BASE_URL = "http://127.0.0.1:8000"
"""What webhooks are signed for. No clinic listens there: each test's has a port of its own."""
SEED = 7
STRANGER = ("paz@elsewhere.example", "infusion-diary-demo")
"""The sign-in of somebody who works at another clinic."""


def live(folder: Path, patients: int) -> tuple[Demo, Flask]:
    """The weeks of the first so many of the cast; the clock then stands still at ``UNTIL``."""
    settings = Settings(public_base_url=PUBLIC_BASE_URL)
    demo = Demo(settings, DemoPlan(folder / "clinic.db", UNTIL, SEED, patients))
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


def serve_copies(folder: Path, demo: Demo, app: Flask) -> None:
    """A clinic for every line that is read, one after another."""
    # A database that nobody has open is one file, and a fork inherits no connection.
    demo.services.engine.dispose()
    kept, used = folder / "kept.db", folder / "clinic.db"
    used.rename(kept)
    alive = process = 0
    for _ in sys.stdin:
        _close(alive, process)
        for old in folder.glob("clinic.db*"):
            old.unlink()
        shutil.copy(kept, used)
        listening = socket.create_server(("127.0.0.1", 0))
        ends, alive = os.pipe()
        process = os.fork()
        if process == 0:
            os.close(alive)
            # From here on there are threads, which is why every clinic is forked before.
            threading.Thread(target=_end_with, args=(ends,), daemon=True).start()
            open_server(app, sockets=[listening], threads=4).run()
        os.close(ends)
        _say("http://{}:{}".format(*listening.getsockname()))
        listening.close()
    _close(alive, process)


def _close(alive: int, process: int) -> None:
    if process:
        os.close(alive)
        os.waitpid(process, 0)


def _end_with(ends: int) -> None:
    """End this process as soon as the one that forked it lets go, or is gone."""
    os.read(ends, 1)
    os._exit(0)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    configure_logs("WARNING")
    _folder = Path(sys.argv[1])
    _demo, _app = live(_folder, int(sys.argv[2]))
    _say(f"lived {sign_nurse_in(_demo)}")
    serve_copies(_folder, _demo, _app)
