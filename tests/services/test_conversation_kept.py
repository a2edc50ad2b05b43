"""What a conversation decides is what the record holds afterwards."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from diary.services import responses, turns
from diary.store.care import Prompt, PromptStatus
from diary.store.database import writing_sessions
from diary.store.messaging import InboundMessage, OutboundMessage, OutboundStatus, Purpose
from diary.store.people import Patient
from diary.store.responses import Answer, Note, QuestionnaireResponse, ResponseStatus
from tests.factories import (
    NOW,
    PUBLIC_URL,
    catalogue,
    make_clinic,
    make_patient,
    make_practitioner,
    receive,
)

MORNING = NOW + timedelta(days=1, minutes=1)
"""The first daily check-in is due; the PHQ-9 of the day before is not answered."""
MINUTE = timedelta(minutes=1)


@pytest.fixture(name="session")
def _session(engine: Engine) -> Iterator[Session]:
    with writing_sessions(engine)() as session:
        yield session


@pytest.fixture(name="patient")
def _patient(session: Session) -> Patient:
    patient = make_patient(session, make_practitioner(session, make_clinic(session)))
    assert turns.release_due(session, catalogue(), patient.id, NOW + 6 * MINUTE, PUBLIC_URL)
    return patient


def texts(session: Session, patient: Patient) -> list[OutboundMessage]:
    return list(
        session.scalars(
            select(OutboundMessage)
            .where(OutboundMessage.patient_id == patient.id)
            .order_by(OutboundMessage.created_at, OutboundMessage.id)
        )
    )


def statuses(session: Session, patient: Patient) -> dict[str, PromptStatus]:
    session.flush()
    released = session.scalars(
        select(Prompt).where(Prompt.patient_id == patient.id, Prompt.released_at.is_not(None))
    )
    return {prompt.check_in: prompt.status for prompt in released}


def test_a_check_in_overtaken_by_the_next_day_goes_on_after_it(session, patient):
    receive(session, patient, "1 1 2", now=NOW + 8 * MINUTE)
    assert turns.release_due(session, catalogue(), patient.id, MORNING, PUBLIC_URL)
    assert texts(session, patient)[-1].body.startswith("How is today?")
    receive(session, patient, "6 3 7", now=MORNING + MINUTE)
    assert "Feeling tired" in texts(session, patient)[-1].body
    for minute, body in enumerate(["1 0 0", "0 0", "0"], start=2):
        receive(session, patient, body, now=MORNING + minute * MINUTE)
    assert statuses(session, patient) == {
        "baseline": PromptStatus.COMPLETED,
        "baseline-daily": PromptStatus.COMPLETED,
    }
    phq9 = session.scalars(
        select(QuestionnaireResponse).where(QuestionnaireResponse.questionnaire == "phq9")
    ).one()
    assert phq9.status is ResponseStatus.COMPLETED
    late = session.scalars(select(Answer.is_late).where(Answer.response_id == phq9.id)).all()
    assert sorted(late) == [False] * 3 + [True] * 6


def test_what_was_put_off_and_answered_before_it_came_again_is_not_asked_again(session, patient):
    assert turns.release_due(session, catalogue(), patient.id, MORNING, PUBLIC_URL)
    receive(session, patient, "later", now=MORNING + MINUTE)
    assert statuses(session, patient)["baseline-daily"] is PromptStatus.REQUESTED
    receive(session, patient, "6 3 7", now=MORNING + 20 * MINUTE)
    assert statuses(session, patient)["baseline-daily"] is PromptStatus.COMPLETED
    assert not turns.release_due(
        session, catalogue(), patient.id, MORNING + 61 * MINUTE, PUBLIC_URL
    )


def test_what_was_put_off_is_asked_again_for_what_is_still_open(session, patient):
    receive(session, patient, "1 1 2", now=NOW + 8 * MINUTE)
    receive(session, patient, "later", now=NOW + 9 * MINUTE)
    assert turns.release_due(session, catalogue(), patient.id, NOW + 70 * MINUTE, PUBLIC_URL)
    assert "Feeling tired" in texts(session, patient)[-1].body


def test_skipping_keeps_what_was_answered(session, patient):
    receive(session, patient, "1 1 2", now=NOW + 8 * MINUTE)
    receive(session, patient, "skip", now=NOW + 9 * MINUTE)
    assert statuses(session, patient) == {"baseline": PromptStatus.SKIPPED}
    response = session.scalars(select(QuestionnaireResponse)).one()
    assert response.status is ResponseStatus.STOPPED
    assert len(responses.current_answers(session, response)) == 3


def test_taking_an_answer_back_after_its_window_leaves_a_missed_check_in(session, patient):
    assert turns.release_due(session, catalogue(), patient.id, MORNING, PUBLIC_URL)
    receive(session, patient, "6 3 7", now=MORNING + MINUTE)
    receive(session, patient, "skip", now=MORNING + 2 * MINUTE)
    receive(session, patient, "undo", now=MORNING + timedelta(hours=23))
    assert statuses(session, patient)["baseline-daily"] is PromptStatus.MISSED


def test_a_form_is_whole_when_all_it_still_asks_for_is_answered(session, patient):
    prompt = session.scalars(select(Prompt).where(Prompt.released_at.is_not(None))).one()
    form = catalogue().questionnaires["pc_ptsd5"]
    no_trauma = responses.record_answers(
        session, patient, prompt, form, {"gate": 0.0}, NOW, inbound_id=None
    )
    assert responses.finish(session, no_trauma, form)
    trauma = responses.record_answers(
        session, patient, prompt, form, {"gate": 1.0}, NOW, inbound_id=None
    )
    assert not responses.finish(session, trauma, form)


def test_each_safety_text_goes_out_once_in_half_an_hour_and_a_graver_one_still_does(
    session, patient
):
    said = []
    for minute, body in [
        (10, "everything is hopeless"),
        (12, "it is all hopeless"),
        (15, "i am going to kill myself"),
        (17, "i want to die"),
        (20, "i cant breathe and my chest hurts"),
    ]:
        before = len(texts(session, patient))
        receive(session, patient, body, now=NOW + minute * MINUTE)
        new = texts(session, patient)[before:]
        assert all(text.purpose is Purpose.SAFETY for text in new)
        said.append([text.body.split(",")[0].split(".")[0] for text in new])
    assert said == [
        ["That sounds hard"],
        [],
        ["Thank you for telling us"],
        [],
        ["If you cannot breathe"],
    ]
    receive(session, patient, "i want to die", now=NOW + 46 * MINUTE)
    assert texts(session, patient)[-1].body.startswith("Thank you for telling us")


def test_a_picture_is_a_note_that_staff_can_read(session, patient):
    receive(session, patient, "", now=NOW + 8 * MINUTE)
    assert session.scalars(select(Note.text)).one().strip()
    read_as = session.scalars(
        select(InboundMessage.read_as).order_by(InboundMessage.id.desc()).limit(1)
    ).one()
    assert read_as == {"key": "read/no_words"}


def test_a_correction_without_a_name_is_about_the_number_given_last(session, patient):
    assert turns.release_due(session, catalogue(), patient.id, MORNING, PUBLIC_URL)
    receive(session, patient, "6 3", now=MORNING + MINUTE)
    receive(session, patient, "7", now=MORNING + 2 * MINUTE)
    receive(session, patient, "skip", now=MORNING + 3 * MINUTE)
    receive(session, patient, "sorry, 8", now=MORNING + 4 * MINUTE)
    daily = session.scalars(
        select(QuestionnaireResponse).where(QuestionnaireResponse.questionnaire == "daily")
    ).one()
    assert responses.values_of(responses.current_answers(session, daily)) == {
        "mood": 6,
        "distress": 3,
        "sleep_hours": 8,
    }


def test_a_safety_text_that_never_arrived_is_said_again(session, patient):
    receive(session, patient, "i want to die", now=NOW + 10 * MINUTE)
    texts(session, patient)[-1].status = OutboundStatus.FAILED
    receive(session, patient, "i want to die", now=NOW + 12 * MINUTE)
    assert texts(session, patient)[-1].body.startswith("Thank you for telling us")
    assert len(texts(session, patient)) == 5
