"""Notifications in the app: where each phone takes them, and which prompts were told by one."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from diary.store.base import Base, OfClinic
from diary.store.sealing import SealedText


class PushSubscription(Base, OfClinic):
    """Where one device takes notifications (Push API). It lives and ends with the device."""

    __tablename__ = "push_subscription"

    device_id: Mapped[UUID] = mapped_column(ForeignKey("device.id"), unique=True)
    endpoint: Mapped[str] = mapped_column(SealedText("push_subscription.endpoint"))
    """An address of the browser's own push service; whoever has it can send, so it is sealed."""
    p256dh: Mapped[str] = mapped_column(SealedText("push_subscription.p256dh"))
    """The device's public key, base64url."""
    auth: Mapped[str] = mapped_column(SealedText("push_subscription.auth"))
    """The secret that the device shares with us, base64url."""
    made_at: Mapped[datetime]


class NoticeStatus(StrEnum):
    QUEUED = "queued"
    SENT = "sent"
    """At least one push service took it."""
    FAILED = "failed"
    """No device takes it any more, or it may not be sent: the text goes at once."""


class PushNotice(Base, OfClinic):
    """A notification that a check-in is ready. Its text waits meanwhile, and may not be needed."""

    __tablename__ = "push_notice"
    __table_args__ = (
        Index(
            "ix_push_notice_queued",
            "next_try_at",
            sqlite_where=text("status = 'queued'"),
            postgresql_where=text("status = 'queued'"),
        ),
    )

    message_id: Mapped[UUID] = mapped_column(ForeignKey("outbound_message.id"), unique=True)
    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patient.id"))
    prompt_id: Mapped[UUID] = mapped_column(ForeignKey("prompt.id"), index=True)
    status: Mapped[NoticeStatus]
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    """When the patient opened the check-in in the app."""
