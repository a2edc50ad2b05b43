"""Any history of a clinic, by Hypothesis: staff, patients, crashes and the clock in any order.

The real services and jobs work on a real database. Beside them stands a model that knows nothing
of how they work: who opted out, who is paused, who is where, and on which noons and evenings a
patient is to be asked.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from diary.domain.plan import Plan
from diary.services import follow_up, infusions, plans, upcoming
from diary.services.fields import InvalidFieldsError
from diary.services.follow_up import FollowUp
from diary.services.ports import SmsToSend
from diary.store.care import Infusion, InfusionStatus, Prompt, PromptStatus
from diary.store.messaging import Purpose
from diary.store.people import Patient, Practitioner
from tests.databases import TestRun
from tests.factories import (
    CHICAGO,
    NOW,
    catalogue,
    give_infusion,
    make_phone,
    make_sid,
)
from tests.faults import checks, plan
from tests.jobs.clinic import JobClinic, open_clinic
from tests.services.laid_out import values_at
from tests.services.own_plan import content_of

ZONES = (CHICAGO, "America/Phoenix", "Pacific/Honolulu", "Asia/Kathmandu", "Australia/Lord_Howe")
ASKED_AT = (time(12), time(18))
"""When each version of the plan asks, by the patient's clock."""
DAYS = 10
SAYINGS = ("6 3 7", "hello", "LATER", "sorry, 4", "i want to die", "STOP", "START", "SKIP", "UNDO")
WHAT_HAPPENS = ("infusions", "moves", "crashes", "to be asked", "texts")
STEPS = {"minutes": 1}, {"minutes": 20}, {"hours": 2}, {"hours": 9}, {"hours": 26}


class Crash(BaseException):
    """The process died here."""


@dataclass
class Known:
    """What the model knows of a patient."""

    phone: str
    zone: str
    version: int = 0
    is_stopped: bool = False
    paused_until: datetime | None = None
    infusions: list[UUID] = field(default_factory=list)


def version_of(number: int) -> dict:
    """The plan's content: each version has its own time of day, and its own name for the same."""
    check_in = {
        "code": f"day{number}",
        "days": [{"from": 1, "to": DAYS}],
        "at": f"{ASKED_AT[number]:%H:%M}",
        "window": "PT12H",
        "reminder": "PT3H",
        "questionnaires": ["daily"],
    }
    return content_of(str(number), check_in)


