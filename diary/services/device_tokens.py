"""The tokens of a device: random, opaque, kept as hashes, and the next ones after an exchange."""

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from diary.store.devices import Device, DeviceToken, TokenKind

ACCESS_LASTS = timedelta(minutes=15)
REFRESH_LASTS = timedelta(days=60)
"""A device that was away longer signs in anew."""
_TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a device is handed: shown once, kept as hashes."""

    device_id: UUID
    access: str
    access_expires_at: datetime
    refresh: str
    refresh_expires_at: datetime


def hand_out(session: Session, device: Device, now: datetime) -> Tokens:
    """The first tokens of a device."""
    return _hand_out(session, device, secrets.token_urlsafe(_TOKEN_BYTES), None, now)


def hand_out_next(
    session: Session, device: Device, exchanged: DeviceToken, shown: str, now: datetime
) -> Tokens:
    """What follows the refresh token ``exchanged``, which the device has ``shown``.

    The same refresh token however often it is asked for, and a new access token each time. Nobody
    can work it out from what is stored, without the token that was exchanged.
    """
    if exchanged.salt is None:
        exchanged.salt = secrets.token_bytes(_TOKEN_BYTES)
    digest = hmac.digest(shown.encode(), exchanged.salt, hashlib.sha256)
    refresh = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    return _hand_out(session, device, refresh, exchanged.id, now)


def find_refresh_token(session: Session, shown: str) -> DeviceToken | None:
    return session.scalars(
        select(DeviceToken).where(
            DeviceToken.token_hash == hash_of(shown), DeviceToken.kind == TokenKind.REFRESH
        )
    ).first()


def forget_old_tokens(session: Session, now: datetime) -> None:
    """Delete tokens that are over. A used one is kept until then, to be recognised."""
    session.execute(delete(DeviceToken).where(DeviceToken.expires_at < now))


def hash_of(token: str) -> bytes:
    return hashlib.sha256(token.encode(errors="replace")).digest()


def _hand_out(
    session: Session, device: Device, refresh: str, given_for_id: UUID | None, now: datetime
) -> Tokens:
    def keep(kind: TokenKind, token: str, expires_at: datetime) -> None:
        session.add(
            DeviceToken(
                organization_id=device.organization_id,
                device_id=device.id,
                kind=kind,
                token_hash=hash_of(token),
                made_at=now,
                expires_at=expires_at,
                given_for_id=given_for_id,
            )
        )

    access, access_expires_at = secrets.token_urlsafe(_TOKEN_BYTES), now + ACCESS_LASTS
    keep(TokenKind.ACCESS, access, access_expires_at)
    given_before = find_refresh_token(session, refresh) if given_for_id else None
    if given_before is None:
        refresh_expires_at = now + REFRESH_LASTS
        keep(TokenKind.REFRESH, refresh, refresh_expires_at)
    else:
        refresh_expires_at = given_before.expires_at
    return Tokens(device.id, access, access_expires_at, refresh, refresh_expires_at)
