"""Check-ins answered in the app, by text, or by both."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from diary.bootstrap import Services
from diary.domain.turn import Link
from diary.services import answer_forms, answer_links, turns
from diary.services.answer_forms import Saved
from diary.store.alerts import SafetyAlert
from diary.store.care import Prompt
from diary.store.people import Patient
from diary.store.responses import Answer
from tests import factories
from tests.api.phone import Asked, Phone, new_answers
from tests.factories import PUBLIC_URL, catalogue
from tests.web.conftest import Clock, House


def count(services: Services, table: Any) -> int:
    with services.readers() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_danger_in_item_9_opens_the_same_alert_as_by_text(
    phone: Phone, services: Services, house: House, clock: Clock
):
    clock.move(timedelta(minutes=6))
    with services.sessions.begin() as session:
        assert turns.release_due(session, catalogue(), house.marisol.id, clock(), PUBLIC_URL)
    due = phone.get("/check-ins").json["items"][0]
    assert due["questionnaires"] == ["phq9"]
    done = phone.post(
        f"/check-ins/{due['id']}/responses",
        {
            "id": str(uuid.uuid4()),
            "made_at": clock().isoformat(),
            "questionnaire": "phq9",
            "questionnaire_version": catalogue().questionnaires["phq9"].version,
            "answers": {str(item): 3 for item in range(1, 10)},
        },
    )
    assert done.status_code == 201, done.text
    assert done.json["help"]["lines"]
    assert done.json["check_in"]["responses"][0]["score"] == {"total": 27.0, "band": "severe"}
    with services.readers() as session:
        alert = session.scalars(select(SafetyAlert)).one()
    assert (alert.rule, alert.tier) == ("answer-phq9-item9", "A")


def test_answers_that_an_edit_makes_graver_open_an_alert_of_their_own(
    phone: Phone, services: Services, house: House, clock: Clock
):
    clock.move(timedelta(minutes=6))
    with services.sessions.begin() as session:
        assert turns.release_due(session, catalogue(), house.marisol.id, clock(), PUBLIC_URL)
    due = phone.get("/check-ins").json["items"][0]["id"]
    version = catalogue().questionnaires["phq9"].version
    entry = {
        **new_answers(due, clock()),
        "questionnaire": "phq9",
        "questionnaire_version": version,
    }
    for number, often in enumerate((1, 3, 3), start=1):
        answers = {**{str(item): 1 for item in range(1, 9)}, "9": often}
        sent = phone.sync([{**entry, "version": number, "answers": answers}], clock())
        assert sent["verdicts"][0]["verdict"] == "stored", sent
    with services.readers() as session:
        assert sorted(session.scalars(select(SafetyAlert.tier))) == ["A", "B"]


def test_answers_made_offline_count_though_the_window_has_closed(
    phone: Phone, clock: Clock, asked: Asked
):
    made_at = clock() - timedelta(days=2)
    verdict = phone.sync(
        [new_answers(asked.daily[1], made_at, mood=6, distress=3, sleep_hours=7)], clock()
    )["verdicts"][0]
    assert verdict["verdict"] == "stored", verdict
    shown = phone.get(f"/check-ins/{asked.daily[1]}").json
    assert shown["status"] == "completed"
    assert shown["responses"][0]["answers"] == {"mood": 6, "distress": 3, "sleep_hours": 7}
    trend = {s["code"]: s for s in phone.get("/trend").json["series"]}
    assert [r["value"] for r in trend["daily/mood"]["readings"]] == [6]


def test_answers_made_outside_the_window_are_refused_with_the_reason(
    phone: Phone, clock: Clock, asked: Asked
):
    late = phone.sync([new_answers(asked.daily[0], clock(), mood=6)], clock())["verdicts"][0]
    assert late["errors"][0]["code"] == "window_is_over"
    early = phone.get("/check-ins?when=upcoming").json["items"][-1]["id"]
    soon = phone.sync([new_answers(early, clock(), mood=6)], clock())["verdicts"][0]
    assert soon["errors"][0]["code"] in {"not_open_yet", "not_asked"}


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"questionnaire_version": "99"}, "/questionnaire_version"),
        ({"questionnaire": "phq9"}, "/questionnaire"),
        ({"answers": {"mood": 11}}, "/answers/mood"),
        ({"answers": {"mood": [1]}}, "/answers/mood"),
        ({"answers": {"height": 5}}, "/answers/height"),
        ({"answers": {}}, "/answers"),
    ],
)
def test_answers_that_do_not_fit_the_questionnaire_are_refused_by_field(
    phone: Phone, services: Services, clock: Clock, asked: Asked, change: dict, pointer: str
):
    answers = {**new_answers(asked.daily[-1], clock(), mood=5), **change}
    verdict = phone.sync([answers], clock())["verdicts"][0]
    assert verdict["verdict"] == "refused"
    assert verdict["errors"][0]["pointer"].replace("~1", "/") == f"/entries/0{pointer}"
    assert count(services, Answer) == 0


def test_what_was_answered_by_text_counts_and_the_apps_answer_lies_beside(
    phone: Phone, services: Services, house: House, clock: Clock, asked: Asked, desk
):
    with services.sessions.begin() as session:
        patient = session.get_one(Patient, house.marisol.id)
        factories.receive(session, patient, "6 3 7", now=clock())
    clock.move(timedelta(minutes=1))
    done = phone.sync(
        [new_answers(asked.daily[-1], clock(), mood=1, distress=9, sleep_hours=2)], clock()
    )
    assert done["verdicts"][0]["verdict"] == "stored"
    response = phone.get(f"/check-ins/{asked.daily[-1]}").json["responses"][0]
    assert response["answers"] == {"mood": 6, "distress": 3, "sleep_hours": 7}
    assert response["answered_by"] == ["text"]
    assert response["beside"][0]["response"]["answers"]["mood"] == 1
    desk.sign_in(house.rosa.sign_in_name)
    page = desk.get(f"/patients/{house.marisol.id}").text
    assert "these answers do not count" in page


def test_what_was_answered_in_the_app_is_asked_no_more_by_text(
    phone: Phone, services: Services, house: House, clock: Clock, asked: Asked
):
    phone.sync([new_answers(asked.daily[-1], clock(), mood=6, distress=3)], clock())
    with services.sessions.begin() as session:
        patient = session.get_one(Patient, house.marisol.id)
        factories.receive(session, patient, "7", now=clock() + timedelta(minutes=1))
    shown = phone.get(f"/check-ins/{asked.daily[-1]}").json
    assert shown["status"] == "completed"
    response = shown["responses"][0]
    assert response["answers"] == {"mood": 6, "distress": 3, "sleep_hours": 7}
    assert response["answered_by"] == ["app", "text"]


def test_what_was_answered_in_the_app_is_not_overwritten_by_an_older_page(
    phone: Phone, services: Services, house: House, clock: Clock, asked: Asked
):
    def save(typed: dict[str, list[str]]) -> Saved | None:
        with services.sessions.begin() as session:
            return answer_forms.save_tapped(session, catalogue(), token, typed, clock(), PUBLIC_URL)

    with services.sessions.begin() as session:
        patient = session.get_one(Patient, house.marisol.id)
        closes_at = session.get_one(Prompt, asked.daily[-1]).closes_at
        link = Link(str(asked.daily[-1]), closes_at)
        token = answer_links.make(session, patient, link, clock(), PUBLIC_URL).rpartition("/")[2]
    save({"daily/mood": ["6"]})
    phone.sync([new_answers(asked.daily[-1], clock(), distress=3, sleep_hours=7)], clock())
    saved = save({"daily/mood": ["5"], "daily/distress": ["9"]})
    assert saved
    assert not saved.is_all
    response = phone.get(f"/check-ins/{asked.daily[-1]}").json["responses"][0]
    assert response["answers"] == {"mood": 5, "distress": 3, "sleep_hours": 7}


def test_a_correction_by_text_stands_whatever_the_app_sends_after(
    phone: Phone, services: Services, house: House, clock: Clock, asked: Asked
):
    phone.sync([new_answers(asked.daily[-1], clock(), mood=6, distress=3, sleep_hours=7)], clock())
    clock.move(timedelta(minutes=1))
    with services.sessions.begin() as session:
        patient = session.get_one(Patient, house.marisol.id)
        factories.receive(session, patient, "sorry, mood 4", now=clock())
    clock.move(timedelta(minutes=1))
    phone.sync([new_answers(asked.daily[-1], clock(), mood=9, distress=9, sleep_hours=9)], clock())
    response = phone.get(f"/check-ins/{asked.daily[-1]}").json["responses"][0]
    assert response["answers"] == {"mood": 4, "distress": 3, "sleep_hours": 7}