class AnyHistory(RuleBasedStateMachine):
    """``database`` opens a fresh one for each history; ``done`` counts what all of them did."""

    patients = Bundle("patients")
    given = Bundle("given")

    def __init__(
        self, database: Callable[[], AbstractContextManager[str]], done: Counter[str]
    ) -> None:
        super().__init__()
        self.done = done
        self._database = database()
        self.clinic: JobClinic = open_clinic(self._database.__enter__())
        self.known: dict[UUID, Known] = {}
        self.acknowledged: set[str] = set()
        self.wrong: list[str] = []
        self.lives: int | None = None
        self.clinic.carrier.before_send = self.judge
        event.listen(self.clinic.services.sessions, "before_commit", lambda _: self.come_past())
        self.versions: list[Plan] = []
        with self.clinic.services.sessions.begin() as session:
            for number in range(len(ASKED_AT)):
                content = version_of(number)
                self.versions.append(
                    plans.load(session, catalogue(), self.clinic.clinic_id, content, NOW)
                )

    def come_past(self) -> None:
        """A place at which a process may die."""
        if self.lives is not None:
            self.lives -= 1
            if self.lives < 0:
                raise Crash

    def judge(self, sms: SmsToSend) -> None:
        """A text is about to leave: may it?"""
        self.come_past()
        now = self.clinic.clock()
        purpose = self.clinic.text(sms.message_id).purpose
        for known in self.known.values():
            if known.phone != sms.to or purpose not in checks.UNASKED:
                continue
            if not time(9) <= now.astimezone(ZoneInfo(known.zone)).time() < time(20):
                self.wrong.append(f"a {purpose} at night")
            if known.is_stopped:
                self.wrong.append(f"a {purpose} after an opt-out")
            is_asking = purpose is not Purpose.INVITATION
            if is_asking and known.paused_until and now < known.paused_until:
                self.wrong.append(f"a {purpose} in a pause")

    @initialize(target=patients, zone=st.sampled_from(ZONES))
    def begin(self, zone: str) -> UUID:
        return self.enrol_one(zone)

    @rule(target=patients, zone=st.sampled_from(ZONES))
    def enrol(self, zone: str) -> object:
        return self.enrol_one(zone) if len(self.known) < 3 else multiple()

    def enrol_one(self, zone: str) -> UUID:
        phone = make_phone()
        patient_id = self.clinic.add_patient(phone=phone, timezone=zone, plan="own")
        self.known[patient_id] = Known(phone, zone, version=len(self.versions) - 1)
        return patient_id

    @rule(target=given, patient_id=patients, hours_ago=st.integers(1, 60))
    def infuse(self, patient_id: UUID, hours_ago: int) -> object:
        now = self.clinic.clock()
        try:
            with self.clinic.services.sessions.begin() as session:
                infusion = give_infusion(
                    session,
                    session.get_one(Practitioner, self.clinic.practitioner_id),
                    session.get_one(Patient, patient_id),
                    started_at=now - timedelta(hours=hours_ago),
                    now=now,
                )
        except InvalidFieldsError:
            return multiple()
        self.known[patient_id].infusions.append(infusion.id)
        self.done["infusions"] += 1
        return infusion.id

    @rule(infusion_id=given, hours_ago=st.integers(1, 60))
    def correct(self, infusion_id: UUID, hours_ago: int) -> None:
        now = self.clinic.clock()
        with self.refusable() as session:
            infusions.correct_given(
                session,
                catalogue(),
                session.get_one(Practitioner, self.clinic.practitioner_id),
                session.get_one(Infusion, infusion_id),
                values_at(now - timedelta(hours=hours_ago)),
                now,
            )

    @rule(infusion_id=given)
    def cancel(self, infusion_id: UUID) -> None:
        with self.refusable() as session:
            infusions.cancel(
                session,
                catalogue(),
                session.get_one(Practitioner, self.clinic.practitioner_id),
                session.get_one(Infusion, infusion_id),
                "entered for somebody else",
                self.clinic.clock(),
            )

    @rule(patient_id=patients, days=st.integers(0, 5))
    def pause(self, patient_id: UUID, days: int) -> None:
        known, now = self.known[patient_id], self.clinic.clock()
        until = now.astimezone(ZoneInfo(known.zone)).date() + timedelta(days=days)
        with self.refusable() as session:
            upcoming.pause(
                session,
                catalogue(),
                session.get_one(Practitioner, self.clinic.practitioner_id),
                session.get_one(Patient, patient_id),
                {"until": until.isoformat() if days else ""},
                now,
            )
        midnight = datetime.combine(until, time(), ZoneInfo(known.zone))
        known.paused_until = midnight.astimezone(UTC) if days else None

    @rule(patient_id=patients, zone=st.sampled_from(ZONES), version=st.sampled_from((0, 1)))
    def move(self, patient_id: UUID, zone: str, version: int) -> None:
        """To another zone, to another version of the plan, or both."""
        known = self.known[patient_id]
        with self.refusable() as session:
            follow_up.change(
                session,
                catalogue(),
                session.get_one(Practitioner, self.clinic.practitioner_id),
                session.get_one(Patient, patient_id),
                FollowUp(self.versions[version], zone, time(10)),
                self.clinic.clock(),
            )
        known.zone, known.version = zone, version
        self.done["moves"] += 1

    @rule(patient_id=patients, body=st.sampled_from(SAYINGS))
    def write(self, patient_id: UUID, body: str) -> None:
        sid = make_sid()
        self.clinic.text_in(patient_id, body, sid)
        self.acknowledged.add(sid)
        if body in ("STOP", "START"):
            self.known[patient_id].is_stopped = body == "STOP"

    @rule(lives=st.integers(0, 12))
    def crash(self, lives: int) -> None:
        """A process dies after so many commits and calls, and another one goes on."""
        self.lives = lives
        try:
            self.work()
        except Crash:
            self.done["crashes"] += 1
        self.lives = None

    @rule(step=st.sampled_from(STEPS))
    def clock(self, step: dict[str, int]) -> None:
        self.clinic.clock.pass_by(**step)
        self.work()

    @contextmanager
    def refusable(self) -> Iterator[Session]:
        """A transaction of the staff's, which the program may refuse."""
        with suppress(InvalidFieldsError), self.clinic.services.sessions.begin() as session:
            yield session

    def work(self) -> None:
        for job in checks.EVERY_MINUTE:
            self.clinic.run(job)

    @invariant()
    def nothing_went_out_that_must_not(self) -> None:
        assert self.wrong == []

    @invariant()
    def every_patient_is_to_be_asked_when_the_model_says(self) -> None:
        with self.clinic.services.readers() as session:
            for patient_id, known in self.known.items():
                prompts = session.scalars(select(Prompt).filter_by(patient_id=patient_id)).all()
                given = [session.get_one(Infusion, each) for each in known.infusions]
                self.compare(known, prompts, [i for i in given if i.status is InfusionStatus.GIVEN])

    def compare(self, known: Known, prompts: list[Prompt], given: list[Infusion]) -> None:
        now, zone = self.clinic.clock(), ZoneInfo(known.zone)
        wanted = {
            (infusion_id, day): at
            for infusion_id, day, at in naive_schedule(known, given)
            if at > now
        }
        stands = {
            (prompt.anchor_id, prompt.occurrence): prompt
            for prompt in prompts
            if prompt.check_in == f"day{known.version}" and prompt.status is not CANCELLED
        }
        waits = {
            key: prompt.due_at
            for key, prompt in stands.items()
            if prompt.status is REQUESTED and prompt.due_at > now and not prompt.releases
        }
        self.done["to be asked"] += len(waits)
        assert waits.items() <= wanted.items(), "to be asked when nothing calls for it"
        asked_on = {p.due_at.astimezone(zone).date() for p in prompts if p.releases}
        for key, at in wanted.items():
            is_done = key in stands or at.astimezone(zone).date() in asked_on
            assert is_done, f"nobody will ask on {at}"

    def teardown(self) -> None:
        clinic = self.clinic
        for minutes in (0, 2, 5, 6, 16, 1):
            clinic.clock.pass_by(minutes=minutes)
            self.work()
            clinic.run("send_messages")
        taken = Counter(sms.message_id for sms in clinic.carrier.taken)
        self.done["texts"] += len(taken)
        with clinic.services.readers() as session:
            checks.check_texts_in(session, self.acknowledged)
            checks.check_sent_once(session, taken)
            checks.ledger(session, clinic.clock())
        assert self.wrong == []
        clinic.services.engine.dispose()
        self._database.__exit__(None, None, None)


