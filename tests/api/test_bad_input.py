"""Bad input: a problem that names the field, and nothing stored."""

import gzip
import json
import uuid
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from diary.bootstrap import Services
from diary.store.diary import DiaryEntry
from diary.web.api.paging import dump
from tests.api.phone import Phone, new_answers, new_entry
from tests.factories import NOW
from tests.web.conftest import House

JSON = "application/json"


def stored(services: Services) -> int:
    with services.readers() as session:
        return session.scalar(select(func.count()).select_from(DiaryEntry)) or 0


@pytest.mark.parametrize(
    ("raw", "content_type", "status"),
    [
        (b"{" + b" " * 10_000_000 + b"}", JSON, 413),
        (b"[" * 200_000 + b"]" * 200_000, JSON, 400),
        (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, JSON, 400),
        (b"", JSON, 400),
        (b"\xff\xfe", JSON, 400),
        (b'{"device_now": NaN}', JSON, 422),
        (b"null", JSON, 422),
        (b"[]", JSON, 422),
        (b"{}", "text/plain", 415),
        (b"a=b", "application/x-www-form-urlencoded", 415),
        (b"{}", "application/merge-patch+json", 415),
    ],
)
def test_what_is_no_request_is_refused_whole(
    phone: Phone, services: Services, raw: bytes, content_type: str, status: int
):
    answer = phone.send("POST", "/sync", raw=raw, content_type=content_type)
    assert answer.status_code == status, answer.text
    assert answer.mimetype == "application/problem+json"
    assert answer.json["status"] == status
    assert stored(services) == 0


def test_a_packed_body_is_refused_before_it_is_unpacked(phone: Phone):
    packed = gzip.compress(b"0" * 10_000_000)
    answer = phone.send("POST", "/sync", raw=packed, headers={"Content-Encoding": "gzip"})
    assert answer.status_code == 415


def test_ten_thousand_entries_are_too_many(phone: Phone, services: Services):
    entries = [{"id": str(uuid.UUID(int=n)), "kind": "deletion"} for n in range(10_000)]
    body = json.dumps({"device_now": NOW.isoformat(), "entries": entries}).encode()
    assert len(body) < 1024 * 1024
    answer = phone.send("POST", "/sync", raw=body)
    assert answer.status_code == 422
    [error] = answer.json["errors"]
    assert error["pointer"] == "/entries"
    assert error["detail"] == "`entries` takes at most 1000 entries, not 10000"
    assert stored(services) == 0


def test_an_object_of_too_many_members_is_named(phone: Phone, services: Services):
    many = {f"k{n}": 1 for n in range(201)}
    body = {"device_now": NOW.isoformat(), "entries": [new_entry(NOW, mood=5), many]}
    answer = phone.post("/sync", body)
    assert answer.status_code == 422
    [error] = answer.json["errors"]
    assert (error["pointer"], error["code"]) == ("/entries/1", "too_many_members")
    assert stored(services) == 0


