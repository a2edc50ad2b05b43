"""Sending: once, in order, to those who may be texted now, whatever the carrier does."""

from datetime import time, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text as sql

from diary.domain.consent import ConsentAct, Texting
from diary.services import consent, delivery
from diary.services.ports import SendErrorKind
from diary.services.settling import MOST_BLIND_ATTEMPTS
from diary.store.messaging import OutboundStatus, Purpose
from diary.store.people import Consent, Organization, Patient
from tests.factories import NOW, catalogue, make_clinic
from tests.jobs.clinic import JobClinic
from tests.standins.carrier import ambiguous, misconfigured, refused, transient

SKIPPED, QUEUED, FAILED = OutboundStatus.SKIPPED, OutboundStatus.QUEUED, OutboundStatus.FAILED
UNKNOWN, ACCEPTED = OutboundStatus.UNKNOWN, OutboundStatus.ACCEPTED


@pytest.fixture
def ana(clinic: JobClinic) -> UUID:
    """A patient who has joined, with everything so far sent."""
    patient_id = clinic.add_patient()
    clinic.settle()
    clinic.carrier.taken.clear()
    clinic.carrier.attempts.clear()
    return patient_id


def change(clinic: JobClinic, patient_id: UUID, **values: object) -> None:
    with clinic.services.sessions.begin() as session:
        patient = session.get_one(Patient, patient_id)
        for name, value in values.items():
            setattr(patient, name, value)


def receipt(
    clinic: JobClinic, message_id: UUID, status: str, code: int | None = None, sid: str = "SM1"
) -> bool:
    with clinic.services.sessions.begin() as session:
        return delivery.apply_status(
            session, catalogue(), message_id, sid, status, code, clinic.clock()
        )


def test_a_text_goes_out_once_and_carries_its_own_id(clinic: JobClinic, ana: UUID):
    message_id = clinic.queue(ana, "one")
    assert clinic.run("send_messages")["texts"] == 1
    assert clinic.run("send_messages")["texts"] == 0
    [sent] = clinic.carrier.taken
    assert sent.status_callback.endswith(f"/twilio/status/{message_id}")
    assert clinic.status(message_id) == (ACCEPTED, None)


def test_what_safety_hangs_on_goes_first_then_replies_then_the_rest(clinic: JobClinic, ana: UUID):
    others = [clinic.add_patient() for _ in range(3)]
    clinic.settle()
    clinic.carrier.taken.clear()
    clinic.queue(ana, "prompt", Purpose.PROMPT, body="prompt")
    clinic.clock.pass_by(seconds=1)
    clinic.queue(others[0], "invitation", Purpose.INVITATION, body="invitation")
    clinic.clock.pass_by(seconds=1)
    clinic.queue(others[1], "reply", Purpose.REPLY, body="reply")
    clinic.clock.pass_by(seconds=1)
    clinic.queue(others[2], "safety", Purpose.SAFETY, body="safety")
    clinic.queue(None, "page", Purpose.PAGE, body="page")
    clinic.run("send_messages")
    bodies = [sent.body for sent in clinic.carrier.taken]
    assert bodies == ["page", "safety", "reply", "invitation", "prompt"]


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
    assert validity == {clinic.patient(ana).phone: 1800, "+18065559999": 7200}


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


def test_a_stale_text_is_skipped_with_the_reason(clinic: JobClinic, ana: UUID):
    message_id = clinic.queue(ana, "one", worth=timedelta(minutes=5))
    clinic.clock.pass_by(minutes=5)
    clinic.run("send_messages")
    assert clinic.status(message_id) == (SKIPPED, "stale")


def test_promise_2_a_prompt_in_doubt_is_never_sent_again(clinic: JobClinic, ana: UUID):
    clinic.carrier.faults.append(ambiguous())
    message_id = clinic.queue(ana, "one")
    clinic.run("send_messages")
    assert clinic.status(message_id) == (UNKNOWN, None)
    for _ in range(40):
        clinic.clock.pass_by(seconds=30)
        clinic.run("settle_unknown")
        clinic.run("send_messages")
    assert len(clinic.carrier.attempts) == 1
    assert clinic.status(message_id) == (OutboundStatus.UNCONFIRMED, "no_trace")


