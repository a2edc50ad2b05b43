"""One course against its baseline: the best score, the early look, and getting worse."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from diary.domain.durability import Durability
from diary.domain.series import Reading
from diary.domain.trends import (
    Change,
    ChangeRules,
    Deterioration,
    EarlyNote,
    change_from,
    deterioration,
    early_response,
)


@dataclass(frozen=True, slots=True)
class CourseLook:
    """``at_best`` and ``at_last`` are ``None`` without a baseline or a score, ``worse`` if never.

    ``at_last`` is the last score before the next infusion.
    """

    at_best: Change | None
    at_last: Change | None
    early: EarlyNote
    worse: Deterioration | None


def look_at_course(
    readings: Sequence[Reading],
    infusions: Sequence[datetime],
    found: Durability,
    rules: ChangeRules,
) -> CourseLook:
    """``infusions`` are all of the patient's by time; readings after the next one say nothing."""
    episode, baseline = found.episode, found.baseline
    of_course = infusions[episode.first_number - 1 : episode.last_number]
    seen = [r for r in readings if episode.next_at is None or r.at <= episode.next_at]
    before = None if baseline is None else baseline.value
    last = seen[-1] if seen and seen[-1].at > episode.last_at else None
    return CourseLook(
        at_best=None
        if before is None or found.best is None
        else change_from(before, found.best, rules),
        at_last=None if before is None or last is None else change_from(before, last, rules),
        early=early_response(seen, of_course, rules, before),
        worse=None if before is None else deterioration(seen, episode.first_at, before, rules),
    )
