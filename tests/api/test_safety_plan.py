"""A safety plan in the patient's own words, and what to expect of an infusion."""

import uuid
from datetime import timedelta
from typing import Any

import pytest

from diary.bootstrap import Services
from tests.api.phone import Phone
from tests.factories import give_infusion, plan_infusion
from tests.web.conftest import Clock, House


def plan_of(clock: Clock, **parts: Any) -> dict[str, Any]:
    return {"id": str(uuid.UUID(int=5)), "version": 1, "made_at": clock().isoformat(), **parts}


def test_a_plan_is_kept_once_and_shown_beside_where_help_is(phone: Phone, clock: Clock):
    assert phone.get("/safety").json["plan"] is None
    body = plan_of(clock, warning_signs=["I stop answering my sister"], people=["My sister"])
    kept = phone.put("/safety/plan", body)
    assert kept.status_code == 201
    assert kept.json["help"] is None
    again = phone.put("/safety/plan", body)
    assert (again.status_code, again.json) == (200, kept.json)
    shown = phone.get("/safety").json
    assert shown["plan"] == kept.json["entry"]
    assert shown["plan"]["safety_plan"] == {
        "warning_signs": ["I stop answering my sister"],
        "coping": [],
        "distractions": [],
        "people": ["My sister"],
        "professionals": [],
        "safer_surroundings": [],
    }
    assert shown["help"]["clinic_phone"] == "432-555-0100"


def test_another_body_is_a_conflict_and_a_new_version_is_shown(phone: Phone, clock: Clock):
    body = plan_of(clock, coping=["A walk by the river"])
    assert phone.put("/safety/plan", body).status_code == 201
    other = phone.put("/safety/plan", {**body, "coping": ["A bath"]})
    assert (other.status_code, other.mimetype) == (409, "application/problem+json")
    assert phone.get("/safety").json["plan"]["safety_plan"]["coping"] == ["A walk by the river"]
    newer = phone.put("/safety/plan", {**body, "version": 2, "coping": ["A bath"]})
    assert newer.status_code == 201
    shown = phone.get("/safety").json["plan"]
    assert (shown["version"], shown["safety_plan"]["coping"]) == (2, ["A bath"])


def test_a_plan_that_was_deleted_is_shown_no_more_and_every_phone_learns_it(
    phone: Phone, clock: Clock
):
    body = plan_of(clock, people=["My sister"])
    kept = phone.put("/safety/plan", body).json["entry"]
    since = phone.sync([], clock(), since="")["cursor"]
    # A plan is no diary entry: it is neither listed nor taken back as one.
    assert phone.delete(f"/diary-entries/{kept['id']}").status_code == 404
    deletion = {"id": kept["id"], "version": 2, "kind": "deletion", "made_at": body["made_at"]}
    assert phone.sync([deletion], clock())["verdicts"][0]["verdict"] == "stored"
    assert phone.get("/safety").json["plan"] is None
    learnt = phone.sync([], clock(), since=since)["changes"]["entries"]
    assert [(each["id"], each["kind"]) for each in learnt] == [(kept["id"], "deletion")]


@pytest.mark.usefixtures("house")
def test_help_lists_the_lines_to_whoever_has_no_sign_in(app):
    lines = app.test_client().get("/app/help.json").json
    for language in ("en", "es"):
        called = {line["call"] for line in lines[language]["lines"]}
        assert {"911", "988"} <= called
        assert lines[language]["not_watched"]


def test_infusions_say_what_to_expect_in_the_patients_language(
    phone: Phone, services: Services, house: House, clock: Clock
):
    with services.sessions.begin() as session:
        give_infusion(session, house.rosa, house.marisol, started_at=clock() - timedelta(days=3))
        plan_infusion(session, house.rosa, house.marisol, started_at=clock() + timedelta(days=2))
    told = phone.get("/infusions").json
    assert [each["status"] for each in told["items"]] == ["given", "planned"]
    assert len(told["what_to_expect"]) >= 5
    assert any("Somebody must take you home." in part for part in told["what_to_expect"])
    assert any("911" in part and "988" in part for part in told["what_to_expect"])
    phone.patch("/me", {"language": "es"})
    spanish = phone.get("/infusions").json
    assert spanish["items"] == told["items"]
    assert len(spanish["what_to_expect"]) == len(told["what_to_expect"])
    assert not set(spanish["what_to_expect"]) & set(told["what_to_expect"])
    assert any("911" in part and "988" in part for part in spanish["what_to_expect"])
