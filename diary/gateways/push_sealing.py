"""What push services demand of a sender: sealed content (RFC 8291) and a signed name (RFC 8292)."""

import base64
import json
import os
from collections.abc import Callable

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CURVE = ec.SECP256R1()
_SALT_BYTES = 16
_RECORD_BYTES = 4096
_LAST_RECORD = b"\x02"
"""The delimiter of a record after which none comes (RFC 8188)."""


def seal(
    content: bytes,
    p256dh: bytes,
    auth: bytes,
    *,
    own: ec.EllipticCurvePrivateKey | None = None,
    random: Callable[[int], bytes] = os.urandom,
) -> bytes:
    """``content`` so that only the device can read it: a body of ``aes128gcm``, in one record.

    ``own`` is a key for this message alone. ``ValueError`` where ``p256dh`` is no point of P-256.
    """
    own = own or ec.generate_private_key(CURVE)
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, p256dh)
    mine = point_of(own)
    shared = own.exchange(ec.ECDH(), theirs)
    secret = _derived(shared, auth, b"WebPush: info\0" + p256dh + mine, 32)
    salt = random(_SALT_BYTES)
    key = _derived(secret, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derived(secret, salt, b"Content-Encoding: nonce\0", 12)
    sealed = AESGCM(key).encrypt(nonce, content + _LAST_RECORD, None)
    return salt + _RECORD_BYTES.to_bytes(4) + bytes([len(mine)]) + mine + sealed


def vapid(key: ec.EllipticCurvePrivateKey, audience: str, subject: str, expires: int) -> str:
    """The ``Authorization`` by which a push service knows us: a JWT signed with our key.

    ``audience`` is the service's origin, ``subject`` where its operator can reach ours, and
    ``expires`` a Unix time at most a day ahead.
    """
    claims = {"aud": audience, "exp": expires, "sub": subject}
    signed = ".".join(packed(_json(each)) for each in ({"typ": "JWT", "alg": "ES256"}, claims))
    r, s = decode_dss_signature(key.sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
    signature = packed(r.to_bytes(32) + s.to_bytes(32))
    return f"vapid t={signed}.{signature}, k={packed(point_of(key))}"


def point_of(key: ec.EllipticCurvePrivateKey) -> bytes:
    """The public half of a key, as an uncompressed point."""
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def packed(octets: bytes) -> str:
    """base64url without padding."""
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def _derived(material: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(material)


def _json(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()
