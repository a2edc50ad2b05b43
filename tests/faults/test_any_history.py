"""Promises 2 and 3 hold whatever happens to a clinic, and in whatever order."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tests.databases import TestRun
from tests.faults import plan
from tests.faults.history import WHAT_HAPPENS, AnyHistory


def live(database: Callable[[], AbstractContextManager[str]], histories: int, steps: int) -> None:
    done: Counter[str] = Counter()
    run_state_machine_as_test(
        lambda: AnyHistory(database, done),
        settings=settings(max_examples=histories, stateful_step_count=steps, deadline=None),
    )
    assert min(done[what] for what in WHAT_HAPPENS) >= histories / 5, done


def test_promise_2_and_3_hold_in_any_history(test_run: TestRun, record_property: plan.Note):
    @contextmanager
    def database() -> Iterator[str]:
        with TemporaryDirectory(dir=test_run.folder) as folder:
            yield test_run.sqlite(Path(folder))

    histories, steps = plan.times(15, 500), 25 if plan.SHARE == 0 else 50
    live(database, histories, steps)
    record_property(f"histories of {steps} steps on SQLite", histories)


@pytest.mark.skipif(plan.SHARE == 0, reason="on PostgreSQL in a soak")
def test_promise_2_and_3_hold_in_any_history_on_postgresql(
    test_run: TestRun, record_property: plan.Note
):
    histories = plan.times(15, 100)
    live(test_run.postgresql, histories, 50)
    record_property("histories of 50 steps on PostgreSQL", histories)
