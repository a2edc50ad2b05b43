"""What was answered in the app is asked no more by text, and danger there is answered like any."""

from datetime import timedelta

from diary.domain.conversation import advance
from diary.domain.turn import CheckingSafety, HeardInApp, Idle, Question, Urgency
from diary.domain.turn_effects import CloseResponses
from tests.domain.conversing import NOW, asking, keys, response, rules, script, text

PART = response(prompt_id="today", mood=6, distress=3)
WHOLE = response(prompt_id="today")
WEEKLY = asking("1", "2", code="phq2", prompt_id="weekly")


def test_the_rest_stays_open_and_nothing_is_said():
    turn = advance(asking(), HeardInApp(), script(recent=(PART,)))
    assert turn.state == asking("sleep_hours")
    assert (turn.effects, turn.says) == ((), ())
    after = advance(turn.state, text("7"), script(recent=(PART,)))
    assert isinstance(after.state, Idle)


def test_what_is_whole_is_closed():
    turn = advance(asking(), HeardInApp(), script(recent=(WHOLE,)))
    assert turn.state == Idle()
    assert turn.effects == (CloseResponses("today", stays_open=True),)
    assert turn.says == ()


def test_an_older_question_goes_on_as_a_prompt_that_keeps_to_quiet_hours():
    turn = advance(asking(unfinished=WEEKLY), HeardInApp(), script(recent=(WHOLE,)))
    assert turn.state == WEEKLY
    assert [type(say) for say in turn.says] == [Question]
    assert turn.urgency is Urgency.PROMPT


def test_an_older_question_that_was_answered_goes_without_a_word():
    old = response("phq2", prompt_id="weekly", **{"1": 0, "2": 1})
    turn = advance(asking(unfinished=WEEKLY), HeardInApp(), script(recent=(old,)))
    assert turn.state == asking()
    assert turn.effects == (CloseResponses("weekly", stays_open=True),)
    assert turn.says == ()


def test_a_question_about_safety_stays_open():
    checking = CheckingSafety(asking(unfinished=WEEKLY), NOW + timedelta(minutes=10))
    turn = advance(checking, HeardInApp(), script(recent=(WHOLE,)))
    assert isinstance(turn.state, CheckingSafety)
    assert turn.state.answer_by == checking.answer_by
    assert turn.state.resume == asking("1", "2", code="phq2", prompt_id="weekly", is_out=False)
    assert turn.says == ()


def test_danger_is_answered_at_once_and_its_alert_is_not_raised_again():
    danger = text("i want to kill myself").danger
    turn = advance(Idle(), HeardInApp(danger), script())
    assert keys(turn) == ["safety_crisis"]
    assert turn.urgency is Urgency.SAFETY
    assert isinstance(turn.state, CheckingSafety)
    assert rules(turn) == []


def test_nothing_heard_of_changes_nothing():
    for state in (Idle(), asking(), asking(unfinished=WEEKLY)):
        assert advance(state, HeardInApp(), script()).state == state
