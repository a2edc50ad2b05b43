"""The stage: one virtual clock that drives the real services, jobs and webhooks.

What happens outside the program (patients answering, staff recording, the carrier's receipts) is a
heap of events; what happens inside falls due in the database. The stage goes from one instant to
the next at which either has something to do.
"""

import random
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from diary.bootstrap import Services
from diary.domain.turn import Asked
from diary.services import due
from diary.services.due import Due
from diary.services.pacing import LOOK_AHEAD
from diary.simulation import called, clinic
from diary.simulation.carrier import SimulatedCarrier
from diary.simulation.clock import VirtualClock
from diary.simulation.events import Events
from diary.simulation.persona import Persona
from diary.store.people import Patient
from diary.web.demo_stage import PhoneText

JobRun = Callable[[Services], Mapping[str, int]]
HAS_WORK: Mapping[str, Callable[[Due, datetime], bool]] = {
    "take_turns": lambda due, _: due.is_turn_waiting,
    "release_prompts": lambda due, now: _is_over(due.prompt_at, now),
    "escalate_alerts": lambda due, _: due.is_page_due,
    "send_pushes": lambda due, now: _is_over(due.notice_at, now),
    "send_messages": lambda due, now: _is_over(due.text_at, now + LOOK_AHEAD),
    "settle_unknown": lambda due, _: due.is_in_doubt,
}
"""Of which jobs it is known, in the order in which they hand on work, whether they have any.

To let all of them look for themselves after every event took a third of a simulation's time.
"""
STAFF_PHONES = frozenset(account.phone for account in clinic.ACCOUNTS)
STAFF_ANSWER_A_PAGE = timedelta(minutes=3)
BETWEEN_ROUNDS = timedelta(hours=6)
STAFF_ARE_DONE = timedelta(minutes=5)
MOST_ROUNDS = 1000
TICK = timedelta(seconds=5)


