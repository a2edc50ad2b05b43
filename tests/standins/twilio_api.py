"""A stand-in for Twilio's Messages API on loopback, for tests: it remembers, and it can misbehave.

It answers as Twilio does, fails by Twilio's published magic numbers, lists what it took with real
paging, and plays out faults that a test has put in line: each request to send takes the next one.
"""

import itertools
import ssl
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import ThreadingHTTPServer
from typing import Any, Self

import requests

from diary.gateways.twilio import compute_signature
from tests.standins.twilio_wire import ACCOUNT_SID, AUTH_TOKEN, Fault, Handler


@dataclass
class TwilioApi:
    """``with TwilioApi() as api``: listens on ``api.base_url`` until the block ends."""

    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    messages: list[dict[str, Any]] = field(default_factory=list)
    """Every text it took or received, oldest first, as Twilio's JSON has it."""
    attempts: list[dict[str, str]] = field(default_factory=list)
    """The form of every request to send, taken or not."""
    faults: deque[Fault] = field(default_factory=deque)
    paths: list[str] = field(default_factory=list)
    """What every request to send asked for."""

    def __enter__(self) -> Self:
        self.released = threading.Event()
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.api = self  # type: ignore[attr-defined]
        self._scheme = "http"
        self._callbacks: dict[str, str] = {}
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.released.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def base_url(self) -> str:
        return f"{self._scheme}://127.0.0.1:{self._server.server_port}"

    def speak_tls(self, context: ssl.SSLContext) -> None:
        """From now on, to new connections."""
        self._scheme = "https"
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)

    def sent(self, to: str | None = None) -> list[dict[str, Any]]:
        """The texts it took from us, oldest first."""
        return [
            message
            for message in self.messages
            if message["direction"] == "outbound-api" and to in (None, message["to"])
        ]

    def take(self, form: dict[str, str]) -> dict[str, Any]:
        """Take a text to send; returns it as Twilio's JSON, which holds its state of now."""
        service = form.get("MessagingServiceSid")
        message = self._add(
            form.get("From"),
            form["To"],
            form["Body"],
            direction="outbound-api",
            status="accepted" if service else "queued",
            messaging_service_sid=service,
            num_segments="0" if service else "1",
        )
        self._callbacks[message["sid"]] = form.get("StatusCallback", "")
        return dict(message)

    def receive(self, sender: str, to: str, body: str, webhook: str | None = None) -> str:
        """A text to one of our numbers; posted to ``webhook`` if there is one. Returns its sid."""
        message = self._add(sender, to, body, direction="inbound", status="received")
        if webhook is not None:
            form = {"MessageSid": message["sid"], "SmsSid": message["sid"]}
            form |= {"AccountSid": ACCOUNT_SID, "From": sender, "To": to, "Body": body}
            form |= {"NumMedia": "0", "NumSegments": "1", "ApiVersion": "2010-04-01"}
            post_signed(webhook, form).raise_for_status()
        return str(message["sid"])

    def report(self, sid: str, status: str, error_code: int | None = None) -> requests.Response:
        """A text moves on to ``status``, and its callback hears of it."""
        message = next(message for message in self.messages if message["sid"] == sid)
        message["status"], message["error_code"] = status, error_code
        form = {"MessageSid": sid, "SmsSid": sid, "MessageStatus": status, "SmsStatus": status}
        form |= {"AccountSid": ACCOUNT_SID, "To": message["to"], "ApiVersion": "2010-04-01"}
        if message["from"]:
            form["From"] = message["from"]
        if error_code is not None:
            form["ErrorCode"] = str(error_code)
        return post_signed(self._callbacks[sid], form)

    def _add(self, sender: str | None, to: str, body: str, **rest: Any) -> dict[str, Any]:
        now = format_datetime(self.clock().astimezone(UTC))
        with self._lock:
            message = {
                "sid": f"SM{next(self._numbers):032x}",
                "account_sid": ACCOUNT_SID,
                "api_version": "2010-04-01",
                "from": sender,
                "to": to,
                "body": body,
                "date_created": now,
                "date_updated": now,
                "date_sent": now if rest["direction"] == "inbound" else None,
                "error_code": None,
                "error_message": None,
                "messaging_service_sid": None,
                "num_media": "0",
                "num_segments": "1",
                "price": None,
                "price_unit": "USD",
                "subresource_uris": {},
                **rest,
            }
            message["uri"] = f"/2010-04-01/Accounts/{ACCOUNT_SID}/Messages/{message['sid']}.json"
            self.messages.append(message)
        return message


def post_signed(url: str, form: dict[str, str], token: str = AUTH_TOKEN) -> requests.Response:
    """Post a form as Twilio posts its webhooks."""
    signature = compute_signature(url, form, token)
    return requests.post(url, data=form, headers={"X-Twilio-Signature": signature}, timeout=15)


def ago(**span: float) -> datetime:
    """An instant in the past, in UTC."""
    return datetime.now(UTC) - timedelta(**span)
