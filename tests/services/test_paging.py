"""Promise 5: every alert climbs its ladder to the end, whatever fails on the way."""

from datetime import time
from uuid import UUID

import pytest

from diary.services import alert_desk, alerts, ladders
from diary.services.fields import InvalidFieldsError
from diary.store.alerts import AlertStatus
from diary.store.messaging import Purpose
from diary.store.people import Organization, Patient, Practitioner
from tests.factories import PUBLIC_URL
from tests.jobs.clinic import JobClinic
from tests.services.on_call import CRISIS, WORKING_DAYS, Ward
from tests.standins.carrier import ambiguous, refused


def test_promise_5_the_first_on_call_is_paged_at_once(ward: Ward, marisol: UUID):
    ward.clinic.text_in(marisol, CRISIS)
    ward.page()
    assert ward.paged() == ["Ann"]


def test_promise_5_the_ladder_is_climbed_on_time_and_never_ends(ward: Ward, marisol: UUID):
    ward.clinic.text_in(marisol, CRISIS)
    ward.page()
    ward.pass_by(4)
    assert ward.paged() == ["Ann"]
    ward.pass_by(1)
    assert ward.paged() == ["Ann", "Bo"]
    ward.pass_by(9)
    assert ward.paged() == ["Ann", "Bo"]
    ward.pass_by(1)
    assert ward.paged() == ["Ann", "Bo", "Cy"]
    ward.pass_by(45)
    assert ward.paged() == ["Ann", "Bo", "Cy", "Cy", "Cy", "Cy"]
    assert ward.alert().status is AlertStatus.OPEN


def test_promise_5_whoever_is_off_duty_is_passed_over_but_the_last_one_never(
    clinic: JobClinic, marisol: UUID
):
    ward = Ward(clinic)
    ward.put_on_call("Night", 1, hours=(time(20), time(8)))
    ward.put_on_call("Weekend", 2, days=(5, 6))
    ward.put_on_call("Day", 3, wait=10, hours=(time(8), time(20)), days=WORKING_DAYS)
    ward.put_on_call("Chief", 4, hours=(time(9), time(10)), days=(0,))
    clinic.text_in(marisol, CRISIS)
    ward.page()
    ward.pass_by(10)
    assert ward.paged() == ["Day", "Chief"]


def test_promise_5_a_tick_that_comes_late_pages_nobody_twice(ward: Ward, marisol: UUID):
    ward.clinic.text_in(marisol, CRISIS)
    ward.page()
    ward.clinic.clock.pass_by(hours=3)
    ward.page()
    ward.page()
    assert ward.paged() == ["Ann", "Bo"]


def test_promise_9_a_page_carries_no_name_no_phone_and_no_word_of_health(
    ward: Ward, clinic: JobClinic, marisol: UUID
):
    clinic.text_in(marisol, "i cant breathe and want to kill myself")
    ward.page()
    [page] = ward.pages()
    assert page.patient_id is None
    token = ward.link_token()
    number = ward.alert().number
    assert page.body == (
        f"Llano Clinic: alert {number} is open and waits for you. Reply OK {number} to take it,"
        f" or open {PUBLIC_URL}/page/{token}"
    )
    assert len(token) == 32


def test_promise_10_two_processes_at_the_same_instant_page_once(ward: Ward, marisol: UUID):
    ward.clinic.text_in(marisol, CRISIS)
    for _ in range(3):
        ward.clinic.run("escalate_alerts")
    assert len(ward.pages()) == 1


@pytest.mark.parametrize("it_went", [False, True])
def test_promise_5_a_page_in_doubt_is_sent_again(
    ward: Ward, clinic: JobClinic, marisol: UUID, it_went: bool
):
    clinic.text_in(marisol, CRISIS)
    clinic.run("escalate_alerts")
    clinic.carrier.faults.append(ambiguous())
    clinic.carrier.takes_before_failing = it_went
    clinic.run("send_messages")
    assert ward.paged() == ["Ann"] * (2 if it_went else 1)
    assert len(ward.pages()) == 1


def test_promise_5_a_page_that_the_carrier_refuses_is_followed_by_the_next_at_once(
    ward: Ward, clinic: JobClinic, marisol: UUID
):
    clinic.text_in(marisol, CRISIS)
    clinic.settle()
    clinic.carrier.faults.extend([refused(21211), refused(21211)])
    for _ in range(4):
        ward.page()
    assert ward.paged() == ["Cy"]
    assert len(ward.pages()) == 3
    clinic.carrier.faults.append(refused(21211))
    ward.pass_by(15)
    assert len(ward.pages()) == 4, "the last one is paged again after the wait, and no sooner"
    ward.pass_by(15)
    assert ward.paged() == ["Cy", "Cy"]


