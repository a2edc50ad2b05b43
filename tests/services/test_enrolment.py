"""Enrolment: wrong fields are named, a number is enrolled once, only the invitation goes."""

import threading
from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import Engine, func, select

from diary.domain.consent import ConsentAct, Texting
from diary.services import consent, ladders
from diary.services.enrolment import e164, enrol, read_enrolment
from diary.services.fields import InvalidFieldsError
from diary.store.care import Prompt
from diary.store.database import writing_sessions
from diary.store.messaging import OutboundMessage, Purpose
from diary.store.people import Consent, Organization, Patient, Practitioner
from tests.factories import NOW, catalogue, make_clinic, make_patient, make_practitioner
from tests.services.conftest import Desk

FORM = {
    "name": "Marisol Quintanilla",
    "phone": "(806) 555-0142",
    "zone": "America/Denver",
    "language": "es",
    "preferred_time": "18:30",
    "consent": "yes",
    "consent_version": consent.WORDING_VERSION,
    "consent_by": "Rosa Nolan",
    "consent_on": "2026-11-18",
}


CLINIC = Organization(
    sender="+14325550100",
    timezone="America/Chicago",
    quiet_until_local=time(9),
    quiet_from_local=time(20),
    default_plan="standard",
)


def errors_of(form: dict[str, str]) -> dict[str, str]:
    with pytest.raises(InvalidFieldsError) as caught:
        read_enrolment(form, CLINIC, catalogue().plans, NOW)
    return caught.value.errors


def test_a_good_form_is_read():
    read = read_enrolment(FORM, CLINIC, catalogue().plans, NOW)
    assert read.phone == "+18065550142"
    assert read.preferred_local == time(18, 30)
    assert (read.timezone, read.language, read.plan) == ("America/Denver", "es", "standard")
    assert read.consent_on == date(2026, 11, 18)


@pytest.mark.parametrize(
    ("field", "typed", "error"),
    [
        ("name", "", "required"),
        ("name", "   ", "required"),
        ("name", "x" * 121, "name"),
        ("name", "Zoë\x00", "name"),
        ("phone", "", "required"),
        ("phone", "call me", "phone"),
        ("phone", "555-0142", "phone"),
        ("phone", "806 555 01420", "phone"),
        ("phone", "(000) 555-0142", "phone"),
        ("phone", "911", "phone"),
        ("phone", "+1 800 555 0142", "phone"),  # toll-free
        ("phone", "+1 900 555 0142", "phone"),  # premium
        ("phone", "806-555-0142 ext 7", "phone"),
        ("phone", "+44 20 7946 0958", "phone"),  # a landline, where they are told apart
        ("phone", "020 7946 0958", "phone"),  # another country's, without its code
        ("phone", "+999 806 555 0142", "phone"),
        ("phone", "８０６", "phone"),
        ("zone", "", "required"),
        ("zone", "Chicago", "zone"),
        ("zone", "../../etc/passwd", "zone"),
        ("zone", "Factory", "zone"),
        ("language", "", "language"),
        ("language", "fr", "language"),
        ("preferred_time", "", "required"),
        ("preferred_time", "noon", "time"),
        ("preferred_time", "08:59", "outside_hours"),
        ("preferred_time", "20:00", "outside_hours"),
        ("plan", "nothing", "plan"),
        ("consent", "", "consent"),
        ("consent", "no", "consent"),
        ("consent_by", "", "required"),
        ("consent_by", "x" * 121, "name"),
        ("consent_by", "Rosa\0Nolan", "name"),
        ("consent_on", "", "required"),
        ("consent_on", "soon", "date"),
        ("consent_on", "2026-11-19", "future"),
        ("consent_on", "1926-11-18", "long_ago"),
    ],
)
def test_a_wrong_field_is_named(field: str, typed: str, error: str):
    assert errors_of({**FORM, field: typed}) == {field: error}


def test_consent_to_an_older_wording_is_no_consent():
    assert errors_of({**FORM, "consent_version": "2020-01"}) == {"consent": "consent_version"}


def test_the_clinics_own_number_is_no_patients():
    assert errors_of({**FORM, "phone": CLINIC.sender}) == {"phone": "phone_is_clinic"}


def test_an_empty_form_names_every_field():
    assert errors_of({}).keys() == FORM.keys() - {"consent_version"}


