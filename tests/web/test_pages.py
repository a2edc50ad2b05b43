"""The pages: with nobody in the clinic, and with people who have lived in it for a while."""

import json
import re
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import func, select

from diary.bootstrap import Services
from diary.services import caseload
from diary.store.alerts import AlertStatus, SafetyAlert
from diary.store.audit import AuditEvent
from diary.store.messaging import InboundMessage
from diary.store.people import Patient, Practitioner
from tests import factories, leaks
from tests.factories import NOW
from tests.web.conftest import House
from tests.web.desk import Desk, errors_in

LISTS = ("/", "/patients", "/patients?status=danger", "/alerts", "/texts", "/patients/new")


@pytest.fixture
def lived(services: Services, house: House) -> House:
    """Marisol was enrolled 12 days ago, had an infusion, and answered every day but one."""
    with services.sessions.begin() as session:
        rosa = session.get_one(Practitioner, house.rosa.id)
        marisol = factories.make_patient(
            session, rosa, name="Marisol Aranda", now=NOW - timedelta(days=12)
        )
        infused_at = NOW - timedelta(days=11)
        factories.give_infusion(session, rosa, marisol, started_at=infused_at)
        for day in range(10, 0, -1):
            at = NOW - timedelta(days=day) + timedelta(minutes=1)
            if day != 5:
                factories.ask_and_answer(session, marisol, at, f"{day % 4 + 4} 3 7")
        factories.receive(session, marisol, "thinking of my sister a lot")
        caseload.rewrite(session, services.catalogue, marisol, NOW)
    leaks.watch_for("Aranda")
    return replace(house, marisol=marisol)


def test_an_empty_clinic_has_pages_too(app: Flask, services: Services):
    with services.sessions.begin() as session:
        clinic = factories.make_clinic(session, name="New Clinic")
        factories.make_practitioner(session, clinic, sign_in_name="first@clinic.example")
    desk = Desk(app)
    desk.sign_in("first@clinic.example")
    for path in LISTS:
        page = desk.get(path)
        assert page.status_code == 200, path
        assert "New Clinic" in page.text
    assert "No patients yet" in desk.get("/").text


def test_a_patient_without_any_answer_has_a_page(desk: Desk, house: House):
    page = desk.get(f"/patients/{house.marisol.id}")
    assert page.status_code == 200
    for words in ("No answers yet", "No infusion yet", "Joined by text", "read as joined"):
        assert words.removeprefix("read as ") in page.text


def test_a_lived_in_patients_page_tells_the_story(desk: Desk, lived: House):
    page = desk.get(f"/patients/{lived.marisol.id}").text
    for words in (
        "Marisol Aranda",
        "40 mg",
        "day 11 after infusion 1",
        "7-day mean",
        "read as mood 7, distress 3, sleep 7 h",
        "kept as a note",
        "thinking of my sister a lot",
        "Standard follow-up",
        "(America/Chicago)",
    ):
        assert words in page, words


def test_the_table_has_the_numbers_of_the_chart(desk: Desk, lived: House):
    page = desk.get(f"/patients/{lived.marisol.id}").text
    table = page[page.index('<div class="numbers"') :]
    rows = re.findall(r'<tr><th scope="row">([^<]+)</th>(.*?)</tr>', table)
    columns = re.findall(r'<th scope="col">([^<]+)</th>', table)[1:]
    column = columns.index("Mood")
    cells = {day: re.findall(r"<td>([^<]*)</td>", row)[column] for day, row in rows}
    in_table = {day: mood for day, mood in cells.items() if mood}
    said = json.loads(unescape(re.search(r'data-readings="([^"]+)"', page)[1]))
    in_chart = {
        _short(day): mood
        for day, _, what in (words.partition(": ") for _, words in said)
        for mood in re.findall(r"Mood (\d+|not answered)", what)
    }
    assert in_table == in_chart
    assert in_table["17 Nov 2026"] == "5"
    assert len(in_table) == 8


def _short(day: str) -> str:
    date, month, year = day.split()
    return f"{date} {month[:3]} {year}"


def test_promise_8_every_reading_of_a_record_is_written_down(
    desk: Desk, services: Services, house: House
):
    for path in ("", "/infusions/new", "/infusions/plan"):
        desk.get(f"/patients/{house.marisol.id}{path}")
    with services.readers() as session:
        read = session.scalars(select(AuditEvent).where(AuditEvent.action == "read patient")).all()
    assert [(e.practitioner_id, e.patient_id) for e in read] == [
        (house.rosa.id, house.marisol.id)
    ] * 3


