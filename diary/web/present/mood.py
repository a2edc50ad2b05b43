"""Daily mood as the statistics see it: how long its gain held, and the watch on it.

By the patient's own clock and own spread, as ``diary.domain.attention`` judges who is to be called:
the chart draws the lines that a sentence on the list speaks of.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from diary.domain.change_rules import rules_for_rating
from diary.domain.durability import Durability, SeriesKind, durability
from diary.domain.episodes import courses
from diary.domain.item import Item
from diary.domain.own_change import own_rules
from diary.domain.series import Baseline, Reading, daily_baseline, on_the_clock_of
from diary.domain.trends import ChangeRules
from diary.domain.watch import Watch, watch
from diary.services.series import MOOD, Course
from diary.web.charts import Line, LineKind
from diary.web.present.levels import baseline_level, half_gain_level
from diary.web.translation import gettext as _
from diary.web.wording.speaker import tenths


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
    readings = tuple(
        Reading(on_the_clock_of(zone, each.at), each.value)
        for each in course.readings.get(MOOD, ())
    )
    given = sorted({infusion.started_at for infusion in course.given})
    rules = own_rules(readings, given, rules_for_rating(item))
    return Mood(
        readings,
        rules,
        daily_baseline(readings, given[0]) if given else None,
        tuple(
            durability(readings, episode, rules, kind=SeriesKind.DAILY)
            for episode in courses(given)
        ),
        watch(readings, given[-1], rules) if given else None,
    )


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
