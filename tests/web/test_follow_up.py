"""Protocol and times of a patient: chosen by staff, written down, and of their own clinic only."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from diary.bootstrap import Services
from diary.services import plans
from diary.store.audit import AuditEvent
from diary.store.care import Prompt, PromptStatus
from diary.store.people import Patient
from tests.factories import NOW, catalogue
from tests.services.own_plan import DAILY, content_of
from tests.web.conftest import House
from tests.web.desk import Desk, errors_in

SAME = {"plan": "standard/1", "zone": "America/Chicago", "preferred_time": "10:00"}


def path(house: House) -> str:
    return f"/patients/{house.marisol.id}/follow-up"


def patient(services: Services, house: House) -> Patient:
    with services.readers() as session:
        return session.get_one(Patient, house.marisol.id)


def actions(services: Services, house: House) -> list[str]:
    with services.readers() as session:
        found = select(AuditEvent.action).where(AuditEvent.patient_id == house.marisol.id)
        return list(session.scalars(found.order_by(AuditEvent.id)))


def test_promise_8_another_protocol_is_followed_from_then_on_and_written_down(
    desk: Desk, services: Services, house: House
):
    page = desk.get(path(house))
    assert 'value="standard/1" selected' in page.text
    saved = desk.post(path(house), **{**SAME, "plan": "ptsd/1", "zone": "Asia/Tokyo"})
    assert saved.status_code == 303
    now = patient(services, house)
    assert (now.plan, now.timezone) == ("ptsd/1", "Asia/Tokyo")
    assert actions(services, house)[-2:] == ["read patient", "change follow-up"]
    with services.readers() as session:
        versions = session.scalars(
            select(Prompt.plan_version).where(
                Prompt.patient_id == house.marisol.id, Prompt.status == PromptStatus.REQUESTED
            )
        ).all()
    assert set(versions) == {"ptsd/1"}
    shown = desk.get(f"/patients/{house.marisol.id}").text
    assert "PTSD track" in shown
    assert "laid out anew" in shown


def test_a_pause_goes_on_until_the_same_day_in_another_zone(
    desk: Desk, services: Services, house: House
):
    pause = f"/patients/{house.marisol.id}/pause"
    desk.get(pause)
    desk.post(pause, until="2026-11-25")
    desk.post(path(house), **{**SAME, "zone": "Pacific/Honolulu"})
    assert patient(services, house).paused_until == datetime(2026, 11, 25, 10, tzinfo=UTC)


def test_the_patients_own_version_stands_beside_a_newer_one(
    desk: Desk, services: Services, house: House
):
    with services.sessions.begin() as session:
        content = content_of("2", DAILY, code="standard")
        plans.load(session, catalogue(), house.clinic.id, content, NOW)
    page = desk.get(path(house)).text
    assert "Standard follow-up, version 1" in page
    assert "Own, version 2" in page
    assert desk.post(path(house), **{**SAME, "plan": "standard/2"}).status_code == 303
    assert patient(services, house).plan == "standard/2"
    assert desk.post(path(house), **SAME).status_code == 422  # the old one is not offered any more


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"plan": "standard"}, "plan", "protocols"),
        ({"plan": ""}, "plan", "protocols"),
        ({"zone": "Texas"}, "zone", "no such time zone"),
        ({"zone": ""}, "zone", "America/Chicago"),
        ({"preferred_time": "23:00"}, "preferred_time", "does not text at that time"),
        ({"preferred_time": "noon"}, "preferred_time", "like 09:30"),
    ],
)
def test_a_mistake_stands_beside_its_field_and_nothing_is_changed(
    desk: Desk, services: Services, house: House, typed: dict[str, str], field: str, said: str
):
    desk.get(path(house))
    refused = desk.post(path(house), **{**SAME, **typed})
    assert refused.status_code == 422
    assert list(errors_in(refused)) == [field]
    assert said in errors_in(refused)[field]
    now = patient(services, house)
    assert (now.plan, now.timezone) == ("standard/1", "America/Chicago")
    assert "change follow-up" not in actions(services, house)


def test_promise_7_the_patient_of_another_clinic_is_not_there(
    desk: Desk, services: Services, house: House
):
    theirs = f"/patients/{house.other_patient.id}/follow-up"
    assert desk.get(theirs).status_code == 404
    desk.get(path(house))
    assert desk.post(theirs, **{**SAME, "plan": "ptsd/1"}).status_code == 404
    with services.readers() as session:
        assert session.get_one(Patient, house.other_patient.id).plan == "standard/1"


def test_promise_7_the_plan_of_another_clinic_is_not_offered(
    desk: Desk, services: Services, house: House
):
    with services.sessions.begin() as session:
        content = content_of("1", DAILY, code="theirs")
        plans.load(session, catalogue(), house.other_clinic.id, content, NOW)
    assert "theirs/1" not in desk.get(path(house)).text
    assert desk.post(path(house), **{**SAME, "plan": "theirs/1"}).status_code == 422
    assert "theirs" not in desk.get("/patients/new").text
