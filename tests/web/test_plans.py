"""The clinic's plans on their pages: tried out, loaded by its owner, patients moved over."""

import re
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import select

from diary.bootstrap import Services
from diary.store.audit import AuditEvent
from diary.store.care import StoredPlan
from diary.store.people import Organization, Patient, StaffRole
from tests import factories
from tests.web.conftest import House
from tests.web.desk import Desk, errors_in

OWN = """code = "standard"
version = "llano-1"
title = { en = "Our follow-up" }

[[check_ins]]
code = "hours-24"
after = "PT30H"
window = "P1D"
questionnaires = ["daily"]
"""
TRIAL = {
    "first_on": "2026-03-07",
    "time": "10:00",
    "infusions": "1",
    "every_days": "7",
    "enrolled_on": "",
    "zone": "America/Chicago",
    "preferred_time": "09:00",
    "days": "3",
}

WRONG = [
    ("first_on", "2026-13-01"),
    ("first_on", ""),
    ("time", "25:00"),
    ("infusions", "13"),
    ("infusions", "some"),
    ("every_days", "0"),
    ("zone", "Mars/Olympus"),
    ("preferred_time", "22:00"),
    ("days", "9999999999999"),
    ("enrolled_on", "2026-03-08"),
]


@pytest.fixture
def member(app: Flask, services: Services, house: House) -> Desk:
    """A browser in which somebody has signed in who does not own the clinic."""
    with services.sessions.begin() as session:
        clinic = session.get_one(Organization, house.clinic.id)
        ben = factories.make_practitioner(
            session, clinic, display_name="Ben Ames", role=StaffRole.MEMBER
        )
        name = ben.sign_in_name
    browser = Desk(app)
    browser.sign_in(name)
    return browser


def said(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def plan_of(services: Services, house: House) -> str:
    with services.readers() as session:
        return session.get_one(Patient, house.marisol.id).plan


def stored(services: Services) -> set[str]:
    with services.readers() as session:
        return {f"{row.code}/{row.version}" for row in session.scalars(select(StoredPlan))}


def test_a_plan_is_told_in_words_with_its_texts_and_who_follows_it(desk: Desk, house: House):
    page = said(desk.get("/plans/standard/1").text)
    assert "24 hours after the end of an infusion" in page
    assert "From each infusion: daily from day 2 to day 28; every 2 days from day 30 on" in page
    assert "Around a planned infusion: 1 day before" in page
    assert "characters, 1 segment" in page
    assert house.marisol.name in page
    assert "Okonkwo" not in page


def test_the_calendar_explains_shifts_and_clock_changes(desk: Desk):
    desk.get("/plans/standard/1")
    page = said(desk.post("/plans/standard/1", **TRIAL).text)
    assert "Clocks go forward by 1 hour 11:40 Daily check-in" in page
    desk.get("/plans/standard/1")
    late = said(desk.post("/plans/standard/1", **{**TRIAL, "time": "17:30"}).text)
    assert "due Sat 21:10, outside the hours" in late


def test_a_wrong_trial_is_named_beside_its_field_and_kept(desk: Desk):
    desk.get("/plans/standard/1")
    for field, typed in WRONG:
        answer = desk.post("/plans/standard/1", **{**TRIAL, field: typed})
        assert (answer.status_code, set(errors_in(answer))) == (422, {field}), typed
        assert f'value="{typed}"' in answer.text


def test_a_version_is_checked_compared_loaded_and_everybody_moved(
    desk: Desk, services: Services, house: House
):
    desk.get("/plans/load?code=standard&version=1")
    wrong = desk.post("/plans/load", source=OWN.replace("window", "windwo"))
    assert wrong.status_code == 422
    assert "Line 8" in said(wrong.text)
    assert "windwo = &#34;P1D&#34;" in wrong.text
    looked = said(desk.post("/plans/load", source=OWN).text)
    assert "Compared with standard/1" in looked
    assert "24 hours after the end of an infusion" in looked
    assert "30 hours after the end of an infusion" in looked
    assert "Move 1 patient over at once" in looked
    assert "standard/llano-1" not in stored(services)
    done = desk.post("/plans/load", source=OWN, confirmed="yes")
    assert (done.status_code, done.location) == (303, "/plans/standard/llano-1")
    assert plan_of(services, house) == "standard/1"
    desk.get(done.location)
    desk.post("/plans/standard/llano-1/move")
    assert plan_of(services, house) == "standard/llano-1"
    with services.readers() as session:
        acts = session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc()).limit(2)).all()
    assert [(act.action, act.practitioner_id) for act in acts] == [
        ("change follow-up", house.rosa.id),
        ("load plan", house.rosa.id),
    ]
    assert acts[1].detail == "standard/llano-1"


def test_a_version_that_is_there_is_not_loaded_again(desk: Desk, services: Services):
    for source in (OWN.replace("llano-1", "1"), "", "code = 3", "x" * 200_000):
        desk.get("/plans/load")
        refused = desk.post("/plans/load", source=source, confirmed="yes")
        assert (refused.status_code, set(errors_in(refused))) == (422, {"source"})
    assert stored(services) == {"standard/1"}


def test_what_is_wrong_with_a_text_is_said_in_the_readers_language(desk: Desk):
    desk.get("/plans/load")
    desk.post("/language", language="es", next="/plans/load")
    wrong = OWN.replace('"PT30H"', '"30 h"').replace("[[check_ins]]", "[[check_ins]]\nwho = 1")
    for source, said in (
        (wrong, ("registro 1: clave desconocida, &#39;who&#39;", "no es una duración como PT3H")),
        ('code = "own"', ("el protocolo: necesita un texto &#39;version&#39;",)),
        ('code = "own', ("el protocolo: no se puede leer como TOML: un texto no tiene",)),
        (OWN.replace("llano-1", "1"), ("la clínica ya tiene standard/1",)),
        ("x" * 200_000, ("el protocolo: es más largo",)),
    ):
        desk.get("/plans/load")
        page = desk.post("/plans/load", source=source).text
        assert [each for each in said if each not in page] == []


def test_an_older_version_takes_nobody_back(desk: Desk, services: Services, house: House):
    desk.get("/plans/load")
    desk.post("/plans/load", source=OWN, confirmed="yes", move="yes")
    desk.post("/plans/standard/1/move")
    assert plan_of(services, house) == "standard/llano-1"
    assert "there is a newer version" in desk.get("/plans/standard/1").text


def test_only_an_owner_loads_and_moves(member: Desk, services: Services):
    assert "Load a protocol" not in member.get("/plans").text
    assert member.get("/plans/standard/1").status_code == 200
    assert member.get("/plans/load").status_code == 403
    assert member.post("/plans/load", source=OWN, confirmed="yes").status_code == 403
    assert member.post("/plans/standard/1/move").status_code == 403
    assert "standard/llano-1" not in stored(services)


def test_promise_7_another_clinics_plan_is_not_there(app: Flask, house: House, desk: Desk):
    omar = Desk(app)
    omar.sign_in(house.other_staff.sign_in_name)
    omar.get("/plans/load")
    omar.post("/plans/load", source=OWN, confirmed="yes")
    for path in ("/plans/standard/llano-1", "/plans/load?code=standard&version=llano-1"):
        assert omar.get(path).status_code == 200
        assert desk.get(path).status_code == 404
    desk.get("/plans")
    assert desk.post("/plans/standard/llano-1/move").status_code == 404
    assert "llano-1" not in desk.get("/plans").text
