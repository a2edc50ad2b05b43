"""A trial: many patients live for some weeks, and every promise is checked against what happened.

Like the demo it drives the real services, jobs and webhooks on a virtual clock; one seed decides
about the patients, the carrier and everything that goes wrong.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import Flask

from diary.bootstrap import build
from diary.settings import Settings
from diary.simulation import clinic
from diary.simulation.carrier import SimulatedCarrier
from diary.simulation.clock import VirtualClock
from diary.simulation.demo import ACCOUNT_SID, AUTH_TOKEN
from diary.simulation.events import Events
from diary.simulation.population import population
from diary.simulation.promises import Ledger, Witness
from diary.simulation.stage import HAS_WORK, JobRun, Stage
from diary.simulation.trouble import Trouble, TroubledCarrier
from diary.store.schema import upgrade

STARTS = datetime(2026, 3, 1, 6, tzinfo=UTC)
"""A week before the clocks change in America, four before they do in Europe."""
SETTLES_FOR = timedelta(hours=3)
"""After the last event: what was in doubt is looked up, what was lost is found."""
ALWAYS = ("take_turns", "release_prompts", "escalate_alerts", "send_pushes", "send_messages")
NOW_AND_THEN = {"settle_unknown": timedelta(minutes=5), "catch_up": timedelta(minutes=30)}


@dataclass(frozen=True, slots=True)
class TrialPlan:
    """The same plan lives the same trial."""

    patients: int
    days: int
    seed: int
    faults: bool


class Trial:
    """``live`` it, then read its ``ledger``."""

    def __init__(self, settings: Settings, plan: TrialPlan, database: Path) -> None:
        self._plan = plan
        self._clock = VirtualClock(STARTS)
        self._events = Events()
        self.trouble = Trouble(plan.seed) if plan.faults else None
        self._carrier = (
            TroubledCarrier(self._clock, self._events, self.trouble)
            if self.trouble
            else SimulatedCarrier(self._clock, self._events)
        )
        self._stage = Stage(self._clock, self._carrier, self._events, plan.seed)
        self.services = build(
            settings.model_copy(
                update={
                    "database_url": f"sqlite:///{database}",
                    "twilio_account_sid": ACCOUNT_SID,
                    "twilio_auth_token": type(settings.twilio_auth_token)(AUTH_TOKEN),
                }
            ),
            clock=self._clock,
            gateway=self._carrier,
            durable=False,
        )
        upgrade(self.services.engine)
        self._witness = Witness(self.services)
        self._carrier.on_accepted = self._witness.see

    def live(
        self,
        app: Flask,
        jobs: Mapping[str, JobRun],
        on_step: Callable[[float], None] = lambda _: None,
    ) -> None:
        """Live all days, telling ``on_step`` the share that is done."""
        self._carrier.connect(app, self.services.settings.public_base_url, ACCOUNT_SID, AUTH_TOKEN)
        if self.trouble:
            self.trouble.watch(self.services)
            jobs = {name: self.trouble.survived(job) for name, job in jobs.items()}
        until = STARTS + timedelta(days=self._plan.days)
        nurse_id = clinic.open_clinic(self.services)
        always = {name: jobs[name] for name in ALWAYS}
        self._stage.open(self.services, always, jobs["upkeep"])
        self._stage.staff_see_to_alerts(nurse_id, until)
        for persona in population(self._plan.patients, self._plan.days, self._plan.seed):
            self._stage.enter(persona, nurse_id, until)
        end = until + SETTLES_FOR
        for name, every in NOW_AND_THEN.items():
            self._repeat(name, jobs[name], every, end)
        for at in self._stage.live(end):
            on_step((at - STARTS) / (end - STARTS))

    def ledger(self) -> Ledger:
        """What became of everything, and which promises did not hold."""
        return self._witness.ledger(self._carrier.received(clinic.SENDER, STARTS))

    def _repeat(self, name: str, job: JobRun, every: timedelta, end: datetime) -> None:
        def run() -> None:
            is_idle = name in HAS_WORK and not self._stage.has_work(name)
            counts = {} if is_idle else job(self.services)
            if any(count for kind, count in counts.items() if kind != _LOOKED_AT):
                self._events.add(self._clock(), lambda: None)  # the other jobs go on from it
            if self._clock() < end:
                self._events.add(self._clock() + every, run, wakes=False)

        self._events.add(self._clock() + every, run, wakes=False)


_LOOKED_AT = "numbers"
