"""The record of who read or changed what."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from diary.store.audit import AuditEvent
from diary.store.ids import new_id
from diary.store.people import Patient

_INSERT = insert(AuditEvent.__table__)  # type: ignore[arg-type]


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
    session.flush()
    session.execute(
        _INSERT,
        {
            "id": new_id(),
            "organization_id": patient.organization_id,
            "practitioner_id": practitioner_id,
            "patient_id": patient.id,
            "action": action,
            "subject_id": subject_id,
            "recorded_at": now,
        },
    )


def record_setting(
    session: Session,
    action: str,
    organization_id: UUID,
    now: datetime,
    *,
    practitioner_id: UUID | None,
    subject_id: UUID | None = None,
    detail: str = "",
) -> None:
    """Note that ``practitioner_id``, or an operator if ``None``, changed a setting of the clinic.

    ``detail`` says in short what it was and what it became.
    """
    session.add(
        AuditEvent(
            organization_id=organization_id,
            practitioner_id=practitioner_id,
            patient_id=None,
            action=action,
            subject_id=subject_id,
            detail=detail,
            recorded_at=now,
        )
    )


def settings_changed(session: Session, organization_id: UUID, limit: int) -> Sequence[AuditEvent]:
    """The newest changes of the clinic's settings, the newest first."""
    return session.scalars(
        select(AuditEvent)
        .where(
            AuditEvent.organization_id == organization_id,
            AuditEvent.patient_id.is_(None),
            AuditEvent.detail.is_not(None),
        )
        .order_by(AuditEvent.recorded_at.desc(), AuditEvent.id.desc())
        .limit(limit)
    ).all()


def record_list(
    session: Session, action: str, organization_id: UUID, now: datetime, *, practitioner_id: UUID
) -> None:
    """Note that ``practitioner_id`` did ``action``, which shows something of many patients."""
    session.execute(
        _INSERT,
        {
            "id": new_id(),
            "organization_id": organization_id,
            "practitioner_id": practitioner_id,
            "action": action,
            "recorded_at": now,
        },
    )
