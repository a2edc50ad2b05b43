"""Danger that is refused again, whole batches that are refused, and whose danger it is."""

import json
import uuid
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from diary.bootstrap import Services
from diary.store.care import Prompt
from tests import factories
from tests.api.phone import Phone, new_entry
from tests.api.refused import (
    DANGER,
    alerts,
    alone,
    answers_to_phq9,
    only_alert,
    safety_texts,
    says_where_help_is,
)
from tests.factories import NOW
from tests.web.conftest import Clock, House
from tests.web.desk import Desk


@pytest.mark.parametrize("again_alone", [False, True])
@pytest.mark.parametrize("first_alone", [False, True])
@pytest.mark.parametrize("kind", ["conflict", "unfit", "refused"])
def test_what_is_refused_again_raises_one_alert_and_one_text(
    phone: Phone,
    services: Services,
    house: House,
    clock: Clock,
    kind: str,
    first_alone: bool,
    again_alone: bool,
):
    entry = new_entry(NOW, note=DANGER)
    if kind == "conflict":
        phone.sync([{**entry, "note": "a quiet day"}], NOW)
    elif kind == "unfit":
        entry["colour"] = "red"
    else:
        entry["made_at"] = "1970-01-01T00:00:00Z"
    for is_alone in (first_alone, again_alone, again_alone):
        said = alone(phone, entry).json if is_alone else phone.sync([entry], NOW)
        assert says_where_help_is(said["help"])
        clock.move(timedelta(minutes=40))
        phone.renew()
    assert only_alert(services, house).tier == "A"
    assert safety_texts(services) == 1


def test_other_words_under_the_same_id_are_another_alert(phone: Phone, services: Services):
    entry = new_entry(NOW, colour="red")
    phone.sync([{**entry, "note": DANGER}], NOW)
    phone.sync([{**entry, "note": "i took all my pills to die"}], NOW)
    assert len(alerts(services)) == 2


def test_another_patients_check_in_is_as_unknown_as_any_and_the_danger_is_the_callers(
    phone: Phone, services: Services, house: House
):
    with services.sessions.begin() as session:
        factories.give_infusion(session, house.other_staff, house.other_patient)
        theirs = session.scalars(
            select(Prompt.id).where(Prompt.patient_id == house.other_patient.id)
        ).first()
    assert theirs
    entry = answers_to_phq9(theirs)
    found = [alone(phone, {**entry, "check_in": each}) for each in (theirs, uuid.uuid4())]
    assert {each.status_code for each in found} == {404}
    assert len({(e.data, tuple(sorted(e.headers.items()))) for e in found}) == 1
    assert says_where_help_is(found[0].json["help"])
    only_alert(services, house)
    calm = [
        alone(phone, {**entry, "check_in": each, "answers": {"1": 0}})
        for each in (theirs, uuid.uuid4())
    ]
    assert len({(e.status_code, e.data) for e in calm}) == 1
    assert "help" not in calm[0].json


def test_danger_in_a_batch_that_is_refused_whole_is_alerted(
    phone: Phone, services: Services, house: House
):
    entry = new_entry(NOW, note=DANGER)
    now = NOW.isoformat()
    wrong: tuple[dict[str, Any], ...] = (
        {"device_now": "noon", "entries": [entry]},
        {"device_now": now, "entries": [entry], "colour": "red"},
        {"device_now": now, "entries": [entry], "since": "nonsense"},
        {"device_now": now, "entries": [entry] * 1001},
        {"device_now": now, "entries": [entry, {f"k{n}": n for n in range(201)}]},
        {"device_now": now, "entries": [{**entry, **{f"k{n}": n for n in range(201)}}]},
    )
    for body in wrong:
        done = phone.post("/sync", body)
        assert done.status_code == 422
        assert says_where_help_is(done.json["help"])
    only_alert(services, house)


@pytest.mark.parametrize(
    "said", [["a quiet day", DANGER], [DANGER, "a quiet day"], ["a", DANGER, "b"]]
)
def test_danger_in_a_name_that_is_said_twice_is_alerted(
    phone: Phone, services: Services, house: House, said: list[str]
):
    notes = ",".join(f'"note": {json.dumps(note)}' for note in said)
    raw = f'{{"version": 1, "made_at": "{NOW.isoformat()}", {notes}}}'.encode()
    done = phone.send("PUT", f"/diary-entries/{uuid.uuid4()}", raw=raw)
    assert done.status_code == 422
    assert says_where_help_is(done.json["help"])
    only_alert(services, house)


@pytest.mark.parametrize("answers", ['{"9": 3, "9": 0}', '{"9": 0, "9": 3}'])
def test_an_answer_that_is_given_twice_counts_with_each(
    phone: Phone, services: Services, house: House, answers: str
):
    raw = f'{{"id": "{uuid.uuid4()}", "questionnaire": "phq9", "answers": {answers}}}'.encode()
    done = phone.send("POST", f"/check-ins/{uuid.uuid4()}/responses", raw=raw)
    assert says_where_help_is(done.json["help"])
    assert only_alert(services, house).rule == "answer-phq9-item9"


def test_what_is_refused_and_shows_no_danger_says_nothing_of_help(phone: Phone, services: Services):
    entry = new_entry(NOW, note="a quiet day", mood=11)
    assert phone.sync([entry], NOW)["help"] is None
    assert "help" not in alone(phone, entry).json
    assert "help" not in alone(phone, answers_to_phq9(uuid.uuid4(), answers={"9": 0})).json
    assert alerts(services) == []


def test_the_lines_of_a_safety_plan_are_no_danger_kept_or_not(phone: Phone, services: Services):
    plan = {
        "id": str(uuid.uuid4()),
        "version": 1,
        "made_at": NOW.isoformat(),
        "warning_signs": [DANGER],
    }
    assert phone.put("/safety/plan", plan).json["help"] is None
    assert "help" not in phone.put("/safety/plan", {**plan, "coping": [DANGER]}).json
    unfit = {**plan, "kind": "safety_plan", "colour": "red"}
    assert phone.sync([unfit], NOW)["help"] is None
    assert alerts(services) == []


def test_a_tag_is_looked_through_as_a_note_is(phone: Phone, services: Services, house: House):
    said = phone.sync([new_entry(NOW, note="a quiet day", tags=["walk", DANGER])], NOW)
    assert said["verdicts"][0]["verdict"] == "stored"
    assert says_where_help_is(said["help"])
    only_alert(services, house)


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 100_000, DANGER.encode()])
def test_a_body_that_is_no_json_is_refused_as_ever(phone: Phone, services: Services, body: bytes):
    done = phone.send("PUT", f"/diary-entries/{uuid.uuid4()}", raw=body)
    assert done.status_code == 400
    assert alerts(services) == []


def test_staff_see_that_it_came_by_the_app_and_is_no_entry(
    phone: Phone, services: Services, desk: Desk
):
    phone.sync([new_entry(NOW, note=DANGER, colour="red")], NOW)
    phone.sync([new_entry(NOW, note=DANGER)], NOW)
    shown = {
        alert.id: desk.get(f"/alerts/{alert.id}").get_data(as_text=True)
        for alert in alerts(services)
    }
    assert len(shown) == 2
    could_not = ["It could not be kept as an entry" in page for page in shown.values()]
    assert sorted(could_not) == [False, True]
    assert all("Phone app" in page and DANGER not in page for page in shown.values())