class _KilledError(BaseException):
    """What a process that is killed does: nothing, from here on."""


def test_promise_5_a_sender_killed_between_claim_and_settling_loses_no_page(
    ward: Ward, clinic: JobClinic, marisol: UUID
):
    clinic.text_in(marisol, CRISIS)
    clinic.run("escalate_alerts")

    def die(_: object) -> None:
        raise _KilledError

    clinic.carrier.before_send = die
    with pytest.raises(_KilledError):
        clinic.run("send_messages")
    clinic.carrier.before_send = lambda _: None
    for _ in range(6):
        clinic.clock.pass_by(minutes=1)
        clinic.run("settle_unknown")
        clinic.run("send_messages")
    assert "Ann" in ward.paged()
    ward.page()
    assert ward.paged()[-1] == "Bo", "the ladder goes on by its own clock"


def test_promise_5_a_page_that_cannot_be_written_is_written_at_the_next_tick(
    ward: Ward, clinic: JobClinic, marisol: UUID, monkeypatch: pytest.MonkeyPatch
):
    clinic.text_in(marisol, CRISIS)
    with monkeypatch.context() as fault:
        fault.setattr("diary.services.outbox.sms_size", lambda _: 1 / 0)
        assert clinic.run("escalate_alerts")["failed"] == 1
    assert ward.pages() == []
    ward.page()
    assert ward.paged() == ["Ann"]


def test_tier_c_pages_nobody(ward: Ward, clinic: JobClinic, marisol: UUID):
    clinic.text_in(marisol, "everything is hopeless")
    ward.page()
    ward.pass_by(30)
    assert ward.alert().tier == "C"
    assert ward.pages() == []


def test_promise_5_a_clinic_without_a_ladder_keeps_the_alert_on_top_and_pages_who_joins_it(
    clinic: JobClinic, marisol: UUID
):
    ward = Ward(clinic)
    clinic.text_in(marisol, CRISIS)
    ward.page()
    ward.pass_by(30)
    assert ward.pages() == []
    with clinic.services.readers() as session:
        [alert] = alerts.unresolved(session, clinic.clinic_id)
    assert alert.status is AlertStatus.OPEN
    ward.put_on_call("Ann", 1)
    ward.pass_by(15)
    assert ward.paged()[0] == "Ann"


def test_promise_5_whoever_leaves_the_ladder_is_paged_no_more_and_stays_on_record(
    ward: Ward, clinic: JobClinic, marisol: UUID
):
    clinic.text_in(marisol, CRISIS)
    ward.page()
    with clinic.services.sessions.begin() as session:
        here = session.get_one(Organization, clinic.clinic_id)
        assert ladders.remove_rung(session, here, 1)
        assert ladders.remove_rung(session, here, 2)
        assert not ladders.remove_rung(session, here, 2)
    ward.pass_by(5)
    assert ward.paged() == ["Ann", "Cy"]
    with clinic.services.readers() as session:
        around = alert_desk.around(session, ward.alerts())
    assert [around.staff[page.practitioner_id] for page in around.pages[ward.alert().id]] == [
        "Ann",
        "Cy",
    ]


def test_a_patients_number_and_the_clinics_own_cannot_be_paged(
    ward: Ward, clinic: JobClinic, marisol: UUID
):
    with clinic.services.sessions.begin() as session:
        here = session.get_one(Organization, clinic.clinic_id)
        ann = session.get_one(Practitioner, ward.people["Ann"])
        patient = session.get_one(Patient, marisol)
        for phone, code in ((patient.phone, "phone_is_patient"), (here.sender, "phone_is_clinic")):
            with pytest.raises(InvalidFieldsError) as refused:
                ladders.add_rung(
                    session,
                    here,
                    sign_in_name=ann.sign_in_name,
                    phone=phone,
                    position=9,
                    wait_minutes=5,
                    from_local=time(0),
                    until_local=time(0),
                    weekdays=WORKING_DAYS,
                )
            assert refused.value.errors == {"phone": code}
    assert not clinic.texts(purpose=Purpose.PAGE)
