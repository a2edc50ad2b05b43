"""Memory stays flat whatever a phone sends."""

import subprocess
import sys
from pathlib import Path

from tests.databases import TestRun

MOST_MB = 40
"""The worst body takes 15 while it is read."""
MOST_MB_AGAIN = 8
"""The allocator takes 5. All that is sent again is 40."""


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
    once, again = map(int, done.stdout.splitlines()[-1].split())
    assert once < MOST_MB
    assert again < MOST_MB_AGAIN
