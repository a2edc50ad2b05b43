"""``diary simulate``: many patients live for weeks, and every promise is checked."""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from diary.cli.serve import clock_bar
from diary.logs import configure_logs
from diary.settings import Settings
from diary.simulation.promises import Ledger
from diary.simulation.trial import Trial, TrialPlan
from diary.web.app import create_app
from jobs.timetable import JOBS

MOST_PATIENTS = 20_000
LONGEST_DAYS = 366
SHOWN = 10


def simulate(
    patients: Annotated[int, typer.Option(min=1, max=MOST_PATIENTS, help="how many")] = 200,
    days: Annotated[int, typer.Option(min=1, max=LONGEST_DAYS, help="for how long")] = 30,
    seed: Annotated[int, typer.Option(help="the same seed lives the same trial")] = 1,
    faults: Annotated[
        bool, typer.Option("--faults", help="crashes, a failing carrier, lost webhooks")
    ] = False,
) -> None:
    """Live a clinic on a virtual clock and print its ledger; exit 1 if a promise is broken."""
    configure_logs("CRITICAL")
    with tempfile.TemporaryDirectory() as folder:
        plan = TrialPlan(patients, days, seed, faults)
        trial = Trial(Settings(), plan, Path(folder) / "trial.db")
        app = create_app(trial.services)
        jobs = {name: job.run for name, job in JOBS.items()}
        with clock_bar(Console(stderr=True)) as bar:
            task = bar.add_task(f"living {days} days", total=1.0)
            trial.live(app, jobs, lambda share: bar.update(task, completed=share))
        ledger = trial.ledger()
        happened = trial.trouble.happened if trial.trouble else {}
        trial.services.engine.dispose()
    with_faults = "with" if faults else "without"
    print(f"{patients} patients, {days} days, seed {seed}, {with_faults} faults\n")
    print("\n".join(_lines(ledger)))
    print("\n".join(f"  {'fault: ' + kind:44}{count:>9,}" for kind, count in happened.items()))
    if ledger.broken:
        print(f"\nBROKEN, {len(ledger.broken)} times:")
        print("\n".join(f"  {what}" for what in ledger.broken[:SHOWN]))
        sys.exit(1)
    print("\nevery promise was kept")


def _lines(ledger: Ledger) -> Iterator[str]:
    for name, count in sorted(ledger.counts.items()):
        yield f"  {name:44}{count:>9,}"
