"""Many texts claimed at once: what is committed between the claim and a call still counts."""

import time
from datetime import timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from sqlalchemy import literal_column, update

from diary.domain.consent import ConsentAct, Texting
from diary.services import consent, outbox
from diary.services.settling import settle
from diary.store.messaging import OutboundStatus, Purpose
from diary.store.people import Patient
from jobs.desk import Desk
from jobs.send_messages import send_messages
from tests.factories import make_clinic
from tests.jobs.claiming import (
    ACCEPTED,
    QUEUED,
    SENDERS,
    SKIPPED,
    claim,
    during_the_first_call,
    send,
    statuses,
)
from tests.jobs.clinic import JobClinic
from tests.standins.carrier import ambiguous, transient


def test_some_texts_cost_one_claim_and_one_settlement(clinic: JobClinic, texts, monkeypatch):
    calls = []
    for module, name in (("outbox", "claim"), ("settling", "settle")):
        target = f"diary.services.{module}.{name}"
        real = {"claim": outbox.claim, "settle": settle}[name]

        def counted(*given, name=name, real=real, **values):
            calls.append(name)
            return real(*given, **values)

        monkeypatch.setattr(target, counted)
    assert send(clinic, sure_for=60)["texts"] == len(texts)
    assert statuses(clinic, texts) == [(ACCEPTED, None)] * len(texts)
    assert calls.count("settle") < len(texts)
    assert calls.count("claim") <= 2


def test_promise_3_an_opt_out_between_claim_and_call_is_heeded(clinic: JobClinic, texts):
    stops = clinic.text(texts[4]).patient_id

    def stop() -> None:
        with clinic.services.sessions.begin() as session:
            patient = session.get_one(Patient, stops)
            consent.become(session, patient, Texting.STOPPED, ConsentAct.STOPPED, clinic.clock())

    during_the_first_call(clinic, stop)
    send(clinic)
    assert clinic.status(texts[4]) == (SKIPPED, "opted_out")
    assert texts[4] not in {sent.message_id for sent in clinic.carrier.attempts}
    assert len(clinic.carrier.taken) == len(texts) - 1


def test_promise_3_a_text_that_came_in_between_claim_and_call_has_its_turn_first(
    clinic: JobClinic, texts
):
    writes = clinic.text(texts[3]).patient_id
    during_the_first_call(clinic, lambda: clinic.text_in(writes, "stop it please"))
    send(clinic)
    waits = clinic.text(texts[3])
    assert (waits.status, waits.submitted_at) == (QUEUED, None)
    assert waits.not_before > clinic.clock()
    clinic.clock.pass_by(seconds=10)
    clinic.settle()
    assert clinic.status(texts[3]) == (SKIPPED, "opted_out")


@pytest.mark.parametrize("fault", [ambiguous, transient])
def test_a_failing_carrier_has_the_rest_of_a_claim_given_back(clinic: JobClinic, texts, fault):
    page = clinic.queue(None, "page", Purpose.PAGE, body="alert 7")
    clinic.run("send_urgent")
    clinic.carrier.attempts.clear()
    clinic.carrier.faults.append(fault())
    send(clinic)
    assert len(clinic.carrier.attempts) == 1
    others = [clinic.text(text_id) for text_id in texts[1:]]
    assert {(text.status, text.submitted_at) for text in others} == {(QUEUED, None)}
    clinic.clock.pass_by(minutes=5)
    send(clinic)
    assert statuses(clinic, texts[1:]) == [(ACCEPTED, None)] * (len(texts) - 1)
    assert clinic.status(page)[0] is ACCEPTED


@pytest.mark.parametrize(("pace", "most"), [(1, 1), (3, 1), (30, 5), (100, 16)])
def test_a_claim_is_a_moment_of_the_numbers_pace(clinic: JobClinic, pace: int, most: int):
    with clinic.services.sessions.begin() as session:
        slow = make_clinic(session, segments_a_second=pace).id
    for number in range(30):
        clinic.queue(None, f"{number}", clinic_id=slow)
    claimed = claim(clinic, 50)
    assert len(claimed) == most
    gaps = {b.call_at - a.call_at for a, b in pairwise(claimed)}
    assert all(gap >= timedelta(seconds=1) / pace for gap in gaps)
    assert claim(clinic, 50) == ()


