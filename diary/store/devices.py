"""Phones that patients have signed in on: codes by text, devices and their tokens."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from diary.store.base import Base, OfClinic
from diary.store.sealing import SealedText


class SignInRequest(Base):
    """Somebody asked for a code. Of no clinic: the number may be unknown, and counts all the same.

    Number and network address are kept as blind indexes only, for a day.
    """

    __tablename__ = "sign_in_request"
    __table_args__ = (
        UniqueConstraint("phone_index", "nth"),
        Index("ix_sign_in_request_address", "address_index", "asked_at"),
    )

    phone_index: Mapped[bytes]
    nth: Mapped[int]
    """Counts the requests for this number, so that two at once cannot both be the last allowed."""
    address_index: Mapped[bytes]
    asked_at: Mapped[datetime]


class SignInCode(Base, OfClinic):
    """A code that was texted. Only a keyed hash of it is kept."""

    __tablename__ = "sign_in_code"
    __table_args__ = (Index("ix_sign_in_code_clinic_made", "organization_id", "made_at"),)

    request_id: Mapped[UUID] = mapped_column(index=True)
    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patient.id"))
    code_hash: Mapped[bytes]
    tries: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class DeviceEnd(StrEnum):
    """Who ended a device's sign-in."""

    PATIENT = "patient"
    STAFF = "staff"
    REPLAY = "replay"
    """A token came back that had been exchanged: somebody has a copy of it."""


class Device(Base, OfClinic):
    """A phone or browser that a patient signed in on, with the family of its tokens."""

    __tablename__ = "device"

    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patient.id"), index=True)
    name: Mapped[str] = mapped_column(SealedText("device.name"))
    signed_in_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[DeviceEnd | None]


class TokenKind(StrEnum):
    ACCESS = "access"
    REFRESH = "refresh"


class DeviceToken(Base, OfClinic):
    """One token of a device. Only its SHA-256 is kept; a used one stays to be recognised."""

    __tablename__ = "device_token"

    device_id: Mapped[UUID] = mapped_column(ForeignKey("device.id"), index=True)
    kind: Mapped[TokenKind]
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]
    """When a refresh token was exchanged."""
    exchange_id: Mapped[UUID | None]
    """What the device called that exchange, until the next one."""
    given_for_id: Mapped[UUID | None]
    """The refresh token that it was handed out for: that may be forgotten before this one is."""
    salt: Mapped[bytes | None]
    """Together with an exchanged refresh token it gives the next one, until that is exchanged."""
