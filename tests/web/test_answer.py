"""Answering in the browser: the page behind LINK, as a patient's phone sees it."""

import re
from datetime import timedelta
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from diary.bootstrap import Services
from diary.services import turns
from diary.store.alerts import SafetyAlert
from diary.store.messaging import OutboundMessage
from diary.store.people import Patient, Practitioner
from diary.store.responses import Answer, AnswerLink
from tests import factories
from tests.factories import NOW, PUBLIC_URL
from tests.web.conftest import Clock, House
from tests.web.desk import Desk
from tests.web.test_templates import Page

SOON = timedelta(minutes=6)
PHQ9 = {f"phq9/{item}": "1" for item in range(1, 9)}


def ask(services: Services, patient: Patient) -> str:
    """What is due is asked, and the patient texts LINK; the path of the page."""
    with services.sessions.begin() as session:
        mine = session.get_one(Patient, patient.id)
        assert turns.release_due(session, factories.catalogue(), mine.id, NOW + SOON, PUBLIC_URL)
        factories.receive(session, mine, "LINK", now=NOW + SOON)
        bodies = session.scalars(
            select(OutboundMessage.body).where(OutboundMessage.patient_id == mine.id)
        ).all()
    [found] = [m for body in bodies if (m := re.search(rf"{PUBLIC_URL}(/a/\S+)$", body))]
    return found[1]


@pytest.fixture
def link(services: Services, house: House, clock: Clock) -> str:
    clock.move(SOON)
    return ask(services, house.marisol)


class Handset(Desk):
    """A patient's phone, which shows the end of its number where a page asks for it."""

    def __init__(self, app: Flask, number: str) -> None:
        super().__init__(app)
        self.number = number

    def get(self, path: str, **headers: str) -> TestResponse:
        page = super().get(path, **headers)
        if 'name="digits"' not in page.text:
            return page
        assert self.post(path, digits=self.number[-4:]).status_code == 303
        return super().get(path, **headers)


@pytest.fixture
def phone(app: Flask, house: House) -> Handset:
    return Handset(app, house.marisol.phone)


def errors_in(page: TestResponse) -> dict[str, str]:
    found = re.findall(
        r'<p class="error" id="([a-z0-9_/]+)-error">(?:<span[^>]*>[^<]*</span>)?([^<]*)</p>',
        page.text,
    )
    return {name: unescape(said) for name, said in found}


def stored(services: Services) -> int:
    with services.readers() as session:
        return session.scalar(select(func.count()).select_from(Answer)) or 0


def test_the_page_asks_what_is_open_and_tells_nothing_else(phone: Handset, house: House, link: str):
    page = phone.get(link)
    assert page.status_code == 200
    assert "Over the last 2 weeks, how often have you been bothered" in page.text
    assert "Little interest or pleasure in doing things" in page.text
    assert "more than half the days" in page.text
    assert page.text.count('type="radio"') == 9 * 4
    assert house.clinic.name in page.text
    assert house.clinic.contact_phone in page.text
    private = ("Marisol", "Quintanilla", house.marisol.phone, str(house.marisol.id), "PHQ-9")
    for word in (*private, "nfusion", "etamine", "epression"):
        assert word not in page.text
    assert 'href="tel:988"' in page.text


def test_answers_are_recorded_and_thanked_for(phone: Handset, services: Services, link: str):
    phone.get(link)
    thanks = phone.post(link, **PHQ9, **{"phq9/9": "0"})
    assert thanks.status_code == 200
    assert "Thank you" in thanks.text
    assert 'href="tel:988"' in thanks.text
    assert 'role="alert"' not in thanks.text
    assert stored(services) == 9
    again = phone.post(link, **PHQ9, **{"phq9/9": "0"})
    assert again.status_code == 404
    assert stored(services) == 9


def test_to_look_changes_nothing(phone: Handset, services: Services, link: str):
    for _ in range(3):
        assert phone.get(link).status_code == 200
    with services.readers() as session:
        assert session.scalars(select(AnswerLink.used_at)).one() is None


