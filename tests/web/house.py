"""Two clinics that many tests begin with, made by the services once a test run and then copied."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from diary.bootstrap import Services
from diary.services import caseload
from diary.services.catalogue import Catalogue
from diary.store.people import Organization, Patient, Practitioner
from tests import factories

MARISOL, ARANDA, ADA = "Marisol Quintanilla", "Marisol Aranda", "Ada Okonkwo"
_ROSA, _OMAR = "rosa@clinic.example", "omar@other.example"


@dataclass(frozen=True)
class House:
    """A clinic with one patient who joined, and a second clinic that must never be seen by it."""

    clinic: Organization
    rosa: Practitioner
    marisol: Patient
    other_clinic: Organization
    other_staff: Practitioner
    other_patient: Patient


def find_house(services: Services, marisol: str = MARISOL) -> House:
    """What ``two_clinics`` made, or ``weeks_lived``, with the patient of this name."""
    with services.readers() as session:
        rosa, omar = _staff(session, _ROSA), _staff(session, _OMAR)
        return House(
            session.get_one(Organization, rosa.organization_id),
            rosa,
            _patient(session, rosa, marisol),
            session.get_one(Organization, omar.organization_id),
            omar,
            _patient(session, omar, ADA),
        )


def two_clinics(url: str) -> None:
    """Put the house into the migrated database at ``url``."""
    services = factories.make_services(url)
    with services.sessions.begin() as session:
        _open_clinics(session)
    services.engine.dispose()


def weeks_lived(url: str) -> None:
    """The house, and a Marisol enrolled 12 days ago who answered every day but one."""
    services = factories.make_services(url)
    with services.sessions.begin() as session:
        _open_clinics(session)
        _live(session, services.catalogue, _staff(session, _ROSA))
    services.engine.dispose()


def _open_clinics(session: Session) -> None:
    # Numbers of their own: those that factories count begin anew in the tests' processes.
    clinic = factories.make_clinic(session, sender="+19155550100")
    rosa = factories.make_practitioner(session, clinic, sign_in_name=_ROSA)
    factories.make_patient(session, rosa, name=MARISOL, phone="+19155550101")
    other = factories.make_clinic(session, name="Brazos Clinic", sender="+19155550200")
    omar = factories.make_practitioner(session, other, sign_in_name=_OMAR, display_name="Omar Feld")
    factories.make_patient(session, omar, name=ADA, phone="+19155550201")


def _live(session: Session, catalogue: Catalogue, rosa: Practitioner) -> None:
    began_at = factories.NOW - timedelta(days=12)
    marisol = factories.make_patient(session, rosa, name=ARANDA, phone="+19155550102", now=began_at)
    factories.give_infusion(session, rosa, marisol, started_at=began_at + timedelta(days=1))
    for day in range(10, 0, -1):
        at = factories.NOW - timedelta(days=day) + timedelta(minutes=1)
        if day != 5:
            factories.ask_and_answer(session, marisol, at, f"{day % 4 + 4} 3 7")
    factories.receive(session, marisol, "thinking of my sister a lot")
    caseload.rewrite(session, catalogue, marisol, factories.NOW)


def _staff(session: Session, sign_in_name: str) -> Practitioner:
    return session.scalars(select(Practitioner).filter_by(sign_in_name=sign_in_name)).one()


def _patient(session: Session, staff: Practitioner, name: str) -> Patient:
    own = select(Patient).filter_by(organization_id=staff.organization_id)
    return next(patient for patient in session.scalars(own) if patient.name == name)