def test_half_a_character_holds_up_neither_its_own_note_nor_the_batch(phone: Phone):
    cut, other = (new_entry(NOW, note=note) for note in ("so \ud83d", "\\ud83d \U0001f642"))
    body = json.dumps({"device_now": NOW.isoformat(), "entries": [cut, other]}).encode()
    verdicts = [phone.send("POST", "/sync", raw=body).json["verdicts"] for _again in range(2)]
    assert [[v["verdict"] for v in each] for each in verdicts] == [
        ["stored"] * 2,
        ["already_stored"] * 2,
    ]
    notes = {e["id"]: e["diary"]["note"] for e in phone.get("/diary-entries").json["items"]}
    assert notes == {cut["id"]: "so \ufffd", other["id"]: other["note"]}


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"mood": True}, "/mood"),
        ({"mood": None, "sleep_hours": "7"}, "/sleep_hours"),
        ({"note": "nul \0"}, "/note"),
        ({"note": 5}, "/note"),
        ({"tags": ["a"] * 21}, "/tags"),
        ({"tags": [""]}, "/tags/0"),
        ({"made_at": "1970-01-01T00:00:00Z"}, "/made_at"),
        ({"made_at": "2999-01-01T00:00:00Z"}, "/made_at"),
        ({"made_at": "9999-12-31T23:59:59.999999Z"}, "/made_at"),
        ({"made_at": "2026-11-18 yesterday"}, "/made_at"),
        ({"made_at": "1795017600"}, "/made_at"),
        ({"made_at": "1795017600000.5"}, "/made_at"),
        ({"version": 1.5}, "/version"),
        ({"version": 10**30}, "/version"),
        ({"patient_id": str(uuid.uuid4())}, "/patient_id"),
    ],
)
def test_a_wrong_field_is_named(
    phone: Phone, services: Services, change: dict[str, Any], pointer: str
):
    entry = new_entry(NOW, mood=5)
    body = {name: entry[name] for name in ("version", "made_at", "mood")} | change
    answer = phone.put(f"/diary-entries/{entry['id']}", body)
    assert answer.status_code == 422, answer.text
    assert answer.mimetype == "application/problem+json"
    assert pointer in [error["pointer"] for error in answer.json["errors"]]
    assert all(error["detail"] for error in answer.json["errors"])
    assert stored(services) == 0


def test_the_length_of_a_text_is_said_in_characters_and_of_a_list_in_items(phone: Phone):
    path = f"/diary-entries/{uuid.uuid4()}"
    said = [
        {error["pointer"]: error["detail"] for error in phone.put(path, body).json["errors"]}
        for tags in (["x" * 41, ""], ["walk"] * 21)
        for body in ({"version": 1, "made_at": NOW.isoformat(), "tags": tags},)
    ]
    assert said == [
        {
            "/tags/0": "Value should have at most 40 characters, not 41",
            "/tags/1": "Value should have at least 1 character, not 0",
        },
        {"/tags": "`tags` takes at most 20 tags, not 21"},
    ]
    [verdict] = phone.sync([new_answers(uuid.uuid4(), NOW, sx=[1] * 41)], NOW)["verdicts"]
    details = [error["detail"] for error in verdict["errors"]]
    assert "`sx` takes at most 40 options, not 41" in details


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("limit=0", "limit"),
        ("limit=1000000000", "limit"),
        ("limit=two", "limit"),
        ("cursor=nonsense", "cursor"),
        ("cursor=WyJhIiwiYiJd", "cursor"),
        ("cursor=%00", "cursor"),
        (f"cursor={dump(['0001-01-01T00:00:00+14:00', '0' * 32])}", "cursor"),
        (f"cursor={dump(['9999-12-31T23:59:59-14:00', '0' * 32])}", "cursor"),
        ("when=whenever", "when"),
        ("page=2", "page"),
        ("limit=5&limit=6", "limit"),
    ],
)
def test_a_wrong_parameter_is_named(phone: Phone, query: str, parameter: str):
    answer = phone.get(f"/check-ins?{query}")
    assert answer.status_code == 422
    assert answer.json["errors"][0]["parameter"] == parameter
    assert answer.json["errors"][0]["detail"]


