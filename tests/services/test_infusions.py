"""Infusions and the prompts they lay out: moved, withdrawn, restored, never doubled."""

import threading
from datetime import time, timedelta

import pytest
from sqlalchemy import Engine, select

from diary.domain.consent import Texting
from diary.services import infusions, prompts, turns
from diary.services.fields import InvalidFieldsError
from diary.services.infusion_forms import GivenValues
from diary.store.care import Infusion, InfusionStatus, Prompt, PromptStatus, Route
from diary.store.database import writing_sessions
from diary.store.people import Patient, Practitioner
from tests.factories import (
    NOW,
    catalogue,
    give_infusion,
    make_clinic,
    make_patient,
    make_practitioner,
    plan_infusion,
    receive,
)
from tests.services.conftest import Desk

REQUESTED, CANCELLED = PromptStatus.REQUESTED, PromptStatus.CANCELLED
LATER = NOW + timedelta(hours=1)


def values_at(started_at) -> GivenValues:
    return GivenValues(
        started_at, started_at + timedelta(minutes=40), 40, 80, Route.INTRAVENOUS, ""
    )


@pytest.fixture
def ana(desk: Desk) -> Patient:
    return make_patient(desk.session, desk.practitioner)


def asked(desk: Desk, infusion: Infusion, status: PromptStatus = REQUESTED) -> dict:
    """Due time by check-in and day, of the prompts that count from this infusion."""
    desk.session.flush()
    found = desk.session.scalars(
        select(Prompt).where(Prompt.anchor_id == infusion.id, Prompt.status == status)
    )
    return {(prompt.check_in, prompt.occurrence): prompt.due_at for prompt in found}


def test_a_given_infusion_lays_out_its_check_ins_four_weeks_ahead(desk: Desk, ana: Patient):
    infusion = give_infusion(desk.session, desk.practitioner, ana)
    due = asked(desk, infusion)
    assert due[("hours-3", 0)] == infusion.ended_at + timedelta(hours=3)
    assert due[("hours-24", 0)] == NOW + timedelta(hours=23)  # 08:40 there: when the clinic opens
    assert [day for code, day in sorted(due) if code == "daily"] == list(range(2, 28))
    assert [day for code, day in sorted(due) if code == "weekly"] == [6, 13, 20, 27]


def test_upkeep_lays_an_open_ended_plan_out_further_and_doubles_nothing(desk: Desk, ana: Patient):
    infusion = give_infusion(desk.session, desk.practitioner, ana)
    before = asked(desk, infusion)
    assert prompts.patients_to_lay_out(desk.session, NOW + timedelta(days=6)) == []
    in_a_week = NOW + timedelta(days=8)
    assert prompts.patients_to_lay_out(desk.session, in_a_week) == [ana.id]
    prompts.lay_out(desk.session, catalogue(), ana, in_a_week)
    after = asked(desk, infusion)
    assert before.items() <= after.items()
    assert max(day for _, day in after) == 34


def test_promise_2_correcting_moves_every_prompt_and_doubles_none(desk: Desk, ana: Patient):
    infusion = give_infusion(desk.session, desk.practitioner, ana)
    before = asked(desk, infusion)
    infusions.correct_given(
        desk.session,
        catalogue(),
        desk.practitioner,
        infusion,
        values_at(infusion.started_at - timedelta(days=1)),
        LATER,
    )
    after = asked(desk, infusion)
    assert after[("hours-24", 0)] == before[("hours-24", 0)] - timedelta(days=1)
    assert after[("daily", 5)] == before[("daily", 5)] - timedelta(days=1)
    assert len(after) == len(before) + 1  # a day earlier, a day further
    assert asked(desk, infusion, CANCELLED) == {}


def test_promise_2_what_was_asked_already_is_not_touched_by_a_correction(desk: Desk, ana: Patient):
    infusion = give_infusion(desk.session, desk.practitioner, ana)
    at_three = infusion.ended_at + timedelta(hours=3)
    assert turns.release_due(desk.session, catalogue(), ana.id, at_three)
    infusions.correct_given(
        desk.session,
        catalogue(),
        desk.practitioner,
        infusion,
        values_at(infusion.started_at + timedelta(minutes=30)),
        at_three,
    )
    assert asked(desk, infusion, PromptStatus.RELEASED) == {("hours-3", 0): at_three}
    assert ("hours-3", 0) not in asked(desk, infusion)


