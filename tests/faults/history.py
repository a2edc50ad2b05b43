"""Any history of a clinic, by Hypothesis: staff, patients, crashes and the clock in any order.

The real services and jobs work on a real database. Beside them stands a model that knows nothing
of how they work: who opted out, who is paused, who is where, and on which noons and evenings a
patient is to be asked.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import UTC, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
)
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from diary.domain.plan import Plan
from diary.services import follow_up, infusions, plans, upcoming
from diary.services.fields import InvalidFieldsError
from diary.services.follow_up import FollowUp
from diary.services.ports import SmsToSend
from diary.store.care import Infusion, InfusionStatus, Prompt, PromptStatus
from diary.store.people import Patient, Practitioner
from tests.factories import CHICAGO, NOW, catalogue, give_infusion, make_phone, make_sid
from tests.faults import checks
from tests.faults.model import ASKED_AT, Known, against, compare, version_of
from tests.jobs.clinic import JobClinic, open_clinic
from tests.services.laid_out import values_at

ZONES = (CHICAGO, "America/Phoenix", "Pacific/Honolulu", "Asia/Kathmandu", "Australia/Lord_Howe")
SAYINGS = ("6 3 7", "hello", "LATER", "sorry, 4", "i want to die", "STOP", "START", "SKIP", "UNDO")
WHAT_HAPPENS = ("infusions", "moves", "crashes", "changes of mind", "to be asked", "texts")
HALF_A_DAY = 12 * 60
STEPS = {"minutes": 1}, {"minutes": 20}, {"hours": 2}, {"hours": 9}, {"hours": 26}


class Crash(BaseException):
    """The process died here."""


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
            if known.phone == sms.to and purpose in checks.UNASKED:
                self.wrong += [f"a {purpose} {why}" for why in against(known, purpose, now)]

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
        now, infusion = self.clinic.clock(), None
        with self.refusable() as (session, staff):
            patient = session.get_one(Patient, patient_id)
            started_at = now - timedelta(hours=hours_ago)
            infusion = give_infusion(session, staff, patient, started_at=started_at, now=now)
        if infusion is None:
            return multiple()
        self.known[patient_id].infusions.append(infusion.id)
        self.done["infusions"] += 1
        return infusion.id

    @rule(infusion_id=given, hours_ago=st.integers(1, 60))
    def correct(self, infusion_id: UUID, hours_ago: int) -> None:
        now = self.clinic.clock()
        with self.refusable() as (session, staff):
            infusions.correct_given(
                session,
                catalogue(),
                staff,
                session.get_one(Infusion, infusion_id),
                values_at(now - timedelta(hours=hours_ago)),
                now,
            )

    @rule(infusion_id=given)
    def cancel(self, infusion_id: UUID) -> None:
        with self.refusable() as (session, staff):
            infusions.cancel(
                session,
                catalogue(),
                staff,
                session.get_one(Infusion, infusion_id),
                "entered for somebody else",
                self.clinic.clock(),
            )

    @rule(patient_id=patients, days=st.integers(0, 5))
    def pause(self, patient_id: UUID, days: int) -> None:
        known, now = self.known[patient_id], self.clinic.clock()
        until = now.astimezone(ZoneInfo(known.zone)).date() + timedelta(days=days)
        with self.refusable() as (session, staff):
            upcoming.pause(
                session,
                catalogue(),
                staff,
                session.get_one(Patient, patient_id),
                {"until": until.isoformat() if days else ""},
                now,
            )
        midnight = datetime.combine(until, time(), ZoneInfo(known.zone))
        known.paused_until = midnight.astimezone(UTC) if days and not known.start_waits else None

    @rule(patient_id=patients, zone=st.sampled_from(ZONES), version=st.sampled_from((0, 1)))
    def move(self, patient_id: UUID, zone: str, version: int) -> None:
        """To another zone, to another version of the plan, or both."""
        known = self.known[patient_id]
        with self.refusable() as (session, staff):
            follow_up.change(
                session,
                catalogue(),
                staff,
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
        known = self.known[patient_id]
        if body in ("STOP", "START"):
            known.is_stopped = body == "STOP"
        if body == "START":
            known.paused_until, known.start_waits = None, True

    @rule(patient_id=patients, opts_out=st.booleans())
    def change_of_mind(self, patient_id: UUID, opts_out: bool) -> None:
        """The next prompt is in the outbox already when its patient opts out or is paused."""
        due_at = [
            prompt.due_at
            for prompt in self.clinic.prompts(patient_id)
            if prompt.status is PromptStatus.REQUESTED
        ]
        if due_at:
            self.clinic.clock.at = max(self.clinic.clock(), due_at[0])
            self.clinic.run("release_prompts")
            if opts_out:
                self.write(patient_id, "STOP")
            else:
                self.pause(patient_id, 2)
            self.done["changes of mind"] += 1

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
        for known in self.known.values():
            known.start_waits = False

    @contextmanager
    def refusable(self) -> Iterator[tuple[Session, Practitioner]]:
        """A transaction of the staff's, which the program may refuse."""
        with suppress(InvalidFieldsError), self.clinic.services.sessions.begin() as session:
            yield session, session.get_one(Practitioner, self.clinic.practitioner_id)

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
                given = [i for i in given if i.status is InfusionStatus.GIVEN]
                now = self.clinic.clock()
                self.done["to be asked"] += compare(known, prompts, given, now)

    def teardown(self) -> None:
        clinic = self.clinic
        # Where night had fallen, what was held back goes out or is given up in the morning.
        for minutes in (0, 2, 5, 6, 16, 1, HALF_A_DAY, 1, HALF_A_DAY, 1):
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
