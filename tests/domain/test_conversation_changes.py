"""Corrections and commands in a conversation, one claim each."""

from dataclasses import replace
from datetime import timedelta

from diary.domain.consent import Texting
from diary.domain.conversation import advance
from diary.domain.turn import (
    CheckingSafety,
    Idle,
    Phrase,
    Question,
)
from diary.domain.turn_effects import (
    CloseResponses,
    CorrectAnswers,
    KeepNote,
    OptIn,
    PostponePrompt,
    SkipPrompt,
    UndoAnswers,
)
from tests.domain.conversing import (
    DAILY,
    NOW,
    asking,
    keys,
    response,
    rules,
    script,
    text,
)


def test_a_bare_correction_is_about_the_number_given_last():
    answered = replace(response(), last_items=("sleep_hours",))
    turn = advance(Idle(), text("sorry, 8"), script(recent=(answered,)))
    assert turn.effects == (CorrectAnswers("0 days ago", "daily", {"sleep_hours": 8}),)


def test_a_correction_that_fits_several_answers_is_asked_about_and_then_made():
    on = script(recent=(response(),))
    turn = advance(Idle(), text("*4"), on)
    assert keys(turn) == ["correction_unclear"]
    turn = advance(turn.state, text("mood 4"), on)
    assert turn.effects == (CorrectAnswers("0 days ago", "daily", {"mood": 4}),)
    assert turn.state == Idle()


def test_yesterday_is_corrected_while_today_is_asked():
    on = script(recent=(response(days_ago=1),))
    turn = advance(asking(), text("yesterday mood was 3"), on)
    assert turn.effects == (CorrectAnswers("1 days ago", "daily", {"mood": 3}),)
    assert turn.state == asking()


def test_a_weekday_means_the_last_one_of_that_name():
    monday, sunday = response(days_ago=2), response(days_ago=3)
    turn = advance(Idle(), text("monday mood was 3"), script(recent=(monday, sunday)))
    assert turn.effects[0].prompt_id == "2 days ago"


def test_a_correction_without_a_day_never_reaches_back_to_last_week():
    turn = advance(Idle(), text("sorry, mood 4"), script(recent=(response(days_ago=4),)))
    assert turn.effects == (KeepNote("sorry, mood 4"),)


def test_a_correction_can_show_danger():
    answered = replace(response("phq9", **{"9": 0}), last_items=("9",))
    turn = advance(Idle(), text("sorry, 2"), script(recent=(answered,)))
    assert rules(turn) == ["answer-phq9-item9"]
    assert isinstance(turn.state, CheckingSafety)


def test_later_leaves_the_question_open_for_an_answer_before_it_comes_again():
    turn = advance(asking(), text("later"), script())
    assert turn.effects == (PostponePrompt("today", NOW + timedelta(hours=1)),)
    assert advance(turn.state, text("ok thanks"), script()).says == ()
    answered = advance(turn.state, text("6 3 7"), script())
    assert answered.effects[-1] == CloseResponses("today")


def test_later_never_promises_a_text_in_quiet_hours():
    evening = NOW + timedelta(hours=9)
    turn = advance(asking(), text("later"), script(now=evening))
    assert turn.effects == (PostponePrompt("today", NOW + timedelta(hours=10)),) or keys(turn) == [
        "later_too_late"
    ]
    at_night = advance(asking(), text("in 3 hours"), script(now=evening))
    assert keys(at_night) == ["later_too_late"]
    assert at_night.effects == ()


def test_skip_goes_on_with_an_older_prompt():
    older = asking("4", "5", "6", code="phq9", prompt_id="weekly")
    turn = advance(replace(asking(), unfinished=older), text("skip"), script())
    assert turn.effects == (SkipPrompt("today"),)
    assert turn.state == older
    assert turn.says == (Phrase("skipped"), Question(older.questions[0]))


def test_undo_asks_anew_while_the_window_is_open_and_closes_after():
    open_still = response(prompt_id="today")
    turn = advance(Idle(), text("undo"), script(recent=(open_still,)))
    assert turn.effects == (UndoAnswers("today", "daily"),)
    assert turn.says[-1] == Question(DAILY)
    over = response(days_ago=1)
    turn = advance(Idle(), text("undo"), script(recent=(over,)))
    assert turn.effects == (UndoAnswers("1 days ago", "daily"), CloseResponses("1 days ago"))
    assert turn.state == Idle()


def test_a_number_that_the_carrier_gave_up_is_texted_again_after_start():
    turn = advance(Idle(), text("START"), script(texting=Texting.UNREACHABLE))
    assert turn.effects == (OptIn(),)
