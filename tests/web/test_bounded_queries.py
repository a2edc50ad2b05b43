"""What a page costs does not grow with what is stored: the same number of queries for more rows."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine, event

from diary.bootstrap import Services
from diary.store.people import Patient, Practitioner
from diary.web.app import create_app
from tests import factories
from tests.factories import NOW
from tests.web.conftest import House
from tests.web.desk import Desk
from tests.web.stage import StillStage

LISTS = ("/", "/patients", "/alerts", "/outcomes", "/texts", "/phones")


@pytest.fixture
def app(services: Services) -> Flask:
    return create_app(services, demo=StillStage())


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield statements
    event.remove(engine, "before_cursor_execute", note)


def costs(services: Services, desk: Desk, *paths: str) -> dict[str, int]:
    found = {}
    for path in paths:
        with counted(services.engine) as statements:
            assert desk.get(path).status_code == 200
        found[path] = len(statements)
    return found


def test_lists_cost_the_same_for_more_patients(services: Services, desk: Desk, house: House):
    def fill(count: int) -> None:
        with services.sessions.begin() as session:
            rosa = session.get_one(Practitioner, house.rosa.id)
            for _ in range(count):
                patient = factories.make_patient(session, rosa)
                factories.receive(session, patient, "i want to die")
                factories.receive_from(session, house.clinic, factories.make_phone(), "hello")

    fill(2)
    few = costs(services, desk, *LISTS)
    fill(10)
    assert costs(services, desk, *LISTS) == few
    assert max(few.values()) <= 18


def test_a_patients_page_costs_the_same_after_months(services: Services, desk: Desk, house: House):
    with services.sessions.begin() as session:
        rosa = session.get_one(Practitioner, house.rosa.id)
        tess = factories.make_patient(session, rosa, now=NOW - timedelta(days=61))
    path = f"/patients/{tess.id}"

    def live(days: range) -> None:
        with services.sessions.begin() as session:
            rosa = session.get_one(Practitioner, house.rosa.id)
            patient = session.get_one(Patient, tess.id)
            for day in days:
                at = NOW - timedelta(days=day)
                if day % 7 == 0:
                    factories.give_infusion(session, rosa, patient, started_at=at, now=at + _LATER)
                factories.ask_and_answer(session, patient, at + 2 * _LATER, "6 3 7")

    live(range(60, 55, -1))
    assert "mood 6, distress 3" in desk.get(path).text
    few = costs(services, desk, path)
    live(range(40, 10, -1))
    assert costs(services, desk, path) == few
    assert few[path] <= 30


_LATER = timedelta(hours=1)
