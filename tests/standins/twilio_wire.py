"""How the stand-in for Twilio's API speaks HTTP, and the faults it can play out."""

import base64
import json
import re
import socket
import struct
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

ACCOUNT_SID = "AC" + "0" * 32
AUTH_TOKEN = "a token for tests"

MAGIC_TO = {
    "+15005550001": 21211,
    "+15005550002": 21612,
    "+15005550003": 21408,
    "+15005550004": 21610,
    "+15005550009": 21614,
}
MAGIC_FROM = {"+15005550001": 21212, "+15005550007": 21606, "+15005550008": 21611}


@dataclass(frozen=True, slots=True)
class Fault:
    """What becomes of one request: whether the text is taken, and what the sender sees of it."""

    accepts: bool = False
    answer: Callable[["Handler", dict[str, Any] | None], None] | None = None


def refusal(status: int, code: int | None = None) -> Fault:
    """An error in Twilio's own words, or with no code."""
    body = {"message": "refused", "more_info": "", "status": status}
    if code is not None:
        body["code"] = code
    return Fault(answer=lambda handler, _: handler.reply(status, json.dumps(body)))


def nonsense(status: int, body: str = "<html>Bad gateway</html>", *, accepts: bool) -> Fault:
    """An answer that is not Twilio's JSON."""
    return Fault(accepts, lambda handler, _: handler.reply(status, body, "text/html"))


def silence(*, accepts: bool) -> Fault:
    """No answer for as long as the stand-in lives."""
    return Fault(accepts, lambda handler, _: handler.keep_waiting())


def reset(*, accepts: bool) -> Fault:
    """The connection is torn down after the request was read."""
    return Fault(accepts, lambda handler, _: handler.tear_down())


def half_an_answer() -> Fault:
    """Taken, but the answer breaks off in the middle."""
    return Fault(True, lambda handler, taken: handler.break_off(json.dumps(taken)))


def drip(seconds: float) -> Fault:
    """Taken, but the answer comes one byte at a time."""
    return Fault(True, lambda handler, taken: handler.drip(json.dumps(taken), seconds))


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    @property
    def api(self) -> Any:
        return self.server.api  # type: ignore[attr-defined]

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        raw = parse_qs(self.rfile.read(length).decode(), keep_blank_values=True)
        form = {name: values[0] for name, values in raw.items()}
        self.api.attempts.append(form)
        self.api.paths.append(self.path)
        if not self._is_ours():
            return
        fault = self.api.faults.popleft() if self.api.faults else None
        if fault is None:
            code = MAGIC_TO.get(form.get("To", "")) or MAGIC_FROM.get(form.get("From", ""))
            code = code or (21617 if len(form.get("Body", "")) > 1600 else None)
            code = code or (21602 if not form.get("Body") else None)
            fault = Fault(True) if code is None else refusal(400, code)
        taken = self.api.take(form) if fault.accepts else None
        if fault.answer is None:
            self.reply(201, json.dumps(taken))
        else:
            fault.answer(self, taken)

    def do_GET(self) -> None:
        if not self._is_ours():
            return
        asked = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(asked.query).items()}
        size, page = int(query.get("PageSize", 50)), int(query.get("Page", 0))
        listed = [
            message
            for message in reversed(self.api.messages)
            if query.get("To") in (None, message["to"])
            and query.get("From") in (None, message["from"])
        ]
        here = listed[page * size : (page + 1) * size]
        following = urlencode({**query, "Page": page + 1, "PageToken": f"PA{page + 1}"})
        more = f"{asked.path}?{following}" if (page + 1) * size < len(listed) else None
        answer = {"messages": here, "page": page, "page_size": size, "next_page_uri": more}
        self.reply(200, json.dumps({**answer, "uri": self.path, "previous_page_uri": None}))

    def reply(self, status: int, body: str, content_type: str = "application/json") -> None:
        payload = body.encode()
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(payload)))
        self.end_headers()
        self.wfile.write(payload)

    def keep_waiting(self) -> None:
        self.api.released.wait(60)
        self.close_connection = True

    def tear_down(self) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True

    def break_off(self, body: str) -> None:
        self._begin(len(body))
        self.wfile.write(body[: len(body) // 2].encode())
        self.close_connection = True

    def drip(self, body: str, seconds: float) -> None:
        self._begin(len(body))
        with suppress(OSError):  # the sender has had enough
            for byte in body.encode():
                self.wfile.write(bytes([byte]))
                if self.api.released.wait(seconds):
                    break
        self.close_connection = True

    def finish(self) -> None:
        with suppress(OSError, ValueError):  # torn down on purpose
            super().finish()

    def log_message(self, *_: object) -> None:
        pass

    def _begin(self, length: int) -> None:
        self.send_response(201)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(length))
        self.end_headers()

    def _is_ours(self) -> bool:
        expected = base64.b64encode(f"{ACCOUNT_SID}:{AUTH_TOKEN}".encode()).decode()
        path = rf"/2010-04-01/Accounts/{ACCOUNT_SID}/Messages\.json(\?.*)?"
        if self.headers.get("Authorization") != f"Basic {expected}":
            self.reply(401, json.dumps({"code": 20003, "message": "Authenticate", "status": 401}))
        elif not re.fullmatch(path, self.path):
            self.reply(404, json.dumps({"code": 20404, "message": "not found", "status": 404}))
        else:
            return True
        return False
