"""What is followed for its durability: one infusion, or a course of infusions given close together.

McInnes 2022 counts 4 to 8 infusions in 7 to 28 days as an induction. The slowest of these, 4 in 28
days, leaves 28 / 3 = 9.3 days between infusions, so infusions less than 10 days apart are taken as
one course. Maintenance, every two weeks or rarer, then makes each infusion a course of its own.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from diary.domain.series import days_between

COURSE_GAP_DAYS = 10
INDUCTION_INFUSIONS = range(4, 9)
INDUCTION_DAYS = (7, 28)


@dataclass(frozen=True, slots=True)
class Episode:
    """The infusions ``first_number`` to ``last_number`` (from 1, by time), and what came next."""

    first_number: int
    last_number: int
    first_at: datetime
    last_at: datetime
    next_at: datetime | None

    @property
    def infusions(self) -> int:
        return self.last_number - self.first_number + 1

    @property
    def is_induction(self) -> bool:
        """4 to 8 infusions in 7 to 28 days."""
        shortest, longest = INDUCTION_DAYS
        span = days_between(self.first_at, self.last_at)
        return self.infusions in INDUCTION_INFUSIONS and shortest <= span <= longest


def each_infusion(infusions: Iterable[datetime]) -> tuple[Episode, ...]:
    """Every infusion as an episode that ends at the next; two at one instant are one."""
    return courses(infusions, gap_days=0)


def courses(
    infusions: Iterable[datetime], *, gap_days: float = COURSE_GAP_DAYS
) -> tuple[Episode, ...]:
    """The infusions grouped: a gap of ``gap_days`` or more begins a new course."""
    given = sorted(set(infusions))
    gap = timedelta(days=gap_days)
    begins = [n for n, at in enumerate(given) if n == 0 or at - given[n - 1] >= gap]
    return tuple(
        Episode(
            first_number=first + 1,
            last_number=end,
            first_at=given[first],
            last_at=given[end - 1],
            next_at=given[end] if end < len(given) else None,
        )
        for first, end in pairwise([*begins, len(given)])
    )
