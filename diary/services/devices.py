"""Devices that patients signed in on: who calls from which, and ending their sign-in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from diary.services import device_tokens
from diary.services.device_tokens import Tokens
from diary.store.devices import Device, DeviceEnd, DeviceToken, TokenKind
from diary.store.people import Organization, Patient


@dataclass(frozen=True, slots=True)
class Caller:
    """Whose device it is that calls, and with which token."""

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
    return device_tokens.hand_out(session, device, now)


def caller_of(session: Session, access_token: str, now: datetime) -> Caller | None:
    """Who calls with this access token, if it still counts."""
    token_hash = device_tokens.hash_of(access_token)
    row = session.execute(_CALLER, {"token_hash": token_hash, "now": now}).first()
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
