"""``python -m tests.soak [SEEDS] [--minutes M]``: the fault tests with the counts of a night.

Each seed runs every fault test at its large count, and the schedule in every zone of the world.
With ``--minutes`` no further seed is begun once so much time has passed, and a seed that takes
longer is stopped there, which counts as held if nothing had failed by then.
"""

import argparse
import os
import signal
import subprocess
import sys
import time

TESTS = ("tests/faults", "tests/domain/test_schedule_rules.py", "tests/domain/test_reconcile.py")
LONGEST_SECONDS = 4 * 3600
_PYTEST_INTERRUPTED = 2


def main(arguments: list[str]) -> int:
    """Soak; the exit status of a failure."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("seeds", nargs="?", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=LONGEST_SECONDS / 60)
    parser.add_argument("--first-seed", type=int, default=1)
    chosen = parser.parse_args(arguments)
    give_up_at = time.monotonic() + 60 * chosen.minutes
    for seed in range(chosen.first_seed, chosen.first_seed + chosen.seeds):
        left = give_up_at - time.monotonic()
        if left <= 0:
            break
        began = time.monotonic()
        returncode, is_cut_short = _soak(seed, left)
        verdict = "BROKEN" if returncode else "held as far as it came" if is_cut_short else "held"
        sys.stdout.write(f"seed {seed}: {verdict}, {time.monotonic() - began:.0f} s\n")
        sys.stdout.flush()
        if returncode:
            return returncode
    return 0


def _soak(seed: int, seconds: float) -> tuple[int, bool]:
    """The exit status for one seed, and whether the time was over before it was through."""
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--durations=10", "-x"]
    running = subprocess.Popen(
        [*command, f"--timeout={LONGEST_SECONDS}", *TESTS],
        env={**os.environ, "SOAK": "1", "SOAK_SEED": str(seed), "TEST_EVERY_ZONE": "1"},
    )
    try:
        return running.wait(seconds), False
    except subprocess.TimeoutExpired:
        running.send_signal(signal.SIGINT)
        status = running.wait()
        return (0 if status == _PYTEST_INTERRUPTED else status), True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
