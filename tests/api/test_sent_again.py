"""A batch that comes again just so: known by the JSON it came in, and answered as it was."""

import json
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from diary.bootstrap import Services
from diary.store.diary import DiaryEntry
from diary.web.api import sync
from tests.api.phone import Phone, new_entry
from tests.api.refused import DANGER, alerts, says_where_help_is
from tests.factories import NOW
from tests.web.conftest import Clock, House


@pytest.fixture
def batch() -> list[dict[str, Any]]:
    return [new_entry(NOW - timedelta(hours=n), mood=5, note=f"día {n} 🙂") for n in range(3)]


def forbid_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(_: bytes) -> None:
        raise AssertionError("it was read again")

    monkeypatch.setattr(sync, "_read", read)


def verdicts(answer: dict[str, Any]) -> list[str]:
    return [each["verdict"] for each in answer["verdicts"]]


def test_what_comes_again_just_so_is_not_read_again(
    phone: Phone, clock: Clock, batch: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
):
    first = phone.sync(batch, clock(), since="")
    with monkeypatch.context() as patched:
        forbid_reading(patched)
        clock.move(timedelta(minutes=5))
        again = phone.sync(batch[::-1], clock(), since="")
    assert verdicts(again) == ["already_stored"] * 3
    times = [each["effective_at"] for each in first["verdicts"]]
    assert [each["effective_at"] for each in again["verdicts"]] == times[::-1]
    assert again["changes"]["entries"] == first["changes"]["entries"]


def test_it_is_answered_byte_for_byte_as_if_it_had_been_read(
    phone: Phone, services: Services, clock: Clock, batch: list[dict[str, Any]]
):
    batch[1]["note"] = DANGER
    body = {"device_now": clock().isoformat(), "entries": batch, "since": ""}
    assert phone.post("/sync", body).status_code == 200
    quick = phone.post("/sync", body)
    with services.sessions.begin() as session:
        session.execute(update(DiaryEntry).values(sent_hash=None))
    assert phone.post("/sync", body).data == quick.data
    assert says_where_help_is(quick.json["help"])
    assert len(alerts(services)) == 1


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        ({"mood": 6}, "conflict"),
        ({"mood": "5"}, "refused"),
        ({"mood": 5.0}, "already_stored"),
        ({"mood": 5, "tags": []}, "conflict"),
        ({"version": 2}, "stored"),
    ],
)
def test_what_is_said_otherwise_is_looked_at(
    phone: Phone, batch: list[dict[str, Any]], change: dict[str, Any], verdict: str
):
    phone.sync(batch, NOW)
    again = phone.sync([{**batch[0], **change}, *batch[1:]], NOW)
    assert verdicts(again) == [verdict, "already_stored", "already_stored"]


def test_the_order_of_names_and_the_spaces_say_nothing(
    phone: Phone, services: Services, batch: list[dict[str, Any]]
):
    phone.sync(batch, NOW)
    turned = [dict(reversed(entry.items())) for entry in batch]
    raw = json.dumps({"entries": turned, "device_now": NOW.isoformat()}, indent=3).encode()
    answer = phone.send("POST", "/sync", raw=raw)
    assert verdicts(answer.json) == ["already_stored"] * 3
    with services.readers() as session:
        assert len(session.scalars(select(DiaryEntry.id)).all()) == 3


def test_another_patients_entry_is_not_known_by_its_bytes(
    phone: Phone, app: Flask, services: Services, house: House, batch: list[dict[str, Any]]
):
    phone.sync(batch, NOW)
    other = Phone(app, services).sign_in(house.other_patient)
    assert verdicts(other.sync(batch, NOW)) == ["stored"] * 3