def test_cancelling_withdraws_and_giving_it_after_all_restores(desk: Desk, ana: Patient):
    infusion = give_infusion(desk.session, desk.practitioner, ana)
    before = asked(desk, infusion)
    infusions.cancel(desk.session, catalogue(), desk.practitioner, infusion, "not given", NOW)
    assert asked(desk, infusion) == {}
    assert asked(desk, infusion, CANCELLED) == before
    infusions.record_given(
        desk.session,
        catalogue(),
        desk.practitioner,
        ana,
        values_at(infusion.started_at),
        LATER,
        planned=infusion,
    )
    assert before.items() <= asked(desk, infusion).items()
    assert infusion.cancel_reason is None


def test_the_predecessors_check_ins_come_back_when_an_infusion_is_cancelled(
    desk: Desk, ana: Patient
):
    first = give_infusion(desk.session, desk.practitioner, ana)
    alone = asked(desk, first)
    second = give_infusion(desk.session, desk.practitioner, ana, started_at=NOW + timedelta(days=3))
    assert all(due < second.started_at for due in asked(desk, first).values())
    soon = NOW + timedelta(days=3, hours=2)
    infusions.cancel(desk.session, catalogue(), desk.practitioner, second, "not given", soon)
    back = asked(desk, first)
    assert {key: due for key, due in alone.items() if due > soon}.items() <= back.items()


def test_an_infusion_entered_late_yields_what_is_still_worth_asking(desk: Desk, ana: Patient):
    started = NOW - timedelta(days=10)
    infusion = give_infusion(desk.session, desk.practitioner, ana, started_at=started, now=NOW)
    due = asked(desk, infusion)
    assert ("hours-3", 0) not in due
    # Of the days gone by only the last one's window is still open.
    assert min(day for code, day in due if code == "daily") == 10
    assert [day for code, day in sorted(due) if code == "weekly"] == [13, 20, 27, 34]


def test_a_planned_infusion_asks_the_day_before_and_giving_it_takes_that_back(
    desk: Desk, ana: Patient
):
    visit = plan_infusion(desk.session, desk.practitioner, ana)
    assert asked(desk, visit) == {("before-visit", -1): NOW + timedelta(days=1)}
    infusions.record_given(
        desk.session,
        catalogue(),
        desk.practitioner,
        ana,
        values_at(NOW - timedelta(hours=1)),
        NOW,
        planned=visit,
    )
    assert ("before-visit", -1) not in asked(desk, visit)
    assert ("hours-3", 0) in asked(desk, visit)


def test_a_new_time_of_day_moves_what_was_not_sent(desk: Desk, ana: Patient):
    infusion = give_infusion(desk.session, desk.practitioner, ana)
    before = asked(desk, infusion)
    receive(desk.session, ana, "time 18:00", now=LATER)
    assert ana.preferred_local == time(18)
    after = asked(desk, infusion)
    assert after[("daily", 4)] == before[("daily", 4)] + timedelta(hours=8)
    assert after[("hours-24", 0)] == before[("hours-24", 0)]


def test_a_new_zone_moves_what_was_not_sent_and_keeps_the_days(desk: Desk, ana: Patient):
    infusion = give_infusion(desk.session, desk.practitioner, ana)
    before = asked(desk, infusion)
    ana.timezone = "Asia/Tokyo"
    prompts.lay_out(desk.session, catalogue(), ana, LATER)
    after = asked(desk, infusion)
    # 10:00 in Tokyo is 15 hours before 10:00 in Chicago.
    assert after[("daily", 4)] == before[("daily", 4)] - timedelta(hours=15)


def test_a_paused_patient_is_not_asked_and_the_reason_is_kept(desk: Desk, ana: Patient):
    infusion = give_infusion(desk.session, desk.practitioner, ana)
    ana.paused_until = NOW + timedelta(days=2)
    at_three = infusion.ended_at + timedelta(hours=3)
    assert not turns.release_due(desk.session, catalogue(), ana.id, at_three)
    [skipped] = desk.session.scalars(select(Prompt).where(Prompt.check_in == "hours-3"))
    assert (skipped.status, skipped.reason) == (PromptStatus.SKIPPED, "paused")


