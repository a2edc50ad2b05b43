"""Why nothing is heard from a patient, and what holds for every reason to call."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.domain.attention import (
    AttentionKind,
    OpenAlert,
    SideEffect,
    assess_attention,
)
from diary.domain.attention_keys import ATTENTION_KEYS
from diary.domain.silence import Contact, PromptFate, Silence, silence
from tests.domain.attention_cases import NOW, UNANSWERED, mood, patient, phq9, prompts
from tests.domain.series_rules import day


@pytest.mark.parametrize(
    ("contact", "word", "count"),
    [
        (Contact(), Silence.NOTHING_ASKED, 0),
        (Contact(prompts("open")), Silence.NOTHING_ASKED, 0),
        (Contact(prompts("answered", "open")), Silence.ANSWERING, 0),
        (Contact(prompts("answered", "not_answered")), Silence.ANSWERING, 0),
        (Contact(prompts("not_answered", "not_answered")), Silence.NOT_ANSWERED, 2),
        (Contact(prompts("not_answered", "not_delivered")), Silence.NOT_DELIVERED, 1),
        (Contact(prompts("not_delivered", "not_answered")), Silence.NOT_ANSWERED, 1),
        (Contact(prompts("answered", "not_delivered", "not_answered")), Silence.NOT_ANSWERED, 1),
        (Contact(prompts("not_answered")), Silence.NOT_ANSWERED, 1),
        (Contact(prompts("not_delivered", "answered")), Silence.ANSWERING, 0),
        (Contact(prompts("answered"), paused_until=day(31)), Silence.PAUSED, 0),
        (Contact(prompts("answered"), paused_until=day(30)), Silence.ANSWERING, 0),
        (Contact(paused_until=day(31), opted_out_at=day(1)), Silence.OPTED_OUT, 0),
        (Contact(prompts("answered"), opted_out_at=day(31)), Silence.ANSWERING, 0),
    ],
)
def test_each_silence_has_its_own_word(contact, word, count):
    found = silence(contact, NOW)
    assert (found.word, found.prompts) == (word, count)


def test_the_order_of_the_prompts_does_not_matter():
    contact = Contact(tuple(reversed(UNANSWERED.prompts)))
    assert silence(contact, NOW) == silence(UNANSWERED, NOW)


scores = st.dictionaries(st.integers(-9, 40), st.integers(0, 27), max_size=10)


@given(scores, st.lists(st.sampled_from(PromptFate), max_size=4), st.integers(0, 60))
def test_an_open_alert_is_never_hidden_by_anything_else(values, fates, today):
    alerts = (OpenAlert("item_9", day(0), is_acknowledged=False),)
    whole = patient(phq9(values), contact=Contact(prompts(*fates)), alerts=alerts)
    assert assess_attention(whole, day(today)).kind is AttentionKind.DANGER


contacts = st.builds(
    Contact,
    st.lists(st.sampled_from(PromptFate), max_size=4).map(lambda fates: prompts(*fates)),
    st.none() | st.integers(0, 60).map(day),
    st.none() | st.integers(0, 60).map(day),
)


@given(scores, contacts, st.none() | st.integers(20, 40), st.integers(0, 3), st.booleans())
def test_every_reason_has_one_of_the_known_keys(values, contact, due, severity, has_alert):
    found = assess_attention(
        patient(
            phq9(values),
            mood({n: v % 11 for n, v in values.items()}),
            contact=contact,
            visit_due_at=None if due is None else day(due),
            side_effects=(SideEffect("nausea", severity, day(28)),),
            alerts=(OpenAlert("item_9", day(1), has_alert),) if has_alert else (),
        ),
        NOW,
    )
    assert found.key in ATTENTION_KEYS
    assert found.key.split(".")[0] == found.kind
    assert found.kind not in found.also


@given(scores, st.integers(-9, 27), st.integers(1, 20))
def test_what_comes_after_now_is_not_looked_at(values, value, later):
    before = {n: v for n, v in values.items() if n <= 30}
    now = assess_attention(patient(phq9(before)), NOW)
    assert assess_attention(patient(phq9(before | {30 + later: value})), NOW) == now
