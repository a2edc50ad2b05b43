"""An alert handed or taken over on its page: who holds it, whom it waits for, what stops it."""

from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from diary.bootstrap import Services
from diary.store.alerts import SafetyAlert
from diary.store.people import Organization, Patient, Practitioner
from tests import factories
from tests.factories import NOW
from tests.web.conftest import House
from tests.web.desk import Desk, errors_in

BEA = "bea@clinic.example"


@pytest.fixture
def alert_id(services: Services, house: House, desk: Desk) -> UUID:
    """An alert that Rosa has taken; she has a colleague Bea."""
    with services.sessions.begin() as session:
        clinic = session.get_one(Organization, house.clinic.id)
        factories.make_practitioner(session, clinic, sign_in_name=BEA, display_name="Bea Ortiz")
        factories.receive(
            session, session.get_one(Patient, house.marisol.id), "i want to kill myself"
        )
        found = session.scalars(select(SafetyAlert.id)).one()
    desk.get(f"/alerts/{found}")
    assert desk.post(f"/alerts/{found}/acknowledge").status_code == 303
    return found


def test_an_alert_is_handed_over_and_taken(app: Flask, desk: Desk, alert_id: UUID):
    page, act = f"/alerts/{alert_id}", f"/alerts/{alert_id}/hand-over"
    assert "Held by Rosa Nolan" in desk.get(page).text
    done = desk.post(act, person=BEA, note="She knows <b>you</b>.")
    assert done.status_code == 303
    after = desk.get(page).text
    assert "Rosa Nolan handed it over to Bea Ortiz" in after
    assert "Handed over to Bea Ortiz: She knows &lt;b&gt;you&lt;/b&gt;." in after
    assert "handed over to you" not in desk.get("/alerts/bar").text

    bea = Desk(app)
    bea.sign_in(BEA)
    assert "handed over to you" in bea.get("/alerts/bar").text
    assert "Hand it over" not in bea.get(page).text, "she has not taken it yet"
    assert bea.post(f"{page}/acknowledge").status_code == 303
    assert "Held by Bea Ortiz" in desk.get(page).text
    assert desk.get(page).text.count(">Rosa Nolan</small>") == 2, "her part stays in the history"
    late = desk.post(act, person=BEA)
    assert late.status_code == 422
    assert "Take it first" in errors_in(late)["person"]


def test_the_bar_is_about_the_gravest_alert_and_among_equals_about_ones_own(
    app: Flask, services: Services, house: House, desk: Desk, alert_id: UUID
):
    assert desk.post(f"/alerts/{alert_id}/hand-over", person=BEA).status_code == 303
    with services.sessions.begin() as session:
        other = factories.make_patient(session, session.get_one(Practitioner, house.rosa.id))
        factories.receive(session, other, "i want to kill myself", now=NOW - timedelta(hours=1))
        older = session.scalars(select(SafetyAlert.id).where(SafetyAlert.id != alert_id)).one()
    bea = Desk(app)
    bea.sign_in(BEA)
    assert f"/alerts/{alert_id}" in bea.get("/alerts/bar").text
    with services.sessions.begin() as session:
        session.get_one(SafetyAlert, alert_id).tier = "C"
    bar = bea.get("/alerts/bar").text
    assert f"/alerts/{older}" in bar
    assert "handed over to you" not in bar


def test_what_stands_in_the_way_is_said_beside_the_field(desk: Desk, house: House, alert_id: UUID):
    page, act = f"/alerts/{alert_id}", f"/alerts/{alert_id}/hand-over"
    desk.get(page)
    nobody = desk.post(act, person="", note="Kept as typed.")
    assert nobody.status_code == 422
    assert "Choose somebody" in errors_in(nobody)["person"]
    assert "Kept as typed." in nobody.text
    unseen = desk.post(act, person=BEA, note="She knows\0you.")
    assert (unseen.status_code, set(errors_in(unseen))) == (422, {"note"})
    unseen = desk.post(f"{page}/resolve", outcome="spoke_safe", reason="Called\0at ten.")
    assert (unseen.status_code, set(errors_in(unseen))) == (422, {"reason"})
    itself = desk.post(act, person=house.rosa.sign_in_name)
    assert "You hold it already" in errors_in(itself)["person"]
    desk.post(f"{page}/resolve", outcome="spoke_safe", reason="Called at ten.")
    over = desk.post(act, person=BEA)
    assert over.status_code == 422
    assert "resolved" in errors_in(over)["person"]


def test_an_absent_colleagues_alert_is_taken_over(app: Flask, desk: Desk, alert_id: UUID):
    page, act = f"/alerts/{alert_id}", f"/alerts/{alert_id}/take-over"
    assert "Take it over" not in desk.get(page).text, "she holds it herself"
    bea = Desk(app)
    bea.sign_in(BEA)
    assert "Rosa Nolan holds this alert." in bea.get(page).text
    assert "takeover_note" in errors_in(bea.post(act, takeover_note="away\0"))
    long = bea.post(act, takeover_note="x" * 1001)
    assert long.status_code == 422
    assert "takeover_note" in errors_in(long)
    assert "x" * 1001 in long.text
    assert bea.post(act, takeover_note="Rosa is <b>away</b>.").status_code == 303
    after = bea.get(page).text
    assert "You hold this alert now." in after
    assert "Held by Bea Ortiz" in after
    assert "Taken over from Rosa Nolan: Rosa is &lt;b&gt;away&lt;/b&gt;." in after
    assert after.count(">Bea Ortiz</small>") == 1, "taking over is taking, and told once"
    assert after.count(">Rosa Nolan</small>") == 1, "her part stays in the history"
    assert "Bea Ortiz holds this alert." in desk.get(page).text
    bea.post(f"{page}/resolve", outcome="spoke_safe", reason="Called at ten.")
    late = desk.post(act)
    assert late.status_code == 422
    assert "resolved" in errors_in(late)["takeover_note"]