def test_promise_3_what_fell_due_before_the_patient_joined_waits_for_it(desk: Desk):
    bea = make_patient(desk.session, desk.practitioner, joined=False)
    at = NOW + timedelta(minutes=30)
    assert prompts.patients_with_due_prompts(desk.session, at, 9) == []
    assert not turns.release_due(desk.session, catalogue(), bea.id, at)
    receive(desk.session, bea, "1", now=at)
    assert prompts.patients_with_due_prompts(desk.session, at, 9) == [bea.id]
    assert turns.release_due(desk.session, catalogue(), bea.id, at)


def test_who_never_joins_is_never_asked_and_it_says_so(desk: Desk):
    bea = make_patient(desk.session, desk.practitioner, joined=False)
    in_a_week = NOW + timedelta(days=7)
    assert prompts.patients_with_due_prompts(desk.session, in_a_week, 9) == [bea.id]
    assert not turns.release_due(desk.session, catalogue(), bea.id, in_a_week)
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
    assert turns.release_due(desk.session, catalogue(), ana.id, due[("daily", 6)])
    released = desk.session.scalars(
        select(Prompt).where(Prompt.status == PromptStatus.RELEASED).order_by(Prompt.check_in)
    ).all()
    assert [prompt.check_in for prompt in released] == ["daily", "weekly"]
    assert len([prompt for prompt in released if prompt.merged_into_id]) == 1


def test_a_pause_that_ends_in_a_moment_skips_nothing_that_is_due_after_it(desk: Desk, ana: Patient):
    infusion = give_infusion(desk.session, desk.practitioner, ana)
    at_three = infusion.ended_at + timedelta(hours=3)
    ana.paused_until = at_three - timedelta(minutes=5)
    turns.release_due(desk.session, catalogue(), ana.id, at_three - timedelta(minutes=10))
    assert ("hours-3", 0) in asked(desk, infusion)


def test_what_comes_too_late_is_missed_and_not_asked(desk: Desk, ana: Patient):
    infusion = give_infusion(desk.session, desk.practitioner, ana)
    too_late = infusion.ended_at + timedelta(hours=3 + 6)
    turns.release_due(desk.session, catalogue(), ana.id, too_late)
    [missed] = desk.session.scalars(select(Prompt).where(Prompt.check_in == "hours-3"))
    assert (missed.status, missed.reason) == (PromptStatus.MISSED, "too_late")


@pytest.mark.parametrize("minutes", [0, 30, -59])
def test_an_infusion_entered_twice_is_refused(desk: Desk, ana: Patient, minutes: int):
    give_infusion(desk.session, desk.practitioner, ana)
    with pytest.raises(InvalidFieldsError, match="on_record"):
        give_infusion(
            desk.session,
            desk.practitioner,
            ana,
            started_at=NOW - timedelta(hours=2) + timedelta(minutes=minutes),
        )


def test_a_cancelled_infusion_cannot_be_corrected(desk: Desk, ana: Patient):
    infusion = give_infusion(desk.session, desk.practitioner, ana)
    infusions.cancel(desk.session, catalogue(), desk.practitioner, infusion, "not given", NOW)
    with pytest.raises(InvalidFieldsError, match="changed_meanwhile"):
        infusions.correct_given(
            desk.session, catalogue(), desk.practitioner, infusion, values_at(NOW), LATER
        )
    assert infusion.status is InfusionStatus.CANCELLED


@pytest.mark.parametrize("reason", ["", "  ", "x" * 2001])
def test_a_cancellation_needs_a_reason(desk: Desk, ana: Patient, reason: str):
    infusion = give_infusion(desk.session, desk.practitioner, ana)
    with pytest.raises(InvalidFieldsError, match="reason"):
        infusions.cancel(desk.session, catalogue(), desk.practitioner, infusion, reason, NOW)


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
                turns.release_due(session, catalogue(), patient.id, at_three)

    threads = [threading.Thread(target=work) for work in (correct, release)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with sessions() as session:
        [prompt] = session.query(Prompt).filter(Prompt.check_in == "hours-3")
        assert (prompt.status, prompt.releases) == (PromptStatus.RELEASED, 1)
