"""What the conversation does when somebody may be in danger, one claim each."""

from dataclasses import replace
from datetime import timedelta

import pytest

from diary.domain.consent import Texting
from diary.domain.conversation import PATIENCE_AFTER_DANGER, advance
from diary.domain.danger_turns import SAFETY_ANSWER_COUNTS_FOR, SAFETY_ANSWER_WITHIN
from diary.domain.turn import (
    Asked,
    Asking,
    CheckingSafety,
    FormRefused,
    Idle,
    Phrase,
    Question,
    Turn,
    Urgency,
    WaitExpired,
)
from diary.domain.turn_effects import (
    CloseResponses,
    EscalateAlert,
    OptOut,
    PostponePrompt,
    RecordAnswers,
)
from tests.domain.conversing import (
    DAILY,
    NOW,
    asking,
    keys,
    prompt,
    response,
    rules,
    script,
    text,
)


@pytest.mark.parametrize("texting", list(Texting))
@pytest.mark.parametrize("state", [Idle(), asking(), asking("9", code="phq9")])
def test_danger_is_answered_whatever_the_patient_s_standing(state, texting: Texting):
    turn = advance(state, text("i want to kill myself"), script(texting=texting))
    assert keys(turn) == ["safety_crisis"]
    assert turn.urgency is Urgency.SAFETY
    assert turn.state == CheckingSafety(state, NOW + SAFETY_ANSWER_WITHIN)


def test_numbers_beside_danger_are_kept():
    turn = advance(asking(), text("2 9 3 i want to kill myself"), script())
    assert turn.effects[0].values == {"mood": 2, "distress": 9, "sleep_hours": 3}
    assert keys(turn) == ["safety_crisis"]


def test_a_number_beside_danger_is_not_taken_where_another_follows():
    """The first clause alone would be a 6."""
    said = "6 this morning, then 1 after lunch, i want to kill myself"
    turn = advance(asking("mood"), text(said), script())
    assert not any(isinstance(effect, RecordAnswers) for effect in turn.effects)
    assert keys(turn) == ["safety_crisis"]


def test_a_question_that_a_safety_text_pushed_aside_takes_no_number():
    """The next group was never sent: a stray 2 is no answer to it."""
    whole = tuple(Asked("phq9", items) for items in (("7", "8"), ("9",)))
    state = replace(asking("7", "8", code="phq9"), questions=whole)
    turn = advance(state, text("1 1, my chest hurts and i cant breathe"), script())
    assert keys(turn) == ["safety_medical"]
    after = advance(turn.state, text("2"), script())
    assert not any(isinstance(effect, RecordAnswers) for effect in after.effects)


def test_each_safety_text_goes_out_once_in_half_an_hour():
    checking = CheckingSafety(Idle(), NOW + timedelta(minutes=5))
    said = script(safety_said=frozenset({"safety_crisis"}))
    turn = advance(checking, text("i want to kill myself"), said)
    assert turn.says == ()
    assert turn.state.answer_by == checking.answer_by
    medical = advance(Idle(), text("i cant breathe"), said)
    assert keys(medical) == ["safety_medical"]
    gentle = script(safety_said=frozenset({"safety_concern"}))
    assert keys(advance(Idle(), text("i want to kill myself"), gentle)) == ["safety_crisis"]


def test_danger_anew_after_i_am_safe_is_asked_about_anew():
    said = script(safety_said=frozenset({"safety_crisis"}))
    turn = advance(Idle(), text("i want to kill myself"), said)
    assert keys(turn) == ["safety_question"]


@pytest.mark.parametrize(
    "body", ["2", "3", "not safe", "no", "no sé", "3 i want to die", "maybe", "HELP", "ayúdame"]
)
def test_not_safe_or_not_sure_calls_a_person_and_goes_on_listening(body: str):
    turn = advance(CheckingSafety(asking(), NOW + timedelta(minutes=5)), text(body), script())
    assert turn.effects == (EscalateAlert(),)
    assert keys(turn) == ["safety_not_safe"]
    assert turn.state == CheckingSafety(asking(), NOW + SAFETY_ANSWER_COUNTS_FOR, escalated=True)


