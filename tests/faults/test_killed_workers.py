"""Job processes killed, frozen and many at once."""

import os
import signal
from collections import Counter

import pytest
from sqlalchemy import select

from diary.services.settling import SENT_TWICE
from diary.store.messaging import OutboundMessage, OutboundStatus, Purpose
from diary.store.people import Organization
from jobs.timetable import JOBS
from tests.factories import UNPACED
from tests.faults import plan
from tests.faults.driver import POINTS
from tests.faults.world import World, eventually, is_stopped, open_world

CRISIS = "I want to kill myself"
JOB_AT = {"releasing": "release_prompts", "turning": "take_turns"}
WAITS_BRIEFLY = "-c%20lock_timeout%3D500"
IDLES_BRIEFLY = "-c%20idle_in_transaction_session_timeout%3D1000"


# Seventy processes, one after the other: on a busy machine that alone takes minutes.
@pytest.mark.timeout(plan.times(360, 7200))
def test_promise_1_2_and_5_a_worker_killed_at_any_point_loses_nothing_and_sends_nothing_twice(
    world: World, record_property: plan.Note
):
    """A day of check-ins, replies, a danger and an opt-out, with a death at each point."""
    chance = plan.chance()
    world.put_on_call()
    rounds = plan.times(10, 100)
    for number in range(rounds):
        world.clock.stay_by_day()
        *_, writer = world.people(3)
        world.clock.pass_by(minutes=6)
        for point in POINTS:
            world.queue_texts(f"{number}:{point}", 2, chance)
            if point == "turning":
                world.text_in(writer, CRISIS)
                world.text_in(writer, "hello there")
            jobs = JOBS if number == 0 else (JOB_AT.get(point, "send_messages"),)
            killed = world.start(point=point, nth=chance.randint(1, 2), only=jobs)
            world.outlive(killed)
            assert killed.exitcode == -signal.SIGKILL, f"never came past {point}"
        world.clock.pass_by(seconds=5)
        world.text_in(writer, "STOP")
        world.recover()
        world.report_everything(chance)
        world.check()
    for point in POINTS:
        record_property(f"worker killed while {point}", rounds)


def test_promise_2_no_more_is_in_doubt_after_a_death_than_was_being_handed_over(
    world: World, record_property: plan.Note
):
    """Of all that the worker had claimed, the rest goes out once its lease is over."""
    senders, count, rounds = 3, 12, plan.times(1, 20)
    with world.services.sessions.begin() as session:
        session.get_one(Organization, world.clinic_id).segments_a_second = UNPACED
    chance = plan.chance()
    for number in range(rounds):
        world.clock.stay_by_day()
        world.queue_texts(f"{number}", count, chance, Purpose.PROMPT)
        killed = world.start(
            point="claimed", nth=chance.randint(1, 2), only=["send_messages"], senders=senders
        )
        killed.join(20)
        assert killed.exitcode == -signal.SIGKILL
        with world.services.readers() as session:
            claimed = select(OutboundMessage).filter_by(status=OutboundStatus.SUBMITTING)
            assert len(session.scalars(claimed).all()) > senders
        world.recover()
        with world.services.readers() as session:
            texts = select(OutboundMessage.status).where(
                OutboundMessage.key.startswith(f"{number}:")
            )
            became = Counter(session.scalars(texts))
        in_doubt = became.pop(OutboundStatus.UNCONFIRMED)
        assert 1 <= in_doubt <= senders
        assert became == {OutboundStatus.ACCEPTED: count - in_doubt}
        world.check()
    record_property("worker killed with many texts claimed", rounds)


@pytest.mark.parametrize(("point", "late"), [("claimed", 0), ("calling", 1)])
def test_promise_2_a_worker_frozen_past_its_lease_doubles_nothing_when_it_thaws(
    world: World, point: str, late: int, record_property: plan.Note
):
    """Frozen before it looks at its lease it sends nothing; frozen in the call itself, its one."""
    world.people(2)
    world.run("send_messages")
    world.clock.pass_by(minutes=6)
    world.run("release_prompts")
    frozen = world.start(point=point, by=signal.SIGSTOP, only=["send_messages"], senders=1)
    assert eventually(lambda: is_stopped(frozen.pid))
    world.clock.pass_by(minutes=5)
    world.recover()
    with world.services.readers() as session:
        [in_doubt] = session.query(OutboundMessage).filter_by(status=OutboundStatus.UNCONFIRMED)
        assert in_doubt.purpose not in SENT_TWICE
    sent_before = len(world.api.attempts)
    os.kill(frozen.pid, signal.SIGCONT)
    frozen.terminate()
    frozen.join(20)
    assert len(world.api.attempts) == sent_before + late
    world.report_everything(plan.chance())
    assert world.check()["unknown"] == 1 - late
    record_property("worker frozen past its lease and thawed", 1)


def test_a_worker_frozen_in_a_transaction_keeps_nobody_waiting_for_long(test_run, tmp_path):
    with (
        test_run.postgresql() as url,
        open_world(f"{url}&options={WAITS_BRIEFLY}", tmp_path) as world,
    ):
        world.people(2)
        world.clock.pass_by(minutes=6)
        # The worker alone: on a busy machine the test itself may idle for a second.
        world.settings["database_url"] = f"{url}&options={WAITS_BRIEFLY}%20{IDLES_BRIEFLY}"
        frozen = world.start(point="releasing", by=signal.SIGSTOP, only=["release_prompts"])
        assert eventually(lambda: is_stopped(frozen.pid))
        assert eventually(lambda: world.run("release_prompts") or world.is_released())
        os.kill(frozen.pid, signal.SIGCONT)
        frozen.terminate()
        frozen.join(20)
        world.recover()
        world.report_everything(plan.chance())
        world.check()


def test_promise_10_three_workers_at_once_do_everything_once(
    world: World, record_property: plan.Note
):
    chance = plan.chance()
    patients = world.people(plan.times(9, 40))
    world.clock.pass_by(minutes=6)
    for patient_id in patients[:4]:
        world.text_in(patient_id, chance.choice(["hello", "6 3 7", "PAUSE", "I want to die"]))
    workers = [world.start() for _ in range(3)]
    assert eventually(world.is_done, 100)
    for worker in workers:
        worker.terminate()
    for worker in workers:
        worker.join(20)
        assert worker.exitcode == 0
    world.recover()
    world.report_everything(chance)
    ledger = world.check()
    assert ledger["unknown"] == 0
    record_property("patients served by three workers at once", len(patients))
