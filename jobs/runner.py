"""APScheduler as the clock of the jobs, and the bell that wakes the ones that cannot wait."""

import functools
import threading
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from diary.bootstrap import Services
from diary.services import heartbeat
from diary.store.database import has_notices
from diary.store.notices import Listener
from jobs.crew import Call, Crew
from jobs.desk import Desk
from jobs.pulse import Pulse
from jobs.timetable import JOBS, Job

_log = structlog.get_logger("jobs")
_BELL_PATIENCE = 1.0
_AT_REST = frozenset({"failed", "numbers", "looked_up"})
"""Counts that say nothing of new work for other jobs."""


class Runner:
    """Runs the timetable in this process: each job in one thread at a time, or by its crew."""

    def __init__(self, services: Services, jobs: Mapping[str, Job] = JOBS) -> None:
        self._services = services
        self._jobs = jobs
        self._locks = {name: threading.Lock() for name in jobs}
        self._desks = {
            name: Desk(services.settings.senders) for name, job in jobs.items() if job.by_crew
        }
        self._stopping = threading.Event()
        self._crews = {
            name: Crew(
                name,
                self._desks[name].hands if job.by_crew else 1,
                functools.partial(self._run_called, name),
            )
            for name, job in jobs.items()
            if job.on_bell or job.by_crew
        }
        self._threads = [threading.Thread(target=self._listen, name="bell", daemon=True)]
        if has_notices(services.engine):
            self._threads.append(threading.Thread(target=self._hear, name="notices", daemon=True))
        self._pulse = Pulse(services, self.is_well)
        # Its defaults lose work: a tick one second late is dropped. A late tick is still a tick.
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            executors={"default": ThreadPoolExecutor(len(jobs) + 1)},
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )

    def start(self) -> None:
        """Run every job at once, and from then on by the timetable."""
        # Before any job: a process whose clock is wrong must do nothing at all.
        self._pulse.beat_first()
        for name, job in self._jobs.items():
            # Not as a job for one run: a scheduler stopped while it removes that raises.
            self._scheduler.add_job(
                self._tick,
                "interval",
                [name],
                id=name,
                seconds=job.every / timedelta(seconds=1),
                next_run_time=datetime.now(UTC),
            )
        self._scheduler.add_job(
            self._pulse.beat,
            "interval",
            id="heartbeat",
            seconds=heartbeat.EVERY / timedelta(seconds=1),
            next_run_time=datetime.now(UTC),
        )
        for crew in self._crews.values():
            crew.start()
        for thread in self._threads:
            thread.start()
        self._scheduler.start()

    def stop(self) -> None:
        """Let the running jobs finish, and start no more."""
        self._stopping.set()
        self._services.stopping.set()
        self._services.bell.ring()
        self._scheduler.shutdown(wait=True)
        for crew in self._crews.values():
            crew.stop()
        for thread in self._threads:
            thread.join()
        # Of a crew at rest nobody was left to do so: not in doubt is what was never called.
        for name, desk in self._desks.items():
            self._jobs[name].run(self._services, desk=desk)
        self._pulse.end()

    def is_well(self) -> bool:
        """Whether the scheduler and every thread that was started still live."""
        clock = self._scheduler._thread  # noqa: SLF001 - it has no other way to ask
        return (
            clock is not None
            and clock.is_alive()
            and all(thread.is_alive() for thread in self._threads)
            and all(crew.are_alive() for crew in self._crews.values())
        )

    def run_once(self, name: str) -> dict[str, int] | None:
        """Run one job now; ``None`` if it failed as a whole, which the next tick makes up for."""
        job = self._jobs[name]
        if job.by_crew:
            return self._run(name, job.run)
        with self._locks[name]:
            return self._run(name, job.run)

    def _tick(self, name: str) -> None:
        # A crew member may be held up by a carrier that does not answer: the tick calls the next.
        if self._jobs[name].by_crew:
            self._crews[name].call()
        else:
            self.run_once(name)

    def _run_called(self, name: str, call: Call) -> None:
        job = self._jobs[name]
        if job.by_crew:
            self._run(name, functools.partial(job.run, call=call, desk=self._desks[name]))
        else:
            self.run_once(name)

    def _run(self, name: str, run: Callable[[Services], dict[str, int]]) -> dict[str, int] | None:
        if self._stopping.is_set() or not self._pulse.clock_is_right:
            return None
        began = time.monotonic()
        try:
            counts = run(self._services)
        except Exception as error:  # noqa: BLE001 - a failed tick must not end the clock
            _log.error("job_failed", job=name, error=type(error).__name__)
            return None
        if any(counts.values()):
            elapsed = round(time.monotonic() - began, 3)
            # A crew's members come and go for every few texts.
            log = _log.debug if self._jobs[name].by_crew else _log.info
            log("job_done", job=name, seconds=elapsed, **counts)
        is_news = any(count for kind, count in counts.items() if kind not in _AT_REST)
        if is_news and not self._jobs[name].by_crew:
            # What one job did is often what another waits for: a turn taken is a text to send.
            # A crew's members call each other.
            self._services.bell.ring()
        return counts

    def _listen(self) -> None:
        while not self._stopping.is_set():
            if self._services.bell.wait(_BELL_PATIENCE):
                for name, crew in self._crews.items():
                    if self._jobs[name].on_bell:
                        crew.call()

    def _hear(self) -> None:
        """Ring for what other processes committed, as soon as the database says so."""
        listener = Listener(self._services.engine)
        while not self._stopping.is_set():
            try:
                if listener.wait(_BELL_PATIENCE):
                    self._services.bell.ring()
            except ConnectionError as error:
                _log.warning("listener_away", error=str(error))
                self._stopping.wait(_BELL_PATIENCE)
        listener.close()
