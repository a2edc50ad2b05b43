"""The demo clinic of one test, as a test sees it: an address, and phones that no patient owns."""

import itertools
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import requests

from diary.gateways.twilio import compute_signature
from diary.simulation.clinic import SENDER
from diary.simulation.demo import ACCOUNT_SID, AUTH_TOKEN
from tests.browser.lived import PUBLIC_BASE_URL, SOCKET

_ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Clinic:
    """``address`` is where its pages are. Nothing in it was touched by another test.

    ``token`` is that of a browser in which the nurse has signed in.
    """

    address: str
    token: str
    _sids: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def text_from(self, number: str, body: str) -> None:
        """A text from any number, as the carrier would deliver it."""
        form = {
            "AccountSid": ACCOUNT_SID,
            "MessageSid": f"SMfeed{next(self._sids):028x}",
            "From": number,
            "To": SENDER,
            "Body": body,
            "NumMedia": "0",
        }
        path = "/twilio/inbound"
        signature = compute_signature(PUBLIC_BASE_URL + path, form, AUTH_TOKEN)
        answer = requests.post(
            self.address + path, form, headers={"X-Twilio-Signature": signature}, timeout=10
        )
        answer.raise_for_status()


class LivedClinic:
    """The process that has lived the history, and opens a fresh clinic for every test.

    All workers of a test run share it: it is found by the socket in its folder.
    """

    def __init__(self, folder: Path) -> None:
        self._socket = folder / SOCKET
        self._visit: socket.socket | None = None

    def open(self) -> Clinic:
        """A clinic as the history left it; the one opened here before is gone."""
        self.close()
        self._visit = socket.socket(socket.AF_UNIX)
        self._visit.connect(str(self._socket))
        with self._visit.makefile() as told:
            return Clinic(*told.readline().split())

    def close(self) -> None:
        if self._visit:
            self._visit.close()
            self._visit = None


def live_clinic(folder: Path, watched_pid: int, patients: int = 1) -> None:
    """Live the history with the database in ``folder``; takes some seconds a patient.

    The process lives until ``watched_pid`` has gone. What it complains of is in ``folder/log``.
    """
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "tests.browser.lived"),
                *(str(folder), str(patients), str(watched_pid)),
            ],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=_ROOT,
        )
    while not (folder / SOCKET).exists():
        if process.poll() is not None:
            raise ChildProcessError((folder / "log").read_text(errors="replace"))
        time.sleep(0.05)
    process.returncode = 0  # it outlives us: do not warn that it was not waited for
