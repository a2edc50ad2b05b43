"""Memory stays flat whatever a phone sends."""

import subprocess
import sys
from pathlib import Path

from tests.databases import TestRun

MOST_MB = 80
"""The worst body, of 70,000 fields that nobody knows, takes 50 while it is read."""


def test_the_worst_bodies_take_little_memory_and_get_short_answers(
    test_run: TestRun, tmp_path: Path
):
    done = subprocess.run(
        [sys.executable, "-m", "tests.api.abuse", test_run.sqlite(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout.splitlines()[-1]) < MOST_MB