@pytest.mark.parametrize("purpose", [Purpose.SAFETY, Purpose.PAGE])
def test_what_safety_hangs_on_is_sent_again_at_once_when_in_doubt(
    clinic: JobClinic, ana: UUID, purpose: Purpose
):
    clinic.carrier.faults.append(ambiguous())
    message_id = clinic.queue(ana if purpose is Purpose.SAFETY else None, "one", purpose)
    clinic.run("send_messages")
    assert len(clinic.carrier.attempts) == 2
    assert clinic.status(message_id) == (ACCEPTED, None)


def test_even_safety_is_not_sent_for_ever_while_nobody_knows(clinic: JobClinic, ana: UUID):
    clinic.carrier.faults.extend(ambiguous() for _ in range(50))
    message_id = clinic.queue(ana, "one", Purpose.SAFETY)
    clinic.run("send_messages")
    assert len(clinic.carrier.attempts) == MOST_BLIND_ATTEMPTS
    assert clinic.status(message_id) == (UNKNOWN, None)


def test_a_text_in_doubt_is_found_in_the_carriers_list(clinic: JobClinic, ana: UUID):
    clinic.carrier.faults.append(ambiguous())
    clinic.carrier.takes_before_failing = True
    message_id = clinic.queue(ana, "one")
    clinic.run("send_messages")
    clinic.run("settle_unknown")
    assert clinic.status(message_id) == (UNKNOWN, None), "the list lags"
    clinic.clock.pass_by(seconds=61)
    clinic.run("settle_unknown")
    assert clinic.status(message_id) == (ACCEPTED, None)
    assert clinic.text(message_id).provider_sid == clinic.carrier.listed[-1].sid


def test_the_same_words_of_yesterday_settle_no_doubt_of_today(clinic: JobClinic, ana: UUID):
    clinic.queue(ana, "yesterday")
    clinic.run("send_messages")
    clinic.clock.pass_by(hours=24)
    clinic.carrier.faults.append(ambiguous())
    today = clinic.queue(ana, "today")
    clinic.run("send_messages")
    clinic.clock.pass_by(seconds=90)
    clinic.run("settle_unknown")
    assert clinic.status(today) == (UNKNOWN, None)


def test_a_doubt_stays_while_the_list_cannot_be_read(clinic: JobClinic, ana: UUID):
    clinic.carrier.faults.append(ambiguous())
    message_id = clinic.queue(ana, "one")
    clinic.run("send_messages")
    clinic.carrier.list_fails = True
    clinic.clock.pass_by(hours=2)
    assert clinic.run("settle_unknown")["failed"] == 1
    assert clinic.status(message_id) == (UNKNOWN, None)
    clinic.carrier.list_fails = False
    clinic.run("settle_unknown")
    assert clinic.status(message_id) == (OutboundStatus.UNCONFIRMED, "no_trace")


def test_a_receipt_settles_a_doubt(clinic: JobClinic, ana: UUID):
    clinic.carrier.faults.append(ambiguous())
    message_id = clinic.queue(ana, "one")
    clinic.run("send_messages")
    assert receipt(clinic, message_id, "delivered", sid="SM77")
    assert clinic.status(message_id) == (OutboundStatus.DELIVERED, None)
    assert clinic.text(message_id).provider_sid == "SM77"


def test_a_receipt_may_come_before_the_answer_to_the_request(clinic: JobClinic, ana: UUID):
    message_id = clinic.queue(ana, "one")
    clinic.carrier.before_send = lambda _: receipt(clinic, message_id, "sent") and None
    clinic.run("send_messages")
    assert clinic.status(message_id) == (OutboundStatus.SENT, None)


def test_a_text_that_was_certainly_not_sent_is_tried_again_until_it_is_stale(
    clinic: JobClinic, ana: UUID
):
    clinic.carrier.faults.extend(transient() for _ in range(100))
    message_id = clinic.queue(ana, "one", worth=timedelta(hours=2))
    waits = []
    while clinic.status(message_id)[0] is QUEUED:
        clinic.run("send_messages")
        waits.append(clinic.text(message_id).not_before - clinic.clock())
        clinic.clock.pass_by(minutes=2)
    assert clinic.status(message_id) == (SKIPPED, "stale")
    assert 6 <= len(clinic.carrier.attempts) <= 25
    assert max(waits) <= timedelta(minutes=15)


