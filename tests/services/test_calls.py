"""A call that was noted: what the lists ask for then, and when they ask for it again."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from diary.domain.attention import AttentionKind
from diary.services import calls, caseload, lists
from diary.services.fields import InvalidFieldsError
from diary.services.glance import glance_at
from diary.store.audit import AuditEvent
from diary.store.caseload import CaseloadRow
from diary.store.chart import CallNote
from diary.store.people import Patient
from tests.factories import NOW, catalogue, make_patient, plan_infusion, receive
from tests.services.conftest import Desk

SPOKEN = {"outcome": "spoken", "again": "7", "text": "They will come.", "about": "visit"}
BACK = datetime.fromisoformat("2026-11-25T06:00:00+00:00")
"""Midnight in Chicago, seven days on."""


@pytest.fixture(name="ana")
def _ana(desk: Desk) -> Patient:
    """Her visit is due."""
    ana = make_patient(desk.session, desk.practitioner, name="Ana Ybarra")
    plan_infusion(desk.session, desk.practitioner, ana)
    assert row_of(desk, ana).attention == AttentionKind.VISIT
    return ana


def row_of(desk: Desk, patient: Patient) -> CaseloadRow:
    desk.session.flush()
    return desk.session.scalars(
        select(CaseloadRow).where(CaseloadRow.patient_id == patient.id)
    ).one()


def note(desk: Desk, patient: Patient, now: datetime = NOW, **changes: str) -> CallNote:
    form = {**SPOKEN, **changes}
    return calls.note(desk.session, catalogue(), desk.practitioner, patient, form, now)


def listed(desk: Desk) -> tuple[list[str], list[str]]:
    """Whom Today asks to call, and who it says was called."""
    desk.session.flush()
    clinic_id = desk.clinic.id
    return (
        [one.name for one in lists.to_call(desk.session, clinic_id, {})],
        [one.name for one in lists.called(desk.session, clinic_id)],
    )


def calls_of(desk: Desk) -> int:
    return glance_at(desk.session, desk.clinic.id).calls


def test_whoever_was_called_leaves_the_list_until_the_morning_that_was_said(
    desk: Desk, ana: Patient
):
    assert (listed(desk), calls_of(desk)) == (([ana.name], []), 1)
    noted = note(desk, ana)
    assert (noted.about, noted.rests_until, noted.text) == (["visit"], BACK, "They will come.")
    assert (listed(desk), calls_of(desk)) == (([], [ana.name]), 0)
    row = row_of(desk, ana)
    assert (row.attention, row.rank) == ("visit", AttentionKind.VISIT.rank)
    assert row.rests_until == BACK
    assert caseload.rested(desk.session, BACK - timedelta(seconds=1)) == []
    for find in (caseload.rested, caseload.outdated):
        assert ana.id in find(desk.session, BACK)
    caseload.rewrite(desk.session, catalogue(), ana, BACK)
    assert (listed(desk), calls_of(desk)) == (([ana.name], []), 1)
    assert caseload.rested(desk.session, BACK) == []


def test_it_is_told_who_called_and_how_that_went(desk: Desk, ana: Patient):
    note(desk, ana, outcome="left_message", again="3")
    [called] = lists.called(desk.session, desk.clinic.id)
    assert called.summary["call"] == {
        "outcome": "left_message",
        "at": NOW.isoformat(),
        "by": str(desk.practitioner.id),
        "back_at": (BACK - timedelta(days=4)).isoformat(),
    }
    action = select(AuditEvent.action).where(AuditEvent.subject_id.is_not(None))
    assert "note call" in desk.session.scalars(action).all()


def test_whoever_was_not_reached_stays_on_the_list_and_that_is_said(desk: Desk, ana: Patient):
    noted = note(desk, ana, outcome="not_reached", again="14")
    assert noted.rests_until == BACK - timedelta(days=6)
    assert listed(desk) == ([ana.name], [])
    assert row_of(desk, ana).summary["call"]["outcome"] == "not_reached"


def test_danger_shows_at_once_and_a_call_does_not_quiet_it(desk: Desk, ana: Patient):
    note(desk, ana)
    receive(desk.session, ana, "i want to kill myself")
    [urgent] = lists.to_call(desk.session, desk.clinic.id, {})
    assert urgent.attention == AttentionKind.DANGER
    assert urgent.summary["call"]["back_at"] is None
    note(desk, ana, about="danger visit")
    assert listed(desk) == ([ana.name], [])


def test_an_alert_shows_before_its_turn_is_taken(desk: Desk, ana: Patient):
    note(desk, ana)
    row = row_of(desk, ana)
    receive(desk.session, ana, "i want to kill myself")
    assert (row.call_rank, row.called_at) == (0, None)


def test_what_arose_while_the_form_was_open_is_not_what_the_call_was_about(
    desk: Desk, ana: Patient
):
    assert note(desk, ana, about="fading").about == []
    assert listed(desk) == ([ana.name], [])


def test_another_kind_that_arises_later_is_what_there_is_to_call_for(desk: Desk, ana: Patient):
    note(desk, ana)
    row = row_of(desk, ana)
    # As the rule leaves it of a patient who is worse and was called for that alone.
    row.summary = {
        **row.summary,
        "to_call": {"reason": {"key": "not_delivered"}, "attention": "not_delivered", "also": []},
    }
    row.call_rank, row.called_at = AttentionKind.NOT_DELIVERED.rank, None
    [one] = lists.to_call(desk.session, desk.clinic.id, {})
    assert (one.attention, one.rank) == ("not_delivered", AttentionKind.NOT_DELIVERED.rank)
    assert one.summary["reason"] == {"key": "not_delivered"}
    [shown] = lists.page_of(desk.session, desk.clinic.id, first=0, size=5)
    assert shown.attention == "visit"


def test_a_call_that_is_taken_off_the_chart_counts_for_nothing(desk: Desk, ana: Patient):
    noted = note(desk, ana)
    calls.remove(desk.session, catalogue(), desk.practitioner, ana, noted, NOW)
    assert listed(desk) == ([ana.name], [])
    assert "call" not in row_of(desk, ana).summary


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"outcome": ""}, {"outcome"}),
        ({"outcome": "shouted", "again": "x"}, {"outcome", "again"}),
        ({"again": "8"}, {"again"}),
        ({"text": "x" * 2001}, {"text"}),
    ],
)
def test_a_call_that_is_not_said_right_is_not_noted(
    desk: Desk, ana: Patient, changes: dict[str, str], wrong: set[str]
):
    with pytest.raises(InvalidFieldsError) as refused:
        note(desk, ana, **changes)
    assert set(refused.value.errors) == wrong
    assert listed(desk) == ([ana.name], [])
