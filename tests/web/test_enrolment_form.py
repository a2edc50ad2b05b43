"""The enrolment form: what is wrong stands beside its field, and nothing is stored."""

from sqlalchemy import func, select

from diary.bootstrap import Services
from diary.domain.consent import ConsentAct, Texting
from diary.services.consent import WORDING_VERSION
from diary.store.audit import AuditEvent
from diary.store.messaging import OutboundMessage, Purpose
from diary.store.people import Consent, Patient
from tests import leaks
from tests.web.conftest import House
from tests.web.desk import Desk, errors_in

GOOD = {
    "name": "Tomasz  Wierzbicki",
    "phone": "(806) 555-0777",
    "zone": "America/Denver",
    "language": "es",
    "preferred_time": "11:30",
    "plan": "standard",
    "consent": "yes",
    "consent_version": WORDING_VERSION,
    "consent_by": "Rosa Nolan",
    "consent_on": "2026-11-18",
}

MISTAKES: list[tuple[dict[str, str], str, str]] = [
    ({"name": "  "}, "name", "Enter the patient"),
    ({"name": "x" * 200}, "name", "up to 120"),
    ({"phone": ""}, "phone", "Enter the mobile number"),
    ({"phone": "555 12"}, "phone", "not a phone number"),
    ({"phone": "call me"}, "phone", "not a phone number"),
    ({"phone": "+1 806 555 0777 ext. 12"}, "phone", "not a phone number"),
    ({"zone": "America/Chicagoo"}, "zone", "no such time zone"),
    ({"zone": "../etc/passwd"}, "zone", "no such time zone"),
    ({"zone": ""}, "zone", "America/Chicago"),
    ({"language": "tlh"}, "language", "language"),
    ({"preferred_time": "25:00"}, "preferred_time", "like 09:30"),
    ({"preferred_time": "03:00"}, "preferred_time", "does not text at that time"),
    ({"plan": "mine"}, "plan", "protocols"),
    ({"consent": ""}, "consent", "without consent"),
    ({"consent_version": "2020-01"}, "consent", "wording has changed"),
    ({"consent_by": ""}, "consent_by", "who read the wording"),
    ({"consent_on": "2026-11-19"}, "consent_on", "not come yet"),
    ({"consent_on": "18/11/2026"}, "consent_on", "not a date"),
    ({"consent_on": "2006-11-18"}, "consent_on", "ten years ago"),
]


def count(services: Services, model: type) -> int:
    with services.readers() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_a_patient_is_enrolled_invited_and_written_down(
    desk: Desk, services: Services, house: House
):
    leaks.watch_for("Wierzbicki")
    desk.get("/patients/new")
    answer = desk.post("/patients/new", **GOOD)
    assert answer.status_code == 303
    with services.readers() as session:
        patient = session.scalars(select(Patient).order_by(Patient.id.desc())).first()
        assert (patient.name, patient.phone) == ("Tomasz Wierzbicki", "+18065550777")
        assert patient.texting is Texting.INVITED
        queued = session.scalars(
            select(OutboundMessage).where(OutboundMessage.patient_id == patient.id)
        ).one()
        assert queued.purpose is Purpose.INVITATION
        consent = session.scalars(select(Consent).where(Consent.patient_id == patient.id)).one()
        assert (consent.act, consent.recorded_by_id) == (ConsentAct.RECORDED, house.rosa.id)
        audited = session.scalars(
            select(AuditEvent.action).where(AuditEvent.patient_id == patient.id)
        ).all()
    assert audited == ["enrol patient"]
    page = desk.get(answer.location)
    assert "Tomasz Wierzbicki" in page.text
    assert "Enrolled." in page.text
    assert "Not joined yet" in page.text


def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_stored(
    desk: Desk, services: Services
):
    before = count(services, Patient), count(services, OutboundMessage)
    desk.get("/patients/new")
    for wrong, field, says in MISTAKES:
        answer = desk.post("/patients/new", **{**GOOD, **wrong})
        errors = errors_in(answer)
        assert (answer.status_code, set(errors)) == (422, {field}), wrong
        assert says in errors[field], wrong
    assert (count(services, Patient), count(services, OutboundMessage)) == before


def test_what_was_typed_is_kept(desk: Desk):
    desk.get("/patients/new")
    answer = desk.post("/patients/new", **{**GOOD, "phone": '"><script>'})
    assert 'value="Tomasz  Wierzbicki"' in answer.text
    assert 'value="America/Denver"' in answer.text
    assert "&#34;&gt;&lt;script&gt;" in answer.text
    assert "<script>" not in answer.text


def test_everything_wrong_is_said_at_once(desk: Desk):
    desk.get("/patients/new")
    answer = desk.post("/patients/new")
    assert {"name", "phone", "zone", "language", "preferred_time", "consent"} <= set(
        errors_in(answer)
    )


def test_a_number_is_enrolled_once_in_a_clinic(desk: Desk, services: Services, house: House):
    before = count(services, Patient)
    desk.get("/patients/new")
    answer = desk.post("/patients/new", **{**GOOD, "phone": house.marisol.phone})
    assert answer.status_code == 422
    assert "has this number already" in errors_in(answer)["phone"]
    assert count(services, Patient) == before


def test_promise_7_a_number_of_another_clinics_patient_is_free(desk: Desk, house: House):
    desk.get("/patients/new")
    answer = desk.post("/patients/new", **{**GOOD, "phone": house.other_patient.phone})
    assert answer.status_code == 303


def test_the_form_shows_the_wording_in_both_languages_and_the_invitation(desk: Desk):
    page = desk.get("/patients/new").text
    assert "Texts are not encrypted" in page
    assert "Los mensajes no van cifrados" in page
    assert "Reply 1 to join" in page