def test_today_names_who_needs_somebody_and_why(desk: Desk, services: Services, lived: House):
    assert "Nobody needs a call right now" in desk.get("/").text
    with services.sessions.begin() as session:
        marisol = session.get_one(Patient, lived.marisol.id)
        factories.receive(session, marisol, "i want to kill myself")
    page = desk.get("/").text
    assert "1 open alert" in page
    assert "Nobody has taken the alert yet" in page
    assert f'href="tel:{lived.marisol.phone}"' in page


def test_patients_are_found_by_any_part_of_their_name(desk: Desk, services: Services, house: House):
    with services.sessions.begin() as session:
        rosa = session.get_one(Practitioner, house.rosa.id)
        factories.make_patient(session, rosa, name="José Ángel Núñez")
    desk.get("/patients")
    for search, found in [
        ("quint", True),
        ("MARISOL Q", True),
        ("uintanilla", False),
        ("%", True),
        ("zz", False),
    ]:
        assert ("Marisol Quintanilla" in desk.post("/patients", q=search).text) is found, search
    assert "José" in desk.post("/patients", q="nunez jose").text
    assert "Nobody matches" in desk.post("/patients", q="zz").text


def test_patients_come_fifty_a_page_and_by_their_status(
    desk: Desk, services: Services, house: House
):
    with services.sessions.begin() as session:
        rosa = session.get_one(Practitioner, house.rosa.id)
        for number in range(55):
            factories.make_patient(session, rosa, name=f"Patient {number:02}", joined=False)
    pages = [desk.get(f"/patients?page={number}").text for number in (1, 2)]
    assert [page.count("<tr data-row>") for page in pages] == [50, 6]
    assert "Page 2 of 2" in pages[1]
    for odd in ("0", "-1", "99", "many", "1e9"):
        assert desk.get(f"/patients?page={odd}").text.count("<tr data-row>") == 50
    assert desk.get("/patients?status=invited").text.count("<tr data-row>") == 50
    assert "Marisol" not in desk.get("/patients?status=invited").text
    assert desk.get("/patients?status=nonsense").text.count("<tr data-row>") == 50


def test_an_alert_is_taken_and_resolved_with_what_was_done(
    desk: Desk, services: Services, lived: House
):
    with services.sessions.begin() as session:
        marisol = session.get_one(Patient, lived.marisol.id)
        factories.receive(session, marisol, "i want to kill myself")
        alert_id = session.scalars(select(SafetyAlert.id)).one()
    page = desk.get(f"/alerts/{alert_id}")
    assert "i want to kill myself" in page.text
    assert "Nobody has taken it" in desk.get("/alerts").text
    desk.get(f"/alerts/{alert_id}")
    assert desk.post(f"/alerts/{alert_id}/acknowledge").status_code == 303
    assert "open alert" not in desk.get("/alerts/bar").text
    desk.get(f"/alerts/{alert_id}")
    without = desk.post(f"/alerts/{alert_id}/resolve", outcome="", reason="")
    assert without.status_code == 422
    assert set(errors_in(without)) >= {"outcome", "reason"}
    done = desk.post(f"/alerts/{alert_id}/resolve", outcome="spoke_safe", reason="Called at ten.")
    assert done.status_code == 303
    assert "Called at ten." in desk.get(done.location).text
    assert "Nobody needs a call right now" in desk.get("/").text
    with services.readers() as session:
        assert session.get_one(SafetyAlert, alert_id).status is AlertStatus.RESOLVED
        actions = set(session.scalars(select(AuditEvent.action)))
    assert {"read alert", "acknowledge alert", "resolve alert"} <= actions


def test_a_strangers_text_is_shown_until_a_person_has_seen_to_it(
    desk: Desk, services: Services, house: House
):
    with services.sessions.begin() as session:
        text = factories.receive_from(
            session, house.clinic, factories.make_phone(), "new phone, it is Dana <b>"
        )
        assert text
        text_id = text.id
    page = desk.get("/texts")
    assert "new phone, it is Dana &lt;b&gt;" in page.text
    assert desk.post(f"/texts/{text_id}/done").status_code == 303
    assert "Nothing to be read" in desk.get("/texts").text
    with services.readers() as session:
        assert not session.get_one(InboundMessage, text_id).needs_person
        assert session.scalar(select(func.count()).select_from(InboundMessage)) == 3