def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(
    phone: Handset, services: Services, link: str
):
    phone.get(link)
    refused = phone.post(link, **{**PHQ9, "phq9/2": "<b>"})
    assert refused.status_code == 422
    assert errors_in(refused) == {
        "phq9/2": "Please choose one of these.",
        "phq9/9": "Please answer this.",
    }
    assert "<title>Error: Your check-in</title>" in refused.text
    checked = re.findall(r'name="(phq9/\d)"[^>]*value="1" checked', refused.text)
    assert len(checked) == 7
    assert "<b>" not in refused.text
    assert stored(services) == 0


def test_the_page_saves_as_it_is_tapped(phone: Handset, services: Services, link: str):
    phone.get(link)
    saved = phone.post(link, tapped="yes", **PHQ9)
    assert saved.status_code == 200
    assert "Saved. 1 question to go." in saved.text
    assert stored(services) == 8
    left = phone.post(link, **PHQ9)
    assert left.status_code == 422
    assert "1 question is not answered yet" in left.text
    assert "autofocus" in left.text
    assert set(re.findall(r'name="(phq9/\d)"', left.text)) == {"phq9/9"}
    slipped = phone.post(link, tapped="yes", **{**PHQ9, "phq9/9": "7"})
    assert slipped.status_code == 422
    assert "Not saved yet." in slipped.text
    grave = phone.post(link, tapped="yes", **PHQ9, **{"phq9/9": "3"})
    assert "Thank you for telling us" in grave.text
    assert "All your answers are saved." in grave.text
    assert stored(services) == 9
    assert "Thank you" in phone.post(link, **PHQ9, **{"phq9/9": "3"}).text
    assert phone.post(link, tapped="yes", **PHQ9).status_code == 422


def test_danger_is_answered_on_the_page_at_once(phone: Handset, link: str):
    phone.get(link)
    page = phone.post(link, **PHQ9, **{"phq9/9": "2"})
    assert 'role="alert"' in page.text
    assert "Thank you for telling us" in page.text
    assert 'href="tel:911"' in page.text


def test_danger_is_answered_before_the_form_is_whole_and_after_its_time(
    phone: Handset, clock: Clock, link: str
):
    phone.get(link)
    refused = phone.post(link, **{"phq9/9": "2"})
    assert refused.status_code == 422
    assert "Thank you for telling us" in refused.text
    clock.move(timedelta(days=9))
    phone.get("/a/x")
    late = phone.post(link, **{"phq9/9": "2"})
    assert late.status_code == 404
    assert "Thank you for telling us" in late.text
    assert "was not recorded" in late.text


def test_staff_read_the_alert_that_a_page_raised(
    phone: Handset, desk: Desk, services: Services, link: str
):
    phone.get(link)
    phone.post(link, **PHQ9, **{"phq9/9": "3"})
    with services.readers() as session:
        alert = session.scalars(select(SafetyAlert)).one()
    for path in ("/", "/alerts", f"/alerts/{alert.id}", f"/patients/{alert.patient_id}"):
        page = desk.get(path)
        assert page.status_code == 200
        said = "Thoughts of death or self-harm (PHQ-9 item 9): 3, nearly every day"
        assert page.text.count(said) == 2, "in the bar, and where the page is about it"


def test_one_page_for_every_link_that_is_no_good(phone: Handset, clock: Clock, link: str):
    unknown = phone.get("/a/no-such-token")
    assert unknown.status_code == 404
    assert 'href="tel:988"' in unknown.text
    assert 'lang="es"' in unknown.text
    phone.get(link)
    phone.post(link, **PHQ9, **{"phq9/9": "0"})
    used = phone.get(link)
    clock.move(timedelta(days=9))
    late = phone.get(link)
    assert {page.status_code for page in (used, late)} == {404}
    assert unknown.text == used.text == late.text


