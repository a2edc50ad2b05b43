"""What was answered to PHQ-9's question about death is said, wherever it is pointed at."""

import re
from datetime import timedelta
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import select

from diary.bootstrap import Services
from diary.services import followed_up, responses
from diary.store.alerts import SafetyAlert
from diary.store.care import Prompt
from diary.store.people import Patient
from tests import factories
from tests.factories import NOW
from tests.web.conftest import Clock, House
from tests.web.desk import Desk
from tests.web.test_answer import PHQ9, SOON, Handset, ask
from tests.web.test_bounded_queries import counted

SAID = "PHQ-9 item 9: 2, more than half the days"
IN_FULL = "Thoughts of death or self-harm (PHQ-9 item 9): 2, more than half the days"
_HALF = "2, más de la mitad de los días"
EN_ESPANOL = f"Pensamientos de muerte o autolesión (PHQ-9, pregunta 9): {_HALF}"


@pytest.fixture
def grave(app: Flask, services: Services, house: House, clock: Clock) -> SafetyAlert:
    """Marisol has answered item 9 with a 2; the alert of it."""
    clock.move(SOON)
    path = ask(services, house.marisol)
    phone = Handset(app, house.marisol.phone)
    phone.get(path)
    phone.post(path, **PHQ9, **{"phq9/9": "2"})
    with services.readers() as session:
        return session.scalars(select(SafetyAlert)).one()


def table(desk: Desk, house: House) -> list[list[str]]:
    """Of the numbers the head, and each day's row."""
    page = unescape(desk.get(f"/patients/{house.marisol.id}").text)
    part = page[page.index('<div class="numbers"') :]
    part = part[: part.index("</table>")]
    rows = re.findall(r"<tr>(.*?)</tr>", part)
    return [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in rows]


def test_the_mark_on_the_chart_and_the_page_of_the_alert_say_the_answer(
    desk: Desk, house: House, grave: SafetyAlert
):
    assert f"<title>Alert: {SAID}</title>" in desk.get(f"/patients/{house.marisol.id}").text
    assert f"{IN_FULL} (" in unescape(desk.get(f"/patients/{house.marisol.id}").text)
    assert IN_FULL in desk.get(f"/alerts/{grave.id}").text
    desk.post("/language", language="es", next="/")
    assert EN_ESPANOL in unescape(desk.get(f"/alerts/{grave.id}").text)


@pytest.mark.usefixtures("grave")
def test_the_bar_and_the_lists_say_the_answer_in_both_languages(desk: Desk):
    for said in (IN_FULL, EN_ESPANOL):
        assert unescape(desk.get("/alerts/bar").text).count(f"{said} (") == 1
        assert unescape(desk.get("/").text).count(f"{said} (") == 2
        assert unescape(desk.get("/alerts").text).count(said) == 2
        desk.post("/language", language="es", next="/")


def test_a_list_of_many_alerts_asks_what_was_answered_at_one_go(
    desk: Desk, services: Services, house: House, grave: SafetyAlert
):
    """Each has its own answer, and one whose answer was not kept says the least that is known."""
    with services.sessions.begin() as session:
        for number in (2, 3):
            session.add(
                SafetyAlert(
                    organization_id=grave.organization_id,
                    number=grave.number + number,
                    key=f"earlier {number}",
                    patient_id=house.marisol.id,
                    tier=grave.tier,
                    rule=grave.rule,
                    kind=grave.kind,
                    status=grave.status,
                    opened_at=grave.opened_at - timedelta(days=number),
                )
            )
    with counted(services.engine) as statements:
        page = unescape(desk.get("/alerts").text)
    for_list_and_bar = [each for each in statements if " answer.value" in each]
    assert len(for_list_and_bar) == 2
    assert page.count(IN_FULL) == 1
    assert page.count("Thoughts of death or self-harm (PHQ-9 item 9): more than 0") == 3


@pytest.mark.usefixtures("grave")
def test_the_table_has_every_answer_to_it_beside_the_total(
    desk: Desk, services: Services, house: House
):
    head, *rows = table(desk, house)
    column = head.index("PHQ-9 item 9")
    assert column == head.index("PHQ-9") + 1
    assert [row[column] for row in rows if row[column]] == ["2, more than half the days"]
    with services.sessions.begin() as session:
        mine = session.get_one(Patient, house.marisol.id)
        prompt = session.scalars(
            select(Prompt).where(Prompt.patient_id == mine.id, Prompt.released_at.is_not(None))
        ).first()
        assert prompt
        later = Prompt(
            organization_id=mine.organization_id,
            patient_id=mine.id,
            anchor_id=prompt.anchor_id,
            check_in="weekly-extra",
            occurrence=9,
            plan_version=prompt.plan_version,
            questionnaires=["phq9"],
            due_at=NOW - timedelta(days=3),
            closes_at=NOW,
            status=prompt.status,
            released_at=NOW - timedelta(days=3),
        )
        session.add(later)
        session.flush()
        eight = {str(item): 1 for item in range(1, 9)}
        phq9 = factories.catalogue().questionnaires["phq9"]
        responses.record_answers(session, mine, later, phq9, eight, NOW, inbound_id=None)
    head, *rows = table(desk, house)
    said = [row[column] for row in rows if row[column]]
    assert said == ["2, more than half the days", "not answered"]


def test_a_corrected_answer_stays_what_opened_the_alert_and_leaves_the_table(
    desk: Desk, services: Services, house: House, grave: SafetyAlert
):
    with services.sessions.begin() as session:
        mine = session.get_one(Patient, house.marisol.id)
        known = followed_up.of_patient(session, factories.catalogue(), mine.id)
        (given,) = known["phq9", "9"]
        assert followed_up.behind(grave, [given]) == given
        prompt = session.scalars(
            select(Prompt).where(Prompt.patient_id == mine.id, Prompt.released_at.is_not(None))
        ).first()
        assert prompt
        phq9 = factories.catalogue().questionnaires["phq9"]
        late = NOW + timedelta(hours=5)
        responses.record_answers(session, mine, prompt, phq9, {"9": 0}, late, inbound_id=None)
    assert f"<title>Alert: {SAID}</title>" in desk.get(f"/patients/{house.marisol.id}").text
    head, *rows = table(desk, house)
    column = head.index("PHQ-9 item 9")
    assert [row[column] for row in rows if row[column]] == ["0, not at all"]


def test_an_answer_of_another_time_is_not_taken_for_the_alerts():
    at = NOW - timedelta(days=7)
    older = followed_up.ItemAnswer("phq9", "9", at, 1.0, at)
    alert = SafetyAlert(opened_at=NOW, rule="answer-phq9-item9", inbound_id=None)
    assert followed_up.behind(alert, [older]) is None
    assert followed_up.behind(alert, []) is None


def test_a_screening_that_consists_of_such_items_has_no_columns_of_them():
    known = factories.catalogue().questionnaires
    assert [item.link_id for item in followed_up.items_of(known["phq9"])] == ["9"]
    assert followed_up.items_of(known["asq"]) == ()
