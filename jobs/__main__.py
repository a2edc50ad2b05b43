"""``python -m jobs run | once NAME [--at INSTANT] | list``: the jobs in a process of their own."""

import argparse
import os
import signal
import sys
import threading
from dataclasses import replace
from datetime import UTC, datetime

import structlog
from pydantic import ValidationError

from diary.bootstrap import NOT_AS_SET, build, settle_in
from diary.logs import configure_logs
from diary.settings import Settings, say_what_is_wrong
from diary.store.schema import is_current
from jobs.runner import Runner
from jobs.timetable import JOBS

_PATIENCE_SECONDS = 0.5
_CLOCK_DIED = 3
_log = structlog.get_logger("jobs")


def main(arguments: list[str] | None = None) -> int:
    """Run the jobs until a signal says to stop, or one of them once."""
    parser = argparse.ArgumentParser(prog="python -m jobs", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("run", help="run every job by the timetable until stopped")
    commands.add_parser("list", help="print the timetable")
    once = commands.add_parser("once", help="run one job now and print its counts")
    once.add_argument("name", choices=JOBS)
    once.add_argument("--at", type=_instant, help="pretend that it is then (ISO 8601, with zone)")
    chosen = parser.parse_args(arguments)
    if chosen.command == "list":
        for name, job in JOBS.items():
            print(f"{name:16} every {job.every}")
        return 0
    try:
        settings = Settings()
    except ValidationError as error:
        print("\n".join(say_what_is_wrong(error)), file=sys.stderr)
        return 2
    configure_logs(settings.log_level)
    try:
        services = build(settings)
    except NOT_AS_SET as error:
        print(error, file=sys.stderr)
        return 2
    if not is_current(services.engine):
        print("the database is not at the newest migration: run `diary db upgrade`")
        return 1
    if chosen.command == "once":
        at = chosen.at
        counts = JOBS[chosen.name].run(replace(services, clock=lambda: at) if at else services)
        print(" ".join(f"{name}={count}" for name, count in counts.items()))
        return 0
    settle_in()
    runner = Runner(services)
    runner.start()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    # A signal may land on any thread, and Python sees to it only when this one is awake.
    while not stop.wait(_PATIENCE_SECONDS):
        if not runner.is_well():
            # Whoever started us starts us again: a process without a clock does nothing at all.
            _log.error("clock_died")
            os._exit(_CLOCK_DIED)
    runner.stop()
    return 0


def _instant(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise argparse.ArgumentTypeError("needs a time zone, like 2026-11-28T09:00:00+00:00")
    return instant.astimezone(UTC)


if __name__ == "__main__":
    sys.exit(main())