def test_a_spanish_page_is_spanish_to_the_last_word(
    phone: Handset, services: Services, house: House, clock: Clock
):
    clock.move(SOON)
    with services.sessions.begin() as session:
        rosa = session.get_one(Practitioner, house.rosa.id)
        patient = factories.make_patient(session, rosa, name="Inés Duarte", language="es")
    path = ask(services, patient)
    phone.number = patient.phone
    page = phone.get(path)
    assert '<html lang="es">' in page.text
    assert "Poco interés o placer en hacer cosas" in page.text
    english = (
        "Your",
        "please",
        "Please",
        "Send",
        "Questions",
        "call",
        "several days",
        "not at all",
    )
    assert [word for word in english if re.search(rf"\b{word}\b", page.text)] == []
    refused = phone.post(path)
    assert set(errors_in(refused).values()) == {"Por favor, responde esta."}
    danger = phone.post(path, **PHQ9, **{"phq9/9": "1"})
    assert "marca 2" in danger.text
    assert "Por favor, lee esto" in danger.text


def test_ratings_are_tapped_and_hours_written_with_a_point_or_a_comma(
    phone: Handset, services: Services, house: House, clock: Clock
):
    with services.sessions.begin() as session:
        marisol = session.get_one(Patient, house.marisol.id)
        turns.release_due(session, factories.catalogue(), marisol.id, NOW + SOON, PUBLIC_URL)
        factories.receive(session, marisol, "skip", now=NOW + SOON)
        clock.move(timedelta(days=1, minutes=1))
        assert turns.release_due(session, factories.catalogue(), marisol.id, clock(), PUBLIC_URL)
        factories.receive(session, marisol, "LINK", now=clock())
        bodies = session.scalars(select(OutboundMessage.body)).all()
    [path] = [m[1] for body in bodies if (m := re.search(rf"{PUBLIC_URL}(/a/\S+)$", body))]
    page = phone.get(path)
    assert "How is your mood right now, from 0 (worst) to 10 (best)?" in page.text
    assert "A number from 0 to 24; halves are fine" in page.text
    assert page.text.count('type="radio"') == 2 * 11
    assert re.findall(r'name="daily/[^>]*inputmode="(\w+)"', page.text) == ["decimal"]
    refused = phone.post(
        path, **{"daily/mood": "12", "daily/distress": "3", "daily/sleep_hours": "7,5"}
    )
    assert errors_in(refused) == {"daily/mood": "Please write one number, from 0 to 10."}
    assert re.findall(r'name="(daily/\w+)"[^>]*value="(\d+)" checked', refused.text) == [
        ("daily/distress", "3")
    ]
    assert 'value="7,5"' in refused.text
    values = {"daily/mood": "6", "daily/distress": "3", "daily/sleep_hours": "7,5"}
    assert phone.post(path, **values).status_code == 200
    with services.readers() as session:
        kept = session.execute(select(Answer.link_id, Answer.value)).all()
    assert dict(map(tuple, kept)) == {"mood": 6, "distress": 3, "sleep_hours": 7.5}


def test_the_pages_are_well_formed_label_their_fields_and_need_no_script(phone: Handset, link: str):
    pages = [phone.get(link), phone.post(link), phone.get("/a/x")]
    pages.append(phone.post(link, **PHQ9, **{"phq9/9": "3"}))
    for response in pages:
        page = Page(response.text)
        assert all(script.get("src", "").endswith("/answer.js") for script in page.all("script"))
        assert len(page.all("h1")) == len(page.all("main")) == 1
        ids = page.values("id")
        assert len(ids) == len(set(ids))
        for attribute in ("for", "aria-describedby", "aria-labelledby"):
            for value in page.values(attribute):
                assert set(value.split()) <= set(ids), f"{attribute}={value}"
        anchors = {href[1:] for href in page.values("href") if href.startswith("#")}
        assert anchors <= set(ids)
