"""A browser and its push service on loopback, for tests: with real keys and seals.

The service checks what RFC 8030 and 8292 demand of a sender before it takes a notification, and the
browser opens the body with its own keys (RFC 8291, from the receiver's side).
"""

import base64
import json
import os
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from diary.gateways.push_sealing import packed, point_of
from diary.services.push_subscriptions import unpacked

_A_DAY = 24 * 60 * 60


@dataclass
class PushService:
    """``with PushService() as service``: one browser is subscribed at ``service.endpoint``."""

    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    auth: bytes = field(default_factory=lambda: os.urandom(16))
    taken: list[tuple[dict[str, str], Any]] = field(default_factory=list)
    """Headers and opened content of every notification that was taken."""
    asked: list[str] = field(default_factory=list)
    """The paths of all requests, taken or not."""
    statuses: deque[int] = field(default_factory=deque)
    """What the next requests are answered with; 201 when it is empty."""

    def __enter__(self) -> Self:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self._server.service = self  # type: ignore[attr-defined]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def endpoint(self) -> str:
        return f"{self.origin}/push/some-opaque-id"

    @property
    def subscription(self) -> dict[str, str]:
        """What the browser's Push API gives a page."""
        return {
            "endpoint": self.endpoint,
            "p256dh": packed(point_of(self.key)),
            "auth": packed(self.auth),
        }

    def open(self, body: bytes) -> bytes:
        """The content of a sealed body; fails where it is not for this browser."""
        salt, keyid = body[:16], body[21 : 21 + body[20]]
        sender = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), keyid)
        own = point_of(self.key)
        secret = _derived(
            self.key.exchange(ec.ECDH(), sender), self.auth, b"WebPush: info\0" + own + keyid, 32
        )
        key = _derived(secret, salt, b"Content-Encoding: aes128gcm\0", 16)
        nonce = _derived(secret, salt, b"Content-Encoding: nonce\0", 12)
        opened = AESGCM(key).decrypt(nonce, body[21 + body[20] :], None)
        content, mark = opened.rstrip(b"\0")[:-1], opened.rstrip(b"\0")[-1:]
        assert mark == b"\x02"
        return content

    def claims(self, authorization: str) -> dict[str, Any]:
        """What the sender's signed name says; fails where the signature is not its key's."""
        scheme, _, rest = authorization.partition(" ")
        assert scheme == "vapid"
        said = dict(part.strip().split("=", 1) for part in rest.split(","))
        signed, _, signature = said["t"].rpartition(".")
        header, claims = (json.loads(_unpadded(part)) for part in signed.split("."))
        assert header == {"typ": "JWT", "alg": "ES256"}
        raw = _unpadded(signature)
        pair = encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
        sender = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), unpacked(said["k"]))
        sender.verify(pair, signed.encode(), ec.ECDSA(hashes.SHA256()))
        return {**claims, "k": said["k"]}


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        service: PushService = self.server.service  # type: ignore[attr-defined]
        service.asked.append(self.path)
        body = self.rfile.read(int(self.headers["Content-Length"]))
        status = service.statuses.popleft() if service.statuses else 201
        if status == 201:
            claims = service.claims(self.headers["Authorization"])
            assert claims["aud"] == service.origin
            assert time.time() < claims["exp"] <= time.time() + _A_DAY
            assert self.headers["Content-Encoding"] == "aes128gcm"
            assert int(self.headers["TTL"]) >= 0
            assert len(self.headers["Topic"]) <= 32
            service.taken.append((dict(self.headers), json.loads(service.open(body))))
        self.send_response(status)
        if status in (301, 302, 307, 308):
            self.send_header("Location", f"{service.origin}/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing is said."""


def _derived(material: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(material)


def _unpadded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
