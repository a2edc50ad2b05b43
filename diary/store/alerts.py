"""Safety alerts: opened with the text that raised them, never deleted."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from diary.store.base import Base, OfClinic
from diary.store.sealing import SealedText


class AlertStatus(StrEnum):
    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    RESOLVED = "resolved"


class SafetyAlert(Base, OfClinic):
    """Somebody may be in danger (FHIR Flag / DetectedIssue)."""

    __tablename__ = "safety_alert"
    __table_args__ = (
        UniqueConstraint("organization_id", "key"),
        UniqueConstraint("organization_id", "number"),
        Index(
            "ix_safety_alert_resolved",
            "organization_id",
            "resolved_at",
            sqlite_where=text("status = 'resolved'"),
            postgresql_where=text("status = 'resolved'"),
        ),
        Index(
            "ix_safety_alert_unresolved",
            "organization_id",
            "opened_at",
            sqlite_where=text("status <> 'resolved'"),
            postgresql_where=text("status <> 'resolved'"),
        ),
    )

    number: Mapped[int]
    """Its name on pages to staff, counted from 1 in each clinic."""
    key: Mapped[str]
    """What raised it; the same cause raises it once."""
    patient_id: Mapped[UUID | None] = mapped_column(ForeignKey("patient.id"), index=True)
    inbound_id: Mapped[UUID | None] = mapped_column(ForeignKey("inbound_message.id"), index=True)
    tier: Mapped[str]
    rule: Mapped[str]
    kind: Mapped[str]
    status: Mapped[AlertStatus]
    opened_at: Mapped[datetime]
    escalated_at: Mapped[datetime | None]
    """When the patient answered "not sure" or "not safe", or did not answer."""
    next_page_at: Mapped[datetime | None] = mapped_column(index=True)
    """When the next person on the ladder is paged; empty when nobody is to be."""
    last_rung: Mapped[int | None]
    """How far up the ladder it has climbed."""
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("practitioner.id"))
    resolved_at: Mapped[datetime | None]
    resolved_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("practitioner.id"))
    outcome: Mapped[str | None]
    resolution: Mapped[str | None] = mapped_column(SealedText("safety_alert.resolution"))


class AlertHandover(Base, OfClinic):
    """An alert went from one member of staff to another.

    Whoever held it gave it, and the receiver holds it once they have taken it; or the receiver took
    it over from somebody who could not see to it, and holds it since.
    """

    __tablename__ = "alert_handover"

    alert_id: Mapped[UUID] = mapped_column(ForeignKey("safety_alert.id"), index=True)
    from_id: Mapped[UUID] = mapped_column(ForeignKey("practitioner.id"))
    taken_at: Mapped[datetime]
    """Since when the giver had held it."""
    to_id: Mapped[UUID] = mapped_column(ForeignKey("practitioner.id"))
    handed_at: Mapped[datetime]
    is_taken_over: Mapped[bool]
    note: Mapped[str] = mapped_column(SealedText("alert_handover.note"))
