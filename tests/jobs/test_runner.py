"""The clock of the jobs: it goes on whatever a job does, and stops when told to."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from diary.bootstrap import Bell, Services
from jobs.runner import Runner
from jobs.timetable import Job
from tests.factories import make_services

HOUR = timedelta(hours=1)


@pytest.fixture
def services(test_run, tmp_path) -> Services:
    made = replace(make_services(test_run.sqlite(tmp_path)), bell=Bell())
    yield made
    made.engine.dispose()


def counted(ran: list[float], work: Callable[[], dict[str, int]] = lambda: {"done": 0}):
    def run(_: Services) -> dict[str, int]:
        ran.append(time.monotonic())
        return work()

    return run


def eventually(claim: Callable[[], bool], seconds: float = 8) -> bool:
    give_up_at = time.monotonic() + seconds
    while time.monotonic() < give_up_at:
        if claim():
            return True
        time.sleep(0.01)
    return claim()


def test_every_job_runs_at_the_start_even_one_for_the_night(services: Services):
    ran: list[float] = []
    runner = Runner(services, {"upkeep": Job(counted(ran), timedelta(hours=6))})
    runner.start()
    assert eventually(lambda: len(ran) == 1)
    assert runner._scheduler.get_job("upkeep").next_run_time is not None
    runner.stop()


def test_a_job_runs_again_and_again(services: Services):
    ran: list[float] = []
    runner = Runner(services, {"often": Job(counted(ran), timedelta(seconds=0.05))})
    runner.start()
    assert eventually(lambda: len(ran) >= 4)
    runner.stop()


def test_a_failing_job_ends_neither_itself_nor_the_clock(services: Services):
    ran: list[float] = []
    others: list[float] = []

    def fail() -> dict[str, int]:
        raise RuntimeError("a patient's words")

    jobs = {
        "bad": Job(counted(ran, fail), timedelta(seconds=0.05), on_bell=True),
        "good": Job(counted(others), timedelta(seconds=0.05)),
    }
    with capture_logs() as logged:
        runner = Runner(services, jobs)
        assert runner.run_once("bad") is None
        runner.start()
        assert eventually(lambda: len(ran) >= 4 and len(others) >= 3)
        runner.stop()
    assert "job_failed" in {line["event"] for line in logged}
    assert "a patient's words" not in str(logged)


def test_the_bell_wakes_those_who_wait_for_it_and_no_others(services: Services):
    woken: list[float] = []
    asleep: list[float] = []
    runner = Runner(
        services,
        {
            "waits": Job(counted(woken), HOUR, on_bell=True),
            "sleeps": Job(counted(asleep), HOUR),
        },
    )
    runner.start()
    assert eventually(lambda: len(woken) == len(asleep) == 1)
    services.bell.ring()
    assert eventually(lambda: len(woken) == 2)
    assert len(asleep) == 1
    runner.stop()


def test_what_one_job_did_wakes_the_next_at_once(services: Services):
    turns, sends = iter([{"texts": 0}, {"texts": 3}]), []
    runner = Runner(
        services,
        {
            "turns": Job(lambda _: next(turns, {"texts": 0}), HOUR),
            "sends": Job(counted(sends), HOUR, on_bell=True),
        },
    )
    runner.start()
    assert eventually(lambda: len(sends) == 1)
    runner.run_once("turns")
    assert eventually(lambda: len(sends) == 2)
    runner.stop()


def test_failures_alone_do_not_ring_so_that_nothing_spins(services: Services):
    ran: list[float] = []
    jobs = {"fails": Job(counted(ran, lambda: {"done": 0, "failed": 5}), HOUR, on_bell=True)}
    runner = Runner(services, jobs)
    runner.start()
    assert eventually(lambda: len(ran) == 1)
    time.sleep(0.3)
    assert len(ran) == 1
    runner.stop()


def test_stopping_waits_for_the_work_at_hand_and_begins_no_more(services: Services):
    began, may_end, ended = threading.Event(), threading.Event(), []

    def slow(_: Services) -> dict[str, int]:
        began.set()
        may_end.wait(5)
        ended.append(True)
        return {"done": 1}

    runner = Runner(services, {"slow": Job(slow, timedelta(seconds=0.05), on_bell=True)})
    runner.start()
    assert began.wait(5)
    stopping = threading.Thread(target=runner.stop)
    stopping.start()
    stopping.join(0.2)
    assert stopping.is_alive()
    may_end.set()
    stopping.join(5)
    assert not stopping.is_alive()
    assert ended == [True]
    assert runner.run_once("slow") is None


def test_a_job_never_runs_twice_at_a_time_in_one_process(services: Services):
    at_once, most = [0], [0]

    def run(_: Services) -> dict[str, int]:
        at_once[0] += 1
        most[0] = max(most[0], at_once[0])
        time.sleep(0.02)
        at_once[0] -= 1
        return {"done": 0}

    runner = Runner(services, {"one": Job(run, timedelta(seconds=0.01), on_bell=True)})
    runner.start()
    for _ in range(20):
        services.bell.ring()
        time.sleep(0.01)
    runner.stop()
    assert most == [1]
