"""The record of who read or changed what."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from diary.store.audit import AuditEvent
from diary.store.people import Patient


def record(
    session: Session,
    action: str,
    patient: Patient,
    now: datetime,
    *,
    practitioner_id: UUID | None,
    subject_id: UUID | None = None,
) -> None:
    """Note that ``practitioner_id`` did ``action`` to the patient's record."""
    session.add(
        AuditEvent(
            organization_id=patient.organization_id,
            practitioner_id=practitioner_id,
            patient_id=patient.id,
            action=action,
            subject_id=subject_id,
            recorded_at=now,
        )
    )
