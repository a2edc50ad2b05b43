"""Who may be texted, and when: asked anew at the moment of sending."""

from datetime import time, timedelta
from uuid import UUID

import pytest

from diary.domain.consent import ConsentAct, Texting
from diary.services import consent
from diary.store.messaging import OutboundStatus, Purpose
from diary.store.people import Organization, Patient
from tests.factories import NOW
from tests.jobs.clinic import JobClinic

SKIPPED, QUEUED, FAILED = OutboundStatus.SKIPPED, OutboundStatus.QUEUED, OutboundStatus.FAILED
UNKNOWN, ACCEPTED = OutboundStatus.UNKNOWN, OutboundStatus.ACCEPTED


def change(clinic: JobClinic, patient_id: UUID, **values: object) -> None:
    with clinic.services.sessions.begin() as session:
        patient = session.get_one(Patient, patient_id)
        for name, value in values.items():
            setattr(patient, name, value)


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"texting": Texting.STOPPED}, "opted_out"),
        ({"texting": Texting.INVITED}, "texting_invited"),
        ({"texting": Texting.UNREACHABLE}, "texting_unreachable"),
        ({"paused_until": NOW + timedelta(hours=1)}, "paused"),
    ],
)
def test_promise_3_consent_and_pause_are_asked_at_the_moment_of_sending(
    clinic: JobClinic, ana: UUID, values: dict, reason: str
):
    message_id = clinic.queue(ana, "one")
    change(clinic, ana, **values)
    clinic.run("send_messages")
    assert clinic.carrier.attempts == []
    assert clinic.status(message_id) == (SKIPPED, reason)


@pytest.mark.parametrize("purpose", [Purpose.PROMPT, Purpose.INVITATION])
def test_promise_3_quiet_hours_hold_a_text_back_and_never_drop_it(
    clinic: JobClinic, ana: UUID, purpose: Purpose
):
    clinic.clock.pass_by(hours=10)  # 20:00 in Chicago
    message_id = clinic.queue(ana, "one", purpose, worth=timedelta(hours=20))
    clinic.run("send_messages")
    assert clinic.carrier.attempts == []
    held = clinic.text(message_id)
    assert (held.status, held.not_before) == (QUEUED, NOW + timedelta(hours=23))
    clinic.clock.at = held.not_before
    clinic.run("send_messages")
    assert clinic.status(message_id) == (ACCEPTED, None)


def test_promise_3_the_hours_are_those_where_the_patient_is_now(clinic: JobClinic, ana: UUID):
    message_id = clinic.queue(ana, "one", worth=timedelta(hours=30))
    change(clinic, ana, timezone="Asia/Tokyo")  # 01:00 there
    clinic.run("send_messages")
    assert clinic.text(message_id).not_before == NOW + timedelta(hours=8)


def test_promise_3_the_carrier_may_not_deliver_what_it_queued_in_the_quiet_hours(
    clinic: JobClinic, ana: UUID
):
    clinic.clock.pass_by(hours=9, minutes=30)  # 19:30
    clinic.queue(ana, "prompt", worth=timedelta(hours=12))
    clinic.queue(None, "page", Purpose.PAGE, worth=timedelta(hours=2))
    clinic.run("send_messages")
    validity = {sent.to: sent.validity_seconds for sent in clinic.carrier.taken}
    # Whole seconds, and the number was busy for some millionths of one.
    assert validity.keys() == {clinic.patient(ana).phone, "+18065559999"}
    assert 1799 <= validity[clinic.patient(ana).phone] <= 1800
    assert 7199 <= validity["+18065559999"] <= 7200


def test_promise_3_a_reply_and_safety_go_at_night(clinic: JobClinic, ana: UUID):
    clinic.clock.pass_by(hours=14)
    clinic.queue(ana, "reply", Purpose.REPLY)
    clinic.queue(ana, "safety", Purpose.SAFETY)
    assert clinic.run("send_messages")["texts"] == 2


def test_promise_3_after_a_stop_only_its_confirmation_goes(clinic: JobClinic, ana: UUID):
    before = clinic.queue(ana, "before", Purpose.REPLY)
    with clinic.services.sessions.begin() as session:
        patient = session.get_one(Patient, ana)
        consent.become(session, patient, Texting.STOPPED, ConsentAct.STOPPED, clinic.clock())
    after = clinic.queue(ana, "after", Purpose.REPLY)
    safety = clinic.queue(ana, "safety", Purpose.SAFETY)
    clinic.run("send_messages")
    assert clinic.status(before) == (SKIPPED, "opted_out")
    assert clinic.status(after) == clinic.status(safety) == (ACCEPTED, None)


def test_promise_3_a_text_that_waits_to_be_read_holds_back_what_was_not_asked_for(
    clinic: JobClinic, ana: UUID
):
    message_id = clinic.queue(ana, "one")
    clinic.text_in(ana, "STOP")
    clinic.run("send_messages")
    assert clinic.carrier.attempts == []
    clinic.run("take_turns")
    clinic.clock.pass_by(seconds=10)
    clinic.run("send_messages")
    assert clinic.status(message_id) == (SKIPPED, "opted_out")


def test_a_clinic_may_open_late_and_close_early(clinic: JobClinic, ana: UUID):
    with clinic.services.sessions.begin() as session:
        session.get_one(Organization, clinic.clinic_id).quiet_until_local = time(11)
    message_id = clinic.queue(ana, "one")
    clinic.run("send_messages")
    assert clinic.text(message_id).not_before == NOW + timedelta(hours=1)


@pytest.mark.parametrize(
    ("act", "texting"),
    [
        (None, Texting.ACTIVE),
        (ConsentAct.STOPPED, Texting.STOPPED),
        (ConsentAct.FOUND_STOPPED, Texting.STOPPED),
        (ConsentAct.RESTARTED, Texting.ACTIVE),
    ],
)
def test_whoever_texts_is_reachable_as_far_as_they_had_consented(
    clinic: JobClinic, ana: UUID, act: ConsentAct | None, texting: Texting
):
    clinic.clock.pass_by(minutes=1)
    if act is not None:
        with clinic.services.sessions.begin() as session:
            patient = session.get_one(Patient, ana)
            consent.become(session, patient, texting, act, clinic.clock())
    change(clinic, ana, texting=Texting.UNREACHABLE)
    clinic.text_in(ana, "hello")
    clinic.run("take_turns")
    assert clinic.patient(ana).texting is texting
