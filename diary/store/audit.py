"""Who read or changed whose record."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from diary.store.base import Base, OfClinic


class AuditEvent(Base, OfClinic):
    """One read or write of a patient's record (FHIR AuditEvent); rows are only ever added."""

    __tablename__ = "audit_event"
    __table_args__ = (Index("ix_audit_event_patient_recorded", "patient_id", "recorded_at"),)

    practitioner_id: Mapped[UUID | None] = mapped_column(ForeignKey("practitioner.id"))
    patient_id: Mapped[UUID | None] = mapped_column(ForeignKey("patient.id"))
    action: Mapped[str]
    """A verb and its object: ``read patient``, ``record infusion``."""
    subject_id: Mapped[UUID | None]
    recorded_at: Mapped[datetime]
