"""Web Push (RFC 8030): notifications to browsers, through the push services that they name."""

import json
import logging
import time
from collections.abc import Sequence
from http import HTTPStatus
from urllib.parse import urlsplit

import requests
from cryptography.hazmat.primitives.asymmetric import ec
from requests.adapters import HTTPAdapter

from diary.gateways.push_sealing import CURVE, packed, point_of, seal, vapid
from diary.services.ports import PushAddress, PushError, PushErrorKind, PushNote
from diary.services.push_addresses import is_trusted

_SIGNED_FOR_SECONDS = 6 * 60 * 60
_CONNECT_SECONDS = 5.0
_READ_SECONDS = 10.0
_GONE = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)
_AGAIN = (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS)


class WebPush:
    """A ``PushGateway`` over the push services at ``hosts``. Threads may share it."""

    def __init__(self, private_key: int, subject: str, hosts: Sequence[str]) -> None:
        """``private_key`` is the scalar of our key; ``subject`` an address of the operator's."""
        self._key = ec.derive_private_key(private_key, CURVE)
        self._subject = subject
        self._hosts = tuple(hosts)
        # Its lines for debugging quote addresses, and who has one can send to that phone.
        logging.getLogger("urllib3.connectionpool").setLevel(logging.INFO)
        self._session = requests.Session()
        self._session.mount("https://", HTTPAdapter(max_retries=0))

    @property
    def public_key(self) -> str:
        return packed(point_of(self._key))

    def push(self, address: PushAddress, note: PushNote) -> None:
        if not is_trusted(address.endpoint, self._hosts):
            raise PushError(PushErrorKind.GONE)
        parts = urlsplit(address.endpoint)
        said = {"check_in": str(note.prompt_id), "language": note.language}
        try:
            body = seal(json.dumps(said).encode(), address.p256dh, address.auth)
        except ValueError:
            raise PushError(PushErrorKind.GONE) from None
        headers = {
            "Authorization": vapid(
                self._key,
                f"{parts.scheme}://{parts.netloc}",
                self._subject,
                int(time.time()) + _SIGNED_FOR_SECONDS,
            ),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(note.lasts_seconds),
            "Topic": note.prompt_id.hex,
            "Urgency": "normal",
        }
        try:
            # Followed nowhere: a push service could send us to any address.
            with self._session.post(
                address.endpoint,
                data=body,
                headers=headers,
                timeout=(_CONNECT_SECONDS, _READ_SECONDS),
                allow_redirects=False,
                stream=True,
            ) as answer:
                _judge(answer.status_code)
        except (requests.RequestException, ValueError):
            raise PushError(PushErrorKind.TRANSIENT) from None


def _judge(status: int) -> None:
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return
    if status in _GONE:
        raise PushError(PushErrorKind.GONE)
    if status in _AGAIN or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise PushError(PushErrorKind.TRANSIENT)
    raise PushError(PushErrorKind.REFUSED)
