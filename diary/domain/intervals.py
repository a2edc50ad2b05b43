"""A share with its uncertainty: how many of how many, and Wilson's score interval."""

import math
from dataclasses import dataclass
from statistics import NormalDist


@dataclass(frozen=True, slots=True)
class Share:
    """``count`` of ``total``; ``low`` and ``high`` bound the true share with ``confidence``."""

    count: int
    total: int
    share: float
    low: float
    high: float
    confidence: float


def wilson(count: int, total: int, *, confidence: float = 0.95) -> Share:
    """Wilson 1927. Unlike the textbook interval it stays inside 0 to 1 and works at 0 and at n."""
    if total < 1 or not 0 <= count <= total:
        raise ValueError(f"needs 0 <= count <= total and total >= 1, not {count} of {total}")
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share = count / total
    middle = (share + z * z / (2 * total)) / (1 + z * z / total)
    spread = share * (1 - share) / total + z * z / (4 * total * total)
    half = z / (1 + z * z / total) * math.sqrt(spread)
    # At the ends the formula gives 0 and 1 exactly; floating point may miss them by a hair.
    low = 0.0 if count == 0 else middle - half
    high = 1.0 if count == total else middle + half
    return Share(count, total, share, low, high, confidence)
