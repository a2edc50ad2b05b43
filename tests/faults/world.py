"""A clinic at a stand-in for Twilio, several processes on one clock, and what must hold after."""

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import time as wall_clock
from multiprocessing.process import BaseProcess
from pathlib import Path
from uuid import UUID

from sqlalchemy import func, select

from diary.bootstrap import Services
from diary.services import delivery, ladders, outbox, prompts
from diary.store.messaging import InboundMessage, OutboundMessage, OutboundStatus, Purpose
from diary.store.people import Organization, Patient, Practitioner
from jobs.timetable import JOBS
from tests.factories import (
    NOW,
    catalogue,
    make_clinic,
    make_patient,
    make_phone,
    make_practitioner,
    make_services,
    make_sid,
    receive_from,
)
from tests.faults import checks
from tests.faults.driver import SharedClock, start_jobs
from tests.standins.twilio_api import TwilioApi
from tests.standins.twilio_wire import ACCOUNT_SID, AUTH_TOKEN

MIDNIGHT = wall_clock()


_PURPOSES = (Purpose.PROMPT, Purpose.REPLY, Purpose.SAFETY)


@dataclass
class World:
    """``people`` and ``text_in``, then faults, then ``recover`` and ``check``."""

    api: TwilioApi
    clock: SharedClock
    clock_path: Path
    settings: dict[str, object]
    services: Services
    clinic_id: UUID
    practitioner_id: UUID
    acknowledged: set[str] = field(default_factory=set)
    started: list[BaseProcess] = field(default_factory=list)
    is_on_call: bool = False
    _reported: int = 0
    """For how many of the texts that the carrier took it has sent receipts."""

    def people(self, count: int) -> list[UUID]:
        """Enrol and join patients; each has a check-in due in five minutes."""
        ids = []
        for _ in range(count):
            with self.services.sessions.begin() as session:
                practitioner = session.get_one(Practitioner, self.practitioner_id)
                ids.append(make_patient(session, practitioner, now=self.clock()).id)
        return ids

    def put_on_call(self) -> None:
        """Have the one member of staff paged at any hour."""
        self.is_on_call = True
        with self.services.sessions.begin() as session:
            practitioner = session.get_one(Practitioner, self.practitioner_id)
            ladders.add_rung(
                session, session.get_one(Organization, self.clinic_id),
                sign_in_name=practitioner.sign_in_name, phone=make_phone(), position=1,
                wait_minutes=10, from_local=MIDNIGHT, until_local=MIDNIGHT, weekdays=range(7),
            )  # fmt: skip

    def queue_texts(self, key: str, count: int, chance: random.Random, *purposes: Purpose) -> None:
        """Texts to strangers in the outbox, under keys that begin with ``key``.

        Of the texts to one patient the next waits until the fate of the last is known.
        """
        with self.services.sessions.begin() as session:
            clinic = session.get_one(Organization, self.clinic_id)
            for number in range(count):
                outbox.queue(
                    session,
                    clinic,
                    key=f"{key}:{number}",
                    purpose=chance.choice(purposes or _PURPOSES),
                    recipient=make_phone(),
                    body=f"{key} to number {number}",
                    now=self.clock(),
                    expires_at=self.clock().replace(hour=23),
                )

    def text_in(self, patient_id: UUID, body: str) -> None:
        """The webhook of a text, acknowledged."""
        sid = make_sid()
        with self.services.sessions.begin() as session:
            clinic = session.get_one(Organization, self.clinic_id)
            phone = session.get_one(Patient, patient_id).phone
            receive_from(session, clinic, phone, body, now=self.clock(), sid=sid)
        self.acknowledged.add(sid)

    def start(self, **how: object) -> BaseProcess:
        process = start_jobs(self.settings, self.clock_path, **how)  # type: ignore[arg-type]
        self.started.append(process)
        return process

    def outlive(self, process: BaseProcess) -> None:
        """Let time pass until a process has died; a minute of this machine's at the most."""
        eventually(lambda: self.clock.pass_by(seconds=1) or not process.is_alive(), 60)

    def run(self, *names: str) -> None:
        for name in names or checks.EVERY_MINUTE:
            JOBS[name].run(self.services)

    def recover(self) -> None:
        """What the jobs do in the half hour after a fault."""
        for minutes in (0, 0, 2, 2, 5, 6, 16, 1):
            self.clock.pass_by(minutes=minutes)
            self.run()
            self.run("send_messages")

    def report_everything(self, chance: random.Random) -> None:
        """Receipts for all that was taken and not reported yet: out of order, some twice."""
        sent = self.api.sent()
        unreported, self._reported = sent[self._reported :], len(sent)
        receipts = [
            (UUID(self.callback_of(message["sid"])), message["sid"], status)
            for message in unreported
            for status in ("sent", "delivered")
            for _ in range(chance.choice((1, 1, 2)))
        ]
        chance.shuffle(receipts)
        for message_id, sid, status in receipts:
            with self.services.sessions.begin() as session:
                delivery.apply_status(
                    session, catalogue(), message_id, sid, status, None, self.clock()
                )

    def callback_of(self, sid: str) -> str:
        return self.api._callbacks[sid].rpartition("/")[2]

    def is_done(self) -> bool:
        """Whether nothing is left to be done at this instant."""
        with self.services.readers() as session:
            waiting = session.scalar(
                select(func.count())
                .select_from(InboundMessage)
                .where(InboundMessage.turn_taken_at.is_(None))
            )
            queued = session.scalar(
                select(func.count())
                .select_from(OutboundMessage)
                .where(
                    OutboundMessage.status.in_((OutboundStatus.QUEUED, OutboundStatus.SUBMITTING)),
                    OutboundMessage.not_before <= self.clock(),
                )
            )
        return not (waiting or queued) and self.is_released()

    def is_released(self) -> bool:
        """Whether no check-in waits to be asked at this instant."""
        with self.services.readers() as session:
            return prompts.patients_with_due_prompts(session, self.clock(), 1) == []

    def taken(self) -> Counter[UUID]:
        """How often the carrier took each text."""
        return Counter(UUID(self.callback_of(message["sid"])) for message in self.api.sent())

    def check(self) -> Counter[str]:
        """Every promise that a fault could break; returns what became of what was due."""
        with self.services.readers() as session:
            if self.is_on_call:
                checks.check_paged(session, self.taken())
            return checks.check(session, self.acknowledged, self.taken(), self.clock())


