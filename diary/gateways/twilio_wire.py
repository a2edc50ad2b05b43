"""HTTP for Twilio's client: with time-outs, one attempt, an address of choice and no words in logs.

The client's own HTTP waits for ever and logs phone numbers. It takes anything in its place that
has this ``request`` method and answers with a status, a text and headers.
"""

import json
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import requests
import urllib3.exceptions
from requests.adapters import HTTPAdapter

from diary.gateways.twilio_errors import kind_of_answer
from diary.services.ports import SendError, SendErrorKind

_LARGEST_ANSWER_BYTES = 8_000_000


@dataclass(frozen=True, slots=True)
class Answer:
    """What Twilio's client reads of an HTTP response."""

    status_code: int
    text: str
    headers: Mapping[str, str]


class TwilioWire:
    """What Twilio's client sends its requests through.

    Every failure leaves here as a ``SendError``, judged by how far the request had come.
    """

    def __init__(
        self, base_url: str, connect_seconds: float, read_seconds: float, connections: int
    ) -> None:
        base = urlsplit(base_url)
        if base.scheme not in ("http", "https") or not base.netloc:
            raise ValueError(f"not the address of an API: {base_url!r}")
        self._base = base
        self._connect_seconds = connect_seconds
        self._read_seconds = read_seconds
        # Its lines for debugging quote addresses, and the address of a list holds a phone number.
        logging.getLogger("urllib3.connectionpool").setLevel(logging.INFO)
        self._session = requests.Session()
        adapter = HTTPAdapter(pool_connections=1, pool_maxsize=connections, max_retries=0)
        self._session.mount(f"{base.scheme}://", adapter)

    def request(
        self,
        method: str,
        url: str,
        params: Mapping[str, object] | None = None,
        data: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,
        allow_redirects: bool = False,
    ) -> Answer:
        del timeout, allow_redirects  # ours hold for every request; a redirected POST is two POSTs
        try:
            with self._session.request(
                method,
                self._at_base(url),
                params=params,  # type: ignore[arg-type]  # any values go
                data=data,
                headers=headers,
                auth=auth,
                timeout=(self._connect_seconds, self._read_seconds),
                allow_redirects=False,
                stream=True,
            ) as answer:
                text = self._read(answer)
        except UnicodeError:
            raise SendError(SendErrorKind.REFUSED) from None
        except requests.RequestException as error:
            raise SendError(_kind_of_failure(error)) from None
        except urllib3.exceptions.HTTPError:
            raise SendError(SendErrorKind.AMBIGUOUS) from None
        if not HTTPStatus.OK <= answer.status_code < HTTPStatus.MULTIPLE_CHOICES:
            code = _code_in(text)
            raise SendError(kind_of_answer(answer.status_code, code), code)
        return Answer(answer.status_code, text, answer.headers)

    def close(self) -> None:
        self._session.close()

    def _at_base(self, url: str) -> str:
        asked = urlsplit(url)
        path = self._base.path.rstrip("/") + asked.path
        return urlunsplit((self._base.scheme, self._base.netloc, path, asked.query, ""))

    def _read(self, answer: requests.Response) -> str:
        # The library's time-out is for each read: a server that drips would hold us for ever.
        give_up_at = time.monotonic() + self._read_seconds
        body = bytearray()
        while chunk := answer.raw.read1(65_536, decode_content=True):
            body += chunk
            if time.monotonic() > give_up_at or len(body) > _LARGEST_ANSWER_BYTES:
                raise requests.ReadTimeout
        return body.decode("utf-8", errors="replace")


def _kind_of_failure(error: requests.RequestException) -> SendErrorKind:
    """Transient if not a byte of the request was written, else ambiguous."""
    if isinstance(error, requests.ConnectTimeout):
        return SendErrorKind.TRANSIENT
    reason = getattr(error.args[0] if error.args else None, "reason", None)
    if isinstance(reason, urllib3.exceptions.ProxyError):
        reason = reason.original_error
    if isinstance(reason, urllib3.exceptions.NewConnectionError):
        return SendErrorKind.TRANSIENT
    if "certificate verify failed" in str(reason):
        return SendErrorKind.CONFIGURATION
    if isinstance(error, ValueError):
        return SendErrorKind.CONFIGURATION  # an address, header or scheme that cannot be sent
    return SendErrorKind.AMBIGUOUS


def _code_in(text: str) -> int | None:
    try:
        answer: Any = json.loads(text)
    except (ValueError, RecursionError):
        return None
    code = answer.get("code") if isinstance(answer, dict) else None
    return code if isinstance(code, int) and not isinstance(code, bool) else None
