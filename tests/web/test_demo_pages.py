"""The demo's phones and its clock."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask

from diary.bootstrap import Services
from diary.web.app import create_app
from tests import factories
from tests.factories import NOW
from tests.web.conftest import House
from tests.web.desk import Desk, errors_in
from tests.web.stage import StillStage


@pytest.fixture
def stage() -> StillStage:
    return StillStage()


@pytest.fixture
def services(database_url: str, stage: StillStage) -> Iterator[Services]:
    made = factories.make_services(database_url, clock=stage.now)
    yield made
    made.engine.dispose()


@pytest.fixture
def app(services: Services, stage: StillStage) -> Flask:
    return create_app(services, demo=stage)


def test_the_door_of_the_demo_is_open(app: Flask, house: House):
    page = Desk(app).get("/sign-in").text
    assert "This is a demo" in page
    assert f'value="{house.rosa.sign_in_name}"' in page


def test_a_text_from_a_phone_goes_to_the_stage(desk: Desk, stage: StillStage, house: House):
    assert "gain fades" in desk.get("/phones").text
    path = f"/phones/{house.marisol.id}"
    assert "Reply 1 to join." in desk.get(path).text
    assert desk.post(f"{path}/answer", body="6 3 7").location == path
    assert stage.said == [(house.marisol.id, "6 3 7")]
    assert "6 3 7" in desk.get(path).text
    for nothing in ("", "  ", "x" * 1601):
        answer = desk.post(f"{path}/answer", body=nothing)
        assert answer.status_code == 422
        assert "body" in errors_in(answer)
    assert len(stage.said) == 1


def test_a_patient_is_let_answer_alone(desk: Desk, stage: StillStage, house: House):
    path = f"/phones/{house.marisol.id}"
    desk.get(path)
    desk.post(f"{path}/autopilot", on="yes")
    assert stage.alone == {house.marisol.id}
    desk.post(f"{path}/autopilot", on="no")
    assert stage.alone == set()


def test_nobody_is_signed_out_by_the_clock_that_they_moved(desk: Desk, stage: StillStage):
    desk.get("/")
    for _ in range(3):
        answer = desk.post("/clock", by="day", next="/patients")
        assert (answer.status_code, answer.location) == (303, "/patients")
        assert desk.get("/patients").status_code == 200
    assert stage.at == NOW + timedelta(days=3)
    assert desk.post("/clock", by="century").status_code == 400
    assert desk.post("/clock", by="hour", next="//evil.example").location == "/"


def test_outside_the_demo_there_are_no_phones(services: Services, house: House):
    browser = Desk(create_app(services))
    browser.sign_in(house.rosa.sign_in_name)
    assert browser.get("/phones").status_code == 404
    page = browser.get("/").text
    assert "Demo clock" not in page
    assert "Phones" not in page