@contextmanager
def open_world(database_url: str, folder: Path, **settings: object) -> Iterator[World]:
    clock_path = folder / "clock"
    clock = SharedClock(clock_path, NOW)
    with TwilioApi(clock=clock) as api:
        values: dict[str, object] = {
            "database_url": database_url,
            "sms_via": "twilio",
            "twilio_account_sid": ACCOUNT_SID,
            "twilio_auth_token": AUTH_TOKEN,
            "twilio_api_base_url": api.base_url,
            # A busy machine is no fault: only a test of a silent carrier is short of patience.
            "twilio_connect_seconds": 10.0,
            "twilio_read_seconds": 10.0,
            **settings,
        }
        services = make_services(clock=clock, **values)  # type: ignore[arg-type]
        with services.sessions.begin() as session:
            clinic = make_clinic(session)
            practitioner = make_practitioner(session, clinic)
        world = World(api, clock, clock_path, values, services, clinic.id, practitioner.id)
        try:
            yield world
        finally:
            for process in world.started:
                if process.is_alive():
                    process.kill()
                process.join()
            services.gateway.close()  # type: ignore[attr-defined]
            services.engine.dispose()


def eventually(claim: Callable[[], bool], seconds: float = 20) -> bool:
    give_up_at = time.monotonic() + seconds
    while time.monotonic() < give_up_at:
        if claim():
            return True
        time.sleep(0.05)
    return claim()


def is_stopped(pid: int | None) -> bool:
    """Whether a process was frozen by a signal."""
    with open(f"/proc/{pid}/stat") as stat:  # noqa: PTH123 - a file of the kernel's
        return stat.read().rpartition(")")[2].split()[0] == "T"
