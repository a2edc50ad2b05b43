"""How much a run of the fault tests does: a little with the suite, a lot with ``make soak``.

``SOAK_SHARE`` is the share of a whole soak's counts: nothing in the suite, 1 in ``make soak``. Each
test notes its count under the fault's name with ``record_property``; the soak prints the sums.
"""

import os
import random
from collections.abc import Callable

from hypothesis import HealthCheck, settings

Note = Callable[[str, object], None]
"""pytest's ``record_property``."""
SHARE = float(os.environ.get("SOAK_SHARE", "0"))
SEED = int(os.environ.get("SOAK_SEED", "7"))


def times(in_the_suite: int, in_a_soak: int) -> int:
    """As often as a soak's share says, and never less than in the suite."""
    return max(in_the_suite, round(in_a_soak * SHARE))


def examples(in_the_suite: int, in_a_soak: int) -> settings:
    """So many for Hypothesis, or as many as a profile says that looks for new ones."""
    explored = 0 if settings.default.derandomize else settings.default.max_examples
    return settings(
        max_examples=max(explored, times(in_the_suite, in_a_soak)),
        derandomize=settings.default.derandomize and SHARE == 0,
        suppress_health_check=list(HealthCheck),
    )


def chance() -> random.Random:
    """The same every time for the same seed."""
    return random.Random(SEED)  # noqa: S311 - faults are no secrets
