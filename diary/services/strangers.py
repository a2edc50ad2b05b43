"""Texts that only a person can make something of: from unknown numbers, or handed over."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from diary.services import audit
from diary.store.alerts import SafetyAlert
from diary.store.messaging import InboundMessage
from diary.store.people import Patient

NEWEST = 100


def waiting_texts(
    session: Session, organization_id: UUID
) -> Sequence[tuple[InboundMessage, Patient | None]]:
    """The newest texts that wait for a person, with the patient where there is one."""
    rows = session.execute(
        select(InboundMessage, Patient)
        .outerjoin(Patient, Patient.id == InboundMessage.patient_id)
        .where(
            InboundMessage.organization_id == organization_id, InboundMessage.needs_person.is_(True)
        )
        .order_by(InboundMessage.received_at.desc(), InboundMessage.id.desc())
        .limit(NEWEST + 1)
    )
    return [(message, patient) for message, patient in rows]


def alerts_of(session: Session, message_ids: Sequence[UUID]) -> Mapping[UUID, UUID]:
    """The alert that each of these texts opened, where it did."""
    rows = session.execute(
        select(SafetyAlert.inbound_id, SafetyAlert.id).where(
            SafetyAlert.inbound_id.in_(message_ids)
        )
    )
    return {inbound_id: alert_id for inbound_id, alert_id in rows if inbound_id}


def patients_among(session: Session, message_ids: Sequence[UUID]) -> Sequence[Patient]:
    """The patients who wrote these texts."""
    return session.scalars(
        select(Patient)
        .join(InboundMessage, InboundMessage.patient_id == Patient.id)
        .where(InboundMessage.id.in_(message_ids))
        .distinct()
    ).all()


def mark_read(
    session: Session,
    message: InboundMessage,
    patient: Patient | None,
    practitioner_id: UUID,
    now: datetime,
) -> None:
    """A person has seen to it: it leaves the list and stays in the record."""
    message.needs_person = False
    if patient:
        audit.record(
            session,
            "see to text",
            patient,
            now,
            practitioner_id=practitioner_id,
            subject_id=message.id,
        )
