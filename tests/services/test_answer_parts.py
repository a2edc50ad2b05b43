"""A page saved before it is whole; on both databases."""

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from diary.services import answer_forms
from diary.services.answer_forms import OpenForm, Sent
from diary.store.alerts import SafetyAlert
from diary.store.responses import Answer, QuestionnaireResponse, ResponseStatus
from tests.factories import PUBLIC_URL, catalogue, receive
from tests.services.test_answer_forms import (
    ASKED_AT,
    MINUTE,
    _patient,
    _session,
    answers,
    ask_for_page,
    open_form,
)

__all__ = ["_patient", "_session"]


def keep_part(session: Session, token: str, typed, after: timedelta = 3 * MINUTE):
    return answer_forms.keep_part(session, catalogue(), token, typed, ASKED_AT + after, PUBLIC_URL)


def test_a_part_is_kept_and_the_rest_goes_on_by_text_or_on_the_page(session, patient):
    token = ask_for_page(session, patient)
    part = {f"phq9/{item}": ["2"] for item in "123"}
    kept = keep_part(session, token, part)
    assert isinstance(kept, Sent)
    assert (kept.is_recorded, kept.is_whole) == (True, False)
    assert answers(session) == dict.fromkeys("123", 2)
    again = open_form(session, token)
    assert isinstance(again, OpenForm)
    assert [item for asked in again.questions for item in asked.items] == list("456789")
    receive(session, patient, "1 1 1", now=ASKED_AT + 5 * MINUTE)
    assert answers(session) == {**dict.fromkeys("123", 2), **dict.fromkeys("456", 1)}
    rest = {"phq9/7": ["0"], "phq9/8": ["0"], "phq9/9": ["0"]}
    done = keep_part(session, token, rest, 6 * MINUTE)
    assert isinstance(done, Sent)
    assert done.is_whole
    assert len(answers(session)) == 9
    response = session.scalars(select(QuestionnaireResponse)).one()
    assert response.status is ResponseStatus.COMPLETED


def test_a_part_with_something_wrong_in_it_is_not_kept(session, patient):
    token = ask_for_page(session, patient)
    for typed in ({"phq9/1": ["7"], "phq9/2": ["1"]}, {}):
        assert isinstance(keep_part(session, token, typed), OpenForm)
    assert session.scalar(select(func.count()).select_from(Answer)) == 0
    dangerous = keep_part(session, token, {"phq9/9": ["3"]})
    assert isinstance(dangerous, Sent)
    assert dangerous.safety == "safety_crisis"
    assert session.scalars(select(SafetyAlert)).one().tier == "A"
