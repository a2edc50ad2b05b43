"""A patient's questionnaires as charts and tables read them: scale, baseline, and what held."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from diary.domain.change_rules import rules_for_score
from diary.domain.durability import Durability, Outcome, WatchEnd, durability
from diary.domain.episodes import courses
from diary.domain.questionnaire import Questionnaire
from diary.domain.series import Baseline, Reading, score_baseline
from diary.domain.total_range import total_range
from diary.domain.trends import Change, change_from
from diary.services.series import Course
from diary.web.translation import gettext as _
from diary.web.translation import ngettext


@dataclass(frozen=True, slots=True)
class Measure:
    """One questionnaire's scores. ``held`` has an entry a course of infusions, oldest first."""

    questionnaire: Questionnaire
    readings: tuple[Reading, ...]
    baseline: Baseline | None
    change: Change | None
    """The latest score against the baseline."""
    held: tuple[Durability, ...]

    @property
    def highest(self) -> float:
        """The greatest total that the questionnaire can come to."""
        scoring = self.questionnaire.scoring
        return total_range(self.questionnaire, scoring)[1] if scoring else 0.0


def measures_of(course: Course, questionnaires: dict[str, Questionnaire]) -> list[Measure]:
    """The questionnaires that there are scores of, the one with the most scores first."""
    given = [infusion.started_at for infusion in course.given]
    last_reply_at = max(
        (each.at for several in course.readings.values() for each in several), default=None
    )
    found = [
        _measure(questionnaires[code], tuple(scores), given, last_reply_at)
        for code, scores in course.readings.items()
        if code in questionnaires
    ]
    return sorted(found, key=lambda m: (-len(m.readings), m.questionnaire.code))


def held_days(found: Durability) -> int:
    """How many days a gain held, or has held so far: of those only whole ones count."""
    return round(found.crossing.day) if found.crossing else int(found.watched_days)


def say_held(found: Durability) -> str:
    """How long a gain held, in few words."""
    days = held_days(found)
    match found.outcome:
        case Outcome.CONFIRMED:
            return ngettext("%(num)s day, confirmed", "%(num)s days, confirmed", days)
        case Outcome.PROBABLE:
            return ngettext("%(num)s day, not confirmed", "%(num)s days, not confirmed", days)
        case Outcome.HELD if found.watch_end is WatchEnd.NEXT_INFUSION:
            return _("%(days)s days or more, until the next infusion", days=days)
        case Outcome.HELD:
            return _("%(days)s days so far", days=days)
        case Outcome.NO_RELIABLE_GAIN:
            return _("no reliable gain")
        case Outcome.NO_BASELINE:
            return _("no score before it")
        case _:
            return _("no score after it")


def _measure(
    questionnaire: Questionnaire,
    series: tuple[Reading, ...],
    given: Sequence[datetime],
    last_reply_at: datetime | None,
) -> Measure:
    rules = rules_for_score(questionnaire)
    baseline = score_baseline(series, given[0]) if given else None
    change = None
    if baseline and series[-1].at > given[0]:
        change = change_from(baseline.value, series[-1], rules)
    return Measure(
        questionnaire=questionnaire,
        readings=series,
        baseline=baseline,
        change=change,
        held=tuple(
            durability(series, episode, rules, last_reply_at=last_reply_at)
            for episode in courses(given)
        ),
    )
