"""Joining, asking and answering, one claim each; whole stories stand in ``tests/transcripts``."""

from dataclasses import replace
from datetime import timedelta

import pytest

from diary.domain.consent import Texting
from diary.domain.conversation import INVITATION_ATTEMPTS, advance
from diary.domain.danger_turns import SAFETY_ANSWER_WITHIN
from diary.domain.turn import (
    Asked,
    CheckingSafety,
    Idle,
    Question,
    Turn,
)
from diary.domain.turn_effects import (
    CloseResponses,
    EscalateAlert,
    HandOver,
    Join,
    KeepNote,
    RecordAnswers,
    SetLanguage,
)
from tests.domain.conversing import (
    DAILY,
    NOW,
    QUESTIONNAIRES,
    asking,
    keys,
    prompt,
    response,
    rules,
    script,
    text,
)


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
                          ("YES", Texting.INVITED), ("START", Texting.ACTIVE),
                          ("YES", Texting.ACTIVE)]:  # fmt: skip
        for state in (Idle(), asking()):
            turn = advance(state, text(body, answered_by_carrier=True), script(texting=texting))
            assert turn.says == (), body


def test_the_carriers_answer_never_takes_the_place_of_a_safety_text():
    checking = CheckingSafety(Idle(), NOW + timedelta(minutes=5))
    turn = advance(checking, text("HELP", answered_by_carrier=True), script())
    assert keys(turn) == ["safety_not_safe"]
    assert turn.effects == (EscalateAlert(),)


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


def test_a_prompt_put_off_is_not_asked_before_its_time_by_another_that_came_between():
    put_off = advance(asking(), text("later"), script()).state
    between = advance(put_off, prompt("side_effects", prompt_id="hours-3"), script())
    assert between.effects == ()
    answered = advance(between.state, text("0"), script())
    assert answered.says == ()
    assert answered.state == put_off
    again = advance(between.state, prompt(), script(now=NOW + timedelta(hours=1)))
    assert again.effects == ()
    assert again.says == (Question(DAILY),)
    assert again.state.unfinished.prompt_id == "hours-3"


def test_the_newest_question_of_a_kind_is_the_one_that_is_answered():
    turn = advance(asking(prompt_id="yesterday"), prompt(), script())
    assert turn.effects == (CloseResponses("yesterday"),)
    assert turn.state == asking()


def test_a_clean_whole_answer_needs_no_reply():
    turn = advance(asking(), text("6 3 7"), script())
    assert turn.says == ()
    assert turn.effects == (
        RecordAnswers("today", "daily", {"mood": 6, "distress": 3, "sleep_hours": 7}),
        CloseResponses("today"),
    )


def test_a_clinic_may_want_every_answer_confirmed():
    turn = advance(asking(), text("6 3 7"), script(confirms_answers=True))
    assert [say.key for say in turn.says] == ["echo"]


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
