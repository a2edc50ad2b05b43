"""An alert whose holder cannot see to it is taken over, and the history keeps both."""

import pytest
from sqlalchemy import select

from diary.services import alert_desk, taking_over
from diary.services.fields import InvalidFieldsError
from diary.store.alerts import AlertHandover, AlertStatus, SafetyAlert
from diary.store.audit import AuditEvent
from diary.store.people import Patient, Practitioner
from tests.factories import catalogue
from tests.services.on_call import Ward
from tests.services.test_handing_over import hand_over


def take_over(ward: Ward, name: str, note: str = "") -> None:
    with ward.clinic.services.sessions.begin() as session:
        alert = session.scalars(select(SafetyAlert)).one()
        patient = session.get_one(Patient, alert.patient_id)
        practitioner = session.get_one(Practitioner, ward.people[name])
        form = {taking_over.NOTE: note}
        taking_over.take_over(
            session, catalogue(), alert, patient, practitioner, form, ward.clinic.clock()
        )


def handovers(ward: Ward) -> list[AlertHandover]:
    with ward.clinic.services.readers() as session:
        alert_id = ward.alert().id
        return list(alert_desk.handovers_of(session, [alert_id]).get(alert_id, ()))


def test_a_colleague_holds_it_at_once_and_nobody_is_paged_again(held: Ward):
    held.pass_by(30)
    taken_at = held.alert().acknowledged_at
    take_over(held, "Bo", " Ann is off sick. ")
    alert = held.alert()
    assert (alert.status, alert.acknowledged_by_id, alert.acknowledged_at) == (
        AlertStatus.ACKNOWLEDGED,
        held.people["Bo"],
        held.clinic.clock(),
    )
    [handover] = handovers(held)
    assert (handover.from_id, handover.to_id) == (held.people["Ann"], held.people["Bo"])
    assert (handover.taken_at, handover.note) == (taken_at, "Ann is off sick.")
    with held.clinic.services.readers() as session:
        [event] = session.scalars(select(AuditEvent).filter_by(action="take over alert"))
    assert (event.practitioner_id, event.subject_id) == (held.people["Bo"], alert.id)
    held.pass_by(12)
    assert held.paged() == ["Ann"]


def test_what_nobody_else_holds_is_taken_without_a_handover(held: Ward):
    take_over(held, "Ann")
    assert handovers(held) == []
    hand_over(held, held.practitioner("Bo").sign_in_name)
    take_over(held, "Cy")
    alert = held.alert()
    assert (alert.status, alert.acknowledged_by_id) == (
        AlertStatus.ACKNOWLEDGED,
        held.people["Cy"],
    )
    assert [each.is_taken_over for each in handovers(held)] == [False]


def test_a_resolved_alert_and_too_long_a_note_are_refused(held: Ward):
    with pytest.raises(InvalidFieldsError) as refused:
        take_over(held, "Bo", "x" * 1001)
    assert refused.value.errors == {"takeover_note": "too_long_text"}
    with held.clinic.services.sessions.begin() as session:
        session.scalars(select(SafetyAlert)).one().status = AlertStatus.RESOLVED
    with pytest.raises(InvalidFieldsError) as refused:
        take_over(held, "Bo")
    assert refused.value.errors == {"takeover_note": "alert_resolved"}
    assert held.alert().acknowledged_by_id == held.people["Ann"]
