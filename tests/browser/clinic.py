"""The demo clinic of one test, as a test sees it: an address, and phones that no patient owns."""

import itertools
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import requests

from diary.gateways.twilio import compute_signature
from diary.simulation.clinic import SENDER
from diary.simulation.demo import ACCOUNT_SID, AUTH_TOKEN
from tests.browser.lived import PUBLIC_BASE_URL

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
    """The process that has lived the history, and opens a fresh clinic for every test."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        said, self._token = self._read().split()
        assert said == "lived"

    def open(self) -> Clinic:
        """A clinic as the history left it; the one opened before is gone."""
        assert self._process.stdin
        self._process.stdin.write("open\n")
        self._process.stdin.flush()
        return Clinic(self._read(), self._token)

    def _read(self) -> str:
        assert self._process.stdout
        line = self._process.stdout.readline().strip()
        assert line, "the demo clinic's process has ended: see its errors above"
        return line


@contextmanager
def lived_clinic(folder: Path, patients: int = 1) -> Iterator[LivedClinic]:
    """Live the history with the database in ``folder``; takes some seconds a patient."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.browser.lived", str(folder), str(patients)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=_ROOT,
    ) as process:
        try:
            yield LivedClinic(process)
        finally:
            assert process.stdin
            process.stdin.close()
