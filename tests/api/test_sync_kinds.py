"""An entry stays of its kind: nothing else takes its place under the same id."""

from datetime import timedelta
from typing import Any

import pytest

from diary.bootstrap import Services
from tests.api.phone import Asked, Phone, new_answers, new_entry
from tests.api.refused import DANGER, alerts, entries
from tests.factories import NOW
from tests.web.conftest import Clock


def of_kind(kind: str, asked: Asked, clock: Clock) -> dict[str, Any]:
    made_at = clock() - timedelta(minutes=1)
    if kind == "response":
        return new_answers(asked.daily[-1], made_at, mood=5)
    more = {"coping": ["a walk"]} if kind == "safety_plan" else {"mood": 5}
    return {**new_entry(made_at, **more), "kind": kind}


KINDS = ("diary", "safety_plan", "response")


@pytest.mark.parametrize("is_at_once", [True, False])
@pytest.mark.parametrize("first", KINDS)
def test_a_version_of_another_kind_is_refused_alone(
    phone: Phone, services: Services, clock: Clock, asked: Asked, first: str, is_at_once: bool
):
    stored = of_kind(first, asked, clock)
    others = [
        {**of_kind(kind, asked, clock), "id": stored["id"], "version": 2}
        for kind in KINDS
        if kind != first
    ]
    good = new_entry(clock(), mood=6)
    if not is_at_once:
        phone.sync([stored], clock())
    verdicts = phone.sync([stored, *others, good], clock())["verdicts"]
    assert [each["status"] for each in verdicts] == [201 if is_at_once else 200, 422, 422, 201]
    for place, verdict in enumerate(verdicts[1:3], 1):
        [error] = verdict["errors"]
        assert (error["pointer"], error["code"]) == (f"/entries/{place}/kind", "another_kind")
    assert entries(services) == 2
    shown = phone.sync([], clock(), since="")["changes"]["entries"]
    assert [(each["kind"], each["is_current"]) for each in shown] == [
        (first, True),
        ("diary", True),
    ]


def test_a_deletion_is_of_every_kind_and_brings_none_with_it(phone: Phone, services: Services):
    entry = new_entry(NOW, mood=5)
    deletion = {name: entry[name] for name in ("id", "made_at")}
    plan = {**deletion, "kind": "safety_plan", "coping": ["a walk"]}
    batch = [
        {**deletion, "kind": "deletion", "version": 2},
        {**plan, "version": 1},
        {**entry, "version": 3},
        {**plan, "version": 4},
    ]
    verdicts = phone.sync(batch, NOW)["verdicts"]
    assert [each["status"] for each in verdicts] == [201, 201, 422, 201]
    assert entries(services) == 3


def test_danger_in_a_version_of_another_kind_is_alerted(phone: Phone, services: Services):
    plan = {**new_entry(NOW, coping=["a walk"]), "kind": "safety_plan"}
    phone.sync([plan], NOW)
    note = {**new_entry(NOW, note=DANGER), "id": plan["id"], "version": 2}
    done = phone.sync([note], NOW)
    assert done["verdicts"][0]["verdict"] == "refused"
    assert done["help"]
    assert len(alerts(services)) == 1


def test_alone_it_is_a_conflict(phone: Phone):
    entry = new_entry(NOW, mood=5)
    phone.sync([entry], NOW)
    plan = {"id": entry["id"], "version": 2, "made_at": NOW.isoformat(), "coping": ["a walk"]}
    answer = phone.put("/safety/plan", plan)
    assert (answer.status_code, answer.json["title"]) == (409, "Conflict")
    assert "kind" in answer.json["detail"]
    assert phone.get(f"/diary-entries/{entry['id']}").json["diary"]["mood"] == 5
    assert phone.get("/safety").json["plan"] is None
