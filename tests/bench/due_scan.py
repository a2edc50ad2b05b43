"""What it costs to find what is due, with a million patients enrolled and with ten thousand.

    python -m tests.bench.due_scan [rounds]

Each patient has a check-in to come and a conversation; 200 patients have one due.
The scan is what ``release_prompts`` asks at every tick: waits, prompts, reminders. The idle tick is
the same when nothing is due, against ``SELECT 1``. Arms take turns. The rows
are written by the database itself, with zeros for sealed texts.
"""

import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from datetime import time as wall_time
from statistics import median
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CTE,
    ColumnElement,
    LargeBinary,
    Uuid,
    cast,
    func,
    insert,
    literal,
    select,
    text,
)

from diary.bootstrap import Services
from diary.domain.consent import Texting
from diary.domain.plan import Channel
from diary.services import prompts, reminders, turns
from diary.store.care import Prompt, PromptStatus
from diary.store.messaging import Conversation
from diary.store.people import Patient
from tests.bench._outbox import add_clinic, services_on
from tests.bench._places import database

SIZES = (10_000, 1_000_000)
DUE = 200
SCANS = 20
CHUNK = 10_000


def enrol(services: Services, clinic_id: UUID, size: int, now: datetime) -> None:
    """``size`` patients, of whom ``DUE`` have a check-in due."""
    chunks = [(1, DUE, now)]
    for number, first in enumerate(range(DUE + 1, size + 1, CHUNK), start=1):
        later = now + timedelta(hours=number)
        chunks.append((first, min(first + CHUNK - 1, size), later))
    kind = services.engine.dialect.name
    with services.sessions.begin() as session:
        if kind == "postgresql":
            session.execute(text("SET LOCAL session_replication_role = replica"))
        for first, last, due_at in chunks:
            for model, columns in _rows(kind, _series(first, last), clinic_id, due_at, now):
                values = select(*columns.values())
                session.execute(insert(model).from_select(list(columns), values))
    with services.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")


def _series(first: int, last: int) -> CTE:
    numbers = select(literal(first).label("n")).cte(recursive=True)
    return numbers.union_all(select(numbers.c.n + 1).where(numbers.c.n < last))


def _rows(
    kind: str, series: CTE, clinic_id: UUID, due_at: datetime, now: datetime
) -> Iterator[tuple[type, dict[str, Any]]]:
    def number() -> ColumnElement[Any]:
        if kind == "sqlite":
            return func.printf("%032x", series.c.n)
        return func.lpad(func.to_hex(series.c.n), 32, "0")

    def id_of() -> ColumnElement[Any]:
        return number() if kind == "sqlite" else cast(number(), Uuid())

    def of(model: type, **values: object) -> tuple[type, dict[str, Any]]:
        given = {"organization_id": clinic_id, **values}
        columns = {
            name: value
            if isinstance(value, ColumnElement)
            else literal(value, getattr(model, name).type)
            for name, value in given.items()
        }
        return model, columns

    sealed = literal(bytes(60), LargeBinary)
    as_bytes = number() if kind == "sqlite" else func.decode(number(), "hex")
    yield of(
        Patient, id=id_of(), name=sealed, name_marks=0, phone=sealed,
        phone_index=cast(as_bytes, LargeBinary), timezone="America/Chicago", language="en",
        preferred_local=wall_time(9), plan="standard/1", enrolled_at=now, texting=Texting.ACTIVE,
    )  # fmt: skip
    yield of(
        Conversation, id=id_of(), patient_id=id_of(), state={"kind": "idle"}, turn=0, revision=1
    )
    yield of(
        Prompt, id=id_of(), patient_id=id_of(), anchor_id=id_of(), check_in="daily", occurrence=1,
        plan_version="1", questionnaires=["daily"], channel=Channel.TEXT, due_at=due_at,
        closes_at=due_at + timedelta(hours=12), status=PromptStatus.REQUESTED, releases=0,
    )  # fmt: skip


def scan(services: Services, now: datetime) -> float:
    """Milliseconds of one look at what is due."""
    began = time.perf_counter()
    for _ in range(SCANS):
        with services.readers() as session:
            list(turns.waits_that_are_over(session, now, DUE))
        with services.readers() as session:
            list(prompts.patients_with_due_prompts(session, now, DUE))
        with services.readers() as session:
            list(reminders.due(session, now, DUE))
    return 1000 * (time.perf_counter() - began) / SCANS


def select_one(services: Services) -> float:
    """Milliseconds of three times ``SELECT 1``, each in a session of its own."""
    began = time.perf_counter()
    for _ in range(SCANS):
        for _ in range(3):
            with services.readers() as session:
                session.scalar(text("SELECT 1"))
    return 1000 * (time.perf_counter() - began) / SCANS


def main(rounds: int) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    for kind in ("sqlite", "postgresql"):
        with ExitStack() as stack:
            both = []
            for size in SIZES:
                services = services_on(stack.enter_context(database(kind)), "http://127.0.0.1")
                enrol(services, add_clinic(services), size, now)
                stack.callback(services.engine.dispose)
                both.append(services)
            for services in both:
                scan(services, now)
            pairs = [tuple(scan(services, now) for services in both) for _ in range(rounds)]
            idle = [
                (select_one(both[1]), scan(both[1], now - timedelta(hours=1)))
                for _ in range(rounds)
            ]
        print(
            f"{kind}: {DUE} due of {SIZES[0]} enrolled {median(p[0] for p in pairs):.2f} ms, of"
            f" {SIZES[1]} {median(p[1] for p in pairs):.2f} ms:"
            f" {median(many / few for few, many in pairs):.2f}; nothing due"
            f" {median(p[1] for p in idle):.2f} ms:"
            f" {median(tick / one for one, tick in idle):.1f} times SELECT 1",
            flush=True,
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 7)
