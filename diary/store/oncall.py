"""Who is on call at a clinic, and the pages that went out."""

from datetime import datetime, time
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from diary.store.base import Base, OfClinic
from diary.store.sealing import SealedText


class OnCall(Base, OfClinic):
    """A rung of the clinic's ladder: somebody who is paged when an alert opens."""

    __tablename__ = "on_call"
    __table_args__ = (
        UniqueConstraint("organization_id", "position"),
        UniqueConstraint("organization_id", "phone_index"),
    )

    practitioner_id: Mapped[UUID] = mapped_column(ForeignKey("practitioner.id"))
    position: Mapped[int]
    phone: Mapped[str] = mapped_column(SealedText("on_call.phone"))
    phone_index: Mapped[bytes]
    wait_minutes: Mapped[int]
    from_local: Mapped[time]
    until_local: Mapped[time]
    weekdays: Mapped[list[int]] = mapped_column(JSON)


class PageSent(Base, OfClinic):
    """A page about an alert. Only the SHA-256 of its link's token is kept."""

    __tablename__ = "page_sent"

    alert_id: Mapped[UUID] = mapped_column(ForeignKey("safety_alert.id"), index=True)
    practitioner_id: Mapped[UUID] = mapped_column(ForeignKey("practitioner.id"))
    """Who was paged: it stays on record when they leave the ladder."""
    message_id: Mapped[UUID] = mapped_column(ForeignKey("outbound_message.id"))
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    paged_at: Mapped[datetime]
