"""A clinic at a stand-in for Twilio, several processes on one clock, and what must hold after."""

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from diary.bootstrap import Services
from diary.services import delivery, prompts
from diary.store.alerts import SafetyAlert
from diary.store.care import Prompt, PromptStatus
from diary.store.messaging import InboundMessage, OutboundMessage, OutboundStatus, Purpose
from diary.store.people import Organization, Patient, Practitioner
from jobs.timetable import JOBS
from tests.factories import (
    NOW,
    catalogue,
    make_clinic,
    make_patient,
    make_practitioner,
    make_services,
    make_sid,
    receive_from,
)
from tests.faults.driver import SharedClock, start_jobs
from tests.standins.twilio_api import TwilioApi
from tests.standins.twilio_wire import ACCOUNT_SID, AUTH_TOKEN

ASKS = "prompt:"
"""How the key of a text begins that asks a check-in; replies about it have other keys."""
UNASKED = (Purpose.PROMPT, Purpose.REMINDER, Purpose.INVITATION)
OPEN = (OutboundStatus.QUEUED, OutboundStatus.SUBMITTING, OutboundStatus.UNKNOWN)


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

    def people(self, count: int) -> list[UUID]:
        """Enrol and join patients; each has a check-in due in five minutes."""
        ids = []
        for _ in range(count):
            with self.services.sessions.begin() as session:
                practitioner = session.get_one(Practitioner, self.practitioner_id)
                ids.append(make_patient(session, practitioner, now=self.clock()).id)
        return ids

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

    def run(self, *names: str) -> None:
        for name in names or ("take_turns", "release_prompts", "send_messages", "settle_unknown"):
            JOBS[name].run(self.services)

    def recover(self) -> None:
        """What the jobs do in the half hour after a fault."""
        for minutes in (0, 0, 2, 2, 5, 6, 16, 1):
            self.clock.pass_by(minutes=minutes)
            self.run()
            self.run("send_messages")

    def report_everything(self, chance: random.Random) -> None:
        """Receipts for all that was taken: out of order, twice, now and then long after."""
        receipts = [
            (UUID(self.callback_of(message["sid"])), message["sid"], status)
            for message in self.api.sent()
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

    def check(self) -> Counter[str]:
        """Every promise that a fault could break; returns what became of what was due."""
        with self.services.readers() as session:
            self._check_texts_in(session)
            self._check_sent_once(session)
            self._check_hours(session)
            return self._ledger(session)

    def _check_texts_in(self, session: Session) -> None:
        stored = {m.provider_sid: m for m in session.scalars(select(InboundMessage))}
        assert self.acknowledged <= stored.keys(), "a text that was acknowledged is lost"
        alerts = set(session.scalars(select(SafetyAlert.inbound_id)))
        for message in stored.values():
            assert message.turn_taken_at, "a turn was not taken"
            assert not message.danger_tier or message.id in alerts, "danger without an alert"

    def _check_sent_once(self, session: Session) -> None:
        taken = Counter(UUID(self.callback_of(m["sid"])) for m in self.api.sent())
        for message_id, times in taken.items():
            message = session.get_one(OutboundMessage, message_id)
            if message.purpose not in (Purpose.SAFETY, Purpose.PAGE):
                assert times == 1, f"a {message.purpose} went out {times} times"
        asked = Counter(
            message.prompt_id
            for message_id in taken
            if (message := session.get_one(OutboundMessage, message_id)).key.startswith(ASKS)
        )
        for prompt_id, times in asked.items():
            # More than once only if the patient put it off, or danger came between.
            assert times <= session.get_one(Prompt, prompt_id).releases, "asked twice"

    def _check_hours(self, session: Session) -> None:
        for sent in self.api.sent():
            message = session.get_one(OutboundMessage, UUID(self.callback_of(sent["sid"])))
            if message.purpose in UNASKED and message.submitted_at:
                patient = session.get_one(Patient, message.patient_id)
                local = message.submitted_at.astimezone(ZoneInfo(patient.timezone))
                assert 9 <= local.hour < 20, f"sent at {local:%H:%M}"

    def _ledger(self, session: Session) -> Counter[str]:
        found: Counter[str] = Counter()
        due = session.scalars(select(Prompt).where(Prompt.due_at <= self.clock())).all()
        texts = {
            message.prompt_id: message
            for message in session.scalars(
                select(OutboundMessage)
                .where(OutboundMessage.key.startswith(ASKS))
                .order_by(OutboundMessage.id)
            )
        }
        for prompt in due:
            waits = prompt.postponed_until and prompt.postponed_until > self.clock()
            if prompt.status is PromptStatus.CANCELLED or waits:
                continue
            assert prompt.status is not PromptStatus.REQUESTED, "due, and nobody did anything"
            text = texts.get(prompt.merged_into_id or prompt.id)
            if text is None:
                assert prompt.reason, f"{prompt.status} without a text and without a reason"
                found[str(prompt.status)] += 1
                continue
            assert text.status not in OPEN, f"a text is still {text.status}"
            if text.status is OutboundStatus.SKIPPED:
                assert text.reason, "skipped without a reason"
            found["unknown" if text.status is OutboundStatus.UNCONFIRMED else "settled"] += 1
        return found


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
