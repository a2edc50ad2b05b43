"""The values of the statistics as plain rows, for reports and exports."""

import math
from dataclasses import asdict
from datetime import datetime
from enum import StrEnum
from typing import Any

from diary.domain.crossing import Crossing
from diary.domain.durability import Durability, Outcome
from diary.domain.series import Reading, days_between
from diary.domain.trends import Change

Json = dict[str, Any]

_DECIMALS = 6


def change_row(change: Change, since: datetime | None) -> Json:
    """A score against the baseline, ``day`` counted from ``since``."""
    return {
        **reading_row(change.reading, since),
        "change": change.points,
        "percent_change": change.percent,
        "improvement_percent": None if change.improvement is None else 100 * change.improvement,
        "response": change.response,
        "remission": change.remission,
        "reliable_change": change.reliable,
        "noticeable_change": change.noticeable,
        "class": change.change_class,
    }


def durability_row(found: Durability) -> Json:
    """How long the gain of one infusion or course held."""
    start = found.episode.last_at
    return {
        "baseline": found.baseline and asdict(found.baseline),
        "best": found.best and reading_row(found.best, start),
        "gain": found.gain,
        "half_gain_line": found.half_line,
        "status": found.outcome,
        "return": found.crossing
        and found.returned
        and {
            **_crossing_row(found.crossing, start),
            "confirmed": found.outcome is Outcome.CONFIRMED,
            "settled_by": reading_row(found.returned, start),
        },
        "censored": {"day": found.watched_days, "reason": found.watch_end}
        if found.outcome is Outcome.HELD
        else None,
        "watched_days": found.watched_days,
        "watch_end": found.watch_end,
        "sustained_response": {
            "status": found.sustained.outcome,
            "line": found.sustained.line,
            "lost": found.sustained.crossing and _crossing_row(found.sustained.crossing, start),
        },
        "benefit_retained": found.benefit and found.benefit.retained,
        "benefit_days": found.benefit and found.benefit.days,
        "benefit_span_days": found.benefit and found.benefit.span_days,
    }


def reading_row(reading: Reading, since: datetime | None) -> Json:
    """A reading with its day since ``since``, if there is one."""
    return {
        "at": reading.at,
        "day": since and days_between(since, reading.at),
        "value": reading.value,
    }


def plain(value: Any) -> Any:
    """Only what JSON knows; rounding drops the dust of floating point, not digits of the data."""
    if isinstance(value, dict):
        return {key: plain(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [plain(entry) for entry in value]
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, float):
        return round(value, _DECIMALS) + 0.0 if math.isfinite(value) else None
    return value


def _crossing_row(crossing: Crossing, start: datetime) -> Json:
    return {
        "day": crossing.day,
        "at": crossing.at,
        "last_below": reading_row(crossing.below, start),
        "first_above": reading_row(crossing.above, start),
    }
