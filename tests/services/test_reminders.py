"""The reminder of a check-in: once, in its window, in open hours, and never after an answer."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from diary.domain.consent import ConsentAct, Texting
from diary.services import consent, turns, unreadable
from diary.store.care import PromptStatus
from diary.store.messaging import OutboundStatus, Purpose
from diary.store.people import Patient
from tests.factories import NOW
from tests.jobs.clinic import JobClinic
from tests.services.own_plan import DAILY, follow, infuse

REMINDED = {**DAILY, "reminder": "PT3H"}
ASKED_AT = NOW - timedelta(hours=2) + timedelta(minutes=40) + timedelta(hours=4)
"""12:40 in Chicago."""
REMIND_AT = ASKED_AT + timedelta(hours=3)


unanswered = pytest.mark.usefixtures("ana")


@pytest.fixture(name="ana")
def _ana(clinic: JobClinic) -> UUID:
    """A patient who was asked at ``ASKED_AT``, and has not answered."""
    ana = clinic.add_patient()
    clinic.settle()
    follow(clinic, ana, "1", REMINDED)
    infuse(clinic, ana)
    at(clinic, ASKED_AT)
    assert [prompt.status for prompt in clinic.prompts(ana) if prompt.check_in == "day"] == [
        PromptStatus.RELEASED
    ]
    return ana


def at(clinic: JobClinic, instant: datetime) -> None:
    clinic.clock.at = instant
    clinic.settle()


def reminders(clinic: JobClinic, *statuses: OutboundStatus) -> list[str]:
    texts = clinic.texts(purpose=Purpose.REMINDER)
    return [text.body for text in texts if not statuses or text.status in statuses]


def write(clinic: JobClinic, ana: UUID, body: str) -> None:
    clinic.text_in(ana, body)
    clinic.settle()


@unanswered
def test_promise_2_who_does_not_answer_is_reminded_once(clinic: JobClinic):
    at(clinic, REMIND_AT - timedelta(seconds=1))
    assert reminders(clinic) == []
    for minutes in (0, 1, 60, 180, 300):
        at(clinic, REMIND_AT + timedelta(minutes=minutes))
    [body] = reminders(clinic, OutboundStatus.ACCEPTED)
    assert body.startswith("Still time to answer. How is today?")


def test_an_answer_to_the_reminder_counts(clinic: JobClinic, ana: UUID):
    at(clinic, REMIND_AT)
    write(clinic, ana, "6 3 7")
    [prompt] = [prompt for prompt in clinic.prompts(ana) if prompt.check_in == "day"]
    assert prompt.status is PromptStatus.COMPLETED


def test_promise_2_after_the_answer_there_is_no_reminder(clinic: JobClinic, ana: UUID):
    write(clinic, ana, "6 3 7")
    at(clinic, REMIND_AT)
    assert reminders(clinic) == []


def test_who_answered_a_part_is_reminded_of_the_rest_after_the_same_silence(
    clinic: JobClinic, ana: UUID
):
    at(clinic, ASKED_AT + timedelta(hours=1))
    write(clinic, ana, "6 3")
    at(clinic, REMIND_AT)
    assert reminders(clinic) == []
    at(clinic, REMIND_AT + timedelta(hours=1))
    [body] = reminders(clinic)
    assert body == "Still time to answer. And sleep 0-24 h?"


@pytest.mark.parametrize("said", ["STOP", "PAUSE", "skip", "please stop texting me"])
def test_promise_3_whoever_wants_no_more_is_not_reminded(clinic: JobClinic, ana: UUID, said: str):
    write(clinic, ana, said)
    at(clinic, REMIND_AT)
    at(clinic, REMIND_AT + timedelta(hours=2))
    assert reminders(clinic) == []


def test_promise_3_a_stop_found_out_elsewhere_ends_reminders_too(clinic: JobClinic, ana: UUID):
    with clinic.services.sessions.begin() as session:
        patient = session.get_one(Patient, ana)
        consent.become(session, patient, Texting.STOPPED, ConsentAct.FOUND_STOPPED, clinic.clock())
    at(clinic, REMIND_AT)
    assert reminders(clinic) == []


def test_promise_3_no_reminder_while_paused(clinic: JobClinic, ana: UUID):
    with clinic.services.sessions.begin() as session:
        session.get_one(Patient, ana).paused_until = REMIND_AT + timedelta(hours=1)
    at(clinic, REMIND_AT)
    at(clinic, REMIND_AT + timedelta(hours=2))
    assert reminders(clinic) == []


def test_whoever_may_be_in_danger_is_not_reminded(clinic: JobClinic, ana: UUID):
    write(clinic, ana, "I want to die")
    at(clinic, ASKED_AT + timedelta(minutes=2))
    write(clinic, ana, "3")
    at(clinic, REMIND_AT + timedelta(minutes=5))
    at(clinic, REMIND_AT + timedelta(hours=1))
    assert reminders(clinic) == []


def test_what_was_put_off_is_asked_again_and_reminded_of_once(clinic: JobClinic, ana: UUID):
    write(clinic, ana, "later")
    at(clinic, ASKED_AT + timedelta(hours=1))
    assert len(clinic.texts(purpose=Purpose.PROMPT)) >= 2
    at(clinic, REMIND_AT)
    assert reminders(clinic) == []
    at(clinic, ASKED_AT + timedelta(hours=4))
    assert len(reminders(clinic)) == 1


def test_promise_3_a_reminder_is_not_sent_at_night_nor_on_the_next_day(clinic: JobClinic):
    bea = clinic.add_patient()
    clinic.settle()
    follow(clinic, bea, "1", {**REMINDED, "after": "PT8H"})
    infuse(clinic, bea)  # asked at 16:40, to be reminded at 19:40
    infused_at = NOW - timedelta(hours=1, minutes=20)
    at(clinic, infused_at + timedelta(hours=8, minutes=30))  # ... but asked at 17:10 only
    at(clinic, infused_at + timedelta(hours=11, minutes=30))
    at(clinic, infused_at + timedelta(hours=24, minutes=30))
    assert reminders(clinic) == []


def test_promise_2_a_reminder_in_the_outbox_gives_way_to_the_answer(clinic: JobClinic, ana: UUID):
    """The carrier was slow, and the patient answered in between."""
    clinic.clock.at = REMIND_AT
    clinic.run("release_prompts")
    clinic.text_in(ana, "6 3 7")
    clinic.run("take_turns")
    clinic.clock.pass_by(seconds=10)
    clinic.settle()
    [text] = clinic.texts(purpose=Purpose.REMINDER)
    assert (text.status, text.reason) == (OutboundStatus.SKIPPED, "answered")


def test_promise_2_a_reminder_in_the_outbox_gives_way_to_a_part_of_the_answer(
    clinic: JobClinic, ana: UUID
):
    clinic.clock.at = REMIND_AT
    clinic.run("release_prompts")
    clinic.text_in(ana, "6 3")
    clinic.run("take_turns")
    clinic.clock.pass_by(seconds=10)
    clinic.settle()
    [text] = clinic.texts(purpose=Purpose.REMINDER)
    assert (text.status, text.reason) == (OutboundStatus.SKIPPED, "answered")


def test_promise_2_a_reminder_in_the_outbox_gives_way_to_a_newer_prompt(
    clinic: JobClinic, ana: UUID
):
    clinic.clock.at = REMIND_AT
    clinic.run("release_prompts")
    clinic.clock.pass_by(seconds=1)
    clinic.queue(ana, "newer", Purpose.PROMPT)
    clinic.settle()
    [text] = clinic.texts(purpose=Purpose.REMINDER)
    assert (text.status, text.reason) == (OutboundStatus.SKIPPED, "superseded")


def test_promise_2_a_newer_check_in_takes_the_place_of_a_reminder(clinic: JobClinic, ana: UUID):
    newer = {**DAILY, "code": "newer", "after": "PT6H"}
    follow(clinic, ana, "2", REMINDED, newer)
    at(clinic, ASKED_AT + timedelta(hours=2))
    at(clinic, REMIND_AT)
    at(clinic, REMIND_AT + timedelta(hours=3))
    assert reminders(clinic) == []


def test_a_question_that_never_reached_the_carrier_is_not_reminded_of(clinic: JobClinic):
    bea = clinic.add_patient()
    clinic.settle()
    follow(clinic, bea, "1", REMINDED)
    infuse(clinic, bea)
    clinic.clock.at = ASKED_AT
    clinic.run("release_prompts")
    [text] = [t for t in clinic.texts(purpose=Purpose.PROMPT) if t.created_at == ASKED_AT]
    with clinic.services.sessions.begin() as session:
        unreadable.set_aside(session, text.id, clinic.clock())
    at(clinic, REMIND_AT)
    assert reminders(clinic) == []


@unanswered
def test_promise_10_two_jobs_at_the_same_instant_remind_once(clinic: JobClinic):
    clinic.clock.at = REMIND_AT
    assert clinic.run("release_prompts")["reminders"] == 1
    assert clinic.run("release_prompts")["reminders"] == 0
    assert len(reminders(clinic)) == 1


def test_a_reminder_that_fails_is_tried_again(
    clinic: JobClinic, ana: UUID, monkeypatch: pytest.MonkeyPatch
):
    def broken(*_: object) -> None:
        raise ValueError(ana)

    clinic.clock.at = REMIND_AT
    monkeypatch.setattr(turns, "run", broken)
    assert clinic.run("release_prompts")["failed"] == 1
    assert clinic.run("release_prompts")["failed"] == 0  # it rests
    monkeypatch.undo()
    at(clinic, REMIND_AT + timedelta(minutes=5))
    assert len(reminders(clinic)) == 1
