"""How work grows with the text: a ratio, since no machine's seconds are another's."""

import time
from collections.abc import Callable

_SHORT, _TIMES_AS_LONG = 2_500, 4
_PROPORTIONAL = 9
"""Work in proportion makes 4, work by the square 16."""
_ATTEMPTS = 8


def grows_in_proportion(unit: str, work: Callable[[str], object]) -> bool:
    """Whether ``work`` on a text of ``unit`` again and again takes time in proportion.

    A busy machine can only make the longer text look slow for a while, so it may try again.
    """
    short = unit * (_SHORT // len(unit))
    return any(
        _seconds(work, short * _TIMES_AS_LONG) < _PROPORTIONAL * _seconds(work, short)
        for _ in range(_ATTEMPTS)
    )


def _seconds(work: Callable[[str], object], text: str) -> float:
    began = time.process_time()
    work(text)
    return time.process_time() - began
