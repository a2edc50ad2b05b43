"""What every request works with, and what one request of somebody signed in works with."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from threading import BoundedSemaphore
from typing import TypeVar
from uuid import UUID

from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from diary.bootstrap import Services
from diary.domain.plan import Plan
from diary.services import audit, ownership, plans
from diary.services.catalogue import Catalogue
from diary.services.hours import date_where
from diary.services.inbox import Recorded, ScreenedText
from diary.services.ownership import InClinic, OnChart
from diary.store.alerts import SafetyAlert
from diary.store.care import Infusion
from diary.store.group_commit import GroupCommit
from diary.store.messaging import InboundMessage
from diary.store.people import Organization, Patient, Practitioner, StaffRole
from diary.web.demo_stage import DemoStage
from diary.web.present.phone_app import PhoneFiles

_Row = TypeVar("_Row")

HASHES_AT_ONCE = 2
"""Each password hash takes 19 MiB and a core: a flood of sign-ins must not take them all."""


@dataclass(frozen=True, slots=True)
class Site:
    """The application's parts, made once. ``demo`` is there in the demo only."""

    services: Services
    texts: GroupCommit[ScreenedText, Recorded]
    """Stores the texts that come in, those that come at once together."""
    phone_files: PhoneFiles
    demo: DemoStage | None = None
    hashes: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(HASHES_AT_ONCE))

    @property
    def is_https(self) -> bool:
        return self.services.settings.public_base_url.startswith("https://")


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of a member of staff. Whatever it opens belongs to their clinic, or is a 404."""

    site: Site
    practitioner: Practitioner
    clinic: Organization
    token: str
    now: datetime

    @property
    def catalogue(self) -> Catalogue:
        return self.site.services.catalogue

    @property
    def is_owner(self) -> bool:
        """Whether they may change the clinic itself."""
        return self.practitioner.role is StaffRole.OWNER

    @contextmanager
    def reading(self) -> Iterator[Session]:
        with self.site.services.readers() as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A unit of work; what was committed may be waiting for a job, so the bell is rung."""
        with self.site.services.sessions.begin() as session:
            yield session
        self.site.services.bell.ring()

    def plans(self) -> Mapping[str, Plan]:
        """The clinic's plans by code, each in its newest version."""
        with self.reading() as session:
            return plans.offered(session, self.catalogue, self.clinic.id)

    def note_read(self, action: str, patient: Patient, subject_id: UUID | None = None) -> None:
        """Write down that the patient's record was read, before any of it is shown."""
        with self.site.services.single_statements.begin() as session:
            audit.record(
                session,
                action,
                patient,
                self.now,
                practitioner_id=self.practitioner.id,
                subject_id=subject_id,
            )

    def note_list_read(self, action: str) -> None:
        """Write down that a list of patients was read, before any of them is shown."""
        with self.site.services.single_statements.begin() as session:
            audit.record_list(
                session, action, self.clinic.id, self.now, practitioner_id=self.practitioner.id
            )

    def patient(self, session: Session, patient_id: UUID) -> Patient:
        return _found(ownership.patient(session, self.clinic.id, patient_id))

    def infusion(self, session: Session, infusion_id: UUID) -> tuple[Infusion, Patient]:
        return _found(ownership.infusion(session, self.clinic.id, infusion_id))

    def on_chart(
        self, session: Session, model: type[OnChart], row_id: UUID
    ) -> tuple[OnChart, Patient]:
        return _found(ownership.on_chart(session, self.clinic.id, model, row_id))

    def of_clinic(self, session: Session, model: type[InClinic], row_id: UUID) -> InClinic:
        return _found(ownership.of_clinic(session, self.clinic.id, model, row_id))

    def today_of(self, patient: Patient) -> date:
        """The calendar day where the patient is."""
        return date_where(patient.timezone, self.now)

    def alert(self, session: Session, alert_id: UUID) -> tuple[SafetyAlert, Patient | None]:
        return _found(ownership.alert(session, self.clinic.id, alert_id))

    def inbound(self, session: Session, text_id: UUID) -> tuple[InboundMessage, Patient | None]:
        return _found(ownership.inbound(session, self.clinic.id, text_id))


def _found(row: _Row | None) -> _Row:
    if row is None:
        raise NotFound
    return row
