"""A clinic whose jobs run by hand on a clock that tests move."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from diary.bootstrap import Services
from diary.services import outbox
from diary.store.care import Prompt
from diary.store.messaging import OutboundMessage, OutboundStatus, Purpose
from diary.store.people import Organization, Patient, Practitioner
from jobs.timetable import JOBS
from tests.factories import (
    NOW,
    make_clinic,
    make_patient,
    make_practitioner,
    make_services,
    receive_from,
)
from tests.standins.carrier import MemoryCarrier


@dataclass
class Clock:
    at: datetime = NOW

    def __call__(self) -> datetime:
        return self.at

    def pass_by(self, **span: float) -> None:
        self.at += timedelta(**span)


@dataclass
class JobClinic:
    """``with_patient`` first; then ``run`` jobs, ``clock.pass_by`` and look at the rows."""

    services: Services
    clock: Clock
    carrier: MemoryCarrier
    clinic_id: UUID
    practitioner_id: UUID
    patients: list[UUID] = field(default_factory=list)

    def add_patient(self, **values: object) -> UUID:
        with self.services.sessions.begin() as session:
            practitioner = session.get_one(Practitioner, self.practitioner_id)
            patient = make_patient(session, practitioner, now=self.clock(), **values)  # type: ignore[arg-type]
        self.patients.append(patient.id)
        return patient.id

    def run(self, name: str) -> dict[str, int]:
        return JOBS[name].run(self.services)

    def run_all(self) -> dict[str, dict[str, int]]:
        return {name: job.run(self.services) for name, job in JOBS.items()}

    def settle(self) -> None:
        """Run what runs often until nothing is left to do."""
        for _ in range(20):
            often = ("take_turns", "release_prompts", "send_messages")
            if not any(any(self.run(name).values()) for name in often):
                return

    def text_in(self, patient_id: UUID, body: str, sid: str | None = None) -> None:
        with self.services.sessions.begin() as session:
            patient = session.get_one(Patient, patient_id)
            clinic = session.get_one(Organization, patient.organization_id)
            receive_from(session, clinic, patient.phone, body, now=self.clock(), sid=sid)

    def queue(
        self,
        patient_id: UUID | None,
        key: str,
        purpose: Purpose = Purpose.PROMPT,
        *,
        body: str = "How is today?",
        worth: timedelta = timedelta(hours=6),
        clinic_id: UUID | None = None,
    ) -> UUID:
        with self.services.sessions.begin() as session:
            patient = session.get_one(Patient, patient_id) if patient_id else None
            message = outbox.queue(
                session,
                session.get_one(Organization, clinic_id or self.clinic_id),
                key=key,
                purpose=purpose,
                recipient=patient.phone if patient else "+18065559999",
                body=body,
                now=self.clock(),
                expires_at=self.clock() + worth,
                patient_id=patient_id,
            )
        return message.id

    def text(self, message_id: UUID) -> OutboundMessage:
        with self.services.readers() as session:
            return session.get_one(OutboundMessage, message_id)

    def patient(self, patient_id: UUID) -> Patient:
        with self.services.readers() as session:
            return session.get_one(Patient, patient_id)

    def texts(self, **where: object) -> Sequence[OutboundMessage]:
        with self.services.readers() as session:
            query = select(OutboundMessage).filter_by(**where).order_by(OutboundMessage.id)
            return session.scalars(query).all()

    def prompts(self, patient_id: UUID) -> Sequence[Prompt]:
        with self.services.readers() as session:
            query = select(Prompt).filter_by(patient_id=patient_id).order_by(Prompt.due_at)
            return session.scalars(query).all()

    def status(self, message_id: UUID) -> tuple[OutboundStatus, str | None]:
        message = self.text(message_id)
        return message.status, message.reason


def open_clinic(database_url: str) -> JobClinic:
    """A clinic with one member of staff and nobody enrolled."""
    clock = Clock()
    carrier = MemoryCarrier(clock)
    services = make_services(database_url, clock=clock, gateway=carrier)
    services = replace(services, pause=lambda seconds: clock.pass_by(seconds=seconds))
    with services.sessions.begin() as session:
        clinic = make_clinic(session)
        practitioner = make_practitioner(session, clinic)
    return JobClinic(services, clock, carrier, clinic.id, practitioner.id)
