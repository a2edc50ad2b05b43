"""Infusions and the prompts they lay out: moved, withdrawn, restored, never doubled."""

from datetime import time, timedelta

import pytest

from diary.services import infusions, laying_out, turns
from diary.services.fields import InvalidFieldsError
from diary.store.care import InfusionStatus, PromptStatus
from diary.store.people import Patient
from tests.factories import (
    NOW,
    PUBLIC_URL,
    catalogue,
    give_infusion,
    plan_infusion,
    receive,
)
from tests.services.conftest import Desk
from tests.services.laid_out import CANCELLED, asked, values_at

LATER = NOW + timedelta(hours=1)


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
    assert laying_out.patients_to_lay_out(desk.session, NOW + timedelta(days=6)) == []
    in_a_week = NOW + timedelta(days=8)
    assert laying_out.patients_to_lay_out(desk.session, in_a_week) == [ana.id]
    laying_out.lay_out(desk.session, catalogue(), ana, in_a_week)
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
    assert turns.release_due(desk.session, catalogue(), ana.id, at_three, PUBLIC_URL)
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
    laying_out.lay_out(desk.session, catalogue(), ana, LATER)
    after = asked(desk, infusion)
    # 10:00 in Tokyo is 15 hours before 10:00 in Chicago.
    assert after[("daily", 4)] == before[("daily", 4)] - timedelta(hours=15)


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