@pytest.mark.parametrize("since", ["x", "WyJhIl0", "W10", "WyIxIiwiIiwiIl0"])
def test_a_cursor_that_is_none_of_ours_is_refused(phone: Phone, since: str):
    body = {"device_now": NOW.isoformat(), "since": since}
    answer = phone.post("/sync", body)
    assert answer.status_code == 422
    assert answer.json["errors"][0]["pointer"] == "/since"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"language": "fr"}, "language"),
        ({"timezone": "Mars/Olympus"}, "timezone"),
        ({"timezone": "../../etc/passwd"}, "timezone"),
        ({"timezone": "localtime"}, "timezone"),
        ({"preferred_local": "03:00"}, "preferred_local"),
        ({"preferred_local": "25:00"}, "preferred_local"),
        ({"paused_until": "2026-11-18"}, "paused_until"),
        ({"paused_until": "2999-01-01"}, "paused_until"),
        ({"paused_until": "1795564800"}, "paused_until"),
        ({"greeting": "x" * 61}, "greeting"),
        ({"greeting": "a\u202eb"}, "greeting"),
        ({"phone": "+18065550199"}, "phone"),
    ],
)
def test_a_setting_that_cannot_be_is_refused_and_none_is_changed(
    phone: Phone, change: dict[str, Any], field: str
):
    before = phone.get("/me").json
    answer = phone.patch("/me", {"language": "es", **change})
    assert answer.status_code == 422
    assert answer.json["errors"][0]["pointer"] == f"/{field}"
    assert answer.json["errors"][0]["detail"]
    assert phone.get("/me").json == before


def test_settings_are_changed_one_by_one(phone: Phone):
    for change in (
        {"greeting": "Mari"},
        {"language": "es"},
        {"timezone": "America/Denver"},
        {"preferred_local": "11:30"},
        {"paused_until": "2026-11-25"},
        {"paused_until": None},
    ):
        before = phone.get("/me").json
        changed = phone.patch("/me", change)
        assert changed.status_code == 200, changed.text
        assert changed.json == {**before, **change}


def test_nothing_that_was_sent_is_repeated_in_a_problem(phone: Phone):
    secret = "my-secret-words"
    for body in ({"note": 5, secret[:5]: 1}, {"version": 1, "made_at": secret, "note": "x"}):
        answer = phone.put(f"/diary-entries/{uuid.uuid4()}", body)
        assert secret not in answer.text


def test_an_unknown_address_or_method_is_a_problem_too(phone: Phone):
    for method, path, status in (
        ("GET", "/nothing", 404),
        ("GET", "/check-ins/not-an-id", 404),
        ("PUT", "/me", 405),
        ("TRACE", "/me", 405),
    ):
        answer = phone.send(method, path)
        assert answer.status_code == status
        assert answer.mimetype == "application/problem+json"
    assert "PATCH" in phone.send("PUT", "/me", {}).headers["Allow"]


def test_what_is_known_already_is_not_sent_again_and_long_answers_are_packed(phone: Phone):
    plain = phone.get("/questionnaires")
    again = phone.get("/questionnaires", **{"If-None-Match": plain.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    other = phone.get("/questionnaires", **{"If-Match": '"another"'})
    assert (other.status_code, other.mimetype) == (412, "application/problem+json")
    packed = phone.get("/questionnaires", **{"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) * 4 < len(plain.data)
    spanish = phone.get("/questionnaires?language=es", **{"If-None-Match": plain.headers["ETag"]})
    assert spanish.status_code == 200
    assert "Animo" in spanish.text or "ánimo" in spanish.text


@pytest.mark.usefixtures("house")
def test_the_reference_page_keeps_to_the_strict_policy(app: Flask):
    page = app.test_client().get("/api/v1/")
    assert page.status_code == 200
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert "<script src=" in page.text
    assert "http://" not in page.text.replace("http://www.w3.org", "")
    assert '<span class="verb">POST</span> /sync' in page.text


def test_the_phones_trend_is_the_clinicians_chart(app: Flask, services: Services, lived: House):
    from diary.services.chart import read_chart

    phone = Phone(app, services).sign_in(lived.marisol)
    shown = {series["code"]: series for series in phone.get("/trend").json["series"]}
    with services.readers() as session:
        chart = read_chart(session, services.catalogue, lived.marisol, NOW)
    assert chart.record.readings
    for code, readings in chart.record.readings.items():
        if readings:
            assert [r["value"] for r in shown[code]["readings"]] == [r.value for r in readings]
    assert {"daily/mood", "daily/distress", "daily/sleep_hours"} <= shown.keys()
    assert len(shown["daily/mood"]["missed"]) == len(chart.missed["daily"])
