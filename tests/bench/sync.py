"""What a phone's month offline costs to take, and to be sent again, against the barest way.

    python -m tests.bench.sync [rounds]

A month is 90 entries: each day a mood with tags, the hours slept, and a note of its own words,
which is screened for danger. The bare arm reads the same body with ``json.loads``, writes the same
rows in plain text for another patient into the same table by the driver's ``executemany``, and
commits. ``floor`` does the same and what the promises ask of every entry besides: words screened,
body hashed and sealed; nothing that takes the whole entries can be quicker. The others are
requests as the application serves them, from the WSGI server's call to the
last byte: token, validation, hashes, sealing, danger, audit, verdicts; ``empty`` is one without
entries, so what any costs. Then the reads that an app makes most, against a bare view that commits
one row and sends the same bytes.

Arms take turns; what counts is the median of the ratios of each round. Durable: what commits waits
for the disk. Some months are taken first that are not measured: a process that serves has settled
in, and has met most of the words that people write.
"""

import hashlib
import itertools
import json
import sys
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from typing import Any
from wsgiref.types import WSGIApplication

from flask import Flask, Response
from sqlalchemy import Connection, text
from werkzeug.test import EnvironBuilder

from diary.bootstrap import Services, settle_in
from diary.domain.safety import screen
from diary.logs import configure_logs
from diary.services import devices
from diary.store.devices import Device
from diary.web.app import create_app
from tests.api.phone import BASE, Phone
from tests.bench._places import database
from tests.corpora import compose
from tests.factories import (
    NOW,
    PUBLIC_URL,
    ask_and_answer,
    catalogue,
    give_infusion,
    make_clinic,
    make_patient,
    make_practitioner,
    make_services,
)
from tests.schema import TEST_KEYRING

DAYS = 30
WARM_UPS = 10
READS = ("/me", "/check-ins?when=past", "/trend")

Arms = dict[str, Callable[[bytes], float]]


@dataclass(frozen=True)
class Place:
    """A database with a patient who has lived a month, and the devices of two others."""

    services: Services
    app: Flask
    phone: Phone
    others: tuple[Device, Device]


def main(rounds: int) -> None:
    configure_logs("ERROR")
    notes = _notes()
    for kind in ("sqlite", "postgresql"):
        with database(kind) as url:
            place = _furnish(url)
            settle_in()
            with place.services.engine.connect() as connection:
                months = [_month(notes) for _ in range(WARM_UPS + rounds)]
                _measure(f"{kind}: a month offline", _taking(place, connection), months)
            for path in READS:
                answer = place.phone.get(path)
                title = f"{kind}: GET {path}, {len(answer.data)} bytes"
                reads = [b""] * (WARM_UPS + 5 * rounds)
                _measure(title, _reading(place, path, answer.data), reads)
            place.services.engine.dispose()


def _furnish(url: str) -> Place:
    services = make_services(url)
    since = NOW - timedelta(days=DAYS + 1)
    with services.sessions.begin() as session:
        nurse = make_practitioner(session, make_clinic(session))
        patient = make_patient(session, nurse, now=since)
        give_infusion(session, nurse, patient, started_at=since)
        for day in range(1, DAYS):
            ask_and_answer(session, patient, since + timedelta(days=day, minutes=1), "6 3 7")
        first, second = (
            session.get_one(Device, devices.sign_in(session, other, "an arm's", NOW).device_id)
            for other in (make_patient(session, nurse, now=since) for _ in range(2))
        )
    app = create_app(services)
    return Place(services, app, Phone(app, services).sign_in(patient), (first, second))


def _taking(place: Place, connection: Connection) -> Arms:
    return {
        "bare": lambda body: _write(connection, place.others[0], body, _as_it_is),
        "floor": lambda body: _write(connection, place.others[1], body, _as_promised),
        "sync": lambda body: _sync(place, body, "stored"),
        "replay": lambda body: _sync(place, body, "already_stored"),
        "empty": lambda _: _ask(place.app, "POST", f"{BASE}/sync", place.phone, _NO_ENTRIES)[0],
    }


def _reading(place: Place, path: str, answer: bytes) -> Arms:
    bare = Flask("bare")

    @bare.get("/")
    def read() -> Response:
        with place.services.engine.begin() as connection:
            connection.execute(text("UPDATE bare SET reads = reads + 1"))
        return Response(answer, mimetype="application/json")

    with place.services.engine.begin() as connection:
        connection.execute(text("CREATE TABLE IF NOT EXISTS bare (reads INTEGER)"))
        connection.execute(text("INSERT INTO bare VALUES (0)"))
    return {
        "bare": lambda _: _ask(bare, "GET", "/")[0],
        "read": lambda _: _ask(place.app, "GET", BASE + path, place.phone)[0],
    }


