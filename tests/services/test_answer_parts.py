"""A page saved before it is whole; on both databases."""

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from diary.services import answer_forms
from diary.services.answer_forms import OpenForm, Saved, Sent
from diary.store.alerts import SafetyAlert
from diary.store.responses import Answer, QuestionnaireResponse, ResponseStatus
from tests.factories import PUBLIC_URL, catalogue, receive
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


def save(session: Session, token: str, typed, after: timedelta = 3 * MINUTE) -> Saved | None:
    return answer_forms.save_tapped(
        session, catalogue(), token, typed, ASKED_AT + after, PUBLIC_URL
    )


def test_each_tap_is_saved_and_the_rest_goes_on_by_text(session, patient):
    token = ask_for_page(session, patient)
    typed: dict[str, list[str]] = {}
    for item in "123":
        typed[f"phq9/{item}"] = ["2"]
        saved = save(session, token, typed)
        assert saved
        assert (saved.is_all, saved.is_whole) == (True, False)
    assert session.scalar(select(func.count()).select_from(Answer)) == 3
    receive(session, patient, "1 1 1", now=ASKED_AT + 5 * MINUTE)
    assert answers(session) == {**dict.fromkeys("123", 2), **dict.fromkeys("456", 1)}


def test_a_mind_is_changed_on_the_page_that_saved_until_it_is_sent(session, patient):
    token, another = ask_for_page(session, patient), ask_for_page(session, patient)
    save(session, token, PHQ9)
    save(session, token, {**PHQ9, "phq9/1": ["3"]})
    assert answers(session) == {**dict.fromkeys("2345678", 1), "1": 3}
    whole = save(session, token, {**SAFE, "phq9/1": ["0"]})
    assert whole
    assert whole.is_whole
    response = session.scalars(select(QuestionnaireResponse)).one()
    assert response.status is ResponseStatus.COMPLETED
    save(session, token, {**SAFE, "phq9/1": ["2"]})
    assert response.status is ResponseStatus.AMENDED
    assert fill_in(session, another, {**SAFE, "phq9/1": ["3"]}) is None
    sent = fill_in(session, token, {**SAFE, "phq9/1": ["2"]})
    assert isinstance(sent, Sent)
    assert sent.is_recorded
    assert answers(session) == {**dict.fromkeys("2345678", 1), "1": 2, "9": 0}
    assert fill_in(session, token, {**SAFE, "phq9/1": ["3"]}) is None
    assert answers(session)["1"] == 2


def test_what_came_by_text_is_not_changed_by_the_page(session, patient):
    token = ask_for_page(session, patient)
    save(session, token, {"phq9/1": ["2"]})
    receive(session, patient, "1 0", now=ASKED_AT + 4 * MINUTE)
    saved = save(session, token, {"phq9/1": ["2"], "phq9/2": ["3"]}, 5 * MINUTE)
    assert saved
    assert not saved.is_all
    assert answers(session) == {"1": 2, "2": 1, "3": 0}


def test_a_slip_leaves_the_saved_answer_and_is_said_at_its_field(session, patient):
    token = ask_for_page(session, patient)
    save(session, token, SAFE)
    slipped = save(session, token, {**SAFE, "phq9/3": ["7"]})
    assert slipped
    assert not slipped.is_all
    refused = fill_in(session, token, {**SAFE, "phq9/3": ["7"]})
    assert isinstance(refused, OpenForm)
    assert refused.errors == {"phq9/3": "option"}
    assert [asked.items for asked in refused.questions] == [("3",)]
    assert answers(session)["3"] == 1


def test_danger_that_is_tapped_is_told_once(session, patient):
    token, another = ask_for_page(session, patient), ask_for_page(session, patient)
    typed = {"phq9/9": ["3"]}
    told = [save(session, token, typed), save(session, token, {**typed, "phq9/1": ["0"]})]
    assert [each.safety for each in told if each] == ["safety_crisis", None]
    assert session.scalars(select(SafetyAlert)).one().tier == "A"
    late = save(session, another, {"phq9/9": ["3"]}, timedelta(days=9))
    assert late
    assert (late.is_all, late.safety) == (False, "safety_crisis")