def test_a_failing_carrier_leaves_one_text_in_doubt_and_not_a_morning_full(clinic: JobClinic):
    for number in range(20):
        clinic.queue(None, f"to nobody we know: {number}", Purpose.PROMPT)
    clinic.carrier.faults.extend(ambiguous() for _ in range(1000))
    for _ in range(20):  # five minutes
        clinic.run("send_messages")
        clinic.clock.pass_by(seconds=15)
    in_doubt = clinic.texts(status=UNKNOWN)
    assert 1 <= len(in_doubt) <= 8
    clinic.carrier.faults.clear()
    clinic.clock.pass_by(minutes=6)
    clinic.run("send_messages")
    assert len(clinic.texts(status=ACCEPTED, purpose=Purpose.PROMPT)) == 20 - len(in_doubt)


def test_wrong_credentials_hold_one_clinics_lane_and_no_others(clinic: JobClinic, ana: UUID):
    with clinic.services.sessions.begin() as session:
        other_id = make_clinic(session, name="Other").id
    first = clinic.queue(ana, "ours")
    second = clinic.queue(ana, "ours too")
    clinic.clock.pass_by(seconds=1)
    theirs = clinic.queue(None, "theirs", clinic_id=other_id)
    clinic.carrier.faults.append(misconfigured())
    clinic.run("send_messages")
    assert [clinic.status(m)[0] for m in (first, second, theirs)] == [QUEUED, QUEUED, ACCEPTED]
    clinic.clock.pass_by(minutes=2)
    clinic.run("send_messages")
    assert [clinic.status(m)[0] for m in (first, second)] == [ACCEPTED, ACCEPTED]
    with clinic.services.readers() as session:
        ours = session.get_one(Organization, clinic.clinic_id)
        assert (ours.sending_failures, ours.sending_held_until) == (0, None)


def test_safety_is_tried_while_the_lane_rests(clinic: JobClinic, ana: UUID):
    clinic.carrier.faults.append(transient())
    clinic.queue(ana, "one")
    clinic.run("send_messages")
    safety = clinic.queue(ana, "safety", Purpose.SAFETY)
    clinic.run("send_messages")
    assert clinic.status(safety) == (ACCEPTED, None)


@pytest.mark.parametrize(
    ("code", "kind", "texting"),
    [
        (21610, SendErrorKind.OPTED_OUT, Texting.STOPPED),
        (21614, SendErrorKind.PERMANENT, Texting.UNREACHABLE),
        (21211, SendErrorKind.PERMANENT, Texting.UNREACHABLE),
        (21612, SendErrorKind.PERMANENT, Texting.ACTIVE),
        (21617, SendErrorKind.REFUSED, Texting.ACTIVE),
    ],
)
def test_a_refusal_says_what_it_says_about_the_patient(
    clinic: JobClinic, ana: UUID, code: int, kind: SendErrorKind, texting: Texting
):
    clinic.carrier.faults.append(refused(code, kind))
    message_id = clinic.queue(ana, "one")
    clinic.run("send_messages")
    clinic.clock.pass_by(hours=1)
    clinic.run("send_messages")
    assert len(clinic.carrier.attempts) == 1
    assert clinic.status(message_id) == (FAILED, str(kind))
    assert clinic.text(message_id).error_code == code
    assert clinic.patient(ana).texting is texting


@pytest.mark.parametrize("status", ["failed", "undelivered"])
def test_an_opt_out_may_come_with_a_receipt(clinic: JobClinic, ana: UUID, status: str):
    message_id = clinic.queue(ana, "one")
    clinic.run("send_messages")
    receipt(clinic, message_id, status, 21610)
    assert clinic.patient(ana).texting is Texting.STOPPED
    with clinic.services.readers() as session:
        acts = [act for (act,) in session.query(Consent.act).filter_by(patient_id=ana)]
    assert acts.count(ConsentAct.FOUND_STOPPED) == 1


def test_a_late_receipt_does_not_undo_a_start_that_came_after(clinic: JobClinic, ana: UUID):
    message_id = clinic.queue(ana, "one")
    clinic.run("send_messages")
    clinic.clock.pass_by(minutes=1)
    for word in ("STOP", "START"):
        clinic.text_in(ana, word)
        clinic.run("take_turns")
        clinic.clock.pass_by(minutes=1)
    receipt(clinic, message_id, "failed", 21610)
    assert clinic.patient(ana).texting is Texting.ACTIVE


