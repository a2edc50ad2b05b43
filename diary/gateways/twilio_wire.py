"""HTTP for Twilio's client: with time-outs, one attempt, an address of choice and no words in logs.

The client's own HTTP waits for ever and logs phone numbers. It takes anything in its place that
has this ``request`` method and answers with a status, a text and headers.
"""

import json
import logging
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import requests
import urllib3
from requests.adapters import HTTPAdapter
from requests.utils import DEFAULT_CA_BUNDLE_PATH
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    LocationValueError,
    NewConnectionError,
    ProxyError,
)

from diary.gateways.twilio_errors import kind_of_answer
from diary.services.ports import SendError, SendErrorKind

_LARGEST_ANSWER_BYTES = 8_000_000


class NoWayError(ValueError):
    """What settings and environment say of the way to Twilio cannot be used: it says what."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What Twilio's client reads of an HTTP response."""

    status_code: int
    text: str
    headers: Mapping[str, str]


class TwilioWire:
    """What Twilio's client sends its requests through.

    Every failure leaves here as a ``SendError``, judged by how far the request had come;
    ``NoWayError`` if no request can ever leave.
    """

    def __init__(
        self, base_url: str, connect_seconds: float, read_seconds: float, connections: int
    ) -> None:
        base = urlsplit(base_url)
        if base.scheme not in ("http", "https") or not base.netloc:
            raise NoWayError(f"not the address of an API: {base_url!r}")
        self._path = base.path.rstrip("/")
        self._timeout = urllib3.Timeout(connect=connect_seconds, read=read_seconds)
        self._read_seconds = read_seconds
        # Its lines for debugging quote addresses, and the address of a list holds a phone number.
        logging.getLogger("urllib3.connectionpool").setLevel(logging.INFO)
        # The proxies and authorities that the environment names hold for all requests to come.
        # Asking requests for each of them would cost as much as sending it.
        with requests.Session() as session:
            session.verify = DEFAULT_CA_BUNDLE_PATH
            how = session.merge_environment_settings(base_url, {}, None, None, None)
        if base.scheme == "https":
            _open(str(how["verify"]))
        asked = requests.Request("GET", base_url).prepare()
        self._adapter = HTTPAdapter(pool_connections=1, pool_maxsize=connections)
        try:
            self._pool: urllib3.HTTPConnectionPool = self._adapter.get_connection_with_tls_context(
                asked, how["verify"], how["proxies"]
            )  # type: ignore[assignment]  # it is no less than that
        except (requests.RequestException, HTTPError) as error:
            # What it says itself may quote the proxy's password.
            said = f"the environment names a proxy that cannot be used ({type(error).__name__})"
            raise NoWayError(said) from None
        # A proxy for plain HTTP wants to hear whose path it is.
        asked_for = self._adapter.request_url(asked, how["proxies"])
        self._whose = asked_for.removesuffix(asked.path_url)

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
        asked = urlsplit(url)
        try:
            queries = filter(None, (asked.query, urlencode(params or {}, doseq=True)))
            address = f"{self._whose}{self._path}{asked.path}?{'&'.join(queries)}".rstrip("?")
            with self._pool.urlopen(
                method,
                address,
                body=urlencode(data, doseq=True) if data else None,
                headers={
                    **(headers or {}),
                    **urllib3.make_headers(
                        accept_encoding=True, basic_auth=":".join(auth) if auth else None
                    ),
                },
                retries=False,
                redirect=False,
                assert_same_host=False,
                timeout=self._timeout,
                preload_content=False,
            ) as answer:
                text = self._read(answer)
        except UnicodeError:
            raise SendError(SendErrorKind.REFUSED) from None
        except HTTPError as error:
            raise SendError(_kind_of_failure(error)) from None
        if not HTTPStatus.OK <= answer.status < HTTPStatus.MULTIPLE_CHOICES:
            code = _code_in(text)
            raise SendError(kind_of_answer(answer.status, code), code)
        return Answer(answer.status, text, answer.headers)

    def close(self) -> None:
        self._adapter.close()

    def _read(self, answer: urllib3.BaseHTTPResponse) -> str:
        # The library's time-out is for each read: a server that drips would hold us for ever.
        give_up_at = time.monotonic() + self._read_seconds
        body = bytearray()
        while chunk := answer.read1(65_536, decode_content=True):
            body += chunk
            if time.monotonic() > give_up_at or len(body) > _LARGEST_ANSWER_BYTES:
                raise SendError(SendErrorKind.AMBIGUOUS)
        return body.decode("utf-8", errors="replace")


def _open(authorities: str) -> None:
    # Otherwise they are read at each connection, and a file that is not there looks like a doubt.
    where = "capath" if Path(authorities).is_dir() else "cafile"
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(**{where: authorities})
    except OSError as error:
        said = f"REQUESTS_CA_BUNDLE or CURL_CA_BUNDLE: {authorities}: {error.strerror}"
        raise NoWayError(said) from error


def _kind_of_failure(error: HTTPError) -> SendErrorKind:
    """Transient if not a byte of the request was written, else ambiguous."""
    reason = error.original_error if isinstance(error, ProxyError) else error
    if isinstance(reason, NewConnectionError | ConnectTimeoutError):
        return SendErrorKind.TRANSIENT
    if isinstance(reason, LocationValueError) or "certificate verify failed" in str(reason):
        return SendErrorKind.CONFIGURATION
    return SendErrorKind.AMBIGUOUS


def _code_in(text: str) -> int | None:
    try:
        answer: Any = json.loads(text)
    except (ValueError, RecursionError):
        return None
    code = answer.get("code") if isinstance(answer, dict) else None
    return code if isinstance(code, int) and not isinstance(code, bool) else None
