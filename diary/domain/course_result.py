"""What became of one course or infusion, judged once and small enough to be kept.

Response, remission and deterioration are read from the first score 14 to 31 days after the last
infusion (the window of McInnes 2022). A score after the next infusion says something about that
one, so none is taken from there: treated again before a score is a reason of its own to have none.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from diary.domain.durability import Durability, Outcome, SustainedOutcome, WatchEnd
from diary.domain.series import Reading, above, in_order
from diary.domain.survival import Spell
from diary.domain.trends import ChangeRules, ReliableChange, change_from

OUTCOME_DAYS = (14, 31)


class CourseEvent(StrEnum):
    RETURN = "return"
    RETREATED = "retreated"
    LOST = "lost"
    """The response is lost: no longer at least half below the baseline (McInnes 2022)."""


class Unscored(StrEnum):
    """Why there is no score to read the outcome from."""

    NO_BASELINE = "no_baseline"
    RETREATED = "retreated"
    NO_SCORE = "no_score"


@dataclass(frozen=True, slots=True)
class TreatedCourse:
    """One course or infusion of one patient. ``readings`` is the patient's whole series.

    ``number`` counts the patient's courses, or infusions, from 1.
    """

    durability: Durability
    readings: tuple[Reading, ...]
    patient: str = ""
    number: int = 1
    route: str | None = None
    dose_mg_per_kg: float | None = None
    plan: str | None = None


@dataclass(frozen=True, slots=True)
class CourseResult:
    """``None`` for an answer that the scale does not have, or that nobody knows: see ``unscored``.

    ``spell`` runs to symptom return or re-treatment and is there only after a reliable gain;
    ``sustained`` runs to the loss of the response and is there only after one.
    """

    patient: str
    number: int
    last_at: datetime
    outcome: Outcome
    spell: Spell | None
    sustained: Spell | None
    unscored: Unscored | None
    response: bool | None = None
    remission: bool | None = None
    worse: bool | None = None
    """Reliably worse than the baseline."""
    higher: bool | None = None
    """Worse than the baseline by however little."""
    route: str | None = None
    dose_mg_per_kg: float | None = None
    plan: str | None = None

    def is_open(self, now: datetime) -> bool:
        """Whether a score that the outcome can be read from may still come."""
        closes_at = self.last_at + timedelta(days=OUTCOME_DAYS[1])
        return self.unscored is Unscored.NO_SCORE and now <= closes_at


def judge(course: TreatedCourse, rules: ChangeRules) -> CourseResult:
    """The result of one course by the rules of its questionnaire."""
    found = course.durability
    reading, unscored = _outcome_score(course)
    response = remission = worse = higher = None
    if reading is not None and found.baseline is not None:
        change = change_from(found.baseline.value, reading, rules)
        response, remission = change.response, change.remission
        if rules.has_reliable_change:
            worse = change.reliable is ReliableChange.DETERIORATED
        higher = above(rules.severity(reading.value), rules.severity(found.baseline.value))
    return CourseResult(
        patient=course.patient,
        number=course.number,
        last_at=found.episode.last_at,
        outcome=found.outcome,
        spell=_return_spell(found),
        sustained=_sustained_spell(found),
        unscored=unscored,
        response=response,
        remission=remission,
        worse=worse,
        higher=higher,
        route=course.route,
        dose_mg_per_kg=course.dose_mg_per_kg,
        plan=course.plan,
    )


def _return_spell(found: Durability) -> Spell | None:
    """Days from the last infusion to symptom return, re-treatment or the end of the watch."""
    if found.crossing is not None:
        return Spell(found.crossing.day, CourseEvent.RETURN)
    if found.outcome is not Outcome.HELD:
        return None
    return Spell(found.watched_days, _end(found))


def _sustained_spell(found: Durability) -> Spell | None:
    match found.sustained.outcome:
        case SustainedOutcome.LOST if found.sustained.crossing:
            return Spell(found.sustained.crossing.day, CourseEvent.LOST)
        case SustainedOutcome.SUSTAINED:
            return Spell(found.watched_days, _end(found))
        case _:
            return None


def _end(found: Durability) -> CourseEvent | None:
    return CourseEvent.RETREATED if found.watch_end is WatchEnd.NEXT_INFUSION else None


def _outcome_score(course: TreatedCourse) -> tuple[Reading | None, Unscored | None]:
    found = course.durability
    if found.baseline is None:
        return None, Unscored.NO_BASELINE
    first, last = (found.episode.last_at + timedelta(days=days) for days in OUTCOME_DAYS)
    again_at = found.episode.next_at
    reading = next((r for r in in_order(course.readings) if first <= r.at <= last), None)
    if again_at is not None and again_at <= last and (reading is None or reading.at > again_at):
        return None, Unscored.RETREATED
    return reading, None if reading else Unscored.NO_SCORE
