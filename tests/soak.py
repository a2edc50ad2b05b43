"""``python -m tests.soak [seeds]``: the fault tests with the counts of a night, seed after seed.

Each seed runs every fault test at its large count, and the schedule in every zone of the world.
"""

import os
import subprocess
import sys
import time

TESTS = ("tests/faults", "tests/domain/test_schedule_rules.py", "tests/domain/test_reconcile.py")
LONGEST_SECONDS = 4 * 3600


def main(arguments: list[str]) -> int:
    """Soak with as many seeds as the first argument says (1); the exit status of a failure."""
    seeds = int(arguments[0]) if arguments else 1
    for seed in range(1, seeds + 1):
        began = time.monotonic()
        command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--durations=10"]
        done = subprocess.run(
            [*command, f"--timeout={LONGEST_SECONDS}", *TESTS],
            env={
                **os.environ,
                "SOAK": "1",
                "SOAK_SEED": str(seed),
                "TEST_EVERY_ZONE": "1",
            },
            check=False,
        )
        elapsed = time.monotonic() - began
        sys.stdout.write(f"seed {seed}: {'held' if not done.returncode else 'BROKEN'}, ")
        sys.stdout.write(f"{elapsed:.0f} s\n")
        if done.returncode:
            return done.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
