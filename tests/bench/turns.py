"""Turns: how many a second, and how long from a text's commit until its reply is handed over.

    python -m tests.bench.turns [rounds]

Each is a whole check-in answered in one text: read, scored, stored, the caseload rewritten, the
reply queued. The rate is of one process, beside bare committed INSERTs on the same database; the
delay is of the jobs as they run in a process, woken by the bell, with texts coming steadily.
"""

import sys
import threading
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from statistics import median
from uuid import UUID

from sqlalchemy import text

from diary.bootstrap import Services, build, settle_in
from diary.logs import configure_logs
from diary.services import turns
from diary.services.ports import Accepted, ReceivedSms, SentSms, SmsToSend
from diary.store.people import Organization, Patient
from jobs.runner import Runner
from jobs.take_turns import take_turns
from jobs.timetable import JOBS
from tests.bench._places import database
from tests.factories import (
    NOW,
    PUBLIC_URL,
    catalogue,
    make_clinic,
    make_patient,
    make_practitioner,
    make_settings,
    make_sid,
    receive_from,
)

A_ROUND = 40
STEADY = 120
A_SECOND = 4
"""Texts that come while the delay is measured."""
ANSWER = "6 3 7"
_ASKED_AT = NOW + timedelta(minutes=6)


class Clock:
    """By day, and as fast as any."""

    def __init__(self) -> None:
        self._began = time.monotonic()

    def __call__(self) -> datetime:
        return _ASKED_AT + timedelta(seconds=time.monotonic() - self._began)


class Counter:
    """A carrier that takes every text at once and notes when."""

    def __init__(self) -> None:
        self.taken: dict[str, float] = {}
        self.has_all = threading.Event()
        self.awaited = 0

    def send(self, message: SmsToSend) -> Accepted:
        self.taken.setdefault(message.to, time.perf_counter())
        if len(self.taken) == self.awaited:
            self.has_all.set()
        return Accepted(make_sid(), "queued", 1)

    def find(self, to: str, since: datetime) -> Sequence[SentSms]:
        return ()

    def received(self, to: str, since: datetime) -> Sequence[ReceivedSms]:
        return ()


def asked(services: Services, clinic_id: UUID, count: int) -> list[tuple[UUID, str]]:
    """Patients whose check-in of the day has been asked, with their numbers."""
    people = []
    for _ in range(count):
        with services.sessions.begin() as session:
            clinic = session.get_one(Organization, clinic_id)
            practitioner = make_practitioner(session, clinic)
            patient = make_patient(session, practitioner)
            session.flush()
            turns.release_due(session, services.catalogue, patient.id, _ASKED_AT, PUBLIC_URL)
            people.append((patient.id, patient.phone))
        with services.sessions.begin() as session:
            # What was said so far is not what is measured.
            session.execute(text("UPDATE outbound_message SET status = 'delivered'"))
    return people


def text_in(services: Services, patient_id: UUID) -> None:
    with services.sessions.begin() as session:
        patient = session.get_one(Patient, patient_id)
        clinic = session.get_one(Organization, patient.organization_id)
        receive_from(session, clinic, patient.phone, ANSWER, now=services.clock())


def rates(services: Services, people: Sequence[tuple[UUID, str]]) -> tuple[float, float]:
    """Bare commits a second, and turns."""
    for patient_id, _ in people:
        text_in(services, patient_id)
    began = time.perf_counter()
    for _ in people:
        with services.engine.begin() as connection:
            connection.execute(text("INSERT INTO bare (body) VALUES ('x')"))
    between = time.perf_counter()
    counts = take_turns(services)
    ended = time.perf_counter()
    if counts["patients"] != len(people) or counts["failed"]:
        raise RuntimeError(f"turns went wrong: {counts}")
    return len(people) / (between - began), len(people) / (ended - between)


def delays(services: Services, carrier: Counter, people: Sequence[tuple[UUID, str]]) -> list[float]:
    """Seconds from the commit of each text to its reply's being handed over, in order of length."""
    carrier.taken.clear()
    carrier.awaited = len(people)
    runner = Runner(services, {name: job for name, job in JOBS.items() if job.on_bell})
    runner.start()
    stored: dict[str, float] = {}
    began = time.perf_counter()
    for number, (patient_id, phone) in enumerate(people):
        time.sleep(max(0.0, began + number / A_SECOND - time.perf_counter()))
        text_in(services, patient_id)
        stored[phone] = time.perf_counter()
        services.bell.ring()
    if not carrier.has_all.wait(120):
        raise RuntimeError("some replies were not sent")
    runner.stop()
    return sorted(carrier.taken[phone] - at for phone, at in stored.items())


def main(rounds: int) -> None:
    configure_logs("ERROR")
    for kind in ("sqlite", "postgresql"):
        with database(kind) as url:
            carrier = Counter()
            services = build(
                make_settings(url), clock=Clock(), gateway=carrier, catalogue=catalogue()
            )
            settle_in()
            with services.sessions.begin() as session:
                clinic_id = make_clinic(session, confirms_answers=True).id
                session.execute(text("CREATE TABLE bare (body VARCHAR(200))"))
            rates(services, asked(services, clinic_id, 10))
            pairs = [rates(services, asked(services, clinic_id, A_ROUND)) for _ in range(rounds)]
            steady = delays(services, carrier, asked(services, clinic_id, STEADY))
            services.engine.dispose()
        ratio = median(ours / bare for bare, ours in pairs)
        print(
            f"{kind}: {median(ours for _, ours in pairs):.0f} turns/s of one process,"
            f" {ratio:.3f} of bare commits; from text stored to reply handed over at"
            f" {A_SECOND} texts/s: median {1000 * median(steady):.0f} ms,"
            f" p99 {1000 * steady[int(len(steady) * 0.99) - 1]:.0f} ms",
            flush=True,
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 7)
