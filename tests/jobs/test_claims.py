"""What becomes of a claim whose process dies, freezes or stops before the call."""

import threading
import time
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete

from diary.bootstrap import Services
from diary.services.ports import Accepted, SmsToSend
from diary.services.settling import Returned, Taken, settle
from diary.store.messaging import OutboundMessage, OutboundStatus, Purpose
from jobs.crew import Call, no_crew
from jobs.desk import Desk
from jobs.runner import Runner
from jobs.send_messages import send_messages
from jobs.timetable import JOBS
from tests.jobs.claiming import (
    ACCEPTED,
    QUEUED,
    claim,
    during_the_first_call,
    send,
    statuses,
    submit,
)
from tests.jobs.clinic import JobClinic


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


def test_a_text_that_is_gone_since_its_claim_is_not_sent(clinic: JobClinic, texts):
    claimed = claim(clinic, len(texts))
    with clinic.services.sessions.begin() as session:
        session.execute(delete(OutboundMessage).where(OutboundMessage.id == texts[2]))
    assert submit(clinic, claimed) == {texts[2]: None}


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


def test_a_process_that_stops_gives_back_what_it_has_claimed(clinic: JobClinic, texts):
    during_the_first_call(clinic, clinic.services.stopping.set)
    send(clinic)
    assert statuses(clinic, texts) == [(ACCEPTED, None)] + [(QUEUED, None)] * (len(texts) - 1)


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
