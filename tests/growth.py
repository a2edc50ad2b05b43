"""How work grows with the text: a ratio, since no machine's seconds are another's."""

import time
from collections.abc import Callable

_SHORT, _TIMES_AS_LONG = 2_000, 4
_PROPORTIONAL = 2.25
"""The longer text against the shorter ones: work in proportion makes 1, by the square 4 of 4."""
_ATTEMPTS = 8


def grows_in_proportion(unit: str, work: Callable[[str], object]) -> bool:
    """Whether ``work`` on a text of ``unit`` again and again takes time in proportion."""
    return adds_up([unit * (_SHORT // len(unit))] * _TIMES_AS_LONG, work)


def adds_up(shorter: list[str], work: Callable[[str], object]) -> bool:
    """Whether ``work`` on texts put together takes about as long as on one after the other.

    A busy machine makes anything look slow for a while. So the shorter texts are taken before the
    longer one and after it, and of each the quickest counts.
    """
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
