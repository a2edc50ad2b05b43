"""The npm package ``emulate`` as a Twilio that this project did not write."""

import itertools
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests

ACCOUNT_SID = "AC" + "5" * 32
AUTH_TOKEN = "the emulated account's token"
_FOLDER = Path(__file__).parent


class EmulatedTwilio:
    """A running emulator. It signs and posts its webhooks while a request to it is still open."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self._numbers = itertools.count(15_005_551_000)

    def buy_number(self, inbound_url: str) -> str:
        """A fresh number of ours, whose inbound texts are posted to ``inbound_url``."""
        number = f"+{next(self._numbers)}"
        self._post(
            f"/2010-04-01/Accounts/{ACCOUNT_SID}/IncomingPhoneNumbers.json",
            {"PhoneNumber": number, "SmsUrl": inbound_url, "SmsMethod": "POST"},
        )
        return number

    def send_inbound(self, sender: str, to: str, body: str) -> str:
        """Someone texts a number of ours; returns the text's sid, after the webhook was posted."""
        form = {"From": sender, "To": to, "Body": body}
        return str(self._post("/_twilio/simulate/inbound-message", form)["sid"])

    def report(self, sid: str, status: str) -> None:
        """A text of ours moves on to ``status``; returns after its callback was posted."""
        self._post("/_twilio/simulate/message-status", {"MessageSid": sid, "Status": status})

    def _post(self, path: str, form: dict[str, str]) -> dict[str, Any]:
        credentials = (ACCOUNT_SID, AUTH_TOKEN)
        answer = requests.post(self.base_url + path, data=form, auth=credentials, timeout=15)
        answer.raise_for_status()
        return answer.json()


@contextmanager
def running_emulator() -> Iterator[EmulatedTwilio]:
    """Start the emulator on loopback; it stops with the block, or with this process."""
    node = subprocess.Popen(
        ["node", "start.mjs", ACCOUNT_SID, AUTH_TOKEN],
        cwd=_FOLDER,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert node.stdin is not None
    assert node.stdout is not None
    try:
        port = node.stdout.readline().strip()
        assert port.isdecimal(), "the emulator did not start"
        yield EmulatedTwilio(f"http://127.0.0.1:{port}")
    finally:
        node.stdin.close()
        node.wait(10)
        node.stdout.close()