class Stage:
    """Holds the clock, the carrier and the patients; ``jobs`` run whenever something happened."""

    def __init__(
        self, clock: VirtualClock, carrier: SimulatedCarrier, events: Events, seed: int
    ) -> None:
        self.clock = clock
        self._carrier = carrier
        self._events = events
        self._chance = random.Random(seed)  # noqa: S311 - a simulation, and repeatable
        self._lock = threading.RLock()
        self._personas: dict[str, Persona] = {}
        self._asks: dict[str, Mapping[str, Asked]] = {}
        self._services: Services | None = None
        self._jobs: Mapping[str, JobRun] = {}
        self._due = Due()
        self._staff_answer_until = clock()
        carrier.on_text = self._reads

    def open(self, services: Services, jobs: Mapping[str, JobRun], nightly: JobRun) -> None:
        """Let the clinic work with these services and jobs, and ``nightly`` once a day.

        ``jobs``, by name, are of those in ``HAS_WORK``.
        """
        self._services, self._jobs = services, jobs

        def run_nightly() -> None:
            nightly(services)
            self._events.add(self.clock() + timedelta(days=1), run_nightly)

        self._events.add(self.clock() + timedelta(days=1), run_nightly)
        self._asks = {language: clinic.wordings(services, language) for language in ("en", "es")}

    def staff_see_to_alerts(self, nurse_id: UUID, until: datetime) -> None:
        """Let staff answer pages, and close alerts a few times a day, until ``until``."""
        services = self.services
        self._staff_answer_until = until

        def make_rounds() -> None:
            if self.clock() <= until:
                clinic.make_rounds(services, nurse_id)
                self._events.add(self.clock() + BETWEEN_ROUNDS, make_rounds, wakes=False)

        self._events.add(self.clock() + BETWEEN_ROUNDS, make_rounds, wakes=False)

    def staff_call(self, nurse_id: UUID, at: datetime) -> None:
        """Let staff call some of those whom Today names."""
        services = self.services
        self._events.add(at, lambda: called.call_some(services, nurse_id), wakes=False)

    def enter(self, persona: Persona, nurse_id: UUID, until: datetime) -> None:
        """Schedule a patient's enrolment, visits and own texts, so that they end at ``until``."""
        services = self.services
        self._personas[persona.phone] = persona
        enrolled_at = until - timedelta(weeks=persona.weeks)
        first = clinic.visit_time(enrolled_at, 4)

        def arrive() -> None:
            persona.illness.began_at = self.clock()
            patient_id = clinic.enrol(services, nurse_id, persona)
            for day in persona.visits:
                self._schedule_visit(persona, nurse_id, patient_id, clinic.visit_time(first, day))

        self._events.add(clinic.visit_time(enrolled_at, 0), arrive)
        if persona.phone_off_days:
            off_at = until - timedelta(days=persona.phone_off_days)
            self._events.add(off_at, lambda: self._carrier.unreachable.add(persona.phone))
        for days_before, text in persona.says.items():
            at = until - timedelta(days=days_before)
            self._events.add(at, lambda text=text: self._say(persona.phone, text))  # type: ignore[misc]

    def live(self, until: datetime) -> Iterator[datetime]:
        """Let everything happen up to ``until``; yields the clock after each step."""
        with self._lock:
            steps_here = 0
            due_at = self._look().next_at()
            while (at := self._earliest(due_at)) is not None and at <= until:
                steps_here = steps_here + 1 if at <= self.clock() else 0
                if steps_here > MOST_ROUNDS:
                    raise RuntimeError("the stage does not get past this instant")
                self.clock.move_to(at)
                # Receipts give the program nothing to do, and there are two for every text.
                if self._happen() or _is_over(due_at, self.clock()):
                    self.settle()
                    due_at = self._due_after()
                yield self.clock()
            self.clock.move_to(until)
            self.settle()

    def settle(self) -> None:
        """Run the jobs: each does all that is due, and hands on only to those after it."""
        self._look()
        for name, job in self._jobs.items():
            if self.has_work(name):
                job(self.services)
                self._look()

    def has_work(self, name: str) -> bool:
        """Whether this job found anything to do if it ran now, going by the last look."""
        return HAS_WORK[name](self._due, self.clock())

    def text_from(self, number: str, body: str) -> None:
        """Somebody types a text on this phone, and what follows at once follows."""
        with self._lock:
            self._carrier.text_from(number, clinic.SENDER, body)
            self.settle()

    def phone(self, number: str) -> Sequence[PhoneText]:
        return self._carrier.phone(number)

    def persona(self, number: str) -> Persona | None:
        """Who answers this phone by themselves, if anybody simulated does."""
        return self._personas.get(number)

    def next_at(self) -> datetime | None:
        """When something happens next, inside or outside the program."""
        with self._lock:
            return self._earliest(self._look().next_at())

    def _earliest(self, due_at: datetime | None) -> datetime | None:
        times = [at for at in (self._events.next_at(), due_at) if at is not None]
        return max(min(times), self.clock()) if times else None

    def _look(self) -> Due:
        with self.services.readers() as session:
            self._due = due.look(session, self.clock())
        return self._due

    def _due_after(self) -> datetime | None:
        """When the jobs have work again; what they could not do now, at their next tick."""
        due_at = self._due.next_at()
        return self.clock() + TICK if _is_over(due_at, self.clock()) else due_at

    def _happen(self) -> bool:
        """Let what is due outside happen; whether any of it gives the program work."""
        wakes = False
        for event in self._events.due(self.clock()):
            event.happen()
            wakes = wakes or event.wakes
        return wakes

    def _schedule_visit(
        self, persona: Persona, nurse_id: UUID, patient_id: UUID, at: datetime
    ) -> None:
        services = self.services
        infusion_id = clinic.plan_visit(services, nurse_id, patient_id, at)

        def happen() -> None:
            with services.readers() as session:
                patient = session.get_one(Patient, patient_id)
                self._personas[patient.phone].illness.infuse(self.clock())
            clinic.give(services, nurse_id, infusion_id, persona.weight_kg)

        self._events.add(at + clinic.INFUSION_LASTS + STAFF_ARE_DONE, happen)

    def _reads(self, number: str, body: str) -> None:
        if number in STAFF_PHONES:
            at = self.clock() + STAFF_ANSWER_A_PAGE
            if at <= self._staff_answer_until and "OK" in body:
                acknowledge = partial(self._carrier.text_from, number, clinic.SENDER, "OK")
                self._events.add(at, acknowledge)
        else:
            self._patient_reads(number, body)

    def _patient_reads(self, number: str, body: str) -> None:
        persona = self._personas.get(number)
        if persona is None or not persona.autopilot:
            return
        at = self.clock() + persona.delay(self._chance)
        reply = persona.reply_to(
            body,
            self._asks[persona.language],
            self.services.catalogue.questionnaires,
            at,
            self._chance,
        )
        if reply is not None:
            self._events.add(at, lambda: self._say(number, reply))

    def _say(self, number: str, body: str) -> None:
        persona = self._personas.get(number)
        if persona and persona.autopilot:
            self._carrier.text_from(number, clinic.SENDER, body)

    @property
    def services(self) -> Services:
        if self._services is None:
            raise RuntimeError("the stage is not open yet")
        return self._services


def _is_over(at: datetime | None, now: datetime) -> bool:
    return at is not None and at <= now
