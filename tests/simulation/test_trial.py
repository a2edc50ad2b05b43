"""A clinic that lives through a trial keeps its promises; one with a flaw is found out."""

from collections import Counter
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from diary.domain import schedule
from diary.services import outbox, prompts
from diary.simulation.promises import Ledger
from diary.simulation.stage import HAS_WORK, Stage
from diary.simulation.trial import Trial, TrialPlan
from diary.web.app import create_app
from jobs.timetable import JOBS
from tests.factories import make_settings

SMALL = {"patients": 6, "days": 5}
Live = Callable[..., Trial]


@pytest.fixture
def live(tmp_path: Path) -> Live:
    numbers = count(1)

    def lived(*, seed: int = 1, faults: bool = True) -> Trial:
        plan = TrialPlan(seed=seed, faults=faults, **SMALL)
        trial = Trial(make_settings("sqlite://"), plan, tmp_path / f"{next(numbers)}.db")
        trial.live(create_app(trial.services), {name: job.run for name, job in JOBS.items()})
        return trial

    return lived


def due(ledger: Ledger) -> tuple[int, int]:
    """How many check-ins were due, and of how many the ledger says what became of them."""
    accounted = sum(count for line, count in ledger.counts.items() if line.startswith("due: "))
    return ledger.counts["due"], accounted


def test_promise_2_a_clinic_under_faults_accounts_for_all_that_was_due_and_lives_the_same_again(
    live: Live,
):
    trial = live()
    ledger = trial.ledger()
    assert ledger.broken == []
    all_due, accounted = due(ledger)
    assert all_due == accounted > 0
    assert trial.trouble
    assert trial.trouble.happened.total() > 0
    assert live().ledger() == ledger


def test_a_job_that_is_passed_over_would_have_found_nothing_to_do(
    live: Live, monkeypatch: pytest.MonkeyPatch
):
    has_work, passed_over = Stage.has_work, Counter[str]()

    def look_anyway(stage: Stage, name: str) -> bool:
        if has_work(stage, name):
            return True
        passed_over[name] += 1
        assert not any(JOBS[name].run(stage.services).values()), name
        return False

    monkeypatch.setattr(Stage, "has_work", look_anyway)
    assert live(seed=3).ledger().broken == []
    assert passed_over.keys() == HAS_WORK.keys()


def test_promise_3_texts_in_the_night_are_found_out(live: Live, monkeypatch: pytest.MonkeyPatch):
    for module in (schedule, prompts):
        monkeypatch.setattr(module, "next_open", lambda instant, _hours: instant)
    monkeypatch.setattr(outbox, "obstacle", lambda *_: None)
    assert any(what.startswith("promise 3") for what in live(faults=False).ledger().broken)


def test_promise_1_lost_texts_are_found_out(live: Live, monkeypatch: pytest.MonkeyPatch):
    nothing = JOBS["catch_up"].__class__(lambda _: {}, JOBS["catch_up"].every)
    monkeypatch.setitem(JOBS, "catch_up", nothing)  # type: ignore[arg-type]
    broken = (what for seed in range(4, 9) for what in live(seed=seed).ledger().broken)
    assert any(what.startswith("promise 1") for what in broken), "no seed lost a text"