def test_the_day_of_consent_is_counted_where_the_patient_is():
    late = datetime.fromisoformat("2026-11-18T23:30:00+00:00")
    kiritimati = {**FORM, "zone": "Pacific/Kiritimati", "consent_on": "2026-11-19"}
    assert read_enrolment(kiritimati, CLINIC, catalogue().plans, late)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("(806) 555-0142", "+18065550142"),
        ("806.555.0142", "+18065550142"),
        ("1 806 555 0142", "+18065550142"),
        ("+1-806-555-0142", "+18065550142"),
        ("+44 7400 123456", "+447400123456"),
        ("+52 55 1234 5678", "+525512345678"),
    ],
)
def test_a_number_is_kept_in_one_form_however_it_was_written(typed: str, number: str):
    assert e164(typed, "+14325550100") == number


@pytest.mark.parametrize("typed", ["(806) 555-0142", "806.555.0142", "+1 806 555 0142"])
def test_a_number_is_enrolled_once_however_it_is_written(desk: Desk, typed: str):
    make_patient(desk.session, desk.practitioner, phone="+18065550142")
    values = read_enrolment({**FORM, "phone": typed}, desk.clinic, catalogue().plans, NOW)
    with pytest.raises(InvalidFieldsError) as caught:
        enrol(desk.session, catalogue(), desk.practitioner, values, NOW)
    assert caught.value.errors == {"phone": "phone_enrolled"}
    assert desk.session.scalar(select(func.count()).select_from(Patient)) == 1


def test_another_clinic_may_have_the_same_number(desk: Desk):
    make_patient(desk.session, desk.practitioner, phone="+18065550142")
    other = make_practitioner(desk.session, make_clinic(desk.session, name="Other"))
    assert make_patient(desk.session, other, phone="+18065550142").id


def test_of_two_who_enrol_one_number_at_once_one_is_told(engine: Engine):
    sessions = writing_sessions(engine)
    with sessions.begin() as session:
        clinic = make_clinic(session)
        practitioner_id = make_practitioner(session, clinic).id
        values = read_enrolment(FORM, clinic, catalogue().plans, NOW)
    told: list[dict[str, str]] = []
    both = threading.Barrier(2)

    def try_it() -> None:
        both.wait()
        try:
            with sessions.begin() as session:
                practitioner = session.get_one(Practitioner, practitioner_id)
                enrol(session, catalogue(), practitioner, values, NOW)
        except InvalidFieldsError as invalid:
            told.append(invalid.errors)

    threads = [threading.Thread(target=try_it) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told == [{"phone": "phone_enrolled"}]
    with sessions() as session:
        assert session.query(Patient).count() == 1
        assert session.query(OutboundMessage).count() == 1


def test_promise_3_until_the_patient_joins_there_is_an_invitation_and_nothing_else(desk: Desk):
    patient = make_patient(desk.session, desk.practitioner, joined=False)
    [text] = desk.session.scalars(select(OutboundMessage))
    assert (text.purpose, patient.texting) == (Purpose.INVITATION, Texting.INVITED)
    [act] = desk.session.scalars(select(Consent))
    assert (act.act, act.taken_by, act.given_on) == (
        ConsentAct.RECORDED,
        desk.practitioner.display_name,
        NOW.date(),
    )
    assert desk.session.scalar(select(func.count()).select_from(Prompt))


def test_promise_3_an_invitation_waits_for_the_clinic_to_open(desk: Desk):
    at_night = NOW + timedelta(hours=14)  # midnight in Chicago
    make_patient(desk.session, desk.practitioner, joined=False, now=at_night)
    [text] = desk.session.scalars(select(OutboundMessage))
    assert text.not_before == at_night + timedelta(hours=9)
    assert text.expires_at > text.not_before


def test_a_clinic_number_decides_what_a_bare_number_means():
    assert e164("07400 123456", "+442079460958") == "+447400123456"
    assert e164("07400 123456", "+14325550100") is None


def test_a_number_that_is_paged_for_alerts_is_no_patients(desk: Desk):
    ladders.add_rung(
        desk.session,
        desk.clinic,
        sign_in_name=desk.practitioner.sign_in_name,
        phone="+18065550142",
        position=1,
        wait_minutes=10,
        from_local=time(),
        until_local=time(),
        weekdays=range(7),
    )
    desk.session.flush()
    values = read_enrolment({**FORM, "phone": "806 555 0142"}, desk.clinic, catalogue().plans, NOW)
    with pytest.raises(InvalidFieldsError) as caught:
        enrol(desk.session, catalogue(), desk.practitioner, values, NOW)
    assert caught.value.errors == {"phone": "phone_on_call"}
