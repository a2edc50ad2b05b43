"""What happens outside the program: a heap of events on the virtual clock."""

import heapq
import itertools
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Event:
    """Something outside the program; ``wakes`` if it gives the program's jobs something to do."""

    happen: Callable[[], None]
    wakes: bool


class Events:
    """What is to happen outside the program, by time."""

    def __init__(self) -> None:
        self._heap: list[tuple[datetime, int, Event]] = []
        self._order = itertools.count()
        self._lock = threading.Lock()

    def add(self, at: datetime, happen: Callable[[], None], *, wakes: bool = True) -> None:
        with self._lock:
            heapq.heappush(self._heap, (at, next(self._order), Event(happen, wakes)))

    def next_at(self) -> datetime | None:
        with self._lock:
            return self._heap[0][0] if self._heap else None

    def due(self, now: datetime) -> Iterator[Event]:
        """What happens up to ``now``, one by one."""
        while True:
            with self._lock:
                if not self._heap or self._heap[0][0] > now:
                    return
                event = heapq.heappop(self._heap)[2]
            yield event
