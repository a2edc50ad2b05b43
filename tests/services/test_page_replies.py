"""Promise 5: a page is answered by text or by link, and by nothing else."""

from datetime import time, timedelta
from uuid import UUID

import pytest

from diary.services import alert_desk, ladders, paging
from diary.store.alerts import AlertStatus
from diary.store.audit import AuditEvent
from diary.store.people import Organization
from tests.factories import make_clinic, make_phone, make_practitioner, receive_from
from tests.jobs.clinic import JobClinic
from tests.services.on_call import CRISIS, WORKING_DAYS, Ward


@pytest.mark.parametrize(
    "body", ["OK", "ok!", " Okay ", "ACK", "1", "yes", "Sí", "OK 1", "ok #1.", "on it", "OK1"]
)
def test_promise_5_a_reply_takes_the_alert_and_nobody_else_is_paged(
    ward: Ward, marisol: UUID, body: str
):
    ward.clinic.text_in(marisol, CRISIS)
    ward.page()
    message = ward.reply("Ann", body)
    alert = ward.alert()
    assert (alert.status, alert.acknowledged_by_id) == (
        AlertStatus.ACKNOWLEDGED,
        ward.people["Ann"],
    )
    assert not message.needs_person
    assert ward.replies_to("Ann") == ["Thanks, alert 1 is yours."]
    ward.pass_by(40)
    assert ward.paged()[0] == "Ann"
    assert {"Bo", "Cy"}.isdisjoint(ward.paged())


def test_promise_5_a_number_takes_that_alert_and_no_other(ward: Ward, clinic: JobClinic):
    for _ in range(12):
        clinic.text_in(clinic.add_patient(), CRISIS)
    ward.page()
    ward.reply("Ann", "OK 2")
    ward.reply("Ann", "12")
    taken = [a.number for a in ward.alerts() if a.status is AlertStatus.ACKNOWLEDGED]
    assert taken == [2, 12]


def test_promise_5_ok_takes_the_alert_paged_last_and_the_other_climbs_on(
    ward: Ward, clinic: JobClinic, marisol: UUID
):
    clinic.text_in(marisol, CRISIS)
    ward.page()
    clinic.clock.pass_by(minutes=1)
    clinic.text_in(clinic.add_patient(), CRISIS)
    ward.page()
    for _ in range(2):
        ward.reply("Ann", "OK")
    assert [a.status for a in ward.alerts()] == [AlertStatus.OPEN, AlertStatus.ACKNOWLEDGED]
    ward.pass_by(5)
    assert ward.paged() == ["Ann", "Ann", "Bo"]


def test_promise_5_the_link_takes_the_alert(ward: Ward, clinic: JobClinic, marisol: UUID):
    clinic.text_in(marisol, CRISIS)
    ward.page()
    token = ward.link_token()
    with clinic.services.sessions.begin() as session:
        found = paging.paged_alert(session, token, clinic.clock())
        assert found
        alert, ann = found
        alert_desk.take_by_page(session, clinic.services.catalogue, alert, ann, clinic.clock())
    assert ward.alert().acknowledged_by_id == ward.people["Ann"]
    late = clinic.clock() + paging.LINK_IS_GOOD_FOR + timedelta(seconds=1)
    with clinic.services.readers() as session:
        assert paging.paged_alert(session, token, late) is None


def test_whoever_is_second_is_told_that_it_is_taken_and_the_first_stays_on_record(
    ward: Ward, marisol: UUID
):
    ward.clinic.text_in(marisol, CRISIS)
    ward.page()
    ward.pass_by(5)
    ward.reply("Bo", "OK")
    ward.reply("Ann", "OK")
    assert ward.alert().acknowledged_by_id == ward.people["Bo"]
    assert ward.replies_to("Bo") == ["Thanks, alert 1 is yours."]
    assert ward.replies_to("Ann") == ["Alert 1 is taken already."]


def test_taking_an_alert_by_text_is_on_the_patients_record(
    ward: Ward, clinic: JobClinic, marisol: UUID
):
    clinic.text_in(marisol, CRISIS)
    ward.page()
    ward.reply("Ann", "OK")
    with clinic.services.readers() as session:
        events = session.query(AuditEvent).filter_by(patient_id=marisol).all()
    assert ("acknowledge alert", ward.people["Ann"]) in [
        (event.action, event.practitioner_id) for event in events
    ]


@pytest.mark.parametrize(
    "body",
    ["who is this?", "OK 99", "OK 99999999999999999999", "123456789012345678901234567890", "no",
     "ok but i am on leave", "0", ""],
)  # fmt: skip
def test_promise_5_a_text_that_is_no_acknowledgement_waits_for_a_person(
    ward: Ward, marisol: UUID, body: str
):
    ward.clinic.text_in(marisol, CRISIS)
    ward.page()
    message = ward.reply("Ann", body)
    assert message.needs_person
    assert ward.alert().status is AlertStatus.OPEN
    ward.pass_by(5)
    assert ward.paged() == ["Ann", "Bo"]


def test_promise_5_nobody_takes_an_alert_that_they_were_not_paged_about(ward: Ward, marisol: UUID):
    ward.clinic.text_in(marisol, CRISIS)
    ward.page()
    assert ward.reply("Bo", "OK 1").needs_person
    assert ward.alert().status is AlertStatus.OPEN


def test_promise_4_a_text_from_a_staff_phone_is_screened(ward: Ward, marisol: UUID):
    ward.clinic.text_in(marisol, CRISIS)
    ward.page()
    message = ward.reply("Ann", "ok, i want to die")
    assert message.needs_person
    assert message.danger_tier
    assert [alert.patient_id for alert in ward.alerts()] == [marisol, None]


def test_promise_7_a_reply_about_another_clinics_alert_does_nothing(
    ward: Ward, clinic: JobClinic, marisol: UUID
):
    clinic.text_in(marisol, CRISIS)
    ward.page()
    with clinic.services.sessions.begin() as session:
        other = make_clinic(session, name="Brazos Clinic")
        eve = make_practitioner(session, other)
        phone = make_phone()
        ladders.add_rung(
            session,
            other,
            sign_in_name=eve.sign_in_name,
            phone=phone,
            position=1,
            wait_minutes=5,
            from_local=time(0),
            until_local=time(0),
            weekdays=WORKING_DAYS,
        )
        here = session.get_one(Organization, clinic.clinic_id)
        texts = [
            receive_from(session, place, number, "OK 1", now=clinic.clock())
            for place, number in ((other, phone), (here, phone), (other, ward.phones["Ann"]))
        ]
    assert all(text and text.needs_person for text in texts)
    assert ward.alert().status is AlertStatus.OPEN
