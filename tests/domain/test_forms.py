"""A page with all that is open: read as strictly as a text, with the same effects."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diary.domain.asking import questions_of
from diary.domain.consent import Texting
from diary.domain.conversation import advance
from diary.domain.forms import field_name, questions_on_form, read_form
from diary.domain.item import ItemKind
from diary.domain.safety import Tier
from diary.domain.turn import (
    Asked,
    Asking,
    CheckingSafety,
    Correcting,
    FormAnswered,
    FormRefused,
    Idle,
    Link,
    Phrase,
    Question,
    Urgency,
)
from diary.domain.turn_effects import CloseResponses, EscalateAlert, RaiseAlert, RecordAnswers
from tests.domain.conversing import NOW, QUESTIONNAIRES, asking, response, script, text
from tests.domain.test_conversation_rules import STATES

ASKABLE = sorted(code for code, q in QUESTIONNAIRES.items() if q.is_askable)
DAILY = {"daily/mood": ["6"], "daily/distress": ["3"], "daily/sleep_hours": ["7.5"]}
WHOLE = {"daily": {"mood": 6.0, "distress": 3.0, "sleep_hours": 7.5}}
CALM_PHQ9 = {"phq9": {str(item): 0.0 for item in range(1, 10)}}


def asking_all(code: str, **changes) -> Asking:
    return asking(questions=questions_of(QUESTIONNAIRES[code]), **changes)


def read(code: str, typed: dict[str, list[str]], **changes):
    questions = questions_of(QUESTIONNAIRES[code])
    return read_form(questions, "today", typed, script(**changes))


def fill(state, answers, prompt_id: str = "today", **changes):
    return advance(state, FormAnswered(prompt_id, answers), script(**changes))


# --- the command -------------------------------------------------------------------------------


def test_link_gives_a_page_for_what_is_open_and_a_text_still_answers():
    state = asking()
    turn = advance(state, text("LINK"), script())
    assert turn.says == (Link("today", state.closes_at),)
    assert turn.state == state


def test_link_without_an_open_check_in_says_so():
    assert advance(Idle(), text("enlace"), script(language="es")).says == (Phrase("nothing_open"),)


# --- reading -----------------------------------------------------------------------------------


def test_a_whole_form_is_read():
    assert read("daily", DAILY).answers == WHOLE
    assert read("daily", DAILY).errors == {}


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ([], "required"),
        ([" "], "required"),
        (["11"], "off_scale"),
        (["-1"], "off_scale"),
        (["6.5"], "off_scale"),
        (["6", "7"], "off_scale"),
        (["six"], "number"),
        (["nan"], "number"),
        (["1e1"], "number"),
        (["6/10"], "number"),
    ],
)
def test_what_is_no_rating_is_named_beside_its_field(typed: list[str], code: str):
    assert read("daily", {**DAILY, "daily/mood": typed}).errors == {"daily/mood": code}


@pytest.mark.parametrize("written", ["7.5", "7,5", " 7.5 ", "٧.5"])
def test_a_half_is_read_however_it_is_written(written: str):
    reading = read("daily", {**DAILY, "daily/sleep_hours": [written]})
    assert reading.answers["daily"]["sleep_hours"] == 7.5


def test_several_are_chosen_or_none():
    name = "side_effects/side_effects"
    assert read("side_effects", {name: ["3", "1"]}).answers == {
        "side_effects": {"side_effects": (1, 3)}
    }
    assert read("side_effects", {name: ["0"]}).answers == {"side_effects": {"side_effects": (0,)}}
    assert read("side_effects", {name: ["0", "2"]}).errors == {name: "none_and_some"}
    assert read("side_effects", {name: ["9"]}).errors == {name: "option"}
    assert read("side_effects", {}).errors == {name: "required"}


def test_what_an_answer_rules_out_may_be_left_empty():
    assert read("pc_ptsd5", {"pc_ptsd5/gate": ["0"]}).errors == {}
    assert read("pc_ptsd5", {}).errors == {"pc_ptsd5/gate": "required"}
    assert set(read("pc_ptsd5", {"pc_ptsd5/gate": ["1"]}).errors) == {
        f"pc_ptsd5/{item}" for item in "12345"
    }


def test_an_empty_form_is_never_whole():
    for code in ASKABLE:
        for asked in questions_of(QUESTIONNAIRES[code]):
            assert read_form([asked], "today", {}, script()).errors, asked


def test_a_form_that_answers_what_is_open_no_more_is_stale():
    open_still = (Asked("daily", ("sleep_hours",)),)
    reading = read_form(open_still, "today", DAILY, script())
    assert reading.errors == {"": "answered_meanwhile"}


# --- taking ------------------------------------------------------------------------------------


def test_a_form_records_all_and_closes_the_check_in_without_a_text():
    turn = fill(asking(), WHOLE)
    assert turn.effects == (
        RecordAnswers("today", "daily", WHOLE["daily"]),
        CloseResponses("today"),
    )
    assert (turn.state, turn.says) == (Idle(), ())


@pytest.mark.parametrize(
    "state",
    [
        Idle(),
        asking(prompt_id="another"),
        asking(closes_at=NOW),
        asking("sleep_hours"),
    ],
    ids=["answered", "another", "too late", "answered in part"],
)
def test_a_stale_form_changes_nothing(state):
    turn = fill(state, WHOLE)
    assert not any(isinstance(effect, RecordAnswers | RaiseAlert) for effect in turn.effects)
    assert turn.says == ()


@pytest.mark.parametrize("texting", [Texting.STOPPED, Texting.INVITED])
def test_nobody_who_stopped_or_never_joined_is_asked_on_a_page(texting: Texting):
    assert questions_on_form(asking(), "today", script(texting=texting)) == ()


def test_the_older_check_in_goes_on_by_text_after_the_page():
    older = asking(prompt_id="older")
    turn = fill(asking(unfinished=older), WHOLE)
    assert turn.state == older
    assert turn.says == (Question(older.questions[0]),)


def test_a_page_of_the_older_check_in_leaves_the_newer_question_out():
    older = asking(prompt_id="older")
    turn = fill(asking_all("phq2", unfinished=older), WHOLE, prompt_id="older")
    assert turn.state == asking_all("phq2")
    assert turn.effects[-1] == CloseResponses("older")
    assert turn.says == ()


def test_a_form_while_safety_is_checked_keeps_the_check():
    checking = CheckingSafety(asking(unfinished=asking_all("phq2")), NOW + timedelta(minutes=9))
    turn = fill(checking, WHOLE)
    assert isinstance(turn.state, CheckingSafety)
    assert turn.state.answer_by == checking.answer_by
    assert turn.says == (), "a number would answer the question about safety"
    assert not turn.state.resume.is_out


def test_what_was_ruled_out_is_not_recorded_but_its_danger_is_seen():
    answers = {"asq": {"1": 0.0, "2": 0.0, "3": 0.0, "4": 0.0, "5": 1.0}}
    turn = fill(asking_all("asq"), answers)
    assert isinstance(turn.effects[0], RecordAnswers)
    assert "5" not in turn.effects[0].values
    assert [e.finding.tier for e in turn.effects if isinstance(e, RaiseAlert)] == [Tier.A]


def test_danger_on_a_page_raises_the_alert_and_asks_by_text_whether_they_are_safe():
    turn = fill(asking_all("phq9"), {"phq9": {**CALM_PHQ9["phq9"], "9": 3.0}})
    raised = [effect.finding for effect in turn.effects if isinstance(effect, RaiseAlert)]
    assert [(finding.tier, finding.rule) for finding in raised] == [(Tier.A, "answer-phq9-item9")]
    assert turn.says == (Phrase("safety_crisis"),)
    assert turn.urgency is Urgency.SAFETY
    assert isinstance(turn.state, CheckingSafety)


def test_of_a_form_that_is_refused_only_the_danger_counts():
    state = asking_all("phq9")
    assert advance(state, FormRefused("today", CALM_PHQ9), script()).state == state
    turn = advance(state, FormRefused("today", {"phq9": {"9": 1.0}}), script())
    assert [type(effect) for effect in turn.effects] == [RaiseAlert]
    assert turn.says == (Phrase("safety_crisis"),)
    assert isinstance(turn.state, CheckingSafety)
    assert turn.state.resume == state


def test_a_fall_to_the_end_of_the_scale_is_seen_on_a_page_too():
    recent = tuple(response(days_ago=day, mood=8) for day in (1, 2, 3))
    turn = fill(asking(), {"daily": {**WHOLE["daily"], "mood": 0.0}}, recent=recent)
    assert [e.finding.tier for e in turn.effects if isinstance(e, RaiseAlert)] == [Tier.B]


# --- whatever is sent --------------------------------------------------------------------------

FIELDS = [field_name(code, item.link_id) for code in ASKABLE for item in QUESTIONNAIRES[code].items]
TYPED = st.dictionaries(
    st.sampled_from([*FIELDS, "x/y", "/", ""]),
    st.lists(
        st.one_of(st.integers(-3, 30).map(str), st.sampled_from(["0.5", "7,5", ""]), st.text()),
        max_size=3,
    ),
)
VALUES = st.one_of(
    st.floats(), st.integers(-2, 12).map(float), st.lists(st.integers(-1, 9), max_size=3).map(tuple)
)


def on_scale(code: str, link_id: str, value) -> bool:
    item = QUESTIONNAIRES[code].item(link_id)
    if item.kind is ItemKind.SEVERAL:
        options = {option.value for option in item.options}
        return bool(value) and set(value) <= options and (0 not in value or value == (0,))
    if item.kind is ItemKind.CHOICE:
        return value in {option.value for option in item.options}
    return value in [
        item.minimum + step * item.step
        for step in range(int((item.maximum - item.minimum) / item.step) + 1)
    ]


@given(STATES, TYPED, st.sampled_from(["today", "0 days ago", "older"]))
@settings(max_examples=150, deadline=None)
def test_whatever_is_typed_no_value_off_its_scale_is_read_or_recorded(state, typed, prompt_id):
    questions = questions_on_form(state, prompt_id, script())
    reading = read_form(questions, prompt_id, typed, script())
    for code, values in reading.answers.items():
        assert all(on_scale(code, link_id, value) for link_id, value in values.items())
    if not reading.errors and reading.answers:
        turn = fill(state, reading.answers, prompt_id)
        assert any(isinstance(effect, RecordAnswers) for effect in turn.effects)


@given(
    STATES,
    st.dictionaries(
        st.sampled_from(ASKABLE),
        st.dictionaries(st.sampled_from(["mood", "1", "2", "9", "gate", "bladder"]), VALUES),
    ),
    st.sampled_from(["today", "0 days ago", "older"]),
)
@settings(max_examples=150, deadline=None)
def test_whatever_form_comes_nothing_off_its_scale_is_recorded_and_no_safety_check_ends(
    state, answers, prompt_id
):
    turn = fill(state, answers, prompt_id)
    for effect in turn.effects:
        if isinstance(effect, RecordAnswers):
            assert all(on_scale(effect.questionnaire, i, v) for i, v in effect.values.items())
    assert not any(isinstance(effect, EscalateAlert) for effect in turn.effects)
    if isinstance(state, CheckingSafety):
        assert isinstance(turn.state, CheckingSafety)
        assert turn.state.answer_by == state.answer_by
    if isinstance(state, Correcting) and not turn.effects:
        assert turn.state == state
