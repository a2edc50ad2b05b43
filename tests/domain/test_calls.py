"""What calls leave of the reasons to call."""

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from diary.domain.attention import (
    Attention,
    AttentionKind,
    OpenAlert,
    PatientSeries,
    SideEffect,
    assess_attention,
    first_of,
)
from diary.domain.calls import CallMade, CallOutcome, after_calls
from tests.domain.attention_cases import FADING, NOW, WELL, WORSE, patient

_KINDS = [kind for kind in AttentionKind if kind is not AttentionKind.NONE]
_QUIETING = (CallOutcome.SPOKEN, CallOutcome.LEFT_MESSAGE)


def call(
    *about: AttentionKind,
    outcome: CallOutcome = CallOutcome.SPOKEN,
    at: datetime = NOW - timedelta(hours=1),
    days: float = 7,
) -> CallMade:
    return CallMade(outcome, at, at + timedelta(days=days), frozenset(about))


def left(found: PatientSeries, *calls: CallMade, now: datetime = NOW) -> AttentionKind | None:
    after = after_calls(assess_attention(found, now), calls, now)
    return after.to_call.kind if after.to_call else None


kinds = st.lists(st.sampled_from(_KINDS), unique=True, min_size=1)
attentions = kinds.map(
    lambda found: first_of([Attention(k, k.value) for k in sorted(found, key=lambda k: k.rank)])
)
calls_made = st.builds(
    lambda outcome, hours, days, about: CallMade(
        outcome,
        NOW - timedelta(hours=hours),
        NOW - timedelta(hours=hours) + timedelta(days=days),
        frozenset(about),
    ),
    st.sampled_from(CallOutcome),
    st.integers(0, 400),
    st.integers(1, 14),
    st.lists(st.sampled_from(_KINDS)),
)


@given(attentions, st.lists(calls_made))
def test_danger_is_never_quiet(found: Attention, calls: list[CallMade]):
    everything = call(*_KINDS)
    after = after_calls(found, [*calls, everything], NOW)
    if found.kind is AttentionKind.DANGER:
        assert after.to_call is not None
        assert after.to_call.kind is AttentionKind.DANGER
        assert after.back_at is None
    else:
        assert after.to_call is None


@given(attentions, st.lists(calls_made), st.sampled_from(_KINDS))
def test_a_kind_that_no_call_was_about_shows_at_once(
    found: Attention, calls: list[CallMade], new: AttentionKind
):
    others = [replace(each, about=each.about - {new}) for each in calls]
    kinds = sorted({*(reason.kind for reason in found.reasons), new}, key=lambda k: k.rank)
    after = after_calls(first_of([Attention(k, k.value) for k in kinds]), others, NOW)
    assert after.to_call is not None
    assert new in {reason.kind for reason in after.to_call.reasons}


@given(attentions, st.lists(calls_made))
def test_time_brings_everything_back(found: Attention, calls: list[CallMade]):
    later = NOW + timedelta(days=14)
    after = after_calls(found, calls, later)
    assert after.to_call == found
    assert (after.call, after.back_at, after.changes_at) == (None, None, None)


@given(attentions, st.lists(calls_made))
def test_what_is_said_stands_until_it_says_that_it_changes(found: Attention, calls: list[CallMade]):
    after = after_calls(found, calls, NOW)
    if after.changes_at is not None:
        assert after.changes_at > NOW
        just_before = after.changes_at - timedelta(seconds=1)
        assert after_calls(found, calls, just_before) == after
        if after.back_at == after.changes_at:
            assert after_calls(found, calls, after.back_at).to_call is not None


@given(attentions, st.lists(calls_made))
def test_whoever_was_not_reached_is_still_to_be_called(found: Attention, calls: list[CallMade]):
    missed = [replace(each, outcome=CallOutcome.NOT_REACHED) for each in calls]
    after = after_calls(found, missed, NOW)
    assert after.to_call == found
    assert after.back_at is None


def test_a_call_quiets_what_it_was_about_until_it_is_over():
    fading = patient(FADING)
    for outcome in _QUIETING:
        made = call(AttentionKind.FADING, outcome=outcome)
        after = after_calls(assess_attention(fading, NOW), [made], NOW)
        assert (after.to_call, after.call, after.back_at) == (None, made, made.rests_until)
        assert left(fading, made, now=made.rests_until) is AttentionKind.FADING


def test_a_graver_kind_that_arises_later_shows_and_what_was_named_beside_it_rests():
    made = call(AttentionKind.FADING, AttentionKind.VISIT)
    due = {"visit_due_at": NOW + timedelta(days=2)}
    assert left(patient(FADING, **due), made) is None
    assert left(patient(WORSE, **due), made) is AttentionKind.WORSE
    danger = (OpenAlert("item_9", NOW, is_acknowledged=False),)
    assert left(patient(FADING, alerts=danger), made) is AttentionKind.DANGER


def test_a_lesser_kind_that_arises_later_is_what_there_is_to_call_for():
    made = call(AttentionKind.FADING)
    found = patient(FADING, visit_due_at=NOW + timedelta(days=2))
    assert left(found, made) is AttentionKind.VISIT


def test_of_two_calls_about_a_kind_the_later_one_says_how_long():
    early = call(AttentionKind.FADING, at=NOW - timedelta(days=2), days=14)
    late = call(AttentionKind.FADING, at=NOW - timedelta(days=1), days=3)
    after = after_calls(assess_attention(patient(FADING), NOW), [late, early], NOW)
    assert (after.call, after.back_at) == (late, late.rests_until)
    # A call that reached nobody takes nothing from one that did.
    missed = call(AttentionKind.FADING, outcome=CallOutcome.NOT_REACHED, days=1)
    again = after_calls(assess_attention(patient(FADING), NOW), [early, missed], NOW)
    assert (again.to_call, again.call, again.changes_at) == (None, early, missed.rests_until)


def test_a_severe_side_effect_told_after_the_call_shows_at_once():
    made = call(AttentionKind.SIDE_EFFECTS)
    known = SideEffect("nausea", 3, made.at - timedelta(hours=1))
    assert left(patient(WELL, side_effects=(known,)), made) is None
    milder = SideEffect("headache", 2, NOW)
    assert left(patient(WELL, side_effects=(known, milder)), made) is None
    severe = SideEffect("headache", 3, NOW)
    assert left(patient(WELL, side_effects=(known, severe)), made) is AttentionKind.SIDE_EFFECTS


def test_a_call_to_somebody_who_is_well_is_told_and_quiets_nothing():
    after = after_calls(assess_attention(patient(WELL), NOW), [call()], NOW)
    assert (after.to_call, after.back_at) == (None, None)
    assert after.call is not None


def test_a_call_counts_for_whoever_looked_at_the_clock_just_before_it():
    made = call(AttentionKind.FADING, at=NOW + timedelta(seconds=5))
    assert left(patient(FADING), made) is None
