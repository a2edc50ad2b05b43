"""Who needs somebody: Today in order of need, alerts taken and resolved, texts seen to."""

import re
from datetime import timedelta

from sqlalchemy import func, select

from diary.bootstrap import Services
from diary.domain.consent import Texting
from diary.services import caseload
from diary.store.alerts import AlertStatus, SafetyAlert
from diary.store.audit import AuditEvent
from diary.store.caseload import CaseloadRow
from diary.store.messaging import InboundMessage
from diary.store.people import Organization, Patient, Practitioner
from tests import factories
from tests.factories import NOW
from tests.web.conftest import House
from tests.web.desk import Desk, errors_in


def test_today_names_who_needs_somebody_and_why(desk: Desk, services: Services, lived: House):
    assert "Nobody needs a call right now" in desk.get("/").text
    with services.sessions.begin() as session:
        marisol = session.get_one(Patient, lived.marisol.id)
        factories.receive(session, marisol, "i want to kill myself")
    page = desk.get("/").text
    assert "1 open alert" in page
    for fact in ("Check-ins answered", "of 9 in 4 weeks", "in the next 7 days"):
        assert fact in page
    assert "Nobody has taken the alert yet" in page
    assert f'href="tel:{lived.marisol.phone}"' in page


def test_danger_is_shown_everywhere_before_anybody_has_taken_its_turn(
    desk: Desk, services: Services, lived: House
):
    with services.sessions.begin() as session:
        marisol = session.get_one(Patient, lived.marisol.id)
        clinic = session.get_one(Organization, marisol.organization_id)
        factories.receive_from(session, clinic, marisol.phone, "i want to kill myself")
        before = session.scalars(select(CaseloadRow).filter_by(patient_id=marisol.id)).one()
        factories.receive_from(session, clinic, marisol.phone, "i really want to die")
        assert (before.rank, before.attention) == (0, "danger")
    for path in ("/", "/patients", f"/patients/{marisol.id}"):
        page = desk.get(path).text
        assert 'class="tag k-danger"' in page, path
        assert "Nobody needs a call right now" not in page
    assert "Nobody has taken the alert yet" in desk.get("/").text
    with services.sessions.begin() as session:
        patient = session.get_one(Patient, marisol.id)
        caseload.rewrite(session, factories.catalogue(), patient, NOW)
        row = session.scalars(select(CaseloadRow).filter_by(patient_id=marisol.id)).one()
        assert row.summary["reason"] == before.summary["reason"]
        assert (row.rank, row.attention) == (before.rank, before.attention)
        assert row.summary["also"] == before.summary["also"]


def test_whoever_calls_is_told_that_texts_do_not_reach_the_patient(
    desk: Desk, services: Services, lived: House
):
    with services.sessions.begin() as session:
        marisol = session.get_one(Patient, lived.marisol.id)
        factories.receive(session, marisol, "i want to kill myself")
        factories.receive(session, marisol, "leave me alone, stop texting me")
        assert marisol.texting is Texting.STOPPED
    for path in ("/", f"/patients/{lived.marisol.id}"):
        assert "They opted out of texts." in desk.get(path).text
    assert re.search(r"Opted out</dt><dd><b>1</b>", desk.get("/").text)


def test_the_gravest_danger_that_nobody_has_taken_comes_first(
    desk: Desk, services: Services, house: House
):
    with services.sessions.begin() as session:
        rosa = session.get_one(Practitioner, house.rosa.id)
        for hours, name, said in [
            (3, "Cora Unclear", "i feel so hopeless today"),
            (2, "Bea Serious", "i wish i was dead"),
            (1, "Abe Grave", "i have the pills here and i will kill myself"),
        ]:
            at = NOW - timedelta(hours=hours)
            patient = factories.make_patient(session, rosa, name=name, now=at)
            factories.receive(session, patient, said, now=at)
    page = desk.get("/").text
    assert re.findall(r'class="name"[^>]*>([^<]+)<', page) == [
        "Abe Grave",
        "Bea Serious",
        "Cora Unclear",
    ]
    bar = desk.get("/alerts/bar").text
    assert "3 open alerts" in bar
    assert "kill themselves" in bar


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
