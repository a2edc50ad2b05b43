"""Many texts claimed at once: what is committed between the claim and a call still counts."""

import threading
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from sqlalchemy import delete, literal_column, update

from diary.bootstrap import Services
from diary.domain.consent import ConsentAct, Texting
from diary.services import consent, outbox, pacing
from diary.services.obstacles import Obstacle
from diary.services.outbox import Claimed
from diary.services.ports import Accepted, SmsToSend
from diary.services.settling import Returned, Taken, settle
from diary.store.messaging import OutboundMessage, OutboundStatus, Purpose
from diary.store.people import Patient
from jobs.crew import Call, no_crew
from jobs.desk import Desk
from jobs.runner import Runner
from jobs.send_messages import send_messages
from jobs.timetable import JOBS
from tests.factories import make_clinic
from tests.jobs.clinic import JobClinic
from tests.standins.carrier import ambiguous, transient

ACCEPTED, QUEUED, SKIPPED = OutboundStatus.ACCEPTED, OutboundStatus.QUEUED, OutboundStatus.SKIPPED
SENDERS = 8


@pytest.fixture
def texts(clinic: JobClinic) -> list[UUID]:
    """Five prompts that are due, the last two to patients."""
    patients = [None, None, None, clinic.add_patient(), clinic.add_patient()]
    with clinic.services.sessions.begin() as session:
        session.execute(update(OutboundMessage).values(status=OutboundStatus.DELIVERED))
    return [clinic.queue(patient, f"now:{n}") for n, patient in enumerate(patients)]


def send(clinic: JobClinic, *, sure_for: float = 0.0) -> dict[str, int]:
    return send_messages(clinic.services, desk=Desk(SENDERS, sure_for=sure_for))


def claim(clinic: JobClinic, limit: int) -> tuple[Claimed, ...]:
    with clinic.services.sessions.begin() as session:
        now, ahead = clinic.clock(), pacing.LOOK_AHEAD
        return outbox.claim(session, "me", now, "https://x", limit=limit, ahead=ahead).texts


def submit(clinic: JobClinic, claimed: Sequence[Claimed]) -> Mapping[UUID, Obstacle | None]:
    with clinic.services.sessions.begin() as session:
        return outbox.submit(session, claimed, clinic.clock())


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
    assert submit(clinic, late) == {}
    clinic.clock.pass_by(minutes=10)
    clinic.run("settle_unknown")
    ends = [Returned(text.message_id, text.attempt) for text in late]
    with clinic.services.sessions.begin() as session:
        settle(session, ends[:3], clinic.clock())
    others = claim(clinic, len(texts))
    assert {text.message_id for text in others} == set(texts[:3])
    assert submit(clinic, late) == dict.fromkeys(texts)
    with clinic.services.sessions.begin() as session:
        settle(session, ends[:3], clinic.clock())
    in_hand = {status for status, _ in statuses(clinic, texts[:3])}
    assert in_hand == {OutboundStatus.SUBMITTING}, "nobody gives back what another has claimed"


def test_promise_2_what_a_dead_process_had_claimed_and_not_submitted_goes_out_after_all(
    clinic: JobClinic, texts
):
    dead = claim(clinic, len(texts))
    assert submit(clinic, dead[:2]) == {}
    clinic.clock.pass_by(minutes=10)
    clinic.run("settle_unknown")
    expected = [(OutboundStatus.UNKNOWN, None)] * 2 + [(QUEUED, None)] * 3
    assert statuses(clinic, [text.message_id for text in dead]) == expected
    send(clinic)
    assert Counter(sent.message_id for sent in clinic.carrier.attempts) == Counter(texts[2:])
    assert submit(clinic, dead) == dict.fromkeys(texts), "it was not dead, only late"


def test_promise_2_a_text_is_submitted_before_its_call_and_none_that_is_not_called(
    clinic: JobClinic, texts
):
    """With four senders the fifth text is in no doubt until the first four are called."""
    seen = []

    def look(sms: SmsToSend) -> None:
        if sms.message_id in texts:
            at = [clinic.text(text_id).submitted_at for text_id in texts]
            seen.append((at[texts.index(sms.message_id)] is not None, sum(map(bool, at))))

    clinic.carrier.before_send = look
    send_messages(clinic.services, desk=Desk(4, sure_for=60))
    assert seen == [(True, 4)] * 4 + [(True, 5)]


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


def test_a_text_that_is_gone_since_its_claim_is_not_sent(clinic: JobClinic, texts):
    claimed = claim(clinic, len(texts))
    with clinic.services.sessions.begin() as session:
        session.execute(delete(OutboundMessage).where(OutboundMessage.id == texts[2]))
    with clinic.services.readers() as session:
        assert outbox.submit(session, claimed, clinic.clock()) == {texts[2]: None}


def test_of_two_ends_of_one_text_neither_is_lost(clinic: JobClinic):
    """A call came back late, and the page was claimed anew meanwhile and given back."""
    page = clinic.queue(None, "page", Purpose.PAGE, body="alert 7")
    [late] = claim(clinic, 1)
    clinic.clock.pass_by(minutes=10)
    clinic.run("settle_unknown")
    [anew] = claim(clinic, 1)
    assert (late.attempt, anew.attempt) == (1, 2)
    ends = [Taken(page, 1, Accepted("SM1", "queued", 1)), Returned(page, 2)]
    with clinic.services.sessions.begin() as session:
        settle(session, ends, clinic.clock())
    assert clinic.text(page).provider_sid == "SM1"
    assert clinic.status(page) == (QUEUED, None)


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


def test_a_runner_that_stops_leaves_nothing_in_doubt_that_was_never_called(
    clinic: JobClinic, texts
):
    """Its crew is at rest, with texts on the desk whose instant has not come."""
    claimed = claim(clinic, len(texts))
    clinic.clock.at = datetime.now(UTC)
    in_an_hour = clinic.clock() + timedelta(hours=1)
    has_run = threading.Event()

    def run(services: Services, call: Call = no_crew, desk: Desk | None = None) -> dict[str, int]:
        try:
            return send_messages(services, call, desk)
        finally:
            has_run.set()

    runner = Runner(clinic.services, {"send_messages": replace(JOBS["send_messages"], run=run)})
    runner.start()
    assert has_run.wait(20)
    later = [replace(text, call_at=in_an_hour) for text in claimed]
    runner._desks["send_messages"].lay(later, time.monotonic() + 60, None)
    runner.stop()
    assert statuses(clinic, texts) == [(QUEUED, None)] * len(texts)
