"""Who read or changed whose record, or changed a clinic's settings."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from diary.store.base import Base, OfClinic
from diary.store.sealing import SealedText


class AuditEvent(Base, OfClinic):
    """A patient's record read or changed, or a clinic's settings changed (FHIR AuditEvent).

    Rows are only ever added.
    """

    __tablename__ = "audit_event"
    __table_args__ = (
        Index("ix_audit_event_patient_recorded", "patient_id", "recorded_at"),
        Index(
            "ix_audit_event_settings",
            "organization_id",
            "recorded_at",
            sqlite_where=text("detail is not null"),
            postgresql_where=text("detail is not null"),
        ),
    )

    practitioner_id: Mapped[UUID | None] = mapped_column(ForeignKey("practitioner.id"))
    patient_id: Mapped[UUID | None] = mapped_column(ForeignKey("patient.id"))
    """Empty for a list, which shows something of many."""
    action: Mapped[str]
    """A verb and its object: ``read patient``, ``record infusion``."""
    subject_id: Mapped[UUID | None]
    detail: Mapped[str | None] = mapped_column(SealedText("audit_event.detail"))
    """What a setting was and what it became."""
    recorded_at: Mapped[datetime]
