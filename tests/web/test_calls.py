"""A call is noted from Today or the chart, and colleagues see it."""

import re
from datetime import timedelta
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import select

from diary.bootstrap import Services
from diary.store.chart import CallNote
from diary.store.people import Patient, Practitioner
from jobs.end_rests import end_rests
from tests import factories
from tests.web.conftest import House
from tests.web.desk import Desk, errors_in

_HIDDEN = re.compile(r'<input type="hidden" name="(about|back)" value="([^"]*)">')
_CALLED = 'id="called-title"'


@pytest.fixture(autouse=True)
def due(services: Services, house: House) -> None:
    """Marisol's visit is near: Today names her."""
    with services.sessions.begin() as session:
        rosa = session.get_one(Practitioner, house.rosa.id)
        marisol = session.get_one(Patient, house.marisol.id)
        factories.plan_infusion(session, rosa, marisol)
        factories.make_practitioner(
            session, house.clinic, sign_in_name="bea@clinic.example", display_name="Bea Okafor"
        )


def form_of(house: House) -> str:
    return f"/patients/{house.marisol.id}/calls/new"


def note(desk: Desk, house: House, back: str = "", **form: str):
    page = desk.get(f"{form_of(house)}?back={back}").text
    return desk.post(form_of(house), **dict(_HIDDEN.findall(page)), again="7", **form)


def words(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_a_row_of_today_goes_to_those_who_were_called_and_a_colleague_sees_it(
    desk: Desk, app: Flask, house: House
):
    before = desk.get("/").text
    assert f"{form_of(house)}?back=today" in before
    assert "1 needs somebody" in words(before)
    assert _CALLED not in before
    done = note(desk, house, "today", outcome="spoken", text="Comes on Friday.")
    assert (done.status_code, done.location) == (303, "/")
    colleague = Desk(app)
    colleague.sign_in("bea@clinic.example")
    after = colleague.get("/").text
    assert "0 need somebody" in words(after)
    assert "Whoever was in need has been called." in after
    assert _CALLED in after
    said = r"Called \S+ by Rosa Nolan, back on 25 Nov\."
    assert re.search(r"Visit due Marisol Quintanilla Spoke with them\. " + said, words(after))
    for path in ("/patients", f"/patients/{house.marisol.id}"):
        page = colleague.get(path).text
        assert 'class="tag k-visit"' in page
        assert re.search(said, words(page)), path


def test_the_row_is_back_when_the_rest_is_over(desk: Desk, services: Services, house: House, clock):
    note(desk, house, outcome="left_message")
    clock.move(timedelta(days=6, hours=15))
    assert end_rests(services) == {"brought_back": 1, "failed": 0}
    assert end_rests(services) == {"brought_back": 0, "failed": 0}
    desk.sign_in(house.rosa.sign_in_name)
    page = desk.get("/").text
    assert "1 needs somebody" in words(page)
    assert _CALLED not in page


def test_whoever_was_not_reached_stays_and_the_row_says_so(desk: Desk, house: House):
    note(desk, house, "today", outcome="not_reached")
    page = desk.get("/").text
    assert "1 needs somebody" in words(page)
    assert re.search(r"Called, not reached, \S+, Rosa Nolan\.", words(page))
    assert _CALLED not in page


def test_a_call_stands_on_the_chart_until_it_is_taken_off(
    desk: Desk, services: Services, house: House
):
    chart = f"/patients/{house.marisol.id}"
    assert f'href="{form_of(house)}"' in desk.get(chart).text
    assert note(desk, house, outcome="spoken", text="Sleeps <b>.").location == chart
    page = desk.get(chart).text
    assert "Call: spoke with them. Sleeps <b>. Rosa Nolan" in words(page)
    assert "<title>Call: spoke with them. Sleeps &lt;b&gt;.</title>" in page
    with services.readers() as session:
        call = session.scalars(select(CallNote)).one()
    assert desk.post(f"/calls/{call.id}/remove").status_code == 303
    assert "Sleeps" not in words(desk.get(chart).text)
    assert desk.post(f"/calls/{call.id}/remove").status_code == 404
    assert "1 needs somebody" in words(desk.get("/").text)


def test_what_was_typed_is_kept_beside_what_is_wrong(desk: Desk, services: Services, house: House):
    refused = note(desk, house, "today", text="x" * 2001)
    assert refused.status_code == 422
    assert errors_in(refused) == {
        "outcome": "Choose how the call went.",
        "text": "This is too long. Shorten it.",
    }
    assert "x" * 2001 in refused.text
    assert dict(_HIDDEN.findall(refused.text)) == {"about": "visit", "back": "today"}
    assert re.search(r'name="again"[^>]*value="7"[^>]* checked', refused.text)
    with services.readers() as session:
        assert session.scalars(select(CallNote)).all() == []


def test_a_call_to_another_clinics_patient_is_not_there(desk: Desk, house: House):
    path = f"/patients/{house.other_patient.id}/calls/new"
    assert desk.get(path).status_code == 404
    desk.get("/")
    assert desk.post(path, outcome="spoken", again="7").status_code == 404


def test_where_the_form_leads_back_to_is_never_what_an_address_says(desk: Desk, house: House):
    page = desk.get(f"{form_of(house)}?back=https://elsewhere.example")
    assert 'href="https://elsewhere' not in page.text
    done = desk.post(form_of(house), back="https://elsewhere.example", outcome="spoken", again="3")
    assert done.location == f"/patients/{house.marisol.id}"
