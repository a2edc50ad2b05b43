"""A scheduler that died is noticed: by its own process, by others, and from outside."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from diary.bootstrap import Bell, Services
from diary.gateways.heartbeat import ping
from diary.services import heartbeat
from diary.store.ids import new_id
from jobs.pulse import Pulse
from jobs.runner import Runner
from jobs.timetable import Job
from tests.factories import NOW, make_services

HOUR = timedelta(hours=1)


@pytest.fixture
def services(database_url: str) -> Iterator[Services]:
    made = replace(make_services(database_url), bell=Bell())
    yield made
    made.engine.dispose()


@pytest.fixture
def outside() -> Iterator[tuple[str, list[str]]]:
    """An address that counts who calls."""
    heard: list[str] = []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/hc", heard
    server.shutdown()
    server.server_close()


def eventually(claim: Callable[[], bool], seconds: float = 8) -> bool:
    give_up_at = time.monotonic() + seconds
    while time.monotonic() < give_up_at and not claim():
        time.sleep(0.01)
    return claim()


def health(services: Services, at: datetime = NOW) -> heartbeat.JobsHealth:
    with services.readers() as session:
        return heartbeat.jobs_health(session, at)


def test_a_process_is_alive_while_it_runs_and_nobody_misses_it_when_it_has_ended(
    services: Services,
):
    runner = Runner(services, {"any": Job(lambda _: {}, HOUR)})
    runner.start()
    assert eventually(lambda: health(services).alive == 1)
    runner.stop()
    assert health(services) == heartbeat.JobsHealth(0, 0, None)


def test_a_scheduler_that_died_falls_silent_though_its_process_lives(services: Services):
    runner = Runner(services, {"any": Job(lambda _: {}, HOUR, on_bell=True)})
    runner.start()
    assert eventually(lambda: health(services).alive == 1)
    assert runner.is_well()
    runner._scheduler._event.set()
    runner._scheduler.state = 0  # what its thread looks at: it ends as if it had failed
    runner._scheduler._event.set()
    assert eventually(lambda: not runner._scheduler._thread.is_alive())
    assert not runner.is_well()
    assert health(services, NOW + 2 * heartbeat.SILENT_AFTER).alive == 0
    assert health(services, NOW + 2 * heartbeat.SILENT_AFTER).silent == 1
    runner._scheduler.state = 1
    runner.stop()


def test_a_process_with_a_dead_thread_leaves_no_sign_of_life(services: Services):
    Pulse(services, lambda: False).beat()
    assert health(services).alive == 0
    Pulse(services, lambda: True).beat()
    assert health(services).alive == 1


def test_each_process_is_judged_by_itself_and_forgotten_after_a_day(services: Services):
    for seconds in (0, 50, 70, 90_000):
        with services.sessions.begin() as session:
            heartbeat.beat(session, new_id(), NOW, NOW - timedelta(seconds=seconds))
    assert health(services) == heartbeat.JobsHealth(2, 1, NOW)
    with services.sessions.begin() as session:
        heartbeat.beat(session, new_id(), NOW, NOW + HOUR)
    assert health(services).alive == 2, "a sign from the future is none"


def test_the_address_outside_hears_of_every_beat(
    services: Services, outside: tuple[str, list[str]]
):
    url, heard = outside
    settings = services.settings.model_copy(update={"heartbeat_url": url})
    Pulse(replace(services, settings=settings), lambda: True).beat()
    assert heard == ["/hc"]
    Pulse(replace(services, settings=settings), lambda: False).beat()
    assert heard == ["/hc"], "a process that is not well keeps still"


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/x", "http://[broken", "nonsense", "http://"])
def test_an_address_that_does_not_answer_harms_nothing(services: Services, url: str):
    assert ping(url) is False
    settings = services.settings.model_copy(update={"heartbeat_url": url})
    Pulse(replace(services, settings=settings), lambda: True).beat()
    assert health(services).alive == 1


def test_a_database_that_is_away_ends_no_pulse(test_run):
    with test_run.postgresql() as url:
        services = make_services(url)
    pulse = Pulse(services, lambda: True)
    pulse.beat_first()
    pulse.beat()
    pulse.end()
    services.engine.dispose()


@pytest.mark.parametrize("off", [HOUR, -HOUR, timedelta(days=5 * 365), timedelta(minutes=-10)])
def test_a_process_with_a_wrong_clock_does_nothing(test_run, off: timedelta):
    """Its clock is compared with the database's; a text at the wrong hour is worse than none."""
    ran: list[str] = []

    def run(_: Services) -> dict[str, int]:
        ran.append("ran")
        return {}

    with test_run.postgresql() as url:
        right = make_services(url, clock=lambda: datetime.now(UTC))
        for by, expected in ((off, []), (timedelta(0), ["ran"])):
            services = replace(
                right,
                clock=lambda by=by: datetime.now(UTC) + by,
                checks_clock=True,
                bell=Bell(),
                stopping=threading.Event(),
            )
            runner = Runner(services, {"any": Job(run, HOUR)})
            runner.start()
            assert eventually(lambda expected=expected: ran == expected)
            runner.run_once("any")
            runner.stop()
            assert bool(ran) is bool(expected)
        right.engine.dispose()
