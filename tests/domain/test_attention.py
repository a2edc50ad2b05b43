from dataclasses import replace
from datetime import timedelta

import pytest

from diary.domain.attention import (
    AttentionKind,
    Measured,
    OpenAlert,
    SideEffect,
    assess_attention,
)
from diary.domain.silence import Contact, Silence, silence
from tests.domain.attention_cases import (
    FADING,
    NOW,
    UNANSWERED,
    WELL,
    WORSE,
    mood,
    patient,
    phq9,
    prompts,
)
from tests.domain.series_rules import INFUSED_AT, PHQ9, day, series


def test_a_patient_who_is_well_and_answers_needs_no_call():
    found = assess_attention(patient(WELL), NOW)
    assert (found.kind, found.key, found.silence) == (
        AttentionKind.NONE,
        "none.answering",
        Silence.ANSWERING,
    )


def test_an_open_alert_comes_before_everything():
    alerts = (
        OpenAlert("suicidal_intent", day(1), is_acknowledged=True),
        OpenAlert("item_9", day(29), is_acknowledged=False),
    )
    found = assess_attention(patient(WORSE, alerts=alerts), NOW)
    assert (found.kind, found.key) == (AttentionKind.DANGER, "danger.open")
    assert found.params == {"alert": "item_9", "opened_at": day(29)}
    assert found.also == (AttentionKind.WORSE,)


def test_worse_than_before_treatment_says_by_how_much():
    found = assess_attention(patient(WORSE), NOW)
    assert (found.kind, found.key) == (AttentionKind.WORSE, "worse")
    assert found.params == {
        "instrument": "phq9",
        "before": 12,
        "latest": 18,
        "points": 6,
        "at": day(28),
    }


def test_without_an_infusion_worse_counts_from_the_first_score():
    found = assess_attention(patient(WORSE, infusions=()), NOW)
    assert found.kind is AttentionKind.WORSE


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({-1: 20, 7: 6, 14: 8, 21: 16, 28: 17}, "fading.confirmed"),
        ({-1: 20, 7: 6, 14: 8, 28: 17}, "fading.probable"),
        ({-1: 20, 7: 6, 14: 8, 21: 13, 28: 13}, "none.answering"),
        ({-1: 20, 7: 6, 14: 16, 21: 16, 28: 7}, "none.answering"),
    ],
)
def test_a_gain_that_is_half_lost_and_still_is_counts_as_fading(values, key):
    assert assess_attention(patient(phq9(values)), NOW).key == key


def test_a_new_infusion_ends_the_fading_of_the_last_one():
    again = patient(FADING, infusions=(INFUSED_AT, day(29)))
    assert assess_attention(again, NOW).kind is AttentionKind.NONE


def test_a_watch_on_the_daily_answers_is_fading_too():
    values = {n: 7 + n % 2 for n in range(1, 15)} | dict.fromkeys(range(15, 31), 5)
    found = assess_attention(patient(mood(values)), NOW)
    assert (found.kind, found.key) == (AttentionKind.FADING, "fading.watch")
    assert found.params["instrument"] == "mood"


def test_a_single_signal_is_not_yet_a_reason():
    values = {n: 7 + n % 2 for n in range(1, 15)} | {29: 7, 30: 1}
    assert assess_attention(patient(mood(values)), NOW).kind is AttentionKind.NONE


def test_a_daily_rating_is_judged_by_the_patients_own_spread():
    """Days of 3 and 9 in turn: their own reliable change is over eight points, so 2 is no drop."""
    restless = {n: 3 + 6 * (n % 2) for n in range(1, 28)} | {29: 2}
    found = assess_attention(patient(mood(restless), contact=UNANSWERED), NOW)
    assert found.kind is AttentionKind.NONE


def test_of_two_instruments_the_one_that_changed_most_is_named():
    """Ten points are twice the reliable change of one and half of the other's."""
    small, large = replace(PHQ9, reliable_change=5), replace(PHQ9, reliable_change=10)
    worse = {-1: 10, 28: 20}
    by_small, by_large = (
        Measured(name, tuple(series(worse)), rules)
        for name, rules in (("small", small), ("large", large))
    )
    for order in ((by_small, by_large), (by_large, by_small)):
        found = assess_attention(patient(*order), NOW)
        assert (found.params["instrument"], found.weight) == ("small", 2)


def test_a_confirmed_return_is_named_before_a_probable_one():
    probable = replace(phq9({-1: 20, 7: 6, 28: 17}), instrument="gad7")
    for order in ((FADING, probable), (probable, FADING)):
        found = assess_attention(patient(*order), NOW)
        assert (found.key, found.params["instrument"]) == ("fading.confirmed", "phq9")
        assert found.params["days_since_infusion"] == 30


