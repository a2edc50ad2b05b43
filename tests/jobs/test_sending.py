"""Sending: once, in order, to those who may be texted now, whatever the carrier does."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import text as sql

from diary.services.settling import MOST_BLIND_ATTEMPTS
from diary.store.messaging import OutboundStatus, Purpose
from diary.store.people import Organization
from tests.factories import make_clinic
from tests.jobs.clinic import JobClinic
from tests.standins.carrier import ambiguous, misconfigured, transient

SKIPPED, QUEUED, FAILED = OutboundStatus.SKIPPED, OutboundStatus.QUEUED, OutboundStatus.FAILED
UNKNOWN, ACCEPTED = OutboundStatus.UNKNOWN, OutboundStatus.ACCEPTED


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


def test_a_doubt_becomes_a_persons_matter_after_a_day_of_unreadable_lists(
    clinic: JobClinic, ana: UUID
):
    clinic.carrier.faults.append(ambiguous())
    message_id = clinic.queue(ana, "one")
    clinic.run("send_messages")
    clinic.carrier.list_fails = True
    clinic.clock.pass_by(hours=25)
    assert clinic.run("settle_unknown")["failed"] == 0
    assert clinic.status(message_id) == (OutboundStatus.UNCONFIRMED, "no_trace")


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
    clinic.carrier.faults.append(misconfigured())
    clinic.run("send_messages")
    clinic.clock.pass_by(seconds=1)
    theirs = clinic.queue(None, "theirs", clinic_id=other_id)
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
