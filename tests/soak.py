"""``python -m tests.soak [SEEDS] [--share S] [--minutes M]``: the fault tests at a night's counts.

Each seed runs every fault test (or those of the files after ``--only``) at its large count, or a
``share`` of it, and prints a table of the faults: how often each happened, and whether every
promise held. With ``--minutes`` no further seed is begun once so much time has passed, and a seed
that takes longer is stopped there, which counts as held if nothing had failed by then.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

TESTS = (
    "tests/faults",
    "tests/jobs/test_backlog.py",
    "tests/domain/test_schedule_rules.py",
    "tests/domain/test_reconcile.py",
    "tests/api/test_contract.py",
    "tests/api/test_links.py",
    "tests/api/test_sync_order.py",
)
LONGEST_SECONDS = 4 * 3600
_PYTEST_INTERRUPTED = 2


def main(arguments: list[str]) -> int:
    """Soak; the exit status of a failure."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("seeds", nargs="?", type=int, default=1)
    parser.add_argument("--share", type=float, default=1.0, help="of the large counts, like 0.1")
    parser.add_argument("--minutes", type=float, default=LONGEST_SECONDS / 60)
    parser.add_argument("--first-seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=os.cpu_count(), help="tests at once")
    parser.add_argument("--only", nargs="+", default=TESTS, help="some of the fault tests")
    chosen = parser.parse_args(arguments)
    give_up_at = time.monotonic() + 60 * chosen.minutes
    for seed in range(chosen.first_seed, chosen.first_seed + chosen.seeds):
        left = give_up_at - time.monotonic()
        if left <= 0:
            break
        began = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            report = Path(folder) / "report.xml"
            returncode, is_cut_short = _soak(chosen, seed, left, report)
            lines = list(_table(report)) if report.exists() else []
        verdict = "BROKEN" if returncode else "held as far as it came" if is_cut_short else "held"
        lines.append(f"seed {seed}: {verdict}, {time.monotonic() - began:.0f} s\n")
        sys.stdout.write("\n".join(lines))
        sys.stdout.flush()
        if returncode:
            return returncode
    return 0


def _soak(chosen: argparse.Namespace, seed: int, seconds: float, report: Path) -> tuple[int, bool]:
    """The exit status for one seed, and whether the time was over before it was through."""
    running = subprocess.Popen(
        [
            *(sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-vv", "--durations=10"),
            *("-n", str(chosen.workers), f"--timeout={LONGEST_SECONDS}"),
            f"--hypothesis-seed={seed}",
            *(f"--junitxml={report}", "-o", "junit_family=xunit1"),
            *chosen.only,
        ],
        env={**os.environ, "SOAK_SHARE": str(chosen.share), "SOAK_SEED": str(seed)},
    )
    try:
        return running.wait(seconds), False
    except subprocess.TimeoutExpired:
        running.send_signal(signal.SIGINT)
        status = running.wait()
        return (0 if status == _PYTEST_INTERRUPTED else status), True


def _table(report: Path) -> Iterator[str]:
    """A line a fault that tests of the ``report`` noted, and one for each test that failed."""
    times: Counter[str] = Counter()
    others = 0
    broken = []
    for case in ET.parse(report).getroot().iter("testcase"):  # noqa: S314 - pytest wrote it just now
        noted = list(case.iter("property"))
        for fault in noted:
            times[fault.get("name", "")] += int(fault.get("value", "0"))
        if case.find("failure") is not None or case.find("error") is not None:
            broken.append(case.get("name", ""))
        elif not noted and case.find("skipped") is None:
            others += 1
    yield f"{'fault':64}{'times':>9}  verdict"
    yield from (f"{fault:64}{count:>9,}  held" for fault, count in sorted(times.items()))
    yield f"{'tests of one fault or rule each':64}{others:>9,}  held"
    yield from (f"{name:75}BROKEN" for name in broken)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
