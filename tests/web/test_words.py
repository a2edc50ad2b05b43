"""The words: every code that the services and the domain can hand over has a sentence."""

import re
from datetime import timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from diary.domain.attention import AttentionKind
from diary.domain.commands import CommandKind
from diary.domain.consent import ConsentAct
from diary.domain.silence import Silence
from diary.services.alerts import OUTCOMES
from diary.store.care import Route
from diary.web.present.rows import attention_of, status_of
from diary.web.screens.status import Status
from diary.web.wording.alerts import (
    say_consent,
    say_outcome,
    say_route,
    say_route_briefly,
    say_severity,
    say_why,
)
from diary.web.wording.fields import say_error
from diary.web.wording.readings import say_reading
from diary.web.wording.reasons import say_reason
from diary.web.wording.speaker import Speaker, number, signed
from tests.factories import CHICAGO, NOW, catalogue
from tests.policy.sources import text, under

ON_PAGES = ("enrolment.py", "infusion_forms.py", "infusions.py", "alerts.py")
"""The services whose forms are pages; others are asked from the command line."""
SERVICES = [
    path
    for path in under("diary", suffix=".py")
    if path.parts[1] == "services" and path.name in ON_PAGES
]
ASSIGNED = re.compile(r"errors\[[^\]]+\] = (.+)")
RAISED = re.compile(r"InvalidFieldsError\(\{(.+?)\}\)", re.DOTALL)
WORD = re.compile(r'"([a-z_]+)"')
FIELDS = {"date", "start", "reason", "outcome", "phone"}

WHEN = (NOW - timedelta(days=1)).isoformat()
PARAMS = {
    "alert": "crisis",
    "opened_at": WHEN,
    "instrument": "phq9",
    "before": 10.0,
    "latest": 18.0,
    "points": 8.0,
    "at": WHEN,
    "days_since_infusion": 9,
    "return_day": 12.4,
    "since": WHEN,
    "prompts": 3,
    "last_at": WHEN,
    "effect": "side_effects/side_effects",
    "due_at": WHEN,
}
KEYS = [
    "danger.open",
    "danger.acknowledged",
    "worse",
    *(f"fading.{word}" for word in ("confirmed", "probable", "watch")),
    *(f"silent_after_drop.{word}" for word in Silence),
    "not_delivered",
    *(f"side_effects.{word}" for word in ("severe", "bothersome")),
    *(f"visit.{word}" for word in ("due", "overdue")),
    *(f"none.{word}" for word in Silence),
]


@pytest.fixture
def speaker() -> Speaker:
    return Speaker(catalogue(), NOW, ZoneInfo(CHICAGO), "en")


def codes_of_the_services() -> set[str]:
    found: set[str] = set()
    for path in SERVICES:
        said = [*ASSIGNED.findall(text(path)), *RAISED.findall(text(path))]
        found |= {word for each in said for word in WORD.findall(each)}
    return found - FIELDS


def test_every_code_of_a_wrong_field_has_its_own_words():
    codes = codes_of_the_services()
    assert {"dose", "weight", "future", "zone", "phone_enrolled"} <= codes
    unknown = say_error("note", "no such code", {})
    for code in codes:
        assert say_error("note", code, {}) != unknown, code
        assert say_error("note", code, {}).endswith("."), code


def test_a_dose_is_told_by_weight_whatever_was_typed():
    said = say_error("dose_mg", "dose", {"dose_mg": "400", "weight_kg": "80", "route": "oral"})
    assert "That is 5 mg/kg" in said
    assert "0.1 to 8 can be entered" in said
    for typed in ({}, {"dose_mg": "x"}, {"dose_mg": "1", "weight_kg": "0"}):
        assert say_error("dose_mg", "dose", typed).startswith("That is ")


@pytest.mark.parametrize("key", KEYS)
def test_every_reason_is_a_sentence_with_nothing_left_to_fill_in(key: str, speaker: Speaker):
    said = say_reason({"key": key, **PARAMS}, speaker)
    assert said[0].isupper()
    assert said.endswith(".")
    assert "%" not in said
    assert "_" not in said


def test_reasons_of_different_keys_differ(speaker: Speaker):
    said = {key: say_reason({"key": key, **PARAMS}, speaker) for key in KEYS}
    of_silence = {"not_delivered", "none.not_delivered"}
    distinct = {words for key, words in said.items() if key not in of_silence}
    assert len(distinct) == len(KEYS) - len(of_silence)


def test_a_reason_without_numbers_can_be_said_too(speaker: Speaker):
    for word in Silence:
        assert say_reason({"key": f"none.{word}"}, speaker)


def test_every_word_of_the_caseload_is_a_status():
    words = {kind.value for kind in AttentionKind if kind is not AttentionKind.NONE}
    words |= {"invited", "opted_out", "not_delivered", "paused", "unanswered", "better"}
    words |= {"steady", "new"}
    assert {status_of(word) for word in words} == set(Status)
    assert {attention_of(status) for status in Status} == words
    assert attention_of("nonsense") is None


def test_every_command_and_reading_is_told_to_staff(speaker: Speaker):
    for kind in CommandKind:
        assert say_reading({"key": "read/command", "command": kind.value}, speaker), kind
    for key in ("unclear", "danger", "courtesy", "joined", "note", "opt_out"):
        assert say_reading({"key": f"read/{key}"}, speaker), key
    values = {"mood": 6.0, "sleep_hours": 7.5}
    read_as = {"key": "read/answers", "questionnaire": "daily", "values": values}
    assert say_reading(read_as, speaker) == "read as mood 6, sleep 7.5 h"
    for answer in (1, 2, 3):
        assert say_reading({"key": "read/safety", "answer": answer}, speaker)
    assert say_reading(None, speaker) == ""
    assert say_reading({"key": "read/of a later version"}, speaker) == ""


def test_alerts_consents_and_routes_have_words():
    rules = [rule.name for rule in catalogue().lexicon.rules]
    answered = ["answer-phq9-item9", "answer-mood-fell", "answer-mood-low", "answer-asq-acute"]
    for rule, kind in product([*rules, *answered, "gone"], ("crisis", "medical", "violence")):
        assert say_why(rule, kind, catalogue())
    assert len({say_severity(tier) for tier in "ABC"}) == 3
    assert len({say_outcome(code) for code in OUTCOMES} - set(OUTCOMES)) == len(OUTCOMES)
    assert all(say_consent(act) for act in ConsentAct)
    assert all(say_route(route) and say_route_briefly(route) for route in Route)


@pytest.mark.parametrize(
    ("value", "plain", "with_sign"),
    [(0, "0", "0"), (6, "6", "+6"), (-6, "\u22126", "\u22126"), (7.5, "7.5", "+7.5")],
)
def test_numbers_are_written_with_a_true_minus(value: float, plain: str, with_sign: str):
    assert (number(value), signed(value)) == (plain, with_sign)
