"""Danger on a page and answers that stand already; on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from diary.services import alerts, turns
from diary.services.answer_forms import Sent
from diary.store.alerts import SafetyAlert
from diary.store.care import Prompt
from diary.store.people import Patient, Practitioner
from diary.store.responses import Answer, AnswerLink
from tests.factories import (
    PUBLIC_URL,
    catalogue,
    make_clinic,
    make_patient,
    make_practitioner,
    receive,
)
from tests.services.test_answer_forms import (
    ASKED_AT,
    MINUTE,
    PHQ9,
    SAFE,
    _patient,
    _session,
    answers,
    ask_for_page,
    fill_in,
)
from tests.services.test_answer_parts import save

__all__ = ["_patient", "_session"]

NO = {f"asq/{item}": ["0"] for item in "1234"}
GOOD_DAY = {"daily/mood": ["6"], "daily/distress": ["3"], "daily/sleep_hours": ["7"]}


def page_of(session: Session, *questionnaires: str) -> str:
    """The token of a page that asks ``questionnaires`` together."""
    practitioner = make_practitioner(session, make_clinic(session))
    patient = make_patient(session, practitioner)
    first = session.scalars(select(Prompt).order_by(Prompt.due_at, Prompt.id).limit(1)).one()
    first.questionnaires = [*questionnaires]
    assert turns.release_due(session, catalogue(), patient.id, ASKED_AT, PUBLIC_URL)
    return ask_for_page(session, patient)


def tiers(session: Session) -> list[str]:
    return list(session.scalars(select(SafetyAlert.tier).order_by(SafetyAlert.number)))


def test_danger_tapped_where_the_question_is_open_no_more_is_seen(
    session: Session, patient: Patient
):
    token, another = ask_for_page(session, patient), ask_for_page(session, patient)
    save(session, another, {"phq9/9": ["0"]})
    saved = save(session, token, {"phq9/1": ["1"], "phq9/9": ["3"]})
    assert saved
    assert (saved.is_all, saved.safety) == (False, "safety_crisis")
    assert tiers(session) == ["A"]
    assert answers(session) == {"1": 1, "9": 0}


@pytest.mark.parametrize("more", [{"daily/mood": ["6"]}, GOOD_DAY], ids=["a part", "the rest"])
def test_danger_in_an_item_that_was_ruled_out_is_seen(session: Session, more):
    token = page_of(session, "asq", "daily")
    save(session, token, NO)
    saved = save(session, token, {**NO, **more, "asq/5": ["1"]})
    assert saved
    assert saved.safety == "safety_crisis"
    assert saved.is_whole == (more is GOOD_DAY)
    assert tiers(session) == ["A"]
    assert not session.scalars(select(Answer).where(Answer.link_id == "5")).all()


def test_an_answer_made_graver_on_the_page_is_an_alert_of_its_own(
    session: Session, patient: Patient
):
    token = ask_for_page(session, patient)
    save(session, token, {"phq9/9": ["1"]})
    first = session.scalars(select(SafetyAlert)).one()
    somebody = session.scalars(select(Practitioner.id)).one()
    alerts.acknowledge(first, somebody, ASKED_AT + 4 * MINUTE)
    for value in ("3", "1", "3"):
        save(session, token, {"phq9/9": [value]}, 5 * MINUTE)
        assert tiers(session) == ["B", "A"]
    graver = session.scalars(select(SafetyAlert).where(SafetyAlert.tier == "A")).one()
    assert graver.next_page_at == ASKED_AT + 5 * MINUTE
    assert first.next_page_at is None


@pytest.mark.parametrize("more", [{}, PHQ9], ids=["a part", "the rest"])
def test_of_a_change_and_a_new_answer_the_graver_is_answered(session: Session, more):
    token = page_of(session, "daily", "phq9")
    save(session, token, {**GOOD_DAY, "daily/mood": ["3"]})
    typed = {**GOOD_DAY, "daily/mood": ["1"], **more, "phq9/9": ["3"]}
    saved = save(session, token, typed)
    assert saved
    assert saved.safety == "safety_crisis"
    assert sorted(tiers(session)) == ["A", "C"]


def test_a_page_with_an_answer_that_was_ruled_out_is_finished(session: Session):
    token = page_of(session, "asq")
    typed = {**NO, "asq/5": ["0"]}
    save(session, token, NO)
    saved = save(session, token, typed)
    assert saved
    assert (saved.is_all, saved.is_whole) == (True, True)
    sent = fill_in(session, token, typed)
    assert isinstance(sent, Sent)
    assert sent.is_recorded
    assert session.scalars(select(AnswerLink.used_at)).one()


def test_a_page_whose_last_answer_came_by_text_is_finished(session: Session, patient: Patient):
    token = ask_for_page(session, patient)
    save(session, token, PHQ9)
    receive(session, patient, "0", now=ASKED_AT + 4 * MINUTE)
    sent = fill_in(session, token, {**PHQ9, "phq9/9": ["2"]}, ASKED_AT + 5 * MINUTE)
    assert isinstance(sent, Sent)
    assert (sent.is_recorded, sent.safety) == (True, "safety_crisis")
    assert answers(session)["9"] == 0
    assert fill_in(session, token, SAFE, ASKED_AT + 6 * MINUTE) is None


def test_a_page_whose_check_in_was_skipped_is_not_said_to_be_recorded(
    session: Session, patient: Patient
):
    token = ask_for_page(session, patient)
    save(session, token, {"phq9/1": ["1"]})
    receive(session, patient, "SKIP", now=ASKED_AT + 4 * MINUTE)
    assert fill_in(session, token, SAFE, ASKED_AT + 5 * MINUTE) is None


def test_after_stop_nothing_is_changed_on_the_page_and_danger_is_seen(
    session: Session, patient: Patient
):
    token = ask_for_page(session, patient)
    save(session, token, SAFE)
    receive(session, patient, "STOP", now=ASKED_AT + 4 * MINUTE)
    typed = {**SAFE, "phq9/1": ["3"], "phq9/9": ["2"]}
    saved = save(session, token, typed, timedelta(minutes=5))
    assert saved
    assert (saved.is_all, saved.safety) == (False, "safety_crisis")
    assert answers(session) == {**dict.fromkeys("12345678", 1), "9": 0}
    assert tiers(session) == ["B"]
    sent = fill_in(session, token, typed, ASKED_AT + 6 * MINUTE)
    assert isinstance(sent, Sent)
    assert not sent.is_recorded
