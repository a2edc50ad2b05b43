"""What a phone's month offline costs to take, and to be sent again, against the barest way.

A month is 120 entries: mood, hours slept, tags and, in a second measurement, a note each day, which
is screened for danger. The bare arm reads the same body with ``json.loads``, writes four columns an
entry by one ``executemany`` into a bare table of the same kind of file, and commits. The other arm
is the request as the application serves it: token, validation, hashes, sealing, danger, audit, an
answer with verdicts. Between them stands the batch without the request around it. Arms take turns;
the median of the ratios of each round counts.
"""

import json
import statistics
import tempfile
import time
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import pysqlite3.dbapi2 as sqlite

from diary.logs import configure_logs
from diary.services.device_clocks import DeviceClock
from diary.services.devices import Caller, caller_of
from diary.services.sync import take_entries
from diary.web.api.schemas.sync import SyncRequest
from diary.web.api.submitting import submitted
from diary.web.app import create_app
from tests.api.phone import Phone
from tests.factories import (
    NOW,
    PUBLIC_URL,
    make_clinic,
    make_patient,
    make_practitioner,
    make_services,
)
from tests.schema import prepare

ROUNDS = 15
DAYS = 30


def main() -> None:
    configure_logs("ERROR")
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/diary.db"
        prepare(url)
        services = make_services(url)
        with services.sessions.begin() as session:
            clinic = make_clinic(session)
            patient = make_patient(session, make_practitioner(session, clinic))
        phone = Phone(create_app(services), services).sign_in(patient)
        for title, note in (("without notes", None), ("with 30 notes", "walked the dog, felt ok")):
            _measure(title, phone, Path(folder) / f"bare-{note is None}.db", note)
        services.engine.dispose()


def _measure(title: str, phone: Phone, bare_path: Path, note: str | None) -> None:
    bare = _open_bare(bare_path)
    with phone.services.readers() as session:
        caller = caller_of(session, phone.tokens["access_token"], NOW)
    assert caller
    arms: dict[str, list[float]] = {arm: [] for arm in ("bare", "batch", "sync", "replay")}
    for _ in range(ROUNDS):
        body = _month(note)
        arms["bare"].append(_bare(bare, body))
        arms["batch"].append(_take(phone, caller, _month(note)))
        arms["sync"].append(_sync(phone, body, "stored"))
        arms["replay"].append(_sync(phone, body, "already_stored"))
    bare.close()
    print(f"a month of {4 * DAYS} entries {title}")
    for arm, times in arms.items():
        ratio = statistics.median(
            took / plain for took, plain in zip(times, arms["bare"], strict=True)
        )
        print(f"  {arm:6} {1000 * statistics.median(times):5.1f} ms, {ratio:.2f} of bare")


def _take(phone: Phone, caller: Caller, body: bytes) -> float:
    services = phone.services
    began = time.perf_counter()
    batch = SyncRequest.model_validate_json(body)
    entries = [submitted(entry) for entry in batch.entries]
    with services.sessions.begin() as session:
        take_entries(
            session, services.catalogue, caller, entries, DeviceClock.right(), NOW, PUBLIC_URL
        )
    return time.perf_counter() - began


def _month(note: str | None) -> bytes:
    entries: list[dict[str, Any]] = []
    for day in range(DAYS):
        said: tuple[dict[str, Any], ...] = (
            {"mood": 5},
            {"sleep_hours": 7.5},
            {"tags": ["work", "walk"]},
            {"note": note} if note else {"mood": 6},
        )
        for hour, fields in enumerate(said):
            made_at = NOW - timedelta(days=day, hours=hour)
            entries.append(
                {
                    "id": str(uuid.uuid4()),
                    "version": 1,
                    "kind": "diary",
                    "made_at": made_at.isoformat(),
                    **fields,
                }
            )
    return json.dumps({"device_now": NOW.isoformat(), "entries": entries}).encode()


def _open_bare(path: Path) -> Any:
    connection = sqlite.connect(str(path), isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(
        "CREATE TABLE entry (id TEXT PRIMARY KEY, version INTEGER, made_at TEXT, body TEXT)"
    )
    return connection


def _bare(connection: Any, body: bytes) -> float:
    began = time.perf_counter()
    entries = json.loads(body)["entries"]
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany(
        "INSERT INTO entry VALUES (?, ?, ?, ?)",
        [(e["id"], e["version"], e["made_at"], json.dumps(e)) for e in entries],
    )
    connection.execute("COMMIT")
    return time.perf_counter() - began


def _sync(phone: Phone, body: bytes, wanted: str) -> float:
    began = time.perf_counter()
    answer = phone.send("POST", "/sync", raw=body)
    took = time.perf_counter() - began
    assert {verdict["verdict"] for verdict in answer.json["verdicts"]} == {wanted}
    return took


if __name__ == "__main__":
    main()
