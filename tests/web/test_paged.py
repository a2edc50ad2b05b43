"""The link in a page to staff: it takes one alert, and tells nothing about the patient."""

from datetime import time, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from diary.bootstrap import Services
from diary.services import paging
from diary.store.alerts import AlertStatus, SafetyAlert
from diary.store.messaging import OutboundMessage, Purpose
from diary.store.oncall import OnCall
from diary.store.people import Patient
from diary.store.sealing import blind_index
from tests import factories
from tests.factories import NOW, PUBLIC_URL
from tests.web.conftest import Clock, House
from tests.web.desk import Desk


@pytest.fixture
def link(services: Services, house: House) -> str:
    """The path of the link that Rosa was paged with, about Marisol's alert."""
    phone = factories.make_phone()
    with services.sessions.begin() as session:
        session.add(
            OnCall(
                organization_id=house.clinic.id,
                practitioner_id=house.rosa.id,
                position=1,
                phone=phone,
                phone_index=blind_index(session, phone),
                wait_minutes=10,
                from_local=time(0),
                until_local=time(0),
                weekdays=list(range(7)),
            )
        )
        marisol = session.get_one(Patient, house.marisol.id)
        factories.receive(session, marisol, "i want to kill myself")
        alert = session.scalars(select(SafetyAlert)).one()
        assert paging.page_next(session, factories.catalogue(), alert.id, NOW, PUBLIC_URL)
        session.flush()
        page = session.scalars(
            select(OutboundMessage).where(OutboundMessage.purpose == Purpose.PAGE)
        ).one()
    return page.body.partition(PUBLIC_URL)[2].split()[0]


def test_the_link_takes_the_alert_and_says_nothing_of_the_patient(
    app: Flask, services: Services, house: House, link: str
):
    phone = Desk(app)
    page = phone.get(link)
    assert page.status_code == 200
    for private in ("Marisol", "kill", house.marisol.phone, str(house.marisol.id), "PHQ"):
        assert private not in page.text
    with services.readers() as session:
        assert session.scalars(select(SafetyAlert)).one().status is AlertStatus.OPEN, (
            "a phone that only looks has taken nothing"
        )
    assert phone.post(link).status_code == 303
    assert "It is taken." in phone.get(link).text
    with services.readers() as session:
        alert = session.scalars(select(SafetyAlert)).one()
    assert (alert.status, alert.acknowledged_by_id) == (AlertStatus.ACKNOWLEDGED, house.rosa.id)
    assert phone.get(f"/alerts/{alert.id}").status_code == 303, "to read it is to sign in"


def test_staff_see_who_was_paged(desk: Desk, services: Services, link: str):
    assert link
    assert "Rosa Nolan was paged" in desk.get("/alerts").text
    with services.readers() as session:
        alert = session.scalars(select(SafetyAlert)).one()
    page = desk.get(f"/alerts/{alert.id}").text
    assert "Paged" in page
    assert f"/ {alert.number}" in page


def test_a_link_is_good_for_a_while_and_for_nothing_else(app: Flask, clock: Clock, link: str):
    phone = Desk(app)
    assert phone.get("/page/another-token").status_code == 404
    clock.move(paging.LINK_IS_GOOD_FOR + timedelta(minutes=1))
    phone.get("/sign-in")
    assert phone.get(link).status_code == 404
    assert phone.post(link).status_code == 404
