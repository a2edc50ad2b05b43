"""The pages: with nobody in the clinic, and with people who have lived in it for a while."""

import json
import re
from datetime import timedelta
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import select, update

from diary.bootstrap import Services
from diary.store.audit import AuditEvent
from diary.store.messaging import InboundMessage
from diary.store.people import Practitioner
from tests import factories
from tests.factories import NOW
from tests.web.conftest import House
from tests.web.desk import Desk, Twilio

LISTS = (
    "/",
    "/patients",
    "/patients?status=danger",
    "/alerts",
    "/outcomes",
    "/texts",
    "/patients/new",
)


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


@pytest.mark.parametrize("path", ["/", "/patients", "/alerts", "/texts"])
def test_promise_8_every_list_with_a_patient_in_it_is_written_down(
    desk: Desk, twilio: Twilio, services: Services, house: House, path: str
):
    twilio.text(house.marisol.phone, house.clinic.sender, "i want to kill myself")
    with services.sessions.begin() as session:
        session.execute(update(InboundMessage).values(needs_person=True))
    assert "Marisol Quintanilla" in desk.get(path).text
    with services.readers() as session:
        read = session.scalars(
            select(AuditEvent).where(AuditEvent.action.startswith("read "))
        ).all()
    assert [event.practitioner_id for event in read] == [house.rosa.id]


def test_an_infusion_is_shown_by_the_clock_of_the_clinic(
    desk: Desk, services: Services, house: House
):
    with services.sessions.begin() as session:
        rosa = session.get_one(Practitioner, house.rosa.id)
        far = factories.make_patient(session, rosa, timezone="Pacific/Honolulu")
        at = NOW - timedelta(days=3)
        factories.give_infusion(session, rosa, far, started_at=at)
    page = desk.get(f"/patients/{far.id}").text
    assert "06:00 where they are (Pacific/Honolulu)" in page
    assert ">Sun 10:00<" in page


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