def test_a_number_is_unknown_when_two_texts_in_a_row_say_so(clinic: JobClinic, ana: UUID):
    first, second = (clinic.queue(ana, key) for key in ("one", "two"))
    clinic.run("send_messages")
    receipt(clinic, first, "undelivered", 30005, "SM1")
    assert clinic.patient(ana).texting is Texting.ACTIVE
    receipt(clinic, second, "undelivered", 30005, "SM2")
    assert clinic.patient(ana).texting is Texting.UNREACHABLE


@pytest.mark.parametrize(
    ("order", "final"),
    [
        (["queued", "sending", "sent", "delivered"], OutboundStatus.DELIVERED),
        (["delivered", "sent", "queued"], OutboundStatus.DELIVERED),
        (["sent", "undelivered", "sent"], OutboundStatus.UNDELIVERED),
        (["undelivered", "delivered"], OutboundStatus.DELIVERED),
        (["delivered", "undelivered"], OutboundStatus.DELIVERED),
        (["failed", "sent"], OutboundStatus.FAILED),
        (["read"], OutboundStatus.DELIVERED),
        (["canceled"], OutboundStatus.FAILED),
        (["partially_delivered"], ACCEPTED),
        (["sent", "sent", "sent"], OutboundStatus.SENT),
    ],
)
def test_receipts_twice_and_in_any_order_end_the_same(
    clinic: JobClinic, ana: UUID, order: list[str], final: OutboundStatus
):
    message_id = clinic.queue(ana, "one")
    clinic.run("send_messages")
    for status in order:
        code = 30003 if status in {"undelivered", "failed"} else None
        receipt(clinic, message_id, status, code)
        assert not receipt(clinic, message_id, status, code), "a repeat is nothing new"
    message = clinic.text(message_id)
    assert message.status is final
    if final is OutboundStatus.DELIVERED:
        assert message.error_code is None
    assert clinic.patient(ana).texting is Texting.ACTIVE


def test_a_receipt_for_no_text_of_ours_is_nothing(clinic: JobClinic):
    assert not receipt(clinic, UUID(int=7), "delivered")


def test_a_text_that_cannot_be_read_stands_in_nobodys_way(clinic: JobClinic, ana: UUID):
    broken, good = (clinic.queue(ana, key) for key in ("one", "two"))
    with clinic.services.sessions.begin() as session:
        session.execute(sql("UPDATE outbound_message SET body = recipient WHERE key = 'one'"))
    clinic.run("send_messages")
    assert clinic.status(good) == (ACCEPTED, None)
    with clinic.services.readers() as session:
        row = session.execute(sql("SELECT status, reason FROM outbound_message WHERE key = 'one'"))
        assert tuple(row.one()) == ("failed", "unreadable")
    assert broken


def test_a_programming_error_in_the_gateway_stops_no_other_text(clinic: JobClinic, ana: UUID):
    other = clinic.add_patient()
    clinic.settle()
    clinic.queue(ana, "one")
    clinic.clock.pass_by(seconds=1)
    second = clinic.queue(other, "two")
    clinic.carrier.faults.append(RuntimeError("nobody thought of this"))
    assert clinic.run("send_messages") == {"texts": 1, "failed": 1}
    assert clinic.status(second) == (ACCEPTED, None)


def test_a_claim_of_a_dead_sender_becomes_a_doubt(clinic: JobClinic, ana: UUID):
    clinic.carrier.faults.append(RuntimeError("as good as dead"))
    message_id = clinic.queue(ana, "one")
    clinic.run("send_messages")
    assert clinic.status(message_id)[0] is OutboundStatus.SUBMITTING
    clinic.run("settle_unknown")
    assert clinic.status(message_id)[0] is OutboundStatus.SUBMITTING, "the lease still runs"
    clinic.clock.pass_by(minutes=3)
    assert clinic.run("settle_unknown")["abandoned"] == 1
    assert clinic.status(message_id)[0] is UNKNOWN


def test_a_clinic_may_open_late_and_close_early(clinic: JobClinic, ana: UUID):
    with clinic.services.sessions.begin() as session:
        session.get_one(Organization, clinic.clinic_id).quiet_until_local = time(11)
    message_id = clinic.queue(ana, "one")
    clinic.run("send_messages")
    assert clinic.text(message_id).not_before == NOW + timedelta(hours=1)
