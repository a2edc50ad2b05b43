"""APScheduler as the clock of the jobs, and the bell that wakes the ones that cannot wait."""

import threading
import time
from collections.abc import Mapping
from datetime import UTC, timedelta

import structlog
from apscheduler.schedulers.background import BackgroundScheduler

from diary.bootstrap import Services
from jobs.timetable import JOBS, Job

_log = structlog.get_logger("jobs")
_BELL_PATIENCE = 1.0


class Runner:
    """Runs the timetable in this process, each job in one thread at a time."""

    def __init__(self, services: Services, jobs: Mapping[str, Job] = JOBS) -> None:
        self._services = services
        self._jobs = jobs
        self._locks = {name: threading.Lock() for name in jobs}
        self._stopping = threading.Event()
        self._listener = threading.Thread(target=self._listen, name="bell", daemon=True)
        # Its defaults lose work: a tick one second late is dropped. A late tick is still a tick.
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )

    def start(self) -> None:
        for name, job in self._jobs.items():
            self._scheduler.add_job(
                self.run_once,
                "interval",
                [name],
                id=name,
                seconds=job.every / timedelta(seconds=1),
                next_run_time=self._services.clock() if job.every < timedelta(hours=1) else None,
            )
        self._scheduler.start()
        self._listener.start()

    def stop(self) -> None:
        """Let the running jobs finish, and start no more."""
        self._stopping.set()
        self._services.bell.ring()
        self._listener.join()
        self._scheduler.shutdown(wait=True)

    def run_once(self, name: str) -> dict[str, int] | None:
        """Run one job now; ``None`` if it failed as a whole, which the next tick makes up for."""
        with self._locks[name]:
            began = time.monotonic()
            try:
                counts = self._jobs[name].run(self._services)
            except Exception as error:  # noqa: BLE001 - a failed tick must not end the clock
                _log.error("job_failed", job=name, error=type(error).__name__)
                return None
            if any(counts.values()):
                elapsed = round(time.monotonic() - began, 3)
                _log.info("job_done", job=name, seconds=elapsed, **counts)
            return counts

    def _listen(self) -> None:
        on_bell = [name for name, job in self._jobs.items() if job.on_bell]
        while not self._stopping.is_set():
            if self._services.bell.wait(_BELL_PATIENCE) and not self._stopping.is_set():
                for name in on_bell:
                    self.run_once(name)
