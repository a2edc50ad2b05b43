"""Who calls, and what one call works with."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import Request
from sqlalchemy.orm import Session

from diary.services import audit, devices
from diary.services.catalogue import Catalogue
from diary.services.devices import Caller
from diary.store.devices import Device
from diary.store.people import Organization, Patient
from diary.web.api.problems import ProblemError
from diary.web.site import Site


@dataclass(frozen=True, slots=True)
class Call:
    """One request of a patient's device. What it opens is that patient's, or is a 404.

    ``session`` reads what is on record until something is written. A transaction begins only then:
    most calls write nothing but that they read.
    """

    site: Site
    caller: Caller
    now: datetime
    session: Session

    @property
    def patient(self) -> Patient:
        return self.caller.patient

    @property
    def clinic(self) -> Organization:
        return self.caller.clinic

    @property
    def device(self) -> Device:
        return self.caller.device

    @property
    def catalogue(self) -> Catalogue:
        return self.site.services.catalogue

    @property
    def base_url(self) -> str:
        return self.site.services.settings.public_base_url

    @contextmanager
    def reading(self, action: str, subject_id: UUID | None = None) -> Iterator[Session]:
        """A read of the record, which is written down after it and before any of it is sent."""
        yield self.session
        self.note_read(action, subject_id)

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A unit of work; what was committed may be waiting for a job, so the bell is rung."""
        self.session.close()
        with self.site.services.sessions.begin() as session:
            yield session
        self.site.services.bell.ring()

    def note_read(self, action: str, subject_id: UUID | None = None) -> None:
        """Write down that the patient's own device read the record."""
        self.session.close()
        with self.site.services.single_statements.begin() as session:
            self.write_down(session, action, subject_id)

    def write_down(self, session: Session, action: str, subject_id: UUID | None = None) -> None:
        """Write down what the patient's own device did, in the transaction that does it."""
        audit.record(
            session,
            f"{action} in app",
            self.patient,
            self.now,
            practitioner_id=None,
            subject_id=subject_id or self.device.id,
        )


@contextmanager
def enter(site: Site, incoming: Request) -> Iterator[Call]:
    """The call of whoever shows a good access token; a 401 for anybody else."""
    scheme, _, token = incoming.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise ProblemError(401, "not_signed_in")
    services, now = site.services, site.services.clock()
    with services.readers() as session:
        caller = devices.caller_of(session, token.strip(), now)
        if caller is None:
            raise ProblemError(401, "not_signed_in")
        session.expunge_all()
        yield Call(site, caller, now, session)
