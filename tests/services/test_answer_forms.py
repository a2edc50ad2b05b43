"""LINK, the page behind it, and what the record holds afterwards; on both databases."""

import re
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from diary.services import answer_forms, responses, turns
from diary.services.answer_forms import OpenForm, Sent
from diary.store.alerts import AlertStatus, SafetyAlert
from diary.store.care import Prompt, PromptStatus
from diary.store.database import writing_sessions
from diary.store.messaging import OutboundMessage, Purpose
from diary.store.people import Patient
from diary.store.responses import Answer, AnswerLink, QuestionnaireResponse, ResponseStatus
from tests.factories import (
    NOW,
    PUBLIC_URL,
    catalogue,
    make_clinic,
    make_patient,
    make_practitioner,
    receive,
)

MINUTE = timedelta(minutes=1)
ASKED_AT = NOW + 6 * MINUTE
PHQ9 = {f"phq9/{item}": ["1"] for item in range(1, 9)}
SAFE = {**PHQ9, "phq9/9": ["0"]}


@pytest.fixture(name="session")
def _session(engine: Engine) -> Iterator[Session]:
    with writing_sessions(engine)() as session:
        yield session


@pytest.fixture(name="patient")
def _patient(session: Session) -> Patient:
    """The PHQ-9 of the first day is out."""
    patient = make_patient(session, make_practitioner(session, make_clinic(session)))
    assert turns.release_due(session, catalogue(), patient.id, ASKED_AT, PUBLIC_URL)
    return patient


def ask_for_page(session: Session, patient: Patient, now=ASKED_AT + MINUTE) -> str:
    """Text LINK; the token of the address that comes back."""
    receive(session, patient, "LINK", now=now)
    found = re.search(rf"{PUBLIC_URL}/a/(\S+)$", last_text(session, patient).body)
    assert found
    return found[1]


def last_text(session: Session, patient: Patient) -> OutboundMessage:
    return session.scalars(
        select(OutboundMessage)
        .where(OutboundMessage.patient_id == patient.id)
        .order_by(OutboundMessage.created_at.desc(), OutboundMessage.id.desc())
        .limit(1)
    ).one()


def fill_in(session: Session, token: str, typed, now=ASKED_AT + 3 * MINUTE):
    return answer_forms.fill_in(session, catalogue(), token, typed, now, PUBLIC_URL)


def open_form(session: Session, token: str, now=ASKED_AT + 2 * MINUTE):
    return answer_forms.open_form(session, catalogue(), token, now)


def answers(session: Session) -> dict[str, object]:
    response = session.scalars(select(QuestionnaireResponse)).one()
    return responses.values_of(responses.current_answers(session, response))


def test_the_page_asks_all_that_is_open_and_its_answers_are_a_whole_response(session, patient):
    token = ask_for_page(session, patient)
    assert last_text(session, patient).segments == 1
    form = open_form(session, token)
    assert isinstance(form, OpenForm)
    assert sum(len(asked.items) for asked in form.questions) == 9
    assert fill_in(session, token, SAFE) == Sent(form.clinic, "en", None, is_recorded=True)
    assert answers(session) == {**dict.fromkeys("12345678", 1), "9": 0}
    response = session.scalars(select(QuestionnaireResponse)).one()
    assert response.status is ResponseStatus.COMPLETED
    prompt = session.scalars(select(Prompt).where(Prompt.released_at.is_not(None))).one()
    assert prompt.status is PromptStatus.COMPLETED


def test_only_the_hash_of_the_token_is_stored(session, patient):
    token = ask_for_page(session, patient)
    link = session.scalars(select(AnswerLink)).one()
    assert len(link.token_hash) == 32
    assert token.encode() not in link.token_hash
    assert (link.patient_id, link.expires_at) == (
        patient.id,
        session.scalars(select(Prompt.closes_at).where(Prompt.id == link.prompt_id)).one(),
    )


def test_a_page_that_was_used_is_out_of_time_or_unknown_asks_nothing(session, patient):
    token, another = ask_for_page(session, patient), ask_for_page(session, patient)
    link = session.scalars(select(AnswerLink).limit(1)).one()
    assert open_form(session, token, link.expires_at) is None
    assert fill_in(session, token, SAFE, link.expires_at) is None
    assert open_form(session, "no-such-token") is None
    assert isinstance(fill_in(session, token, SAFE), Sent)
    for used in (token, another):
        assert open_form(session, used) is None
        assert fill_in(session, used, {**SAFE, "phq9/1": ["3"]}) is None
    assert answers(session)["1"] == 1
    assert session.scalar(select(func.count()).select_from(Answer)) == 9


def test_what_is_not_whole_stores_nothing_and_keeps_what_was_typed(session, patient):
    token = ask_for_page(session, patient)
    typed = {**SAFE, "phq9/3": ["7"], "phq9/4": []}
    refused = fill_in(session, token, typed)
    assert isinstance(refused, OpenForm)
    assert refused.errors == {"phq9/3": "option", "phq9/4": "required"}
    assert refused.typed == typed
    assert session.scalar(select(func.count()).select_from(Answer)) == 0
    assert isinstance(fill_in(session, token, SAFE), Sent)


