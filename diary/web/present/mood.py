"""Daily mood as the statistics see it: how long its gain held, and the watch on it.

By the patient's own clock and own spread, as ``diary.domain.attention`` judges who is to be called:
the chart draws the lines that a sentence on the list speaks of.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import attrgetter
from zoneinfo import ZoneInfo

from diary.domain.change_rules import rules_for_rating
from diary.domain.durability import HORIZON_DAYS, Durability, SeriesKind, durability
from diary.domain.episodes import Episode, courses
from diary.domain.item import Item
from diary.domain.own_change import own_rules
from diary.domain.series import (
    BASELINE_DAYS,
    Baseline,
    Reading,
    daily_baseline,
    in_order,
    on_the_clock_of,
)
from diary.domain.trends import ChangeRules
from diary.domain.watch import Watch, watch
from diary.services.series import MOOD, Course
from diary.web.charts import Line, LineKind
from diary.web.present.levels import baseline_level, half_gain_level
from diary.web.translation import gettext as _
from diary.web.wording.speaker import tenths

_BEFORE, _AFTER = timedelta(days=BASELINE_DAYS + 1), timedelta(days=HORIZON_DAYS + 1)
_at = attrgetter("at")


@dataclass(frozen=True, slots=True)
class Mood:
    """``held`` has an entry a course of infusions, oldest first; ``rules`` are their own."""

    readings: tuple[Reading, ...]
    rules: ChangeRules
    baseline: Baseline | None
    held: tuple[Durability, ...]
    watch: Watch | None


def mood_of(course: Course, item: Item, zone: ZoneInfo) -> Mood:
    """``item`` is the question about mood, ``zone`` where the patient is."""
    known = course.readings.get(MOOD, ())
    readings = in_order(Reading(on_the_clock_of(zone, each.at), each.value) for each in known)
    given = sorted({infusion.started_at for infusion in course.given})
    rules = own_rules(readings, given, rules_for_rating(item))
    return Mood(
        readings,
        rules,
        daily_baseline(readings, given[0]) if given else None,
        tuple(_held(readings, episode, rules) for episode in courses(given)),
        watch(readings, given[-1], rules) if given else None,
    )


def _held(readings: Sequence[Reading], episode: Episode, rules: ChangeRules) -> Durability:
    """Of years of answers only those that the course is judged by are gone through."""
    first = bisect_left(readings, episode.first_at - _BEFORE, key=_at)
    last = bisect_right(readings, episode.last_at + _AFTER, key=_at)
    seen_at = readings[-1].at if readings else None
    judged = readings[first:last]
    return durability(judged, episode, rules, kind=SeriesKind.DAILY, last_reply_at=seen_at)


def mood_levels(mood: Mood, until: datetime | None = None) -> Iterator[Line]:
    """The lines of the mood panel, those of a questionnaire's panel and the watch's limit."""
    yield from baseline_level(mood.baseline, mood.rules)
    yield from half_gain_level(mood.held, until)
    yield from _watch_limit(mood.watch, until)


def _watch_limit(found: Watch | None, until: datetime | None) -> Iterator[Line]:
    if found is None or found.stretch is None or not found.points:
        return
    since = found.stretch.until
    shown: Sequence[float] = [p.limit for p in found.points if until is None or p.at <= until]
    if shown:
        said = _("watch limit: %(value)s", value=tenths(shown[-1]))
        yield Line(shown[-1], said, LineKind.WATCH, since)
