"""The real application on both databases, with two clinics in it."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest
from flask import Flask

from diary.bootstrap import Services
from diary.services import caseload
from diary.store.people import Organization, Patient, Practitioner
from diary.web.app import create_app
from tests import factories, leaks
from tests.web.desk import Desk, Twilio


@dataclass
class Clock:
    """A clock that stands still until it is moved."""

    now: datetime = field(default_factory=lambda: factories.NOW)

    def __call__(self) -> datetime:
        return self.now

    def move(self, by: timedelta) -> None:
        self.now += by


@dataclass(frozen=True)
class House:
    """A clinic with one patient who joined, and a second clinic that must never be seen by it."""

    clinic: Organization
    rosa: Practitioner
    marisol: Patient
    other_clinic: Organization
    other_staff: Practitioner
    other_patient: Patient


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def services(database_url: str, clock: Clock) -> Iterator[Services]:
    made = factories.make_services(database_url, clock=clock)
    yield made
    made.engine.dispose()


@pytest.fixture
def app(services: Services) -> Flask:
    return create_app(services)


@pytest.fixture
def house(services: Services) -> House:
    leaks.watch_for("Quintanilla", "Okonkwo")
    with services.sessions.begin() as session:
        clinic = factories.make_clinic(session)
        rosa = factories.make_practitioner(session, clinic, sign_in_name="rosa@clinic.example")
        marisol = factories.make_patient(session, rosa)
        other = factories.make_clinic(session, name="Brazos Clinic")
        omar = factories.make_practitioner(
            session, other, sign_in_name="omar@other.example", display_name="Omar Feld"
        )
        ada = factories.make_patient(session, omar, name="Ada Okonkwo")
    return House(clinic, rosa, marisol, other, omar, ada)


@pytest.fixture
def desk(app: Flask, house: House) -> Desk:
    """A browser in which Rosa has signed in."""
    browser = Desk(app)
    assert browser.sign_in(house.rosa.sign_in_name).status_code == 303
    return browser


@pytest.fixture
def twilio(app: Flask) -> Twilio:
    return Twilio(app)


@pytest.fixture
def lived(services: Services, house: House) -> House:
    """Marisol was enrolled 12 days ago, had an infusion, and answered every day but one."""
    with services.sessions.begin() as session:
        rosa = session.get_one(Practitioner, house.rosa.id)
        marisol = factories.make_patient(
            session, rosa, name="Marisol Aranda", now=factories.NOW - timedelta(days=12)
        )
        infused_at = factories.NOW - timedelta(days=11)
        factories.give_infusion(session, rosa, marisol, started_at=infused_at)
        for day in range(10, 0, -1):
            at = factories.NOW - timedelta(days=day) + timedelta(minutes=1)
            if day != 5:
                factories.ask_and_answer(session, marisol, at, f"{day % 4 + 4} 3 7")
        factories.receive(session, marisol, "thinking of my sister a lot")
        caseload.rewrite(session, services.catalogue, marisol, factories.NOW)
    leaks.watch_for("Aranda")
    return replace(house, marisol=marisol)