def test_a_page_opened_before_a_text_answered_a_part_asks_for_the_rest(session, patient):
    token = ask_for_page(session, patient)
    receive(session, patient, "2 2 2", now=ASKED_AT + 2 * MINUTE)
    refused = fill_in(session, token, SAFE)
    assert isinstance(refused, OpenForm)
    assert refused.errors == {"": "answered_meanwhile"}
    assert sum(len(asked.items) for asked in refused.questions) == 6
    assert answers(session) == {"1": 2, "2": 2, "3": 2}
    rest = {name: value for name, value in SAFE.items() if name[-1] not in "123"}
    assert isinstance(fill_in(session, token, rest), Sent)
    assert len(answers(session)) == 9


def test_danger_on_the_page_opens_an_alert_texts_the_patient_and_waits_for_the_answer(
    session, patient
):
    sent = fill_in(session, ask_for_page(session, patient), {**PHQ9, "phq9/9": ["3"]})
    assert isinstance(sent, Sent)
    assert sent.safety == "safety_crisis"
    alert = session.scalars(select(SafetyAlert)).one()
    assert (alert.tier, alert.patient_id, alert.status) == ("A", patient.id, AlertStatus.OPEN)
    assert alert.next_page_at == ASKED_AT + 3 * MINUTE
    text = last_text(session, patient)
    assert text.purpose is Purpose.SAFETY
    assert "988" in text.body
    receive(session, patient, "3", now=ASKED_AT + 4 * MINUTE)
    assert session.get_one(SafetyAlert, alert.id).escalated_at == ASKED_AT + 4 * MINUTE


def test_the_crisis_text_that_answered_a_page_is_not_repeated_within_half_an_hour(session, patient):
    fill_in(session, ask_for_page(session, patient), {**PHQ9, "phq9/9": ["3"]})
    receive(session, patient, "i want to die", now=ASKED_AT + 10 * MINUTE)
    crisis = session.scalars(
        select(OutboundMessage.body).where(OutboundMessage.purpose == Purpose.SAFETY)
    ).all()
    assert len([body for body in crisis if body.startswith("Thank you for telling us")]) == 1


def test_danger_in_a_form_that_is_not_whole_is_answered_and_raises_one_alert(session, patient):
    token = ask_for_page(session, patient)
    for minute in (3, 4):
        refused = fill_in(session, token, {"phq9/9": ["3"]}, ASKED_AT + minute * MINUTE)
        assert isinstance(refused, OpenForm)
        assert refused.safety == "safety_crisis"
        assert len(refused.errors) == 8
    assert last_text(session, patient).purpose is Purpose.SAFETY
    whole = fill_in(session, token, {**PHQ9, "phq9/9": ["3"]}, ASKED_AT + 5 * MINUTE)
    assert isinstance(whole, Sent)
    assert whole.safety == "safety_crisis"
    assert session.scalars(select(SafetyAlert.tier)).all() == ["A"]
    texts = session.scalars(
        select(OutboundMessage.body).where(OutboundMessage.purpose == Purpose.SAFETY)
    ).all()
    assert len([body for body in texts if body.startswith("Thank you for telling us")]) == 1
    assert answers(session)["9"] == 3


@pytest.mark.parametrize("used", [False, True])
def test_danger_in_a_form_that_comes_too_late_is_seen_all_the_same(session, patient, used: bool):
    token = ask_for_page(session, patient)
    link = session.scalars(select(AnswerLink)).one()
    late = ASKED_AT + 9 * MINUTE if used else link.expires_at + MINUTE
    if used:
        fill_in(session, token, SAFE)
    sent = fill_in(session, token, {**PHQ9, "phq9/9": ["3"]}, late)
    assert isinstance(sent, Sent)
    assert (sent.safety, sent.is_recorded) == ("safety_crisis", False)
    alert = session.scalars(select(SafetyAlert)).one()
    assert (alert.tier, alert.next_page_at) == ("A", late)
    recorded = session.scalars(select(Answer.value).where(Answer.link_id == "9")).all()
    assert recorded == ([0] if used else [])


def test_after_stop_the_page_is_closed(session, patient):
    token = ask_for_page(session, patient)
    receive(session, patient, "STOP", now=ASKED_AT + 2 * MINUTE)
    assert open_form(session, token) is None
    assert fill_in(session, token, SAFE) is None


def test_link_with_nothing_open_is_answered_and_makes_no_page(session, patient):
    fill_in(session, ask_for_page(session, patient), SAFE)
    receive(session, patient, "LINK", now=ASKED_AT + 9 * MINUTE)
    assert last_text(session, patient).body == "Nothing is open right now."
    assert session.scalar(select(func.count()).select_from(AnswerLink)) == 1


def test_two_presses_at_the_same_instant_are_recorded_once(engine: Engine):
    sessions = writing_sessions(engine)
    with sessions.begin() as session:
        patient = make_patient(session, make_practitioner(session, make_clinic(session)))
        assert turns.release_due(session, catalogue(), patient.id, ASKED_AT, PUBLIC_URL)
        token = ask_for_page(session, patient)
    became: list[object] = []

    def press() -> None:
        with sessions.begin() as session:
            became.append(type(fill_in(session, token, SAFE)))

    presses = [threading.Thread(target=press) for _ in range(2)]
    for each in presses:
        each.start()
    for each in presses:
        each.join()
    assert sorted(became, key=str) == sorted([type(None), Sent], key=str)
    with sessions() as session:
        assert session.scalar(select(func.count()).select_from(Answer)) == 9
