"""Threads that do one job side by side: as many as find something to do, and no more."""

import threading
import time
from collections.abc import Callable
from typing import Protocol


class Call(Protocol):
    def __call__(self, after: float = 0.0) -> None:
        """Have somebody look for work, at once or ``after`` so many seconds."""


def no_crew(after: float = 0.0) -> None:
    """The ``Call`` of somebody who works alone."""


class Crew:
    """``size`` threads that wait to be called; each call wakes one, which runs ``work`` once.

    A call while all are busy is kept: the first to finish looks again.
    """

    def __init__(self, name: str, size: int, work: Callable[[Call], object]) -> None:
        self._work = work
        self._changed = threading.Condition()
        self._calls = 0
        self._alarm_at: float | None = None
        self._stopping = False
        self._threads = [
            threading.Thread(target=self._serve, name=f"{name}-{number}", daemon=True)
            for number in range(size)
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def call(self, after: float = 0.0) -> None:
        """A ``Call``."""
        with self._changed:
            if after <= 0:
                self._calls = min(self._calls + 1, len(self._threads))
                self._changed.notify()
                return
            at = time.monotonic() + after
            if self._alarm_at is None or at < self._alarm_at:
                self._alarm_at = at
                self._changed.notify_all()

    def stop(self) -> None:
        """Let everybody finish what they are at."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        for thread in self._threads:
            if thread.ident is not None:
                thread.join()

    def are_alive(self) -> bool:
        """Whether every thread that was started still runs."""
        return all(thread.is_alive() for thread in self._threads)

    def _serve(self) -> None:
        while self._is_called():
            self._work(self.call)

    def _is_called(self) -> bool:
        """Wait for a call or the alarm; ``False`` when it is time to go home."""
        with self._changed:
            while not self._stopping:
                left = None if self._alarm_at is None else self._alarm_at - time.monotonic()
                if left is not None and left <= 0:
                    self._alarm_at = None
                    self._calls += 1
                if self._calls:
                    self._calls -= 1
                    return True
                self._changed.wait(left)
            return False
