"""The desk of one process's senders: texts claimed and not yet called, called and not yet settled.

A transaction costs far more than a text's share of one, and longer than a caller should be kept
from its next call. So there is one more at the desk than may call at once: whoever finds nothing
to call claims for all of them, and settles what all of them have sent.
"""

import heapq
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from uuid import UUID

from diary.services.obstacles import Obstacle
from diary.services.outbox import Claimed
from diary.services.pacing import LOOK_AHEAD
from diary.services.settling import Returned, Taken

CLAIMS_EACH = 3
"""How many texts are claimed at once for each sender. One who works alone claims one at a time."""
SPACING = 0.1
"""Seconds between two claims, and until a text is settled, while there is much to do."""
SURE_FOR = LOOK_AHEAD.total_seconds()
"""Seconds for which it holds that a text may go out: what is committed within them comes late."""
_NOT_YET = 0.0
EARLY = timedelta(milliseconds=10)
"""So long before its instant a sender takes a text, and then waits for it."""
_GOES_FIRST = timedelta(days=1)
"""So much earlier than it is due an urgent text is looked for: before all that is late."""

Submit = Callable[[Sequence[Claimed]], Mapping[UUID, Obstacle | None]]
"""Notes that some texts are handed over now, and says which must not be after all."""


@dataclass(order=True, slots=True)
class _Waiting:
    take_at: datetime
    place: int
    text: Claimed = field(compare=False)
    sure_until: float = field(compare=False)


class Desk:
    """For so many ``senders``, who may all be calling at once."""

    def __init__(self, senders: int = 1, *, sure_for: float = SURE_FOR) -> None:
        self.is_shared = is_shared = senders > 1
        self.hands = senders + 1 if is_shared else 1
        """How many may be at the desk."""
        self.most = CLAIMS_EACH * senders if is_shared else 1
        """How many texts to claim at once."""
        self.senders = senders
        self._spacing = SPACING if is_shared else 0.0
        self._early = EARLY if is_shared else LOOK_AHEAD
        self._sure_for = sure_for
        self._claiming, self._taking = threading.Lock(), threading.Lock()
        self._changing = threading.Lock()
        self._places = count()
        self._waiting: list[_Waiting] = []
        self._ends: list[Taken | Returned] = []
        self._calling = 0
        self._claim_after = self._settle_after = 0.0
        self._free_at: datetime | None = None

    @contextmanager
    def claiming(self) -> Iterator[bool]:
        """Whether it is time for a claim, which nobody else makes meanwhile."""
        is_ours = self._claiming.acquire(blocking=False)
        try:
            has_few = len(self._waiting) < self.senders
            yield is_ours and has_few and time.monotonic() >= self._claim_after
        finally:
            if is_ours:
                self._claiming.release()

    def lay(self, texts: Sequence[Claimed], asked_at: float, free_at: datetime | None) -> None:
        """Put down what was claimed; ``asked_at`` (monotonic) it was found that it may go out.

        What was not submitted with its claim is submitted before it is taken.

        ``free_at`` is when a number that has more to send is free again.
        """
        with self._changing:
            for text in texts:
                take_at = text.call_at - (_GOES_FIRST if text.is_urgent else self._early)
                sure_until = asked_at + self._sure_for if text.is_submitted else _NOT_YET
                waiting = _Waiting(take_at, next(self._places), text, sure_until)
                heapq.heappush(self._waiting, waiting)
            is_paced = any(not text.is_urgent for text in texts)
            pause = self._spacing if is_paced else 0.0
            self._claim_after = time.monotonic() + pause if texts else 0.0
            self._free_at = free_at

    def take(self, now: datetime, submit: Submit) -> Claimed | None:
        """The next text to call, which may go out; hand in its end, or at least say ``is_over``.

        Those that may not are taken off the desk.
        """
        with self._taking:
            while (first := self._first_to_call(now)) is not None:
                if first.sure_until <= time.monotonic():
                    self._make_sure(now, submit)
                elif self._lift(first):
                    return first.text
        return None

    def is_over(self) -> None:
        """A call came back."""
        with self._changing:
            self._calling -= 1

    def put(self, end: Taken | Returned) -> None:
        """What came of a text, to be settled."""
        with self._changing:
            if not self._ends:
                self._settle_after = time.monotonic() + self._spacing
            self._ends.append(end)

    def withdraw(self, clinic_id: UUID | None = None) -> None:
        """Give back what waits for this clinic's number, or everything; never what is urgent."""
        with self._changing:
            back = [
                waiting
                for waiting in self._waiting
                if clinic_id is None
                or (waiting.text.organization_id == clinic_id and not waiting.text.is_urgent)
            ]
            self._waiting = [waiting for waiting in self._waiting if waiting not in back]
            heapq.heapify(self._waiting)
            self._ends += [Returned(one.text.message_id, one.text.attempt) for one in back]

    def ends(self) -> Sequence[Taken | Returned]:
        """Takes off the desk what is to be settled, if it is time for that."""
        with self._changing:
            is_time = (
                not (self._calling or self._waiting)
                or len(self._ends) >= self.most
                or time.monotonic() >= self._settle_after
            )
            ends, self._ends = (self._ends, []) if is_time else ([], self._ends)
        return ends

    def rest(self, now: datetime) -> float | None:
        """Seconds until there is something for one more to do, none or less if there is already.

        ``None`` if only news can bring it, or somebody who comes back from a call.
        """
        is_claimed_for = self._claiming.locked()
        with self._changing:
            rests = []
            if (first := self._first_that_may()) is not None:
                rests.append((first.take_at - now).total_seconds())
            if self._ends:
                rests.append(self._settle_after - time.monotonic())
            if not is_claimed_for:
                rests += self._rests_until_a_claim(now)
        return min(rests, default=None)

    def _rests_until_a_claim(self, now: datetime) -> list[float]:
        if self._claim_after and len(self._waiting) < self.senders:
            return [self._claim_after - time.monotonic()]
        if self._free_at is not None:
            # Not at the last moment: claiming takes time as well.
            return [(self._free_at - LOOK_AHEAD / 2 - now).total_seconds()]
        return []

    def _first_to_call(self, now: datetime) -> _Waiting | None:
        with self._changing:
            first = self._first_that_may()
            return first if first is not None and first.take_at <= now else None

    def _first_that_may(self) -> _Waiting | None:
        """What is urgent waits for no call to end: whoever is left calls."""
        first = self._waiting[0] if self._waiting else None
        may = first is not None and (first.text.is_urgent or self._calling < self.senders)
        return first if may else None

    def _lift(self, waiting: _Waiting) -> bool:
        with self._changing:
            if waiting not in self._waiting:
                return False  # withdrawn at this moment
            self._waiting.remove(waiting)
            heapq.heapify(self._waiting)
            self._calling += 1
        return True

    def _make_sure(self, now: datetime, submit: Submit) -> None:
        """Ask about all that will be called in the next moment, at once."""
        with self._changing:
            soon = now + timedelta(seconds=self._sure_for)
            next_ones = heapq.nsmallest(self.senders, self._waiting)
            wave = [waiting for waiting in next_ones if waiting.take_at <= soon]
        asked_at = time.monotonic()
        refused = submit([waiting.text for waiting in wave])
        with self._changing:
            for waiting in wave:
                waiting.sure_until = max(asked_at + self._sure_for, time.monotonic() + 0.001)
                text = waiting.text
                if text.message_id in refused and waiting in self._waiting:
                    self._waiting.remove(waiting)
                    self._ends.append(
                        Returned(text.message_id, text.attempt, refused[text.message_id])
                    )
            heapq.heapify(self._waiting)
