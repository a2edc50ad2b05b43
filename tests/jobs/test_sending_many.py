"""Many texts claimed at once: what is committed between the claim and a call still counts."""

from datetime import timedelta
from itertools import pairwise
from uuid import UUID

import pytest

from diary.domain.consent import ConsentAct, Texting
from diary.services import consent, outbox, pacing
from diary.services.outbox import Claimed
from diary.services.settling import Returned, settle
from diary.store.messaging import OutboundStatus, Purpose
from diary.store.people import Patient
from jobs.desk import Desk
from jobs.send_messages import send_messages
from tests.factories import make_clinic
from tests.jobs.clinic import JobClinic
from tests.standins.carrier import ambiguous, transient

ACCEPTED, QUEUED, SKIPPED = OutboundStatus.ACCEPTED, OutboundStatus.QUEUED, OutboundStatus.SKIPPED
SENDERS = 8


@pytest.fixture
def texts(clinic: JobClinic) -> list[UUID]:
    """One prompt to each of five patients, all due."""
    patients = [clinic.add_patient() for _ in range(5)]
    clinic.settle()
    clinic.carrier.taken.clear()
    clinic.carrier.attempts.clear()
    return [clinic.queue(patient_id, f"now:{patient_id}") for patient_id in patients]


def send(clinic: JobClinic, *, sure_for: float = 0.0) -> dict[str, int]:
    return send_messages(clinic.services, desk=Desk(SENDERS, sure_for=sure_for))


def claim(clinic: JobClinic, limit: int) -> tuple[Claimed, ...]:
    with clinic.services.sessions.begin() as session:
        now, ahead = clinic.clock(), pacing.LOOK_AHEAD
        return outbox.claim(session, "me", now, "https://x", limit=limit, ahead=ahead).texts


def during_the_first_call(clinic: JobClinic, change) -> None:
    def once(_: object) -> None:
        clinic.carrier.before_send = lambda _: None
        change()

    clinic.carrier.before_send = once


def statuses(clinic: JobClinic, texts: list[UUID]) -> list[tuple[OutboundStatus, str | None]]:
    return [clinic.status(text_id) for text_id in texts]


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


def test_promise_2_a_claim_in_other_hands_is_neither_called_nor_settled(clinic: JobClinic, texts):
    """A process is frozen past its lease; its texts are in doubt, some given back and claimed."""
    late = claim(clinic, len(texts))
    clinic.clock.pass_by(minutes=10)
    clinic.run("settle_unknown")
    ends = [Returned(text.message_id, text.attempt) for text in late]
    with clinic.services.sessions.begin() as session:
        settle(session, ends[:3], clinic.clock())
    others = claim(clinic, len(texts))
    assert {text.message_id for text in others} == set(texts[:3])
    with clinic.services.readers() as session:
        refused = outbox.recheck(session, late, clinic.clock())
    assert refused == dict.fromkeys(texts)
    with clinic.services.sessions.begin() as session:
        settle(session, ends[:3], clinic.clock())
    in_hand = {status for status, _ in statuses(clinic, texts[:3])}
    assert in_hand == {OutboundStatus.SUBMITTING}, "nobody gives back what another has claimed"


def test_a_process_that_stops_gives_back_what_it_has_claimed(clinic: JobClinic, texts):
    during_the_first_call(clinic, clinic.services.stopping.set)
    send(clinic)
    assert statuses(clinic, texts) == [(ACCEPTED, None)] + [(QUEUED, None)] * (len(texts) - 1)


@pytest.mark.parametrize(("pace", "most"), [(1, 1), (3, 1), (30, 6), (100, 21)])
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