REQUESTED, CANCELLED = PromptStatus.REQUESTED, PromptStatus.CANCELLED


def naive_schedule(known: Known, given: list[Infusion]) -> Iterator[tuple[UUID, int, datetime]]:
    """Minute by minute: the first one after each noon or evening at which asking is allowed."""
    zone = ZoneInfo(known.zone)
    ordered = sorted(given, key=lambda infusion: infusion.started_at)
    rests = [(i.started_at, (i.ended_at or i.started_at) + timedelta(hours=2)) for i in ordered]
    for infusion, following in zip_longest(ordered, ordered[1:]):
        first: date = infusion.started_at.astimezone(ZoneInfo(CHICAGO)).date()
        for day in range(1, DAYS + 1):
            wall = datetime.combine(first + timedelta(days=day), ASKED_AT[known.version], zone)
            at = wall.astimezone(UTC)
            while not is_free(at, zone, rests):
                at += timedelta(minutes=1)
            if following is None or at < following.started_at:
                yield infusion.id, day, at


def is_free(at: datetime, zone: ZoneInfo, rests: list[tuple[datetime, datetime]]) -> bool:
    is_open = time(9) <= at.astimezone(zone).time() < time(20)
    return is_open and not any(start <= at < end for start, end in rests)


def live(database: Callable[[], AbstractContextManager[str]], histories: int, steps: int) -> None:
    done: Counter[str] = Counter()
    run_state_machine_as_test(
        lambda: AnyHistory(database, done),
        settings=settings(max_examples=histories, stateful_step_count=steps, deadline=None),
    )
    assert min(done[what] for what in WHAT_HAPPENS) >= histories / 5, done


def test_promise_2_and_3_hold_in_any_history(test_run: TestRun, record_property: plan.Note):
    @contextmanager
    def database() -> Iterator[str]:
        with TemporaryDirectory(dir=test_run.folder) as folder:
            yield test_run.sqlite(Path(folder))

    histories, steps = plan.times(15, 500), 25 if plan.SHARE == 0 else 50
    live(database, histories, steps)
    record_property(f"histories of {steps} steps on SQLite", histories)


@pytest.mark.skipif(plan.SHARE == 0, reason="on PostgreSQL in a soak")
def test_promise_2_and_3_hold_in_any_history_on_postgresql(
    test_run: TestRun, record_property: plan.Note
):
    histories = plan.times(15, 100)
    live(test_run.postgresql, histories, 50)
    record_property("histories of 50 steps on PostgreSQL", histories)
