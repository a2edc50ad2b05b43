"""An owner words a text: looked at first, refused beside the field, and the clinic's alone."""

from html import unescape

import pytest
from flask import Flask

from diary.bootstrap import Services
from diary.store.people import Organization, StaffRole
from tests import factories
from tests.web.conftest import House
from tests.web.desk import Desk, errors_in

REMINDER = "/settings/wording/en/reminder"
OWN = "There is time yet, says {{ clinic }}."


def own(services: Services, clinic: Organization) -> object:
    with services.readers() as session:
        return session.get_one(Organization, clinic.id).own_wordings


def post(desk: Desk, path: str, **form: str):
    desk.get("/settings")
    return desk.post(path, **form)


def test_a_text_is_looked_at_saved_and_set_back(desk: Desk, services: Services, house: House):
    looked = post(desk, REMINDER, text=OWN, look="yes")
    assert "There is time yet, says Llano Clinic." in looked.text
    assert "37 characters, 1 segment" in looked.text
    assert f">{OWN}</textarea>" in looked.text
    assert own(services, house.clinic) is None
    assert post(desk, REMINDER, text=OWN).status_code == 303
    assert own(services, house.clinic) == {"reminder": {"en": OWN}}
    page = desk.get("/settings/wording").text
    assert "There is time yet, says Llano Clinic." in page
    settings = unescape(desk.get("/settings").text)
    assert "1 text" in settings
    assert f"reminder (en): Still time to answer. -> {OWN}" in settings
    assert "Still time to answer." in desk.get(REMINDER).text
    post(desk, f"{REMINDER}/reset")
    assert own(services, house.clinic) is None


@pytest.mark.parametrize("look", ["", "yes"])
def test_what_cannot_be_said_is_named_beside_the_field_and_kept(
    desk: Desk, services: Services, house: House, look: str
):
    wrong = {
        REMINDER: ["", "{% if x %}", "Hi {{ name }}", "Your ketamine", "a" * 460],
        "/settings/wording/en/link": ["Here it is"],
        "/settings/wording/es/note_empty": ["Escribe algo"],
    }
    for path, texts in wrong.items():
        for text in texts:
            answer = post(desk, path, text=text, look=look)
            assert (answer.status_code, set(errors_in(answer))) == (422, {"text"}), text
            assert f">{text}</textarea>" in answer.text
    answer = post(desk, "/settings/wording/en/link", text="Here it is")
    assert errors_in(answer) == {"text": "It must have {{ link }}."}
    assert own(services, house.clinic) is None


def test_a_locked_text_is_shown_with_the_reason_and_refused(
    desk: Desk, services: Services, house: House
):
    page = desk.get("/settings/wording/en/safety_crisis")
    assert page.status_code == 200
    assert "word for word as reviewed" in page.text
    assert "<textarea" not in page.text
    answer = post(desk, "/settings/wording/en/safety_crisis", text="Call us.")
    assert answer.status_code == 422
    assert "This text is locked." in answer.text
    assert own(services, house.clinic) is None


@pytest.mark.parametrize("path", ["en/nothing", "fr/reminder", "en/..%2Fes%2Freminder"])
def test_a_text_that_is_not_there_is_not_found(desk: Desk, path: str):
    assert desk.get(f"/settings/wording/{path}").status_code == 404
    assert post(desk, f"/settings/wording/{path}", text=OWN).status_code == 404
    assert post(desk, f"/settings/wording/{path}/reset").status_code == 404


def test_it_is_the_owners_and_the_clinics_alone(
    app: Flask, desk: Desk, services: Services, house: House
):
    post(desk, REMINDER, text=OWN)
    assert own(services, house.other_clinic) is None
    theirs = Desk(app)
    theirs.sign_in(house.other_staff.sign_in_name)
    for path in ("/settings", "/settings/wording", REMINDER):
        assert "There is time yet" not in theirs.get(path).text
    post(theirs, f"{REMINDER}/reset")
    assert own(services, house.clinic) == {"reminder": {"en": OWN}}
    with services.sessions.begin() as session:
        clinic = session.get_one(Organization, house.clinic.id)
        name = factories.make_practitioner(session, clinic, role=StaffRole.MEMBER).sign_in_name
    member = Desk(app)
    member.sign_in(name)
    for path in ("/settings/wording", REMINDER):
        assert member.get(path).status_code == 403
    member.get("/")
    assert member.post(REMINDER, text="Mine").status_code == 403
    assert member.post(f"{REMINDER}/reset").status_code == 403
    assert own(services, house.clinic) == {"reminder": {"en": OWN}}
