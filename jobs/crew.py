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
        lock = threading.Lock()
        self._idle, self._watch = threading.Condition(lock), threading.Condition(lock)
        self._idlers = 0
        self._is_watched = False
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
        with self._idle:
            if after <= 0:
                self._calls = min(self._calls + 1, len(self._threads))
                if not self._wake_an_idler():
                    self._watch.notify()
                return
            at = time.monotonic() + after
            if self._alarm_at is None or at < self._alarm_at:
                self._alarm_at = at
                if self._is_watched:
                    self._watch.notify()
                else:
                    self._wake_an_idler()

    def stop(self) -> None:
        """Let everybody finish what they are at."""
        with self._idle:
            self._stopping = True
            self._idle.notify_all()
            self._watch.notify_all()
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
        with self._idle:
            while not self._stopping and not self._calls:
                # One alone watches for the alarm: it would wake all, for one to find something.
                if self._is_watched or self._alarm_at is None:
                    self._idlers += 1
                    self._idle.wait()
                else:
                    self._watch_for_the_alarm(self._alarm_at)
            if self._stopping:
                return False
            self._calls -= 1
            if self._alarm_at is not None and not self._is_watched:
                self._wake_an_idler()
            return True

    def _wake_an_idler(self) -> bool:
        # Counted off at once: until it runs, another call must find another.
        if self._idlers:
            self._idlers -= 1
            self._idle.notify()
            return True
        return False

    def _watch_for_the_alarm(self, alarm_at: float) -> None:
        self._is_watched = True
        self._watch.wait(max(0.0, alarm_at - time.monotonic()))
        self._is_watched = False
        if self._alarm_at is not None and self._alarm_at <= time.monotonic():
            self._alarm_at = None
            self._calls += 1
