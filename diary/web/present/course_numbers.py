"""What each course of infusions did, in numbers: the statistics of ``domain`` a row a course."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from operator import attrgetter

from diary.domain.change_rules import rules_for_score
from diary.domain.course_look import look_at_course
from diary.domain.durability import Durability, Outcome, SustainedOutcome
from diary.domain.series import BASELINE_DAYS, Reading
from diary.domain.trends import (
    Change,
    ChangeRules,
    Deterioration,
    EarlyNote,
    EarlyResponse,
    change_from,
)
from diary.services.series import MOOD, Record
from diary.web.present.measures import Measure, say_held
from diary.web.present.mood import Mood
from diary.web.present.rows import direction_of
from diary.web.screens.patient import CourseCell, CourseNumbers
from diary.web.screens.status import Direction
from diary.web.translation import gettext as _
from diary.web.wording.course import say_class, say_early, say_end
from diary.web.wording.speaker import Speaker, number, percent, signed_percent

_UNKNOWN = CourseCell("\u2013")
_BEFORE = timedelta(days=BASELINE_DAYS + 1)
_at = attrgetter("at")


@dataclass(frozen=True, slots=True)
class _Followed:
    """A series of scores or daily answers, with what each course did to it."""

    code: str
    readings: Sequence[Reading]
    rules: ChangeRules
    held: Sequence[Durability]


def course_numbers(
    record: Record, measures: Sequence[Measure], mood: Mood, speaker: Speaker, called_for: str = ""
) -> tuple[CourseNumbers, ...]:
    """A table a questionnaire and one of daily mood, where at least one course has a baseline.

    The one that the patient is ``called_for`` is the first.
    """
    given = sorted({infusion.started_at for infusion in record.given})
    followed = [
        *(
            _Followed(m.questionnaire.code, m.readings, rules_for_score(m.questionnaire), m.held)
            for m in measures
        ),
        _Followed(MOOD, mood.readings, mood.rules, mood.held),
    ]
    return tuple(
        _table(each, given, speaker)
        for each in sorted(followed, key=lambda each: each.code != called_for)
        if any(found.baseline for found in each.held)
    )


def _table(each: _Followed, given: Sequence[datetime], speaker: Speaker) -> CourseNumbers:
    rules = each.rules
    rows = []
    for found in reversed(each.held):
        look = look_at_course(_around(found, each.readings), given, found, rules)
        rows.append(
            (
                _course(found, speaker),
                _best(found, look.at_best),
                _score(look.at_last),
                _early(found, look.early, rules),
                _worse(look.worse, speaker),
                _half_lost(found),
                _response_lost(found),
                _benefit(found),
            )
        )
    return CourseNumbers(
        title=_(
            "What each course did, by %(questionnaire)s",
            questionnaire=_("daily mood") if each.code == MOOD else speaker.named(each.code),
        ),
        columns=(
            _("Infusions"),
            _("Before, at best"),
            _("Last answer") if each.code == MOOD else _("Last score"),
            _("After the third"),
            _("Reliably worse"),
            _("Half of the gain lost"),
            _("Response lost"),
            _("Benefit kept"),
        ),
        rows=tuple(rows),
    )


def _around(found: Durability, readings: Sequence[Reading]) -> Sequence[Reading]:
    """What a course is looked at by: from the week before it until the next infusion."""
    episode = found.episode
    first = bisect_left(readings, episode.first_at - _BEFORE, key=_at)
    if episode.next_at is None:
        return readings[first:]
    return readings[first : bisect_right(readings, episode.next_at, key=_at)]


def _course(found: Durability, speaker: Speaker) -> CourseCell:
    episode = found.episode
    first, last = episode.first_number, episode.last_number
    label = str(first) if first == last else f"{first}\u2013{last}"
    day = speaker.short_day(episode.last_at)
    return CourseCell(label, (day, *([_("induction")] if episode.is_induction else [])))


def _best(found: Durability, change: Change | None) -> CourseCell:
    if found.baseline is None:
        return CourseCell("\u2013", (_("no score before it"),))
    before = number(found.baseline.value)
    if change is None:
        return CourseCell(before, (_("no score after it"),))
    best = _score(change)
    return replace(best, said=f"{before} \u2192 {best.said}")


def _score(change: Change | None) -> CourseCell:
    """A score with how far it is from the one before the course, its class and response."""
    if change is None:
        return _UNKNOWN
    words = [say_class(change)]
    if change.response is not None:
        words.append(_("response") if change.response else _("no response"))
    if change.remission:
        words.append(_("remission"))
    return CourseCell(
        number(change.reading.value),
        (*_percent(change), *words),
        direction_of(change.reliable),
    )


def _early(found: Durability, note: EarlyNote, rules: ChangeRules) -> CourseCell:
    if found.baseline is None or note.reading is None or note.improvement is None:
        return _UNKNOWN
    direction = Direction.WORSE if note.result is EarlyResponse.DETERIORATED else Direction.SAME
    change = change_from(found.baseline.value, note.reading, rules)
    small = (number(note.reading.value), *_percent(change))
    return CourseCell(say_early(note.result), (", ".join(small),), direction)


def _percent(change: Change) -> tuple[str, ...]:
    """The change with the scale's own sign; nothing from a score of 0."""
    return () if change.percent is None else (signed_percent(change.percent / 100),)


def _worse(found: Deterioration | None, speaker: Speaker) -> CourseCell:
    if found is None:
        return CourseCell(_("no"))
    small = _(
        "%(points)s points, %(day)s",
        points=number(found.points),
        day=speaker.short_day(found.worst.at),
    )
    said = _("yes, still") if found.now else _("yes, for a time")
    return CourseCell(said, (small,), Direction.WORSE)


def _half_lost(found: Durability) -> CourseCell:
    """The day on which the line was crossed, between which days, and whether that is confirmed."""
    crossing = found.crossing
    if crossing is None:
        held = say_held(found)
        return CourseCell(_("no"), (held,)) if found.outcome is Outcome.HELD else CourseCell(held)
    start = found.episode.last_at
    low, high = ((r.at - start).days for r in (crossing.below, crossing.above))
    is_confirmed = found.outcome is Outcome.CONFIRMED
    return CourseCell(
        _("day %(day)s", day=round(crossing.day)),
        (
            _("between day %(low)s and %(high)s", low=low, high=high),
            _("confirmed") if is_confirmed else _("not confirmed"),
        ),
        Direction.WORSE,
    )


def _response_lost(found: Durability) -> CourseCell:
    sustained = found.sustained
    match sustained.outcome:
        case SustainedOutcome.LOST if sustained.crossing:
            day = _("day %(day)s", day=round(sustained.crossing.day))
            return CourseCell(day, direction=Direction.WORSE)
        case SustainedOutcome.SUSTAINED:
            return CourseCell(_("no"), (say_end(found),))
        case SustainedOutcome.NO_RESPONSE:
            return CourseCell(_("no response"))
        case _:
            return _UNKNOWN


def _benefit(found: Durability) -> CourseCell:
    if found.benefit is None:
        return _UNKNOWN
    days = _(
        "%(days)s of %(span)s days",
        days=round(found.benefit.days),
        span=round(found.benefit.span_days),
    )
    return CourseCell(percent(found.benefit.retained), (days,))
