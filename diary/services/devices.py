"""Devices that patients signed in on: opaque tokens, exchanged often, and ended at once.

A refresh token is good once. When one comes back that was exchanged already, somebody has a copy:
the device's whole family of tokens ends, and its owner signs in anew.
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.orm import Session

from diary.store.devices import Device, DeviceEnd, DeviceToken, TokenKind
from diary.store.people import Organization, Patient

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


@dataclass(frozen=True, slots=True)
class Caller:
    """Whose device it is that calls."""

    patient: Patient
    clinic: Organization
    device: Device


def sign_in(session: Session, patient: Patient, name: str, now: datetime) -> Tokens:
    """A new device of the patient's, with its first tokens."""
    device = Device(
        organization_id=patient.organization_id,
        patient_id=patient.id,
        name=name,
        signed_in_at=now,
        seen_at=now,
    )
    session.add(device)
    session.flush()
    return _hand_out(session, device, now)


def renew(session: Session, refresh_token: str, now: datetime) -> Tokens | None:
    """New tokens for a refresh token, which is spent by it. Commit even after ``None``.

    ``None`` for one that is unknown, too old or of a device that was ended; one that was spent
    before ends its device.
    """
    token = _find(session, refresh_token, TokenKind.REFRESH)
    if token is None:
        return None
    is_spent_now = session.execute(
        update(DeviceToken)
        .where(DeviceToken.id == token.id, DeviceToken.spent_at.is_(None))
        .values(spent_at=now)
        .returning(DeviceToken.id)
        .execution_options(synchronize_session=False)
    ).first()
    device = session.get_one(Device, token.device_id, with_for_update=True, populate_existing=True)
    if is_spent_now is None:
        end(device, DeviceEnd.REPLAY, now)
        return None
    if device.ended_at or now >= token.expires_at:
        return None
    device.seen_at = now
    return _hand_out(session, device, now)


def caller_of(session: Session, access_token: str, now: datetime) -> Caller | None:
    """Who calls with this access token, if it still counts."""
    row = session.execute(_CALLER, {"token_hash": _hash(access_token), "now": now}).first()
    return None if row is None else Caller(*row)


# Every request of a phone asks for this: it is put together once.
_CALLER = (
    select(Patient, Organization, Device)
    .select_from(DeviceToken)
    .join(Device, Device.id == DeviceToken.device_id)
    .join(Patient, Patient.id == Device.patient_id)
    .join(Organization, Organization.id == Device.organization_id)
    .where(
        DeviceToken.token_hash == bindparam("token_hash"),
        DeviceToken.kind == TokenKind.ACCESS,
        DeviceToken.expires_at > bindparam("now"),
        Device.ended_at.is_(None),
    )
)


def devices_of(session: Session, patient: Patient) -> Sequence[Device]:
    """The patient's devices that are signed in, the one seen last first."""
    return session.scalars(
        select(Device)
        .where(Device.patient_id == patient.id, Device.ended_at.is_(None))
        .order_by(Device.seen_at.desc(), Device.id.desc())
    ).all()


def devices_ever(session: Session, patient: Patient) -> Sequence[Device]:
    """All that the patient ever signed in on, the one seen last first."""
    return session.scalars(
        select(Device)
        .where(Device.patient_id == patient.id)
        .order_by(Device.seen_at.desc(), Device.id.desc())
    ).all()


def device_of(session: Session, patient: Patient, device_id: UUID) -> Device | None:
    """A device of this patient's that is signed in."""
    return session.scalars(
        select(Device).where(
            Device.patient_id == patient.id, Device.id == device_id, Device.ended_at.is_(None)
        )
    ).first()


def end(device: Device, by: DeviceEnd, now: datetime) -> None:
    """No token of this device counts any more. Ending it again changes nothing."""
    if device.ended_at is None:
        device.ended_at, device.ended_by = now, by


def forget_old_tokens(session: Session, now: datetime) -> None:
    """Delete tokens that are over. A spent one is kept until then, to be recognised."""
    session.execute(delete(DeviceToken).where(DeviceToken.expires_at < now))


def _hand_out(session: Session, device: Device, now: datetime) -> Tokens:
    access, refresh = (secrets.token_urlsafe(_TOKEN_BYTES) for _ in range(2))
    made = Tokens(device.id, access, now + ACCESS_LASTS, refresh, now + REFRESH_LASTS)
    for kind, token, expires_at in (
        (TokenKind.ACCESS, access, made.access_expires_at),
        (TokenKind.REFRESH, refresh, made.refresh_expires_at),
    ):
        session.add(
            DeviceToken(
                organization_id=device.organization_id,
                device_id=device.id,
                kind=kind,
                token_hash=_hash(token),
                made_at=now,
                expires_at=expires_at,
            )
        )
    return made


def _find(session: Session, token: str, kind: TokenKind) -> DeviceToken | None:
    return session.scalars(
        select(DeviceToken).where(DeviceToken.token_hash == _hash(token), DeviceToken.kind == kind)
    ).first()


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode(errors="replace")).digest()