def spoil(clinic: JobClinic, text_id: UUID) -> None:
    """Make the patient of this text unreadable."""
    patient_id = clinic.text(text_id).patient_id
    with clinic.services.sessions.begin() as session:
        unknown = {Patient.texting: literal_column("'perhaps'")}
        session.execute(update(Patient).where(Patient.id == patient_id).values(unknown))


def test_a_patient_who_cannot_be_read_keeps_no_other_from_being_texted(clinic: JobClinic, texts):
    spoil(clinic, texts[3])
    send(clinic)
    found = dict(zip(texts, statuses(clinic, texts), strict=True))
    assert found.pop(texts[3]) == (OutboundStatus.FAILED, "unreadable")
    assert set(found.values()) == {(ACCEPTED, None)}


def test_a_patient_who_becomes_unreadable_after_the_claim_keeps_no_other_waiting(
    clinic: JobClinic, texts
):
    during_the_first_call(clinic, lambda: spoil(clinic, texts[4]))
    for _ in range(2):  # all are given back, and claimed anew now or when somebody is called
        send(clinic)
    found = dict(zip(texts, statuses(clinic, texts), strict=True))
    assert found.pop(texts[4]) == (OutboundStatus.FAILED, "unreadable")
    assert set(found.values()) == {(ACCEPTED, None)}


def test_promise_5_pages_are_claimed_one_by_one_and_go_before_what_waits(clinic: JobClinic, texts):
    """One that waited on the desk of a crew that hangs would be out of everybody's reach."""
    desk = Desk(SENDERS, sure_for=60)
    desk.lay(claim(clinic, len(texts)), time.monotonic(), None)
    pages = [clinic.queue(None, f"page {number}", Purpose.PAGE) for number in range(2)]
    [first] = claim(clinic, len(pages))
    desk.lay([first], time.monotonic(), None)
    assert desk.rest(clinic.clock()) is not None, "somebody else looks for the next"
    taken = desk.take(clinic.clock(), lambda _: {})
    assert taken == first
    assert first.message_id == pages[0]


@pytest.mark.usefixtures("texts")
def test_while_all_are_in_their_calls_one_more_claims_and_calls_only_what_is_urgent(
    clinic: JobClinic, monkeypatch
):
    monkeypatch.setattr("jobs.desk.SPACING", 0.0)
    desk = Desk(2, sure_for=60)
    desk.lay(claim(clinic, 3), time.monotonic(), None)
    assert desk.hands == 3
    calling = [desk.take(clinic.clock(), lambda _: {}) for _ in range(3)]
    assert [text is None for text in calling] == [False, False, True]
    with desk.claiming() as is_time:
        assert is_time
    page = clinic.queue(None, "page", Purpose.PAGE)
    desk.lay(claim(clinic, 1), time.monotonic(), None)
    urgent = desk.take(clinic.clock(), lambda _: {})
    assert urgent is not None
    assert urgent.message_id == page
    assert desk.take(clinic.clock(), lambda _: {}) is None
    for _ in range(2):
        desk.is_over()
    assert desk.take(clinic.clock(), lambda _: {}) is not None


@pytest.mark.parametrize("pace", [10, 100])
def test_before_a_call_that_may_hang_the_next_is_called_for_the_rest(clinic: JobClinic, pace: int):
    with clinic.services.sessions.begin() as session:
        clinic_id = make_clinic(session, segments_a_second=pace).id
    for number in range(3):
        clinic.queue(None, f"{number}", clinic_id=clinic_id)
    calls: list[float] = []
    called_by_then: list[float] = []
    during_the_first_call(clinic, lambda: called_by_then.extend(calls))
    send_messages(clinic.services, lambda after=0.0: calls.append(after), Desk(SENDERS, sure_for=9))
    assert called_by_then
    assert called_by_then[-1] <= 1 / pace
