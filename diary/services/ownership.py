"""Rows by id within one clinic: what belongs to another clinic is not there at all."""

from typing import TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from diary.store.alerts import SafetyAlert
from diary.store.care import Infusion, Prompt
from diary.store.chart import CallNote, ChartNote, Goal, OtherTreatment
from diary.store.messaging import InboundMessage
from diary.store.oncall import OnCall
from diary.store.people import Patient, Practitioner


def patient(session: Session, organization_id: UUID, patient_id: UUID) -> Patient | None:
    return session.scalars(
        select(Patient).where(Patient.organization_id == organization_id, Patient.id == patient_id)
    ).first()


OnChart = TypeVar("OnChart", OtherTreatment, Goal, ChartNote, CallNote, Prompt)


def on_chart(
    session: Session, organization_id: UUID, model: type[OnChart], row_id: UUID
) -> tuple[OnChart, Patient] | None:
    """A row of a patient's chart with its patient."""
    row = session.execute(
        select(model, Patient)
        .join(Patient, Patient.id == model.patient_id)
        .where(model.organization_id == organization_id, model.id == row_id)
    ).first()
    return None if row is None else (row[0], row[1])


InClinic = TypeVar("InClinic", OnCall, Practitioner)


def of_clinic(
    session: Session, organization_id: UUID, model: type[InClinic], row_id: UUID
) -> InClinic | None:
    """A row of the clinic's settings."""
    return session.scalars(
        select(model).where(model.organization_id == organization_id, model.id == row_id)
    ).first()


def infusion(
    session: Session, organization_id: UUID, infusion_id: UUID
) -> tuple[Infusion, Patient] | None:
    """The infusion with its patient."""
    row = session.execute(
        select(Infusion, Patient)
        .join(Patient, Patient.id == Infusion.patient_id)
        .where(Infusion.organization_id == organization_id, Infusion.id == infusion_id)
    ).first()
    return None if row is None else (row[0], row[1])


def alert(
    session: Session, organization_id: UUID, alert_id: UUID
) -> tuple[SafetyAlert, Patient | None] | None:
    """The alert with its patient, if the text that raised it came from one."""
    row = session.execute(
        select(SafetyAlert, Patient)
        .outerjoin(Patient, Patient.id == SafetyAlert.patient_id)
        .where(SafetyAlert.organization_id == organization_id, SafetyAlert.id == alert_id)
    ).first()
    return None if row is None else (row[0], row[1])


def inbound(
    session: Session, organization_id: UUID, message_id: UUID
) -> tuple[InboundMessage, Patient | None] | None:
    """The text with its patient, if it came from one."""
    row = session.execute(
        select(InboundMessage, Patient)
        .outerjoin(Patient, Patient.id == InboundMessage.patient_id)
        .where(InboundMessage.organization_id == organization_id, InboundMessage.id == message_id)
    ).first()
    return None if row is None else (row[0], row[1])
