"""The turns that matter most, one claim each; whole stories stand in ``tests/transcripts``."""

from dataclasses import replace
from datetime import timedelta

import pytest

from diary.domain.consent import Texting
from diary.domain.conversation import INVITATION_ATTEMPTS, PATIENCE_AFTER_DANGER, advance
from diary.domain.danger_turns import SAFETY_ANSWER_COUNTS_FOR, SAFETY_ANSWER_WITHIN
from diary.domain.turn import (
    Asked,
    Asking,
    CheckingSafety,
    Idle,
    Phrase,
    Question,
    Turn,
    Urgency,
    WaitExpired,
)
from diary.domain.turn_effects import (
    CloseResponses,
    CorrectAnswers,
    EscalateAlert,
    HandOver,
    Join,
    KeepNote,
    OptIn,
    OptOut,
    PostponePrompt,
    RaiseAlert,
    RecordAnswers,
    SetLanguage,
    SkipPrompt,
    UndoAnswers,
)
from tests.domain.conversing import NOW, QUESTIONNAIRES, asking, prompt, response, script, text

DAILY = Asked("daily", ("mood", "distress", "sleep_hours"))


def keys(turn: Turn) -> list[str]:
    return [say.key for say in turn.says if isinstance(say, Phrase)]


def rules(turn: Turn) -> list[str]:
    return [effect.finding.rule for effect in turn.effects if isinstance(effect, RaiseAlert)]


# --- joining -----------------------------------------------------------------------------------


@pytest.mark.parametrize("body", ["1", " 1. ", "１", '"1"', "Yes", "sí", "OK!", "1 please"])
def test_an_invited_patient_joins(body: str):
    turn = advance(Idle(), text(body), script(texting=Texting.INVITED))
    assert turn.effects == (Join(),)
    assert keys(turn) == ["welcome"]


@pytest.mark.parametrize("body", ["2", "11", "10", "maybe", "6 3 7", "thanks", "please", "?"])
def test_anything_else_is_no_joining(body: str):
    turn = advance(Idle(), text(body), script(texting=Texting.INVITED))
    assert Join() not in turn.effects
    assert KeepNote(body) in turn.effects


@pytest.mark.parametrize("texting", [Texting.INVITED, Texting.STOPPED])
def test_nothing_is_asked_before_joining_or_after_opting_out(texting: Texting):
    turn = advance(Idle(), prompt(), script(texting=texting))
    assert turn == Turn(Idle(), (CloseResponses("today"),))


def test_the_carriers_own_answer_is_never_doubled():
    for body, texting in [("STOP", Texting.ACTIVE), ("HELP", Texting.ACTIVE),
                          ("START", Texting.STOPPED), ("START", Texting.INVITED),
                          ("YES", Texting.INVITED), ("START", Texting.ACTIVE)]:  # fmt: skip
        turn = advance(Idle(), text(body, answered_by_carrier=True), script(texting=texting))
        assert turn.says == (), body


def test_an_invitation_is_repeated_in_the_language_that_was_asked_for():
    turn = advance(Idle(), text("español"), script(texting=Texting.INVITED))
    assert turn.effects == (SetLanguage("es"),)
    assert (keys(turn), turn.language) == (["invitation"], "es")


def test_odd_answers_to_an_invitation_end_with_a_person():
    state, said = Idle(), []
    for _ in range(INVITATION_ATTEMPTS + 2):
        turn = advance(state, text("who is this"), script(texting=Texting.INVITED))
        state = turn.state
        said.append((keys(turn), HandOver() in turn.effects))
    again = (["invitation_unclear"], False)
    assert said == [again, again, (["handed_over"], True), ([], False), ([], False)]


# --- asking ------------------------------------------------------------------------------------


def test_a_form_whose_text_is_withheld_is_never_asked():
    turn = advance(Idle(), prompt("qids_sr16"), script())
    assert turn == Turn(Idle(), (CloseResponses("today"),))


def test_a_questionnaire_that_is_gone_is_passed_over():
    known = {code: q for code, q in QUESTIONNAIRES.items() if code != "phq2"}
    turn = advance(Idle(), prompt("phq2", "daily"), script(questionnaires=known))
    assert turn.says == (Question(DAILY),)
    left = asking("1", code="phq2")
    assert advance(left, text("1"), script(questionnaires=known)).effects[0] == CloseResponses(
        "today"
    )


def test_what_the_answers_rule_out_is_not_asked():
    gate = asking("gate", code="pc_ptsd5")
    groups = tuple(Asked("pc_ptsd5", items) for items in (("1", "2", "3"), ("4", "5")))
    gate = replace(gate, questions=(*gate.questions, *groups))
    no_trauma = advance(gate, text("0"), script())
    assert no_trauma.state == Idle()
    assert no_trauma.effects == (
        RecordAnswers("today", "pc_ptsd5", {"gate": 0}),
        CloseResponses("today"),
    )
    trauma = advance(gate, text("1"), script())
    assert trauma.says[-1] == Question(groups[0])