def _measure(title: str, arms: Arms, bodies: Iterable[bytes]) -> None:
    rounds = [{arm: ask(body) for arm, ask in arms.items()} for body in bodies][WARM_UPS:]
    print(title)
    for arm in arms:
        took = 1000 * median(each[arm] for each in rounds)
        ratio = median(each[arm] / each["bare"] for each in rounds)
        print(f"  {arm:6} {took:6.2f} ms, {ratio:.2f} of bare", flush=True)


def _notes() -> Iterator[str]:
    """Ordinary texts of three words or more in which no danger is seen."""
    lexicon = catalogue().lexicon
    found = [
        line
        for line in compose.lines("ordinary_en.txt")
        if len(line.split()) > 2 and not screen(line, lexicon)
    ]
    return itertools.cycle(found)


def _month(notes: Iterator[str]) -> bytes:
    entries: list[dict[str, Any]] = []
    for day in range(DAYS):
        for hour, fields in enumerate(
            ({"mood": 5, "tags": ["work", "walk"]}, {"sleep_hours": 7.5}, {"note": next(notes)})
        ):
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


_COLUMNS = (
    "id, organization_id, patient_id, device_id, entry_id, version, number, kind, body, body_hash,"
    " made_at, effective_at, received_at, counts"
)
_numbers = itertools.count(1)


def _write(connection: Connection, device: Device, body: bytes, kept: "_Kept") -> float:
    """Write the month's rows and commit, with bodies and hashes as ``kept`` has them."""
    marks = "?" if connection.dialect.name == "sqlite" else "%s"
    insert = f"INSERT INTO diary_entry ({_COLUMNS}) VALUES ({', '.join([marks] * 14)})"  # noqa: S608
    plain = str if marks == "%s" else lambda value: value.hex
    theirs = [plain(i) for i in (device.organization_id, device.patient_id, device.id)]
    cursor = connection.connection.cursor()
    began = time.perf_counter()
    rows = [
        (
            *((row_id := uuid.uuid4()).hex, *theirs, entry["id"].replace("-", "")),
            *(entry["version"], next(_numbers), entry["kind"], *kept(entry, row_id)),
            *(entry["made_at"], entry["made_at"], entry["made_at"], True),
        )
        for entry in json.loads(body)["entries"]
    ]
    if marks == "?":
        cursor.execute("BEGIN IMMEDIATE")
    cursor.executemany(insert, rows)
    cursor.execute("COMMIT")
    return time.perf_counter() - began


_Kept = Callable[[dict[str, Any], uuid.UUID], tuple[bytes, bytes]]


def _as_it_is(entry: dict[str, Any], _: uuid.UUID) -> tuple[bytes, bytes]:
    return json.dumps(entry).encode(), _NO_HASH


def _as_promised(entry: dict[str, Any], row_id: uuid.UUID) -> tuple[bytes, bytes]:
    if "note" in entry:
        screen(entry["note"], catalogue().lexicon)
    body = json.dumps(entry)
    digest = hashlib.sha256(body.encode()).digest()
    return TEST_KEYRING.seal(body, "diary_entry.body", row_id), digest


_NO_HASH = bytes(32)
_NO_ENTRIES = json.dumps({"device_now": NOW.isoformat(), "entries": []}).encode()


def _sync(place: Place, body: bytes, wanted: str) -> float:
    took, answer = _ask(place.app, "POST", f"{BASE}/sync", place.phone, body)
    verdicts = [each["verdict"] for each in json.loads(answer)["verdicts"]]
    if verdicts != [wanted] * 3 * DAYS:
        raise RuntimeError(f"not all entries are {wanted}")
    return took


def _ask(
    app: WSGIApplication, method: str, path: str, phone: Phone | None = None, body: bytes = b""
) -> tuple[float, bytes]:
    """How long it took to answer, and the answer."""
    headers = {"Authorization": f"Bearer {phone.tokens['access_token']}"} if phone else {}
    environ = EnvironBuilder(
        path, PUBLIC_URL, method=method, data=body, headers=headers, content_type="application/json"
    ).get_environ()
    said: list[str] = []
    began = time.perf_counter()
    answer = b"".join(app(environ, lambda status, *_: said.append(status)))
    took = time.perf_counter() - began
    if said != ["200 OK"]:
        raise RuntimeError(f"{method} {path}: {said}")
    return took, answer


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 7)
