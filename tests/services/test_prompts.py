"""Prompts as they fall due: asked, waiting, skipped or missed, once, and with the reason."""

import threading
from datetime import timedelta

from sqlalchemy import Engine, select

from diary.domain.consent import Texting
from diary.services import infusions, prompts, turns
from diary.services.fields import InvalidFieldsError
from diary.store.care import Infusion, Prompt, PromptStatus
from diary.store.database import writing_sessions
from diary.store.people import Patient, Practitioner
from tests.factories import (
    NOW,
    PUBLIC_URL,
    catalogue,
    give_infusion,
    make_clinic,
    make_patient,
    make_practitioner,
    receive,
)
from tests.services.conftest import Desk
from tests.services.laid_out import asked, values_at


def test_a_paused_patient_is_not_asked_and_the_reason_is_kept(desk: Desk, ana: Patient):
    infusion = give_infusion(desk.session, desk.practitioner, ana)
    ana.paused_until = NOW + timedelta(days=2)
    at_three = infusion.ended_at + timedelta(hours=3)
    assert not turns.release_due(desk.session, catalogue(), ana.id, at_three, PUBLIC_URL)
    [skipped] = desk.session.scalars(select(Prompt).where(Prompt.check_in == "hours-3"))
    assert (skipped.status, skipped.reason) == (PromptStatus.SKIPPED, "paused")


def test_promise_3_what_fell_due_before_the_patient_joined_waits_for_it(desk: Desk):
    bea = make_patient(desk.session, desk.practitioner, joined=False)
    at = NOW + timedelta(minutes=30)
    assert prompts.patients_with_due_prompts(desk.session, at, 9) == []
    assert not turns.release_due(desk.session, catalogue(), bea.id, at, PUBLIC_URL)
    receive(desk.session, bea, "1", now=at)
    assert prompts.patients_with_due_prompts(desk.session, at, 9) == [bea.id]
    assert turns.release_due(desk.session, catalogue(), bea.id, at, PUBLIC_URL)


def test_who_never_joins_is_never_asked_and_it_says_so(desk: Desk):
    bea = make_patient(desk.session, desk.practitioner, joined=False)
    in_a_week = NOW + timedelta(days=7)
    assert prompts.patients_with_due_prompts(desk.session, in_a_week, 9) == [bea.id]
    assert not turns.release_due(desk.session, catalogue(), bea.id, in_a_week, PUBLIC_URL)
    over = desk.session.scalars(select(Prompt).where(Prompt.closes_at <= in_a_week)).all()
    assert {(prompt.status, prompt.reason) for prompt in over} == {
        (PromptStatus.SKIPPED, "not_joined")
    }
    assert bea.texting is Texting.INVITED


def test_check_ins_that_fall_together_are_asked_as_one(desk: Desk, ana: Patient):
    infusion = give_infusion(desk.session, desk.practitioner, ana)
    due = asked(desk, infusion)
    assert due[("daily", 6)] == due[("weekly", 6)]
    desk.session.query(Prompt).filter(Prompt.due_at < due[("daily", 6)]).update(
        {"status": PromptStatus.MISSED}
    )
    assert turns.release_due(desk.session, catalogue(), ana.id, due[("daily", 6)], PUBLIC_URL)
    released = desk.session.scalars(
        select(Prompt).where(Prompt.status == PromptStatus.RELEASED).order_by(Prompt.check_in)
    ).all()
    assert [prompt.check_in for prompt in released] == ["daily", "weekly"]
    assert len([prompt for prompt in released if prompt.merged_into_id]) == 1


def test_a_pause_that_ends_in_a_moment_skips_nothing_that_is_due_after_it(desk: Desk, ana: Patient):
    infusion = give_infusion(desk.session, desk.practitioner, ana)
    at_three = infusion.ended_at + timedelta(hours=3)
    ana.paused_until = at_three - timedelta(minutes=5)
    turns.release_due(
        desk.session, catalogue(), ana.id, at_three - timedelta(minutes=10), PUBLIC_URL
    )
    assert ("hours-3", 0) in asked(desk, infusion)


def test_what_comes_too_late_is_missed_and_not_asked(desk: Desk, ana: Patient):
    infusion = give_infusion(desk.session, desk.practitioner, ana)
    too_late = infusion.ended_at + timedelta(hours=3 + 6)
    turns.release_due(desk.session, catalogue(), ana.id, too_late, PUBLIC_URL)
    [missed] = desk.session.scalars(select(Prompt).where(Prompt.check_in == "hours-3"))
    assert (missed.status, missed.reason) == (PromptStatus.MISSED, "too_late")


def test_promise_10_an_infusion_sent_twice_at_the_same_instant_is_recorded_once(engine: Engine):
    sessions = writing_sessions(engine)
    with sessions.begin() as session:
        practitioner = make_practitioner(session, make_clinic(session))
        patient = make_patient(session, practitioner)
    refused: list[dict[str, str]] = []
    together = threading.Barrier(3)

    def record() -> None:
        together.wait()
        try:
            with sessions.begin() as session:
                infusions.record_given(
                    session,
                    catalogue(),
                    session.get_one(Practitioner, practitioner.id),
                    session.get_one(Patient, patient.id),
                    values_at(NOW - timedelta(hours=2)),
                    NOW,
                )
        except InvalidFieldsError as invalid:
            refused.append(invalid.errors)

    threads = [threading.Thread(target=record) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == [{"start": "on_record"}] * 2
    with sessions() as session:
        assert session.query(Infusion).count() == 1
        laid_out = session.query(Prompt).filter(Prompt.check_in == "hours-3").count()
        assert laid_out == 1


def test_promise_2_a_correction_while_the_prompt_is_released_does_not_ask_again(engine: Engine):
    """One thread corrects the infusion while another releases what is due."""
    sessions = writing_sessions(engine)
    with sessions.begin() as session:
        practitioner = make_practitioner(session, make_clinic(session))
        patient = make_patient(session, practitioner)
        infusion = give_infusion(session, practitioner, patient)
    at_three = infusion.ended_at + timedelta(hours=3)
    together = threading.Barrier(2)

    def correct() -> None:
        together.wait()
        with sessions.begin() as session:
            infusions.correct_given(
                session,
                catalogue(),
                session.get_one(Practitioner, practitioner.id),
                session.get_one(Infusion, infusion.id),
                values_at(infusion.started_at - timedelta(minutes=20)),
                at_three,
            )

    def release() -> None:
        together.wait()
        for _ in range(2):
            with sessions.begin() as session:
                turns.release_due(session, catalogue(), patient.id, at_three, PUBLIC_URL)

    threads = [threading.Thread(target=work) for work in (correct, release)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with sessions() as session:
        [prompt] = session.query(Prompt).filter(Prompt.check_in == "hours-3")
        assert (prompt.status, prompt.releases) == (PromptStatus.RELEASED, 1)
