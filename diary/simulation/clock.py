"""A clock that moves when it is told to, or ticks along from where it was set."""

import threading
import time
from datetime import datetime, timedelta


class VirtualClock:
    """Stands still at ``start`` until it is moved; after ``let_run`` it also ticks by itself."""

    def __init__(self, start: datetime) -> None:
        self._lock = threading.Lock()
        self._at = start
        self._running_since: float | None = None

    def __call__(self) -> datetime:
        with self._lock:
            return self._now()

    def move_to(self, instant: datetime) -> None:
        """Move forward; a clock never goes back, and a move to the past does nothing."""
        with self._lock:
            self._at = max(self._now(), instant)
            if self._running_since is not None:
                self._running_since = time.monotonic()

    def let_run(self) -> None:
        """Tick along in real time from here on."""
        with self._lock:
            self._running_since = time.monotonic()

    def _now(self) -> datetime:
        if self._running_since is None:
            return self._at
        return self._at + timedelta(seconds=time.monotonic() - self._running_since)
