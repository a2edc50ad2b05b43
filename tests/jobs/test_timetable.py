"""The timetable: each job does what is due, once, however often and by however many it is run."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest

from diary.domain.consent import Texting
from diary.services.ports import ReceivedSms
from diary.store.alerts import SafetyAlert
from diary.store.base import Base
from diary.store.care import PromptStatus
from diary.store.messaging import Conversation, InboundMessage, Purpose
from diary.store.people import Organization, Patient, Practitioner
from diary.store.sealing import SealedText
from jobs import release_prompts
from jobs.timetable import JOBS
from tests.factories import NOW, give_infusion, make_sid, plan_infusion
from tests.jobs.clinic import JobClinic
from tests.standins.carrier import ambiguous


@pytest.fixture
def busy(clinic: JobClinic) -> JobClinic:
    """A clinic in which every job has something to do."""
    patients = [clinic.add_patient() for _ in range(4)]
    clinic.settle()
    with clinic.services.sessions.begin() as session:
        practitioner = session.get_one(Practitioner, clinic.practitioner_id)
        for patient_id in patients[:3]:
            give_infusion(session, practitioner, session.get_one(Patient, patient_id))
        plan_infusion(session, practitioner, session.get_one(Patient, patients[3]))
    clinic.clock.pass_by(hours=3)
    clinic.text_in(patients[0], "6 3 7")
    clinic.text_in(patients[1], "I want to kill myself")
    clinic.queue(patients[2], "in doubt")
    clinic.carrier.faults.append(ambiguous())
    clinic.run("send_messages")
    clinic.clock.pass_by(minutes=2)
    arrive_unnoticed(clinic, patients[2], "hello?")
    clinic.clock.pass_by(days=8)
    return clinic


def arrive_unnoticed(
    clinic: JobClinic, patient_id: UUID, body: str, hours_ago: float = 0, sid: str | None = None
) -> None:
    """The carrier has it; its webhook never came."""
    with clinic.services.readers() as session:
        sender = session.get_one(Organization, clinic.clinic_id).sender
    at = clinic.clock() - timedelta(hours=hours_ago)
    phone = clinic.patient(patient_id).phone
    clinic.carrier.inbox.append(ReceivedSms(sid or make_sid(), phone, sender, body, 0, at))


def everything(clinic: JobClinic) -> dict[str, list[tuple]]:
    """Every row of every table, but for the ciphertexts."""
    with clinic.services.readers() as session:
        return {
            table.name: sorted(
                str(row)
                for row in session.execute(
                    table.select().with_only_columns(
                        *(c for c in table.c if not isinstance(c.type, SealedText))
                    )
                )
            )
            for table in Base.metadata.sorted_tables
        }


def test_promise_10_a_job_run_again_at_the_same_instant_changes_nothing(busy: JobClinic):
    for _ in range(3):
        busy.run_all()
    before, sent = everything(busy), len(busy.carrier.attempts)
    for name in JOBS:
        busy.run(name)
        assert everything(busy) == before, name
        assert len(busy.carrier.attempts) == sent, name


def test_promise_10_three_of_each_job_at_the_same_instant_do_it_once(busy: JobClinic):
    for name in JOBS:
        run_thrice_at_once(busy, name)
    for _ in range(3):
        busy.run_all()
    once_each = Counter((sent.to, sent.body) for sent in busy.carrier.taken if "How" in sent.body)
    keys = [text.key for text in busy.texts()]
    assert len(keys) == len(set(keys))
    assert {sent.message_id for sent in busy.carrier.attempts} <= {t.id for t in busy.texts()}
    attempts = Counter(sent.message_id for sent in busy.carrier.attempts)
    assert set(attempts.values()) == {1}
    assert set(once_each.values()) == {1}


def run_thrice_at_once(clinic: JobClinic, name: str) -> None:
    together = threading.Barrier(3)

    def run() -> dict[str, int]:
        together.wait()
        return clinic.run(name)

    with ThreadPoolExecutor(3) as threads:
        for running in [threads.submit(run) for _ in range(3)]:
            assert running.result()["failed"] == 0, name


def test_every_job_says_how_much_failed():
    for name, job in JOBS.items():
        assert job.every >= timedelta(seconds=5), name


def test_an_answer_comes_all_the_way(clinic: JobClinic):
    ana = clinic.add_patient()
    clinic.clock.pass_by(minutes=10)
    clinic.settle()
    asked = [sent for sent in clinic.carrier.taken if sent.to == clinic.patient(ana).phone][-1]
    assert asked.message_id in {text.id for text in clinic.texts(purpose=Purpose.PROMPT)}
    statuses = Counter(prompt.status for prompt in clinic.prompts(ana))
    assert statuses[PromptStatus.RELEASED] == 1


def test_promise_1_a_text_whose_webhook_never_came_is_stored_screened_and_answered(
    clinic: JobClinic,
):
    ana = clinic.add_patient()
    clinic.settle()
    arrive_unnoticed(clinic, ana, "I want to kill myself")
    clinic.clock.pass_by(minutes=5)
    assert clinic.run("catch_up")["found"] == 1
    assert clinic.run("catch_up")["found"] == 0
    with clinic.services.readers() as session:
        assert session.query(SafetyAlert).filter_by(patient_id=ana).count() == 1
    clinic.settle()
    assert clinic.texts(purpose=Purpose.SAFETY)


def test_an_old_start_does_not_undo_a_stop_that_came_after_it(clinic: JobClinic):
    ana = clinic.add_patient()
    clinic.settle()
    clinic.clock.pass_by(hours=3)
    clinic.text_in(ana, "STOP")
    clinic.settle()
    arrive_unnoticed(clinic, ana, "START", hours_ago=2)
    clinic.run("catch_up")
    clinic.run("take_turns")
    assert clinic.patient(ana).texting is Texting.STOPPED
    with clinic.services.readers() as session:
        late = session.query(InboundMessage).order_by(InboundMessage.id.desc()).first()
        assert late
        assert late.needs_person
        assert late.received_at == clinic.clock() - timedelta(hours=2)


def test_an_old_stop_still_stops(clinic: JobClinic):
    ana = clinic.add_patient()
    clinic.settle()
    clinic.clock.pass_by(hours=3)
    clinic.text_in(ana, "hello")
    clinic.settle()
    arrive_unnoticed(clinic, ana, "STOP", hours_ago=2)
    clinic.run("catch_up")
    clinic.run("take_turns")
    assert clinic.patient(ana).texting is Texting.STOPPED


def test_a_text_that_is_both_swept_and_delivered_is_stored_once(clinic: JobClinic):
    ana = clinic.add_patient()
    sid = make_sid()
    clinic.text_in(ana, "hello", sid)
    arrive_unnoticed(clinic, ana, "hello", sid=sid)
    assert clinic.run("catch_up") == {"numbers": 1, "found": 0, "failed": 0}


def test_a_clinic_whose_list_cannot_be_read_stops_no_other(clinic: JobClinic):
    clinic.carrier.list_fails = True
    assert clinic.run("catch_up") == {"numbers": 0, "found": 0, "failed": 1}


def test_a_text_of_this_minute_is_left_to_its_webhook(clinic: JobClinic):
    ana = clinic.add_patient()
    arrive_unnoticed(clinic, ana, "hello?")
    assert clinic.run("catch_up")["found"] == 0
    clinic.clock.pass_by(minutes=3)
    assert clinic.run("catch_up")["found"] == 1


def test_promise_1_no_outage_is_too_long_to_catch_up_with(clinic: JobClinic):
    ana = clinic.add_patient()
    clinic.run("catch_up")
    clinic.clock.pass_by(days=1)
    arrive_unnoticed(clinic, ana, "I want to kill myself")
    clinic.clock.pass_by(days=9)
    clinic.carrier.list_fails = True
    clinic.run("catch_up")
    clinic.carrier.list_fails = False
    assert clinic.run("catch_up")["found"] == 1


def test_a_clock_that_is_set_back_makes_no_webhook_late(clinic: JobClinic):
    ana = clinic.add_patient()
    clinic.settle()
    clinic.text_in(ana, "hello")
    clinic.clock.pass_by(seconds=-30)
    clinic.text_in(ana, "6 3 7")
    clinic.settle()
    with clinic.services.readers() as session:
        assert not session.query(InboundMessage).filter_by(needs_person=True).count()


def break_conversation(clinic: JobClinic, patient_id: UUID) -> None:
    with clinic.services.sessions.begin() as session:
        conversation = session.query(Conversation).filter_by(patient_id=patient_id).one()
        conversation.state = {"version": 99}


def test_one_broken_patient_stops_nobody_elses_check_ins(clinic: JobClinic):
    patients = [clinic.add_patient() for _ in range(3)]
    clinic.settle()
    break_conversation(clinic, patients[0])
    clinic.clock.pass_by(minutes=10)
    nothing_else = {"waits": 0, "reminders": 0}
    assert clinic.run("release_prompts") == {**nothing_else, "patients": 2, "failed": 1}
    assert clinic.run("release_prompts") == {**nothing_else, "patients": 0, "failed": 0}
    clinic.clock.pass_by(minutes=6)
    assert clinic.run("release_prompts")["failed"] == 1, "it is tried again now and then"


def test_one_broken_patient_stops_nobody_elses_turn(clinic: JobClinic):
    patients = [clinic.add_patient() for _ in range(3)]
    clinic.settle()
    break_conversation(clinic, patients[0])
    for patient_id in patients:
        clinic.text_in(patient_id, "hello")
    assert clinic.run("take_turns") == {"patients": 2, "failed": 1}
    for _ in range(2):
        clinic.run("take_turns")
    with clinic.services.readers() as session:
        [given_up] = session.query(InboundMessage).filter_by(
            patient_id=patients[0], needs_person=True
        )
        assert given_up.turn_failures == 3
    assert clinic.run("take_turns") == {"patients": 0, "failed": 0}


def test_promise_6_who_writes_of_danger_is_told_where_help_is_though_the_turn_fails(
    clinic: JobClinic,
):
    ana = clinic.add_patient()
    clinic.settle()
    break_conversation(clinic, ana)
    clinic.text_in(ana, "I want to kill myself")
    for _ in range(3):
        clinic.run("take_turns")
    [told] = clinic.texts(patient_id=ana, purpose=Purpose.SAFETY)
    assert "988" in told.body
    with clinic.services.readers() as session:
        assert session.query(SafetyAlert).filter_by(patient_id=ana).count() == 1


def test_a_backlog_larger_than_a_batch_is_released_in_one_run(
    clinic: JobClinic, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(release_prompts, "BATCH", 3)
    for _ in range(8):
        clinic.add_patient()
    clinic.clock.pass_by(minutes=10)
    assert clinic.run("release_prompts")["patients"] == 8


def test_upkeep_lays_out_further_and_forgets_old_sessions(busy: JobClinic):
    counts = busy.run("upkeep")
    assert counts["laid_out"] == 4
    assert counts["failed"] == 0
    last = max(prompt.due_at for prompt in busy.prompts(busy.patients[0]))
    assert last > NOW + timedelta(days=30)
