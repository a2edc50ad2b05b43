"""How work grows with the text: a ratio, since no machine's seconds are another's."""

import time
from collections.abc import Callable

_SHORT, _TIMES_AS_LONG = 2_000, 4
_PROPORTIONAL = 2.25
"""The longer text once against the shorter ones: work in proportion makes 1, by the square 4."""
_ATTEMPTS = 8


def grows_in_proportion(unit: str, work: Callable[[str], object]) -> bool:
    """Whether ``work`` on a text of ``unit`` again and again takes time in proportion.

    A busy machine makes anything look slow for a while. So the shorter text has as many takes as
    make up the longer one, before it and after it, and of each the quickest counts.
    """
    shorter = [unit * (_SHORT // len(unit))] * _TIMES_AS_LONG
    longer = ["".join(shorter)]
    quickest = _seconds(work, shorter)
    for _ in range(_ATTEMPTS):
        taken = _seconds(work, longer)
        quickest = min(quickest, _seconds(work, shorter))
        if taken < _PROPORTIONAL * quickest:
            return True
    return False


def _seconds(work: Callable[[str], object], texts: list[str]) -> float:
    began = time.process_time()
    for text in texts:
        work(text)
    return time.process_time() - began
