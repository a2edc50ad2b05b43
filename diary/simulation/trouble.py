"""What goes wrong, by the dice: a carrier that fails, webhooks that get lost, and crashes.

Everything is drawn from the trial's seed, so a promise that broke breaks again.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import event

from diary.bootstrap import Clock, Services
from diary.services.ports import (
    Accepted,
    ReceivedSms,
    SendError,
    SendErrorKind,
    SmsToSend,
)
from diary.simulation.carrier import SimulatedCarrier
from diary.simulation.events import Events

SLOW_DOWN = 20429
SAME_RECEIPT_AGAIN = timedelta(minutes=7)
JobRun = Callable[[Services], Mapping[str, int]]


class Crash(BaseException):
    """The process died here: nothing that would catch an ``Exception`` sees it."""


class Trouble:
    """The dice. ``chances`` are probabilities by kind; ``happened`` counts what they brought."""

    chances: Mapping[str, float] = {
        "crash in a transaction": 0.004,
        "crash before the call": 0.005,
        "crash after the call": 0.005,
        "slow down (429)": 0.01,
        "time-out, not accepted": 0.01,
        "time-out, accepted": 0.01,
        "webhook lost": 0.02,
        "webhook twice": 0.05,
        "receipt lost": 0.02,
        "receipt twice": 0.1,
        "receipt late": 0.1,
    }

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)  # noqa: S311 - a simulation, and repeatable
        self._armed = False
        self.happened: Counter[str] = Counter()

    def strikes(self, kind: str) -> bool:
        """Whether ``kind`` happens this time."""
        if self._chance.random() >= self.chances[kind]:
            return False
        self.happened[kind] += 1
        return True

    def delay(self) -> timedelta:
        """How late a receipt comes."""
        return timedelta(seconds=self._chance.choice((0, 30, 600, 7200)))

    def watch(self, services: Services) -> None:
        """Let transactions of jobs and webhooks die at their commit, now and then."""

        @event.listens_for(services.sessions, "before_commit")
        def die(_: Any) -> None:
            if self._armed and self.strikes("crash in a transaction"):
                raise Crash

    def survived(self, job: JobRun) -> JobRun:
        """``job`` in a process that is started again when it dies."""

        def run(services: Services) -> Mapping[str, int]:
            try:
                with self.armed():
                    return job(services)
            except Crash:
                return {"crashed": 1}

        return run

    @contextmanager
    def armed(self) -> Iterator[None]:
        """Let transactions die in here."""
        before, self._armed = self._armed, True
        try:
            yield
        finally:
            self._armed = before


class TroubledCarrier(SimulatedCarrier):
    """A carrier on a bad day. What it was given and what it was asked is on its lists."""

    def __init__(self, clock: Clock, events: Events, trouble: Trouble) -> None:
        super().__init__(clock, events)
        self._trouble = trouble
        self._received: list[ReceivedSms] = []

    def send(self, message: SmsToSend) -> Accepted:
        dice = self._trouble
        if dice.strikes("crash before the call"):
            raise Crash
        if dice.strikes("slow down (429)"):
            raise SendError(SendErrorKind.TRANSIENT, SLOW_DOWN)
        if dice.strikes("time-out, not accepted"):
            raise SendError(SendErrorKind.AMBIGUOUS)
        accepted = super().send(message)
        if dice.strikes("crash after the call"):
            raise Crash
        if dice.strikes("time-out, accepted"):
            raise SendError(SendErrorKind.AMBIGUOUS)
        return accepted

    def received(self, to: str, since: datetime) -> Sequence[ReceivedSms]:
        return [sms for sms in self._received if sms.to == to and sms.received_at >= since]

    def _deliver(self, form: dict[str, str]) -> None:
        self._received.append(
            ReceivedSms(
                form["MessageSid"], form["From"], form["To"], form["Body"], 0, self._clock()
            )
        )
        if self._trouble.strikes("webhook lost"):
            return
        times = 2 if self._trouble.strikes("webhook twice") else 1
        for _ in range(times):
            try:
                with self._trouble.armed():
                    super()._deliver(form)
            except Crash:
                pass  # the carrier tries no more, and has the text on its list

    def _report(self, path: str, sid: str, status: str, at: datetime) -> None:
        dice = self._trouble
        if dice.strikes("receipt lost"):
            return
        late = dice.delay() if dice.strikes("receipt late") else timedelta()
        super()._report(path, sid, status, at + late)
        if dice.strikes("receipt twice"):
            super()._report(path, sid, status, at + late + SAME_RECEIPT_AGAIN)
