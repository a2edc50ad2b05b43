"""Promise 5: an alert that is handed over is open until the new holder has taken it."""

from datetime import time

import pytest
from sqlalchemy import select

from diary.services import alert_desk, handing_over
from diary.services.fields import InvalidFieldsError
from diary.store.alerts import AlertStatus, SafetyAlert
from diary.store.audit import AuditEvent
from diary.store.people import Organization, Patient, Practitioner
from tests.factories import catalogue, make_clinic, make_practitioner
from tests.services.on_call import Ward


def hand_over(ward: Ward, person: str, note: str = "", giver: str = "Ann") -> None:
    with ward.clinic.services.sessions.begin() as session:
        alert = session.scalars(select(SafetyAlert)).one()
        patient = session.get_one(Patient, alert.patient_id)
        practitioner = session.get_one(Practitioner, ward.people[giver])
        form = {"person": person, "note": note}
        handing_over.hand_over(
            session, catalogue(), alert, patient, practitioner, form, ward.clinic.clock()
        )


def test_promise_5_whoever_is_on_call_is_paged_at_once_and_then_those_above_them(held: Ward):
    hand_over(held, held.practitioner("Bo").sign_in_name)
    assert held.alert().status is AlertStatus.OPEN
    held.page()
    held.pass_by(9)
    assert held.paged() == ["Ann", "Bo"]
    held.pass_by(1)
    assert held.paged() == ["Ann", "Bo", "Cy"]


def test_promise_5_nobody_else_is_paged_once_the_new_holder_has_taken_it(held: Ward):
    hand_over(held, held.practitioner("Bo").sign_in_name, "Bo knows her.")
    held.page()
    held.reply("Bo", "OK")
    held.pass_by(12)
    assert "Cy" not in held.paged()
    alert = held.alert()
    assert (alert.status, alert.acknowledged_by_id) == (
        AlertStatus.ACKNOWLEDGED,
        held.people["Bo"],
    )
    with held.clinic.services.readers() as session:
        [handover] = alert_desk.handovers_of(session, [alert.id])[alert.id]
        [event] = session.scalars(select(AuditEvent).filter_by(action="hand over alert"))
    assert (handover.from_id, handover.to_id) == (held.people["Ann"], held.people["Bo"])
    assert handover.note == "Bo knows her."
    assert (event.practitioner_id, event.subject_id) == (held.people["Ann"], alert.id)


@pytest.mark.parametrize("stands_on_the_ladder", [False, True])
def test_promise_5_whom_no_page_finds_has_the_ladders_wait_and_then_it_is_climbed_anew(
    held: Ward, stands_on_the_ladder: bool
):
    if stands_on_the_ladder:
        held.put_on_call("Night", 0, hours=(time(20), time(8)))
        name = held.practitioner("Night").sign_in_name
    else:
        with held.clinic.services.sessions.begin() as session:
            clinic = session.get_one(Organization, held.clinic.clinic_id)
            name = make_practitioner(session, clinic).sign_in_name
    hand_over(held, name)
    held.page()
    held.pass_by(4)
    assert held.paged() == ["Ann"]
    held.pass_by(1)
    held.pass_by(5)
    assert held.paged() == ["Ann", "Ann", "Bo"]


def test_only_a_colleague_who_can_sign_in_is_given_an_alert(held: Ward):
    with held.clinic.services.sessions.begin() as session:
        clinic = session.get_one(Organization, held.clinic.clinic_id)
        closed = make_practitioner(session, clinic)
        closed.ended_at = held.clinic.clock()
        elsewhere = make_practitioner(session, make_clinic(session, name="Brazos Clinic"))
        named = {
            "": "person",
            "nobody\0@clinic.example": "person",
            elsewhere.sign_in_name: "person",
            closed.sign_in_name: "shut_out",
            session.get_one(Practitioner, held.people["Ann"]).sign_in_name: "holder",
        }
    for name, code in named.items():
        with pytest.raises(InvalidFieldsError) as refused:
            hand_over(held, name)
        assert refused.value.errors == {"person": code}
    bo = held.practitioner("Bo").sign_in_name
    with pytest.raises(InvalidFieldsError) as refused:
        hand_over(held, bo, "x" * 1001)
    assert refused.value.errors == {"note": "too_long_text"}
    with pytest.raises(InvalidFieldsError) as refused:
        hand_over(held, bo, giver="Cy")
    assert refused.value.errors == {"person": "not_holder"}
    assert held.alert().status is AlertStatus.ACKNOWLEDGED
