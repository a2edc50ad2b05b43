"""Who is paged for an open alert, and who next if nobody answers: a ladder as data."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

PAGES_AT_FULL_PACE = 3
LONGEST_WAIT = timedelta(hours=2)
_MOST_DOUBLINGS = 8
EVERY_DAY = frozenset(range(7))


@dataclass(frozen=True, slots=True)
class Rung:
    """One person on the ladder, on call on ``weekdays`` (Monday 0) between two local times.

    Hours that end before they begin run past midnight; equal ones are the whole day. ``wait`` is
    how long they have before the next person is paged.
    """

    position: int
    wait: timedelta
    from_local: time = time(0)
    until_local: time = time(0)
    weekdays: frozenset[int] = EVERY_DAY

    def is_on_call(self, instant: datetime, timezone: str) -> bool:
        local = instant.astimezone(ZoneInfo(timezone))
        day, clock = local.weekday(), local.time()
        if self.from_local < self.until_local:
            return day in self.weekdays and self.from_local <= clock < self.until_local
        # After midnight it is still the shift of the day before.
        if clock < self.until_local:
            return (day - 1) % 7 in self.weekdays
        return day in self.weekdays and clock >= self.from_local


def wait_after(rung: Rung, times_paged: int) -> timedelta:
    """How long after a page the next one follows, being number ``times_paged`` to that person.

    Whoever is paged again and again (the last rung) is so ever more rarely, and never left alone.
    """
    doublings = min(max(0, times_paged - PAGES_AT_FULL_PACE), _MOST_DOUBLINGS)
    return min(rung.wait * (1 << doublings), max(rung.wait, LONGEST_WAIT))


def ready_rung(
    rungs: Sequence[Rung], theirs: Container[int], now: datetime, timezone: str
) -> Rung | None:
    """The first of somebody's own rungs (``theirs``, by position) at which a page finds them now.

    The last rung counts as on call at any hour.
    """
    ordered = sorted(rungs, key=lambda rung: rung.position)
    return next(
        (
            rung
            for rung in ordered
            if rung.position in theirs and (rung is ordered[-1] or rung.is_on_call(now, timezone))
        ),
        None,
    )


def next_rung(
    rungs: Sequence[Rung], last_paged: int | None, now: datetime, timezone: str
) -> Rung | None:
    """Whom to page now, ``last_paged`` being the position paged before; ``None`` without a ladder.

    The last rung, the supervisor's, counts as on call at any hour, and is paged again and again:
    a ladder never ends in silence.
    """
    if not rungs:
        return None
    ordered = sorted(rungs, key=lambda rung: rung.position)
    higher = [rung for rung in ordered if last_paged is None or rung.position > last_paged]
    on_call = (rung for rung in higher if rung.is_on_call(now, timezone))
    return next(on_call, ordered[-1])
