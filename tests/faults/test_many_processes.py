"""Many of every process on PostgreSQL, one frozen, the server restarted under load."""

import os
import signal
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from diary.store.people import Organization, Patient
from tests import postgres
from tests.databases import make_run_folder
from tests.factories import make_sid
from tests.faults import plan
from tests.faults.driver import start_web
from tests.faults.test_killed_web import answers, free_port, post_text
from tests.faults.world import World, eventually, is_stopped, open_world
from tests.schema import prepare

CRISIS = "I want to kill myself"


@pytest.fixture
def on_postgresql(test_run, tmp_path: Path):
    with test_run.postgresql() as url, open_world(url, tmp_path) as world:
        world.put_on_call()
        yield world


def wind_up(world: World, workers: list) -> Counter[str]:
    for worker in workers:
        assert worker.is_alive()
        worker.terminate()
    for worker in workers:
        worker.join(20)
        assert worker.exitcode == 0
    world.recover()
    world.report_everything(plan.chance())
    return world.check()


@pytest.mark.parametrize("copies", [2, 3])
def test_promise_10_any_number_of_every_process_with_one_frozen_past_its_lease(
    on_postgresql: World, copies: int, record_property: plan.Note
):
    world, chance = on_postgresql, plan.chance()
    patients = world.people(plan.times(6, 40))
    world.clock.pass_by(minutes=6)
    world.run("release_prompts")
    frozen = world.start(point="calling", by=signal.SIGSTOP, only=["send_messages"], senders=1)
    assert eventually(lambda: is_stopped(frozen.pid))
    workers = [world.start() for _ in range(copies)]
    for patient_id in patients[:4]:
        world.text_in(patient_id, chance.choice(["hello", "6 3 7", "PAUSE"]))
    world.text_in(patients[4], CRISIS)
    assert eventually(lambda: world.clock.pass_by(seconds=2) or world.is_done(), 60)
    os.kill(frozen.pid, signal.SIGCONT)
    ledger = wind_up(world, [*workers, frozen])
    assert ledger["unknown"] <= 1, "what was frozen in its call, if that came to nothing"
    record_property("two and three of every process, one frozen past its lease", 1)


@pytest.mark.skipif(plan.SHARE == 0, reason="many processes only in a soak")
@pytest.mark.parametrize("copies", [5, 20])
def test_promise_10_a_house_full_of_every_process_does_everything_once(
    on_postgresql: World, copies: int, record_property: plan.Note
):
    """Each text is handed to two of the web processes at the same time.

    The server has room for 200 connections, so each process is given a few, as the README tells.
    """
    world, chance = on_postgresql, plan.chance()
    world.settings["database_connections"] = 2
    patients = world.people(4 * copies)
    ports = [free_port() for _ in range(copies)]
    webs = [start_web(world.settings, world.clock_path, port) for port in ports]
    world.started += webs
    workers = [world.start() for _ in range(copies)]
    assert eventually(lambda: all(answers(port) for port in ports), 120)
    world.clock.pass_by(minutes=6)
    assert eventually(world.is_released, 120)
    with world.services.readers() as session:
        clinic = session.get_one(Organization, world.clinic_id).sender
        phones = [session.get_one(Patient, each).phone for each in patients]

    def text_twice(phone: str) -> None:
        sid, body = make_sid(), chance.choice(["6 3 7", "hello", "PAUSE", CRISIS])
        with ThreadPoolExecutor(2) as doors:
            both = chance.sample(ports, 2)
            answered = doors.map(lambda port: post_text(port, phone, clinic, sid, body), both)
            assert list(answered) == [200, 200]
        world.acknowledged.add(sid)

    with ThreadPoolExecutor(2 * copies) as crowd:
        list(crowd.map(text_twice, phones))
    assert eventually(lambda: world.clock.pass_by(seconds=2) or world.is_done(), 300)
    for web in webs:
        assert web.is_alive()
        web.kill()
    assert wind_up(world, workers)["unknown"] == 0
    record_property("five and twenty of every process, each text at two doors at once", 1)


def test_promise_1_a_server_restarted_under_load_loses_nothing(
    tmp_path: Path, record_property: plan.Note
):
    """A server of its own: killed as a crash kills it, and started again on what it had."""
    folder = make_run_folder()
    url = postgres.start(folder, os.getpid(), durable=True)
    try:
        prepare(url)
        with open_world(url, tmp_path) as world:
            world.put_on_call()
            workers = [world.start() for _ in range(2)]
            restarts = plan.times(5, 50)
            for number in range(restarts):
                world.clock.stay_by_day()
                for patient_id in world.people(2):
                    world.text_in(patient_id, "hello" if number else CRISIS)
                world.clock.pass_by(minutes=6)
                postgres.crash(folder)
                assert eventually(lambda: postgres.is_up(folder), 30)
                world.services.engine.dispose()
            done = eventually(lambda: world.clock.pass_by(seconds=1) or world.is_done(), 60)
            assert done
            wind_up(world, workers)
            record_property("PostgreSQL killed and started again", restarts)
    finally:
        postgres.stop(folder)
