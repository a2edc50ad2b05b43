"""``diary serve``, ``diary web`` and ``diary demo``: the program as a server."""

import signal
import socket
import sys
import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import Annotated
from wsgiref.types import WSGIApplication

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from diary.bootstrap import Services, build, settle_in
from diary.cli.listening import listening
from diary.logs import configure_logs
from diary.settings import Settings
from diary.simulation.demo import Demo, DemoPlan
from diary.store.database import sqlite_is_safe
from diary.store.schema import is_current
from diary.web.app import create_app
from diary.web.serving import open_server
from jobs.runner import Runner
from jobs.timetable import JOBS

LIVING_JOBS = ("take_turns", "release_prompts", "escalate_alerts", "send_pushes", "send_messages")


def web() -> None:
    """Serve the pages and the webhooks; the jobs run elsewhere (``python -m jobs run``)."""
    settings = Settings()
    with listening(settings) as sockets:
        _serve(create_app(_services(settings)), settings, sockets)


def serve() -> None:
    """Serve the pages, the webhooks and the jobs in one process: a clinic on one box."""
    settings = Settings()
    with listening(settings) as sockets:
        services = _services(settings)
        runner = Runner(services)
        runner.start()
        try:
            _serve(create_app(services), settings, sockets)
        finally:
            runner.stop()


def demo(
    seed: Annotated[int, typer.Option(help="the same seed lives the same history")] = 7,
    until: Annotated[
        datetime | None, typer.Option(help="when the history ends, in UTC (now, if not given)")
    ] = None,
    database: Annotated[Path, typer.Option(help="made anew at every start")] = Path("var/demo.db"),
) -> None:
    """A clinic of simulated patients on a virtual clock, lived before your eyes."""
    settings = Settings()
    configure_logs("WARNING")
    end = until.replace(tzinfo=UTC) if until else datetime.now(UTC).replace(second=0, microsecond=0)
    with listening(settings) as sockets:
        _live_and_serve(settings, DemoPlan(database, end, seed), sockets)


def _live_and_serve(settings: Settings, plan: DemoPlan, sockets: Sequence[socket.socket]) -> None:
    plan.database.parent.mkdir(parents=True, exist_ok=True)
    stage = Demo(settings, plan)
    app = create_app(stage.services, demo=stage)
    jobs = {name: JOBS[name].run for name in LIVING_JOBS}
    console = Console(stderr=True)
    with clock_bar(console) as progress:
        living = progress.add_task("living twelve weeks", total=1.0)
        stage.live(
            app,
            jobs,
            JOBS["upkeep"].run,
            lambda share: progress.update(living, completed=share),
        )
    ticking = threading.Thread(target=stage.run, name="clock", daemon=True)

    def ready(address: str) -> None:
        print(f"\nInfusion Diary, demo: {address}\n")
        for name, role, sign_in_name, password in stage.accounts():
            print(f"  {name:12} {role:13} {sign_in_name:20} {password}")
        print(
            f"\n  The patients' app: {address}/app/ (a number from Phones; its code arrives there)"
        )
        print("\nStop it with Ctrl-C.", flush=True)

    ticking.start()
    try:
        _serve(app, settings, sockets, ready)
    finally:
        stage.stop()
        ticking.join()


def _services(settings: Settings) -> Services:
    configure_logs(settings.log_level)
    services = build(settings)
    if not is_current(services.engine):
        print("the database is not at the newest migration: run `diary db upgrade`")
        sys.exit(1)
    if settings.database_url.startswith("sqlite") and not sqlite_is_safe():
        print("warning: this SQLite library is older than 3.51.3 and may corrupt a busy file")
    return services


def _serve(
    app: WSGIApplication,
    settings: Settings,
    sockets: Sequence[socket.socket],
    ready: Callable[[str], None] | None = None,
) -> None:
    """Serve until SIGTERM or Ctrl-C; requests that have begun are finished."""
    server = open_server(
        app,
        sockets=sockets,
        threads=settings.threads,
        clear_untrusted_proxy_headers=settings.trusted_proxies == 0,
    )
    signal.signal(signal.SIGTERM, _stop)
    settle_in()
    address = f"http://{settings.host}:{sockets[0].getsockname()[1]}"
    if ready:
        ready(address)
    else:
        print(f"listening on {address}", flush=True)
    try:
        server.run()
    finally:
        server.close()


def _stop(_: int, __: FrameType | None) -> None:
    raise SystemExit(0)


def clock_bar(console: Console) -> Progress:
    """A bar for a virtual clock; nothing where nobody watches."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(),
        console=console,
        disable=not console.is_terminal,
    )
