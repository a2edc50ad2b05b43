"""How work grows with the text: a ratio, since no machine's seconds are another's."""

import time
from collections.abc import Callable

_SHORT, _TIMES_AS_LONG = 2_500, 4
_PROPORTIONAL = 9
"""Work in proportion makes 4, work by the square 16."""
_ATTEMPTS, _TAKES = 8, 5


def grows_in_proportion(unit: str, work: Callable[[str], object]) -> bool:
    """Whether ``work`` on a text of ``unit`` again and again takes time in proportion.

    A busy machine makes either text look slow for a while: the longer one may try again, and of the
    shorter one, which would excuse it, the quickest of some takes counts.
    """
    short = unit * (_SHORT // len(unit))
    return any(
        _seconds(work, short * _TIMES_AS_LONG)
        < _PROPORTIONAL * min(_seconds(work, short) for _ in range(_TAKES))
        for _ in range(_ATTEMPTS)
    )


def _seconds(work: Callable[[str], object], text: str) -> float:
    began = time.process_time()
    work(text)
    return time.process_time() - began