def test_what_happens_at_this_very_instant_counts():
    now_worse = phq9({-1: 12, 30: 18})
    assert assess_attention(patient(now_worse), NOW).kind is AttentionKind.WORSE
    effects = (SideEffect("nausea", 3, NOW),)
    assert assess_attention(patient(WELL, side_effects=effects), NOW).kind is (
        AttentionKind.SIDE_EFFECTS
    )
    assert silence(Contact(opted_out_at=NOW), NOW).word is Silence.OPTED_OUT
    assert assess_attention(patient(WELL, visit_due_at=NOW), NOW).key == "visit.due"
    again = patient(FADING, infusions=(INFUSED_AT, NOW))
    assert assess_attention(again, NOW).kind is AttentionKind.NONE


@pytest.mark.parametrize(
    "measured",
    [mood({20: 7, 21: 8, 22: 7, 23: 3}), phq9({19: 6, 26: 12}), phq9({-16: 6, 26: 12})],
)
def test_three_ratings_or_one_score_of_six_weeks_are_enough_to_see_a_drop(measured):
    found = assess_attention(patient(measured, infusions=(), contact=UNANSWERED), NOW)
    assert AttentionKind.SILENT_AFTER_DROP in (found.kind, *found.also)


@pytest.mark.parametrize(
    ("contact", "word"),
    [
        (UNANSWERED, "not_answered"),
        (Contact(prompts("answered", "not_delivered")), "not_delivered"),
        (Contact(opted_out_at=day(29)), "opted_out"),
        (Contact(paused_until=day(40)), "paused"),
    ],
)
def test_silence_after_a_drop_is_named_by_what_it_is(contact, word):
    dropped = mood({20: 7, 21: 8, 22: 7, 23: 7, 24: 3})
    found = assess_attention(patient(dropped, contact=contact), NOW)
    assert (found.kind, found.key) == (
        AttentionKind.SILENT_AFTER_DROP,
        f"silent_after_drop.{word}",
    )
    assert found.silence == word
    assert found.params["points"] == 4


def test_a_slow_slide_of_scores_before_the_silence_counts_as_a_drop():
    slide = phq9({5: 6, 12: 8, 19: 10, 26: 12})
    found = assess_attention(patient(slide, contact=UNANSWERED), NOW)
    assert found.kind is AttentionKind.SILENT_AFTER_DROP


@pytest.mark.parametrize("values", [{20: 7, 21: 8, 22: 7, 23: 6}, {22: 8, 23: 1}, {}])
def test_silence_alone_is_no_reason_to_call(values):
    found = assess_attention(patient(mood(values), contact=UNANSWERED), NOW)
    assert (found.kind, found.key) == (AttentionKind.NONE, "none.not_answered")
    assert found.params == {"prompts": 2, "since": day(29)}


def test_a_text_that_was_not_delivered_is_for_the_front_desk():
    contact = Contact(prompts("answered", "not_delivered", "not_delivered", "open"))
    found = assess_attention(patient(WELL, contact=contact), NOW)
    assert (found.kind, found.params["prompts"]) == (AttentionKind.NOT_DELIVERED, 2)


@pytest.mark.parametrize(
    ("severity", "at", "key"),
    [
        (3, 29, "side_effects.severe"),
        (2, 23, "side_effects.bothersome"),
        (2, 22.9, "none.answering"),
        (1, 29, "none.answering"),
    ],
)
def test_bothersome_side_effects_of_the_last_week_count(severity, at, key):
    effects = (SideEffect("nausea", severity, day(at)),)
    assert assess_attention(patient(WELL, side_effects=effects), NOW).key == key


@pytest.mark.parametrize(
    ("due", "key"), [(29, "visit.overdue"), (37, "visit.due"), (37.1, "none.answering")]
)
def test_a_visit_is_due_within_a_week(due, key):
    assert assess_attention(patient(WELL, visit_due_at=day(due)), NOW).key == key


def test_what_is_older_than_six_weeks_is_history():
    late = day(28 + 43)
    assert assess_attention(patient(WORSE), late).kind is AttentionKind.NONE
    assert assess_attention(patient(WORSE), late - timedelta(days=1)).kind is AttentionKind.WORSE


def test_reasons_come_in_order_of_need():
    everything = patient(
        WORSE,
        replace(FADING, instrument="gad7"),
        mood({20: 7, 21: 8, 22: 7, 23: 7, 24: 3}),
        contact=Contact(prompts("not_delivered")),
        alerts=(OpenAlert("item_9", day(29), is_acknowledged=False),),
        side_effects=(SideEffect("nausea", 3, day(29)),),
        visit_due_at=day(29),
    )
    found = assess_attention(everything, NOW)
    assert (found.kind, *found.also, AttentionKind.NONE) == tuple(AttentionKind)
    assert [kind.rank for kind in AttentionKind] == list(range(8))
