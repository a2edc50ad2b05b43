"""A clinic of any size, laid in by rows and served by this process: for pages of many patients."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import time
from pathlib import Path

from sqlalchemy import select, update

from diary.bootstrap import Services
from diary.domain.safety import assess
from diary.services import alerts, caseload, ladders, paging
from diary.store.caseload import CaseloadRow
from diary.store.messaging import OutboundMessage, Purpose
from diary.store.people import Organization, Patient, Practitioner
from diary.store.responses import Observation
from diary.web.app import create_app
from tests.bench import _many
from tests.browser.clinic import Clinic
from tests.factories import (
    NOW,
    catalogue,
    make_clinic,
    make_patient,
    make_phone,
    make_practitioner,
    make_services,
)
from tests.schema import prepare
from tests.serving import serving
from tests.web.stories import two_gains_fade_and_a_third_holds

STAFF = "rosa@clinic.example"
NEWCOMER = "first@clinic.example"
"""Works in a clinic of the same program in which nobody is."""
MANY = 300
_PUBLIC_URL = "http://127.0.0.1:8000"


@dataclass(kw_only=True)
class Crowd(Clinic):
    """``services``: what its pages are made from."""

    token: str = ""
    services: Services

    def speak(self, language: str) -> None:
        """To whoever works there, from now on."""
        with self.services.sessions.begin() as session:
            session.execute(update(Practitioner).values(language=language))

    def charts(self, count: int) -> list[str]:
        """The paths of those most in need of whom there is more than a row: with answers."""
        with self.services.readers() as session:
            found = session.scalars(
                select(CaseloadRow.patient_id)
                .where(CaseloadRow.patient_id.in_(select(Observation.patient_id)))
                .order_by(CaseloadRow.rank, CaseloadRow.order_in_rank, CaseloadRow.patient_id)
                .limit(count)
            )
            return [f"/patients/{patient_id}" for patient_id in found]

    def endanger(self, patients: int) -> str:
        """So many patients answer that they are in danger.

        Returns the path of the page to staff about the first of them.
        """
        with self.services.sessions.begin() as session:
            rosa = session.scalars(
                select(Practitioner).where(Practitioner.sign_in_name == STAFF)
            ).one()
            clinic = session.get_one(Organization, rosa.organization_id)
            ladders.add_rung(
                session,
                clinic,
                sign_in_name=STAFF,
                phone=make_phone(),
                position=1,
                wait_minutes=10,
                from_local=time(0),
                until_local=time(0),
                weekdays=range(7),
            )
            ours = select(Patient).where(Patient.organization_id == clinic.id)
            for patient in session.scalars(ours.order_by(Patient.id).limit(patients)):
                key, found = f"answer of {patient.id}", assess("phq9", {"9": 1})
                opened = alerts.open_alert(
                    session, clinic.id, found[0], key=key, now=NOW, patient_id=patient.id
                )
                caseload.show_danger(session, patient.id, opened)
            alert = alerts.unresolved(session, clinic.id)[-1]
            assert paging.page_next(session, catalogue(), alert.id, NOW, _PUBLIC_URL)
            session.flush()
            page = session.scalars(
                select(OutboundMessage).where(OutboundMessage.purpose == Purpose.PAGE)
            ).one()
            return page.body.partition(_PUBLIC_URL)[2].split()[0]


@contextmanager
def crowded_clinic(folder: Path, patients: int) -> Iterator[Crowd]:
    """``STAFF`` signs in; the clock stands still at ``factories.NOW``.

    Unless there are no ``patients``, there is one more: Marisol, of whom a forecast can be made.
    """
    url = f"sqlite:///{folder}/crowded.db"
    prepare(url)
    services = make_services(url, public_base_url=_PUBLIC_URL)
    with services.sessions.begin() as session:
        clinic: Organization = make_clinic(session)
        rosa = make_practitioner(session, clinic, sign_in_name=STAFF)
        empty = make_clinic(session, name="New Clinic")
        make_practitioner(session, empty, sign_in_name=NEWCOMER)
    if patients:
        _many.fill(services, clinic, patients, NOW)
        with services.sessions.begin() as session:
            two_gains_fade_and_a_third_holds(session, rosa, make_patient(session, rosa))
    try:
        with serving(create_app(services)) as origin:
            yield Crowd(address=origin, services=services)
    finally:
        services.engine.dispose()
