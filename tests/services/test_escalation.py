"""Promise 5: who is not safe, or silent, is called about again, from the start."""

from uuid import UUID

import pytest

from diary.services import alerts
from diary.store.alerts import AlertStatus, SafetyAlert
from tests.jobs.clinic import JobClinic
from tests.services.on_call import CRISIS, Ward


def test_promise_5_not_safe_reopens_an_alert_that_was_taken_and_pages_from_the_start(
    ward: Ward, clinic: JobClinic, marisol: UUID
):
    clinic.text_in(marisol, CRISIS)
    clinic.settle()
    ward.page()
    ward.pass_by(5)
    ward.reply("Bo", "OK")
    clinic.text_in(marisol, "3")
    before = clinic.clock()
    clinic.settle()
    alert = ward.alert()
    assert alert.status is AlertStatus.OPEN
    assert alert.escalated_at
    assert before <= alert.escalated_at <= clinic.clock()
    ward.page()
    ward.pass_by(5)
    assert ward.paged() == ["Ann", "Bo", "Ann", "Bo"]


def test_promise_5_fifteen_minutes_of_silence_reopen_it_too(
    ward: Ward, clinic: JobClinic, marisol: UUID
):
    clinic.text_in(marisol, CRISIS)
    clinic.settle()
    ward.page()
    ward.reply("Ann", "OK")
    clinic.clock.pass_by(minutes=14)
    clinic.settle()
    assert ward.alert().status is AlertStatus.ACKNOWLEDGED
    clinic.clock.pass_by(minutes=1)
    clinic.settle()
    assert ward.alert().status is AlertStatus.OPEN
    ward.page()
    assert ward.paged() == ["Ann", "Ann"]


def _resolve(ward: Ward) -> None:
    with ward.clinic.services.sessions.begin() as session:
        alert = session.get_one(SafetyAlert, ward.alert().id)
        alerts.resolve(
            alert, ward.people["Ann"], "spoke_safe", "Called: safe.", ward.clinic.clock()
        )


@pytest.mark.parametrize(("answer", "tier"), [("3", "A"), ("not safe", "A")])
def test_promise_5_not_safe_after_the_alert_was_resolved_opens_a_new_one(
    ward: Ward, clinic: JobClinic, marisol: UUID, answer: str, tier: str
):
    clinic.text_in(marisol, CRISIS)
    clinic.settle()
    ward.page()
    _resolve(ward)
    clinic.text_in(marisol, answer)
    clinic.settle()
    old, new = ward.alerts()
    assert old.status is AlertStatus.RESOLVED
    assert (new.status, new.tier, new.patient_id) == (AlertStatus.OPEN, tier, marisol)
    ward.page()
    assert ward.paged() == ["Ann", "Ann"]


def test_silence_after_the_alert_was_resolved_raises_nothing(
    ward: Ward, clinic: JobClinic, marisol: UUID
):
    clinic.text_in(marisol, CRISIS)
    clinic.settle()
    ward.page()
    _resolve(ward)
    clinic.clock.pass_by(minutes=20)
    clinic.settle()
    assert ward.alert().status is AlertStatus.RESOLVED


def test_promise_5_what_escalates_is_the_grave_alert_and_not_a_later_mild_one(
    ward: Ward, clinic: JobClinic, marisol: UUID
):
    clinic.text_in(marisol, CRISIS)
    clinic.settle()
    clinic.clock.pass_by(minutes=1)
    clinic.text_in(marisol, "everything is hopeless")
    clinic.settle()
    clinic.text_in(marisol, "3")
    clinic.settle()
    assert [(a.tier, a.escalated_at is not None) for a in ward.alerts()] == [
        ("A", True),
        ("C", False),
    ]