@pytest.mark.parametrize("body", ["1", "1 safe", "I'm safe", "yes", "estoy a salvo", "safe now"])
def test_safe_goes_on_with_what_was_asked(body: str):
    turn = advance(CheckingSafety(asking(), NOW + timedelta(minutes=5)), text(body), script())
    assert turn.effects == ()
    assert turn.says == (Phrase("safety_safe"), Question(DAILY))
    assert turn.state == asking()


def test_safe_in_a_text_that_speaks_of_danger_is_not_believed():
    checking = CheckingSafety(asking(), NOW + timedelta(minutes=5))
    turn = advance(checking, text("1 safe but i want to kill myself"), script())
    assert isinstance(turn.state, CheckingSafety)


def test_silence_calls_a_person_and_a_late_answer_is_still_about_safety():
    checking = CheckingSafety(asking("9", code="phq9"), NOW)
    turn = advance(checking, WaitExpired(7), script())
    assert turn.effects == (EscalateAlert(),)
    assert turn.says == ()
    later = advance(turn.state, text("3"), script(now=NOW + timedelta(minutes=20)))
    assert later.effects == (EscalateAlert(),)


def test_an_answer_to_the_open_check_in_is_taken_while_safety_is_asked():
    checking = CheckingSafety(asking(), NOW + timedelta(minutes=5))
    turn = advance(checking, text("3 8 4"), script())
    assert turn.effects[0].values == {"mood": 3, "distress": 8, "sleep_hours": 4}
    assert turn.state == replace(checking, resume=Idle())


def test_a_check_in_that_falls_due_in_a_crisis_waits():
    checking = CheckingSafety(Idle(), NOW + timedelta(minutes=5))
    turn = advance(checking, prompt(), script())
    assert turn.effects == (PostponePrompt("today", NOW + PATIENCE_AFTER_DANGER),)
    assert turn.says == ()


def test_stop_in_place_of_an_answer_about_safety_still_calls_a_person():
    checking = CheckingSafety(asking(), NOW + timedelta(minutes=5))
    turn = advance(checking, text("STOP"), script())
    assert turn.effects == (CloseResponses("today"), OptOut())
    assert turn.state == CheckingSafety(Idle(), checking.answer_by)


def test_a_lapsed_question_is_not_asked_again_after_safe():
    lapsed = asking(closes_at=NOW - timedelta(minutes=1))
    turn = advance(CheckingSafety(lapsed, NOW + timedelta(minutes=5)), text("1"), script())
    assert turn.says == (Phrase("safety_safe"),)
    assert turn.effects == (CloseResponses("today"),)


def test_the_wait_of_a_question_ends_it_without_a_word():
    over: Asking = asking(closes_at=NOW)
    assert advance(over, WaitExpired(7), script()) == Turn(Idle(), (CloseResponses("today"),))
    assert advance(over, WaitExpired(6), script()) == Turn(over)


@pytest.mark.parametrize(
    ("prompt_id", "rule"), [("today", "answer-mood-low"), ("yesterday", "answer-mood-fell")]
)
def test_an_answer_that_is_put_right_is_no_mood_before_it(prompt_id: str, rule: str):
    recent = (response(prompt_id=prompt_id, mood=8),)
    on_page = advance(Idle(), FormRefused("today", {"daily": {"mood": 1.0}}), script(recent=recent))
    assert rules(on_page) == [rule]


def test_an_answer_that_is_corrected_by_text_is_no_mood_before_it():
    turn = advance(Idle(), text("sorry, mood 1"), script(recent=(response(mood=8),)))
    assert rules(turn) == ["answer-mood-low"]
