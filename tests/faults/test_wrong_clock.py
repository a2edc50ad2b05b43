"""A machine whose clock is an hour or five years off for a while, and is then set right."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from diary.services.ports import SmsToSend
from diary.services.settling import SENT_TWICE
from diary.store.messaging import OutboundStatus, Purpose
from jobs.runner import Runner
from jobs.timetable import JOBS
from tests.databases import TestRun
from tests.factories import NOW
from tests.faults import checks, plan
from tests.jobs.clinic import JobClinic, open_clinic
from tests.services.on_call import Ward
from tests.standins.carrier import ambiguous

OFF = {
    "an hour ahead": timedelta(hours=1),
    "an hour behind": timedelta(hours=-1),
    "ten minutes behind": timedelta(minutes=-10),
    "five years ahead": timedelta(days=5 * 365),
    "five years behind": timedelta(days=-5 * 365),
}


@pytest.fixture
def clinic(test_run: TestRun, tmp_path: Path) -> Iterator[JobClinic]:
    opened = open_clinic(test_run.sqlite(tmp_path))
    yield opened
    opened.services.engine.dispose()


@pytest.mark.parametrize("off", OFF)
def test_promise_2_and_5_a_clock_that_was_wrong_doubles_nothing_and_leaves_nothing_undone(
    clinic: JobClinic, off: str, record_property: plan.Note
):
    Ward(clinic).put_on_call("Rosa Nolan", position=1)
    ana, ben = clinic.add_patient(), clinic.add_patient()
    clinic.settle()
    clinic.text_in(ana, "hello")
    clinic.clock.at = NOW + OFF[off]
    clinic.text_in(ben, "i want to kill myself")
    clinic.carrier.faults.append(ambiguous())
    for _ in range(3):
        for job in checks.EVERY_MINUTE:
            clinic.run(job)
        clinic.clock.pass_by(minutes=2)
    clinic.clock.at = NOW + timedelta(minutes=6)
    for _ in range(12):
        for job in checks.EVERY_MINUTE:
            clinic.run(job)
        clinic.clock.pass_by(minutes=5)
    taken = Counter(sms.message_id for sms in clinic.carrier.taken)
    for message_id, times in taken.items():
        assert times == 1 or clinic.text(message_id).purpose in SENT_TWICE
    assert any(clinic.text(message_id).purpose is Purpose.SAFETY for message_id in taken)
    with clinic.services.readers() as session:
        checks.check_texts_in(session, ())
        checks.check_sent_once(session, taken)
        checks.ledger(session, clinic.clock())
        checks.check_paged(session, taken)
    since = [p.created_at for p in clinic.texts(purpose=Purpose.PAGE)]
    assert any(NOW < at <= clinic.clock() for at in since), "the alert climbs no more"
    record_property("clock an hour or five years off, and set right", 1)


@pytest.mark.parametrize("is_taken", [False, True])
def test_promise_2_a_text_claimed_five_years_ahead_does_not_stay_in_doubt_until_then(
    clinic: JobClinic, is_taken: bool
):
    """Its process dies before the call, or hears nothing of a text that the carrier took."""

    def die(_: SmsToSend) -> None:
        raise KeyboardInterrupt

    ana = clinic.add_patient()
    clinic.settle()
    clinic.clock.at = NOW + OFF["five years ahead"]
    reply_id = clinic.queue(ana, "reply", Purpose.REPLY)
    if is_taken:
        clinic.carrier.takes_before_failing = True
        clinic.carrier.faults.append(ambiguous())
        clinic.run("send_messages")
    else:
        clinic.carrier.before_send = die
        with pytest.raises(KeyboardInterrupt):
            clinic.run("send_messages")
    clinic.clock.at = NOW
    for _ in range(5):
        clinic.run("settle_unknown")
        clinic.clock.pass_by(minutes=6)
    found = OutboundStatus.ACCEPTED if is_taken else OutboundStatus.UNCONFIRMED
    assert clinic.text(reply_id).status is found


@pytest.mark.parametrize("off", OFF)
def test_a_process_whose_clock_differs_from_the_databases_does_nothing(
    test_run: TestRun, off: str, record_property: plan.Note
):
    with test_run.postgresql() as url:
        clinic = open_clinic(url)
        clinic.add_patient()
        wrong = datetime.now(NOW.tzinfo) + OFF[off]
        services = replace(clinic.services, clock=lambda: wrong, checks_clock=True)
        runner = Runner(services, {"send_messages": JOBS["send_messages"]})
        runner._pulse.beat_first()
        assert runner.run_once("send_messages") is None
        assert clinic.carrier.attempts == []
        clinic.services.engine.dispose()
    record_property("clock of a job process off from the database's", 1)
