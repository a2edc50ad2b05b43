"""How much a run of the fault tests does: a little with the suite, a lot with ``make soak``."""

import os
import random

SOAK = os.environ.get("SOAK") == "1"
SEED = int(os.environ.get("SOAK_SEED", "7"))


def times(in_the_suite: int, in_a_soak: int) -> int:
    return in_a_soak if SOAK else in_the_suite


def chance() -> random.Random:
    """The same every time for the same seed."""
    return random.Random(SEED)  # noqa: S311 - faults are no secrets
