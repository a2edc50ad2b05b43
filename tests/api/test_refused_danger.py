"""Danger in what the record does not take: who sent it is told where help is, and staff are paged.

What is refused says something about the entry and nothing about who made it.
"""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from diary.bootstrap import Services
from diary.services import turns
from diary.store.care import Prompt
from tests.api.phone import Asked, Phone, new_answers, new_entry
from tests.api.refused import (
    DANGER,
    LONG,
    PHQ9,
    alerts,
    alone,
    answers_to_phq9,
    entries,
    only_alert,
    safety_texts,
    says_where_help_is,
)
from tests.factories import NOW, PUBLIC_URL, catalogue
from tests.web.conftest import Clock, House

WORDS: dict[str, dict[str, Any]] = {
    "too old": {"note": DANGER, "made_at": "1970-01-01T00:00:00Z"},
    "ahead of the clock": {"note": DANGER, "made_at": "2999-01-01T00:00:00Z"},
    "no instant": {"note": DANGER, "made_at": 7},
    "an unknown field": {"note": DANGER, "colour": "red"},
    "in an unknown field": {"said": {"today": [DANGER]}},
    "NUL": {"note": f"{DANGER}\0"},
    "too long": {"note": LONG},
    "mood off the scale": {"note": DANGER, "mood": 11},
    "a version of none": {"note": DANGER, "version": 0},
    "in a tag that is too long": {"tags": [f"{DANGER} because nothing helps any more"]},
    "in a tag": {"tags": [DANGER], "mood": "5"},
    "no text": {"note": [DANGER]},
}
ANSWERS: dict[str, Callable[[], dict[str, Any]]] = {
    "an unknown questionnaire version": lambda: answers_to_phq9(
        uuid.uuid4(), questionnaire_version="0"
    ),
    "an unknown check-in": lambda: answers_to_phq9(uuid.uuid4()),
    "an unknown field": lambda: answers_to_phq9(uuid.uuid4(), colour="red"),
    "numbers as texts": lambda: answers_to_phq9(uuid.uuid4(), answers={"9": "3"}),
    "another answer off the scale": lambda: answers_to_phq9(
        uuid.uuid4(), answers={**PHQ9, "1": None}
    ),
    "no version": lambda: answers_to_phq9(uuid.uuid4(), questionnaire_version=None),
    "words for an answer": lambda: answers_to_phq9(uuid.uuid4(), answers={"1": DANGER}),
}


@pytest.mark.parametrize("fields", WORDS.values(), ids=WORDS.keys())
@pytest.mark.parametrize("is_alone", [False, True])
def test_danger_in_the_words_of_a_refused_entry_is_alerted(
    phone: Phone, services: Services, house: House, clock: Clock, fields: Any, is_alone: bool
):
    entry = {**new_entry(NOW), **fields}
    if is_alone:
        done = alone(phone, entry)
        assert done.status_code == 422
        said = done.json
    else:
        said = phone.sync([new_entry(NOW, mood=5), entry], NOW)
        assert said["verdicts"][1]["verdict"] == "refused"
    assert says_where_help_is(said["help"])
    alert = only_alert(services, house)
    assert (alert.tier, alert.kind, alert.next_page_at) == ("A", "crisis", clock())
    assert safety_texts(services) == 1
    assert entries(services) == (0 if is_alone else 1)


@pytest.mark.parametrize("make", ANSWERS.values(), ids=ANSWERS.keys())
@pytest.mark.parametrize("is_alone", [False, True])
def test_danger_in_refused_answers_is_alerted(
    phone: Phone,
    services: Services,
    house: House,
    make: Callable[[], dict[str, Any]],
    is_alone: bool,
):
    entry = make()
    if is_alone:
        done = alone(phone, entry)
        assert done.status_code in (404, 422)
        said = done.json
    else:
        said = phone.sync([entry], NOW)
        assert said["verdicts"][0]["verdict"] == "refused"
    assert says_where_help_is(said["help"])
    assert only_alert(services, house).tier == "A"
    assert safety_texts(services) == 1
    assert entries(services) == 0


@pytest.mark.parametrize("is_alone", [False, True])
def test_danger_in_a_conflicting_entry_is_alerted(
    phone: Phone, services: Services, house: House, is_alone: bool
):
    entry = new_entry(NOW, note="a quiet day")
    phone.sync([entry], NOW)
    other = {**entry, "note": DANGER}
    if is_alone:
        done = alone(phone, other)
        assert done.status_code == 409
        said = done.json
    else:
        said = phone.sync([other], NOW)
        assert said["verdicts"][0]["verdict"] == "conflict"
    assert says_where_help_is(said["help"])
    assert only_alert(services, house).tier == "A"
    assert phone.get(f"/diary-entries/{entry['id']}").json["diary"]["note"] == "a quiet day"


@pytest.mark.parametrize("is_alone", [False, True])
def test_danger_in_answers_that_come_too_late_or_off_the_scale_is_alerted(
    phone: Phone, services: Services, house: House, clock: Clock, is_alone: bool
):
    clock.move(timedelta(minutes=6))
    with services.sessions.begin() as session:
        assert turns.release_due(session, catalogue(), house.marisol.id, clock(), PUBLIC_URL)
    due = phone.get("/check-ins").json["items"][0]
    with services.readers() as session:
        closes_at = session.get_one(Prompt, uuid.UUID(due["id"])).closes_at
    off_scale = answers_to_phq9(due["id"], made_at=clock().isoformat(), answers={"1": 9, "9": 3})
    clock.move(closes_at - clock() + timedelta(minutes=1))
    phone.renew()
    late = answers_to_phq9(due["id"], made_at=clock().isoformat())
    for number, entry in enumerate((off_scale, late), 1):
        said = alone(phone, entry).json if is_alone else phone.sync([entry], clock())
        assert says_where_help_is(said["help"])
        assert [alert.rule for alert in alerts(services)] == ["answer-phq9-item9"] * number


def test_mood_at_the_end_of_its_scale_is_seen_in_an_entry_that_is_refused(
    phone: Phone, services: Services, house: House
):
    for sleep in (99, 98):
        said = phone.sync([new_entry(NOW, mood=0, sleep_hours=sleep)], NOW)
        assert says_where_help_is(said["help"])
    alert = only_alert(services, house)
    assert (alert.rule, alert.tier) == ("answer-mood-low", "C")


def test_a_mood_that_fell_is_as_grave_in_answers_that_are_refused(
    phone: Phone, services: Services, clock: Clock, asked: Asked
):
    with services.sessions.begin() as session:
        prompt = session.get_one(Prompt, asked.daily[-1])
        closes_at = prompt.closes_at
    good = new_answers(asked.daily[-1], clock(), mood=8)
    assert phone.sync([good], clock())["verdicts"][0]["verdict"] == "stored"
    clock.move(closes_at - clock() + timedelta(minutes=1))
    phone.renew()
    phone.sync([new_answers(asked.daily[-1], clock(), mood=0)], clock())
    assert [(alert.rule, alert.tier) for alert in alerts(services)] == [("answer-mood-fell", "B")]
