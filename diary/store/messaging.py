"""Texts in and out, what became of them, and the state of each conversation."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from diary.store.base import Base, OfClinic
from diary.store.sealing import SealedText


class Conversation(Base, OfClinic):
    """Where the dialogue with a patient stands; ``state`` is tagged and carries its version."""

    __tablename__ = "conversation"

    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patient.id"), unique=True)
    state: Mapped[Mapping[str, Any]]
    turn: Mapped[int] = mapped_column(default=0)
    wait_until: Mapped[datetime | None] = mapped_column(index=True)
    revision: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012 - SQLAlchemy reads it once


class InboundMessage(Base, OfClinic):
    """A text that somebody sent to the clinic's number (FHIR Communication, received)."""

    __tablename__ = "inbound_message"
    __table_args__ = (
        Index("ix_inbound_message_patient_received", "patient_id", "received_at"),
        Index(
            "ix_inbound_message_needs_person",
            "organization_id",
            "received_at",
            sqlite_where=text("needs_person is 1"),
            postgresql_where=text("needs_person is true"),
        ),
        Index(
            "ix_inbound_message_waiting",
            "patient_id",
            "id",
            sqlite_where=text("turn_taken_at is null"),
            postgresql_where=text("turn_taken_at is null"),
        ),
    )

    provider_sid: Mapped[str] = mapped_column(unique=True)
    patient_id: Mapped[UUID | None] = mapped_column(ForeignKey("patient.id"))
    """Empty when the number is unknown to the clinic."""
    prompt_id: Mapped[UUID | None] = mapped_column(ForeignKey("prompt.id"), index=True)
    """The prompt that it answers, wholly or in part."""
    sender: Mapped[str] = mapped_column(SealedText("inbound_message.sender"))
    body: Mapped[str] = mapped_column(SealedText("inbound_message.body"))
    segments: Mapped[int]
    received_at: Mapped[datetime]
    answered_by_carrier: Mapped[bool]
    """The carrier itself replied to this keyword, so the clinic's number must not."""
    danger_tier: Mapped[str | None]
    danger_rule: Mapped[str | None]
    danger_kind: Mapped[str | None]
    turn_taken_at: Mapped[datetime | None]
    turn_failures: Mapped[int] = mapped_column(default=0)
    needs_person: Mapped[bool] = mapped_column(default=False)
    """Nobody but a person can make something of it; staff see it until they say that it is done."""
    read_as: Mapped[Mapping[str, Any] | None]
    """How the text was understood: a wording key and its parameters, shown to staff."""


class Purpose(StrEnum):
    """Why a text goes out. It decides what may stop it and who goes first."""

    PAGE = "page"
    """To staff on call, about an open alert."""
    SAFETY = "safety"
    SIGN_IN = "sign_in"
    """A code that the patient asked for in the app, and waits for."""
    REPLY = "reply"
    INVITATION = "invitation"
    PROMPT = "prompt"
    REMINDER = "reminder"
    """Of a prompt that was not answered: once, and never after its answer."""


class OutboundStatus(StrEnum):
    QUEUED = "queued"
    SUBMITTING = "submitting"
    """Claimed; from ``submitted_at`` on the carrier may or may not have it yet."""
    UNKNOWN = "unknown"
    """The carrier may have it: being looked up, never blindly sent again."""
    ACCEPTED = "accepted"
    SENT = "sent"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    FAILED = "failed"
    SKIPPED = "skipped"
    """Not sent, for the reason given."""
    UNCONFIRMED = "unconfirmed"
    """Looked up without a trace: staff see that it may not have arrived."""


_URGENT = "status = 'queued' and purpose in ('page', 'safety')"


class OutboundMessage(Base, OfClinic):
    """A text of the clinic's (FHIR Communication); the outbox."""

    __tablename__ = "outbound_message"
    __table_args__ = (
        UniqueConstraint("organization_id", "key"),
        Index("ix_outbound_message_patient_created", "patient_id", "created_at"),
        Index(
            "ix_outbound_message_queued",
            "organization_id",
            "purpose",
            "not_before",
            "id",
            sqlite_where=text("status = 'queued'"),
            postgresql_where=text("status = 'queued'"),
        ),
        Index(
            "ix_outbound_message_urgent",
            "not_before",
            "id",
            sqlite_where=text(_URGENT),
            postgresql_where=text(_URGENT),
        ),
        Index(
            "ix_outbound_message_patient_going",
            "patient_id",
            sqlite_where=text("status in ('queued', 'submitting')"),
            postgresql_where=text("status in ('queued', 'submitting')"),
        ),
        Index(
            "ix_outbound_message_in_doubt",
            "lease_until",
            sqlite_where=text("status in ('submitting', 'unknown')"),
            postgresql_where=text("status in ('submitting', 'unknown')"),
        ),
    )

    key: Mapped[str]
    """What this text is; a second text with the same key cannot exist."""
    purpose: Mapped[Purpose]
    patient_id: Mapped[UUID | None] = mapped_column(ForeignKey("patient.id"))
    prompt_id: Mapped[UUID | None] = mapped_column(ForeignKey("prompt.id"), index=True)
    recipient: Mapped[str] = mapped_column(SealedText("outbound_message.recipient"))
    body: Mapped[str] = mapped_column(SealedText("outbound_message.body"))
    segments: Mapped[int]
    status: Mapped[OutboundStatus]
    reason: Mapped[str | None]
    created_at: Mapped[datetime]
    not_before: Mapped[datetime]
    """Due; later after a failure that may pass."""
    expires_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    lease_owner: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]
    provider_sid: Mapped[str | None] = mapped_column(index=True)
    error_code: Mapped[int | None]
    settled_at: Mapped[datetime | None]


class DeliveryEvent(Base, OfClinic):
    """One status callback of the carrier's. Repeats are refused by the key."""

    __tablename__ = "delivery_event"
    __table_args__ = (UniqueConstraint("message_id", "provider_sid", "status"),)

    message_id: Mapped[UUID] = mapped_column(ForeignKey("outbound_message.id"))
    provider_sid: Mapped[str]
    status: Mapped[str]
    error_code: Mapped[int | None]
    received_at: Mapped[datetime]
