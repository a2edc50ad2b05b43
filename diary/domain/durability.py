"""How long the gain of an infusion, or of a course of infusions, holds.

Symptom return is the reversal rule of the sudden-gains literature (Tang & DeRubeis 1999; Wiedemann
2020): half of the gain is lost. Beside it stands the stricter rule of McInnes 2022, by which a
response ends as soon as the score is no longer at least 50 % below the baseline. In severity points
(more is worse), with ``B`` the baseline, ``N`` the best level and ``G = B - N``:

- scores: ``B`` is the last score of the 7 days before, ``N`` the lowest score of the 14 days after;
- daily ratings: ``B`` is the median of at least three ratings of days -7 to 0, ``N`` the lowest
  median of three consecutive ratings of the 14 days after;
- ``G`` smaller than a reliable change is no reliable gain, and no return is looked for;
- return is the first reading above ``N + G/2`` that is also a reliable change above ``N`` and whose
  next reading is above the line too. No next reading within 7 days: probable, not confirmed;
- the watch ends at the next infusion, the last reply or day 90, whichever comes first.

Where that is silent this module chooses:

- A course runs from its first to its last infusion. Its baseline lies before the first; its best
  level and every day number count from the last.
- ``N`` is sought no later than the next infusion; of equal best levels the earliest counts, a
  median of three at its middle reading, and return is looked for after it.
- The crossing lies on the straight line between the last reading not above the line before the
  return and the first one above it. That first one may come before the return reading, when it is
  above the line but not yet a reliable change above the best level.
- Between readings the score runs straight. Benefit is counted from day 1, or the first reading if
  that is later, to the last reading before the watch ends: nothing is invented beyond the readings.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from statistics import median

from diary.domain.benefit import Benefit, benefit
from diary.domain.crossing import Crossing, crossing_before, find_return
from diary.domain.episodes import Episode
from diary.domain.series import (
    Baseline,
    Reading,
    above,
    at_least,
    daily_baseline,
    days_between,
    in_order,
    score_baseline,
)
from diary.domain.trends import ChangeRules

BEST_WITHIN_DAYS = 14
CONFIRM_WITHIN_DAYS = 7
HORIZON_DAYS = 90


class SeriesKind(StrEnum):
    SCORES = "scores"
    DAILY = "daily"


class Outcome(StrEnum):
    CONFIRMED = "confirmed"
    PROBABLE = "probable"
    HELD = "held"
    """No return seen until the watch ended: the days are censored, not a duration."""
    NO_RELIABLE_GAIN = "no_reliable_gain"
    CHANGE_NOT_ESTABLISHED = "change_not_established"
    """The scale has no published reliable change, so no gain on it can be called reliable."""
    NO_BASELINE = "no_baseline"
    NO_READINGS = "no_readings"
    """Nothing (daily: fewer than three ratings) in the 14 days after, so no best level."""


class WatchEnd(StrEnum):
    NEXT_INFUSION = "next_infusion"
    LAST_REPLY = "last_reply"
    DAY_90 = "day_90"


class SustainedOutcome(StrEnum):
    LOST = "lost"
    SUSTAINED = "sustained"
    NO_RESPONSE = "no_response"
    """The best level is not at least 50 % below the baseline."""
    NO_BASELINE = "no_baseline"
    NO_READINGS = "no_readings"


@dataclass(frozen=True, slots=True)
class SustainedResponse:
    """McInnes 2022: ends at the first reading that is not at least 50 % below the baseline."""

    outcome: SustainedOutcome
    line: float | None = None
    crossing: Crossing | None = None


@dataclass(frozen=True, slots=True)
class Durability:
    """One episode. Levels are on the scale itself; days count from the last infusion.

    ``crossing.day`` is the return day; ``returned`` the reading that settled it. ``watched_days``
    is where the watch ended and ``watch_end`` why, whether or not the gain was lost before.
    """

    episode: Episode
    outcome: Outcome
    watched_days: float
    watch_end: WatchEnd
    baseline: Baseline | None = None
    best: Reading | None = None
    gain: float | None = None
    """``B - N`` in points for the better, negative if even the best level was worse."""
    half_line: float | None = None
    crossing: Crossing | None = None
    returned: Reading | None = None
    sustained: SustainedResponse = SustainedResponse(SustainedOutcome.NO_BASELINE)
    benefit: Benefit | None = None


def half_of_gain_lost(value: float, *, baseline: float, best: float, rules: ChangeRules) -> bool:
    """The bare test: strictly more than half of the gain is gone. On the line is not lost."""
    line = (rules.severity(baseline) + rules.severity(best)) / 2
    return above(rules.severity(value), line)


def durability(
    readings: Sequence[Reading],
    episode: Episode,
    rules: ChangeRules,
    *,
    kind: SeriesKind = SeriesKind.SCORES,
    last_reply_at: datetime | None = None,
    confirm_within_days: float = CONFIRM_WITHIN_DAYS,
) -> Durability:
    """How one episode held. For daily ratings ``rules.reliable_change`` is the patient's own.

    ``last_reply_at`` is the last sign of the patient of any kind; without it the last reading.
    """
    ordered = in_order(readings)
    ends_at, watch_end = _watch_end(ordered, episode, last_reply_at)
    watched = max(0.0, days_between(episode.last_at, ends_at))
    result = Durability(episode, Outcome.NO_BASELINE, watched, watch_end)
    find_baseline = score_baseline if kind is SeriesKind.SCORES else daily_baseline
    baseline = find_baseline(ordered, episode.first_at)
    if baseline is None:
        return result
    after = [r for r in ordered if episode.last_at < r.at <= ends_at]
    best = _best_level(after, episode.last_at, rules, kind)
    if best is None:
        nothing = SustainedResponse(SustainedOutcome.NO_READINGS)
        return replace(result, outcome=Outcome.NO_READINGS, baseline=baseline, sustained=nothing)
    gain = rules.severity(baseline.value) - rules.severity(best.value)
    result = replace(
        result,
        outcome=Outcome.NO_RELIABLE_GAIN
        if rules.has_reliable_change
        else Outcome.CHANGE_NOT_ESTABLISHED,
        baseline=baseline,
        best=best,
        gain=gain,
        sustained=_sustained(after, baseline, best, rules, episode.last_at),
    )
    if not at_least(gain, rules.reliable_change):
        return result
    low = rules.severity(best.value)
    line = low + gain / 2
    found = find_return(
        [r for r in after if r.at > best.at],
        severity=rules.severity,
        line=line,
        at_least_level=low + rules.reliable_change,
        confirm_within_days=confirm_within_days,
    )
    points = [(days_between(episode.last_at, r.at), rules.severity(r.value)) for r in after]
    result = replace(
        result,
        outcome=Outcome.HELD,
        half_line=rules.value_of(line),
        benefit=benefit(points, baseline=rules.severity(baseline.value), gain=gain, half_line=line),
    )
    if found is None:
        return result
    returned, is_confirmed = found
    return replace(
        result,
        outcome=Outcome.CONFIRMED if is_confirmed else Outcome.PROBABLE,
        returned=returned,
        crossing=crossing_before(
            after, returned, severity=rules.severity, line=line, start=episode.last_at
        ),
    )


def _watch_end(
    ordered: Sequence[Reading], episode: Episode, last_reply_at: datetime | None
) -> tuple[datetime, WatchEnd]:
    last_seen = last_reply_at or (ordered[-1].at if ordered else episode.last_at)
    ends = [
        (episode.last_at + timedelta(days=HORIZON_DAYS), WatchEnd.DAY_90),
        (last_seen, WatchEnd.LAST_REPLY),
    ]
    if episode.next_at is not None:
        ends.insert(0, (episode.next_at, WatchEnd.NEXT_INFUSION))
    return min(ends, key=lambda end: end[0])


def _best_level(
    after: Sequence[Reading], start: datetime, rules: ChangeRules, kind: SeriesKind
) -> Reading | None:
    """The earliest of the best levels; a median of three stands at its middle reading."""
    early = [r for r in after if r.at <= start + timedelta(days=BEST_WITHIN_DAYS)]
    if kind is SeriesKind.DAILY:
        early = [
            Reading(three[1].at, median(r.value for r in three))
            for three in zip(early, early[1:], early[2:], strict=False)
        ]
    return min(early, key=lambda r: rules.severity(r.value), default=None)


def _sustained(
    after: Sequence[Reading],
    baseline: Baseline,
    best: Reading,
    rules: ChangeRules,
    start: datetime,
) -> SustainedResponse:
    line = rules.severity(baseline.value) / 2
    if line <= 0 or above(rules.severity(best.value), line):
        return SustainedResponse(SustainedOutcome.NO_RESPONSE)
    lost = next((r for r in after if r.at > best.at and above(rules.severity(r.value), line)), None)
    if lost is None:
        return SustainedResponse(SustainedOutcome.SUSTAINED, rules.value_of(line))
    crossing = crossing_before(after, lost, severity=rules.severity, line=line, start=start)
    return SustainedResponse(SustainedOutcome.LOST, rules.value_of(line), crossing)
