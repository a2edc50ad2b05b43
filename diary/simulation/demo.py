"""The demo: a clinic whose history was lived, on a clock that the visitor moves."""

import threading
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from secrets import token_bytes
from uuid import UUID

from flask import Flask
from pydantic import SecretStr

from diary.bootstrap import build
from diary.settings import Settings
from diary.simulation import clinic
from diary.simulation.carrier import SimulatedCarrier
from diary.simulation.cast import cast
from diary.simulation.clock import VirtualClock
from diary.simulation.events import Events
from diary.simulation.stage import JobRun, Stage
from diary.store.people import Patient
from diary.store.schema import upgrade
from diary.web.demo_stage import PhoneText

ACCOUNT_SID = "AC" + "0" * 32
AUTH_TOKEN = "the simulated carrier's token"  # noqa: S105 - of a carrier that does not exist
HISTORY = timedelta(weeks=12, days=1)
UNATTENDED = timedelta(hours=3)
"""The end of the history, in which nobody has seen to alerts yet."""
CALLED_BEFORE = timedelta(hours=1)
STEP = timedelta(seconds=1)
AT_ONCE = 1_000_000
"""Segments a second: between two clicks of the visitor's the clock hardly moves."""


@dataclass(frozen=True, slots=True)
class DemoPlan:
    """What a demo is made from: the same seed and end make the same history."""

    database: Path
    until: datetime
    seed: int = 7
    patients: int | None = None
    """Only the first so many of the cast; everybody by default."""


class Demo:
    """The stage as the demo's pages see it (``diary.web.demo_stage.DemoStage``)."""

    def __init__(self, settings: Settings, plan: DemoPlan) -> None:
        for old in plan.database.parent.glob(f"{plan.database.name}*"):
            old.unlink()
        clock = VirtualClock(plan.until - HISTORY)
        events = Events()
        self._carrier = SimulatedCarrier(clock, events)
        self._plan = plan
        self._stage = Stage(clock, self._carrier, events, plan.seed)
        self._stopping = threading.Event()
        self.services = build(
            settings.model_copy(
                update={
                    "database_url": f"sqlite:///{plan.database}",
                    "twilio_account_sid": ACCOUNT_SID,
                    "twilio_auth_token": SecretStr(AUTH_TOKEN),
                    # Made anew like the clinic: only a visitor's own browser is ever bound to it.
                    "push_key": settings.push_key or SecretStr(b64encode(token_bytes(32)).decode()),
                }
            ),
            clock=clock,
            gateway=self._carrier,
            durable=False,
        )
        upgrade(self.services.engine)

    def live(
        self, app: Flask, jobs: Mapping[str, JobRun], nightly: JobRun,
        on_step: Callable[[float], None] = lambda _: None,
    ) -> None:  # fmt: skip
        """Live the history through, telling ``on_step`` the share that is done."""
        self._carrier.connect(app, self.services.settings.public_base_url, ACCOUNT_SID, AUTH_TOKEN)
        nurse_id = clinic.open_clinic(self.services, AT_ONCE)
        self._stage.open(self.services, jobs, nightly)
        self._stage.staff_see_to_alerts(nurse_id, self._plan.until - UNATTENDED)
        self._stage.staff_call(nurse_id, self._plan.until - CALLED_BEFORE)
        for persona in cast()[: self._plan.patients]:
            self._stage.enter(persona, nurse_id, self._plan.until)
        start = self.now()
        for at in self._stage.live(self._plan.until):
            on_step((at - start) / (self._plan.until - start))

    def run(self) -> None:
        """Let the clock tick, and what falls due happen, until ``stop``."""
        self._stage.clock.let_run()
        while not self._stopping.wait(STEP.total_seconds()):
            self._advance_to(self.now())

    def stop(self) -> None:
        self._stopping.set()

    def now(self) -> datetime:
        return self._stage.clock()

    def next_at(self) -> datetime | None:
        """When something happens next."""
        return self._stage.next_at()

    def advance(self, by: str) -> None:
        """Move the clock by an ``hour``, a ``day`` or to the next ``event``."""
        target = {
            "hour": self.now() + timedelta(hours=1),
            "day": self.now() + timedelta(days=1),
            "event": self._stage.next_at(),
        }[by]
        if target:
            self._advance_to(target)

    def text_as(self, patient_id: UUID, body: str) -> None:
        """Send a text from a patient's phone. From now on a person answers there."""
        number = self._number(patient_id)
        self.set_autopilot(patient_id, False)
        self._stage.text_from(number, body)

    def autopilot(self, patient_id: UUID) -> bool:
        persona = self._stage.persona(self._number(patient_id))
        return persona is not None and persona.autopilot

    def set_autopilot(self, patient_id: UUID, on: bool) -> None:
        if persona := self._stage.persona(self._number(patient_id)):
            persona.autopilot = on

    def story(self, patient_id: UUID) -> str:
        """Who this patient is; empty for one who was enrolled by hand."""
        persona = self._stage.persona(self._number(patient_id))
        return persona.story if persona else ""

    def phone_texts(self, patient_id: UUID) -> Sequence[PhoneText]:
        return self._stage.phone(self._number(patient_id))

    def accounts(self) -> tuple[tuple[str, str, str, str], ...]:
        """Name, role, sign-in name and password of everybody who can sign in."""
        return tuple((a.name, a.role, a.sign_in_name, a.password) for a in clinic.ACCOUNTS)

    def _advance_to(self, target: datetime) -> None:
        for _ in self._stage.live(target):
            pass

    def _number(self, patient_id: UUID) -> str:
        with self.services.readers() as session:
            return str(session.get_one(Patient, patient_id).phone)