def test_asked_again_a_prompt_asks_only_what_is_still_open():
    answered = response("phq9", prompt_id="today", **{"1": 1, "2": 1, "3": 2})
    turn = advance(Idle(), prompt("phq9"), script(recent=(answered,)))
    assert turn.says == (Question(Asked("phq9", ("4", "5", "6"))),)


def test_an_older_prompt_goes_on_after_the_new_one_while_its_window_is_open():
    weekly = asking("4", "5", "6", code="phq9", prompt_id="weekly")
    turn = advance(weekly, prompt(), script())
    assert turn.effects == ()
    turn = advance(turn.state, text("6 3 7"), script())
    assert turn.says == (Question(Asked("phq9", ("4", "5", "6"))),)
    assert turn.state == weekly
    closed = replace(weekly, closes_at=NOW)
    turn = advance(advance(closed, prompt(), script()).state, text("6 3 7"), script())
    assert turn.state == Idle()


def test_the_newest_question_of_a_kind_is_the_one_that_is_answered():
    turn = advance(asking(prompt_id="yesterday"), prompt(), script())
    assert turn.effects == (CloseResponses("yesterday"),)
    assert turn.state == asking()


# --- answering ---------------------------------------------------------------------------------


def test_a_clean_whole_answer_needs_no_reply():
    turn = advance(asking(), text("6 3 7"), script())
    assert turn.says == ()
    assert turn.effects == (
        RecordAnswers("today", "daily", {"mood": 6, "distress": 3, "sleep_hours": 7}),
        CloseResponses("today"),
    )


@pytest.mark.parametrize(
    ("body", "is_new"), [("6 3 7", True), ("mood about six, distress 3, slept 7", False)]
)
def test_what_was_understood_is_echoed_to_new_patients_and_when_words_were_read(body, is_new):
    assert keys(advance(asking(), text(body), script(is_new=is_new))) == ["echo"]


def test_a_part_is_kept_and_only_the_rest_asked():
    turn = advance(asking(), text("6 3"), script())
    assert turn.effects == (RecordAnswers("today", "daily", {"mood": 6, "distress": 3}),)
    assert turn.says[1] == Question(Asked("daily", ("sleep_hours",)))


def test_an_answer_after_midnight_is_told_the_day_it_belongs_to():
    late = script(today=NOW.date() + timedelta(days=1))
    turn = advance(asking(), text("6 3 7"), late)
    assert turn.says[0].params["day"] == NOW.date()


def test_after_its_window_a_number_is_a_note():
    over = asking(closes_at=NOW)
    turn = advance(over, text("6 3 7"), script())
    assert turn.effects == (CloseResponses("today"), KeepNote("6 3 7"))


def test_three_texts_that_cannot_be_read_go_to_a_person_and_a_readable_one_still_counts():
    state, said = asking(), []
    for _ in range(4):
        turn = advance(state, text("banana"), script())
        state = turn.state
        said.append(keys(turn)[:1])
    assert said == [["unclear"], ["unclear"], ["handed_over"], []]
    assert RecordAnswers("today", "daily", {"mood": 6, "distress": 3, "sleep_hours": 7}) in (
        advance(state, text("6 3 7"), script()).effects
    )


def test_a_picture_is_kept_as_a_note_and_answered_honestly():
    for state in (Idle(), asking()):
        turn = advance(state, text(""), script())
        assert isinstance(turn.effects[0], KeepNote)
        assert turn.effects[0].text
        assert keys(turn)[0] == "no_pictures"


def test_an_answer_that_a_clinician_looks_at_raises_an_alert():
    turn = advance(asking("bladder", code="bladder"), text("1 4"), script())
    assert rules(turn) == ["answer-bladder-bladder"]
    assert keys(turn) == ["safety_follow_up"]
    assert rules(advance(asking("bladder", code="bladder"), text("1 2"), script())) == []


def test_item_nine_raises_one_alert_and_asks_about_safety():
    turn = advance(asking("9", code="phq9"), text("1"), script())
    assert rules(turn) == ["answer-phq9-item9"]
    assert keys(turn) == ["safety_crisis"]
    assert turn.state == CheckingSafety(Idle(), NOW + SAFETY_ANSWER_WITHIN)


# --- corrections -------------------------------------------------------------------------------


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


# --- commands ----------------------------------------------------------------------------------


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


# --- danger ------------------------------------------------------------------------------------


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


@pytest.mark.parametrize("body", ["2", "3", "not safe", "no", "no sé", "3 i want to die", "maybe"])
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
