"""Job processes that die or freeze where a test wants them to.

Each is a real process, forked by Python's fork server, with the jobs of ``python -m jobs run``. The
fail points are put around the program's functions here, so the program itself has none.
"""

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

from diary.bootstrap import Services, build
from diary.gateways.twilio import TwilioGateway
from diary.services import inbox, outbox, settling, turns
from diary.services.ports import Accepted, SmsToSend
from diary.web.app import create_app
from diary.web.serving import open_server
from jobs import send_messages
from jobs.pulse import Pulse
from jobs.runner import Runner
from jobs.timetable import JOBS
from tests.factories import NOW, catalogue, make_settings

POINTS = (
    "releasing",  # in the transaction that asks what is due
    "turning",  # in the transaction that takes a turn
    "claiming",  # in the transaction that claims texts
    "claimed",  # between that commit and everything after it
    "calling",  # just before the call to the carrier
    "called",  # between the carrier's answer and the next transaction
    "settling",  # in the transaction that settles texts
)
_IN_TRANSACTION: dict[str, tuple[Any, str]] = {
    "claiming": (outbox, "claim"),
    "settling": (settling, "settle"),
    "releasing": (turns, "release_due"),
    "turning": (turns, "run"),
    "storing": (inbox, "record_text"),
}

_TICK = timedelta(seconds=1)

_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(["tests.faults.preloaded"])


class SharedClock:
    """One clock for several processes: a file that holds the instant."""

    def __init__(self, path: Path, at: datetime | None = None) -> None:
        self._path = path
        if at is not None:
            self._write(at)

    def __call__(self) -> datetime:
        return datetime.fromisoformat(self._path.read_text())

    def pass_by(self, **span: float) -> None:
        self._write(self() + timedelta(**span))

    def stay_by_day(self) -> None:
        """Late in the day of the first instant's hours, go on to the next morning."""
        hours_in = (self() - NOW) % timedelta(days=1)
        if hours_in > timedelta(hours=5):
            self._write(self() - hours_in + timedelta(days=1))

    def _write(self, at: datetime) -> None:
        fresh = self._path.with_suffix(".new")
        fresh.write_text(at.isoformat())
        fresh.replace(self._path)


def start_jobs(
    settings: dict[str, object],
    clock_path: Path,
    *,
    point: str | None = None,
    nth: int = 1,
    by: int = signal.SIGKILL,
    only: Collection[str] = tuple(JOBS),
    senders: int = 4,
) -> BaseProcess:
    """A process that runs the jobs; at its ``nth`` pass of ``point`` it sends itself ``by``.

    With one of ``senders`` no other thread is in a transaction when it comes past there.
    """
    settings = {**settings, "senders": senders}
    process = _context.Process(target=_run, args=(settings, clock_path, point, nth, by, only))
    process.start()
    return process


def start_web(
    settings: dict[str, object], clock_path: Path, port: int, *, dies_at: str | None = None
) -> BaseProcess:
    """A process that serves the webhooks and the API on ``port``.

    It kills itself when it has worked on a request for ``dies_at`` and is about to answer it.
    """
    process = _context.Process(target=_serve, args=(settings, clock_path, port, dies_at))
    process.start()
    return process


def _services(settings: dict[str, object], clock_path: Path) -> Services:
    return build(make_settings(**settings), clock=SharedClock(clock_path), catalogue=catalogue())  # type: ignore[arg-type]


def _run(
    settings: dict[str, object],
    clock_path: Path,
    point: str | None,
    nth: int,
    by: int,
    only: Collection[str],
) -> None:
    passes = iter(range(1, 1_000_000))

    def pass_point() -> None:
        if next(passes) == nth:
            os.kill(os.getpid(), by)
            time.sleep(0.2)  # the other threads may take the signal a moment earlier

    services = _services(settings, clock_path)
    if point in _IN_TRANSACTION:
        module, name = _IN_TRANSACTION[point]
        wrap = _PER_TEXT.get(point, _then)
        setattr(module, name, wrap(getattr(module, name), pass_point))
    elif point == "claimed":
        send = send_messages._send
        send_messages._send = lambda *given: (pass_point(), send(*given))  # type: ignore[assignment]
    elif point in ("calling", "called"):
        _patch_send(point, pass_point)
    if by == signal.SIGSTOP:
        # Frozen in the middle of a sign of life it would hold SQLite's one lock: the point of the
        # test is where it says, and nowhere else.
        Pulse.beat = lambda _: None  # type: ignore[method-assign]
    jobs = {name: replace(JOBS[name], every=min(JOBS[name].every, _TICK)) for name in only}
    runner = Runner(services, jobs)
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    runner.start()
    while not stop.wait(0.2):
        pass
    runner.stop()


def _then(work: Callable[..., Any], after: Callable[[], None]) -> Callable[..., Any]:
    """``work``, and then ``after`` unless there was nothing to do."""

    def done(*args: Any, **values: Any) -> Any:
        result = work(*args, **values)
        if result is not None and result is not False:
            after()
        return result

    return done


def _then_for_each_claimed(
    work: Callable[..., Any], after: Callable[[], None]
) -> Callable[..., Any]:
    def done(*args: Any, **values: Any) -> Any:
        claims = work(*args, **values)
        for _ in claims.texts:
            after()
        return claims

    return done


def _then_for_each_settled(
    work: Callable[..., Any], after: Callable[[], None]
) -> Callable[..., Any]:
    def done(session: Any, ends: Collection[Any], now: datetime) -> None:
        work(session, ends, now)
        for _ in ends:
            after()

    return done


_PER_TEXT = {"claiming": _then_for_each_claimed, "settling": _then_for_each_settled}
"""Many texts may be in one transaction: each of them counts as a pass."""


def _patch_send(point: str, pass_point: Callable[[], None]) -> None:
    send = TwilioGateway.send

    def patched(self: TwilioGateway, message: SmsToSend) -> Accepted:
        if point == "calling":
            pass_point()
        accepted = send(self, message)
        if point == "called":
            pass_point()
        return accepted

    TwilioGateway.send = patched  # type: ignore[method-assign]


def _serve(settings: dict[str, object], clock_path: Path, port: int, dies_at: str | None) -> None:
    app = create_app(_services(settings, clock_path))

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        answered = app(environ, start_response)
        if environ["PATH_INFO"] == dies_at:
            os.kill(os.getpid(), signal.SIGKILL)
        return answered

    open_server(answer, host="127.0.0.1", port=port, threads=8).run()
