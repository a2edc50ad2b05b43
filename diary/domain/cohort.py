"""How a clinic's patients fare together: time to symptom return, response and remission.

The next infusion ends the watch for a reason, often the returning symptoms themselves. So the
Kaplan-Meier curve, which treats it as chance, stands beside the cumulative incidence, in which
"re-treated before return" is an event of its own. Only courses with a reliable gain have something
to lose and enter the curves; how many had none, and of how many that is unknown, goes with them.

Response and remission are read from the first score 14 to 31 days after the last infusion of a
course (the window of McInnes 2022). Courses without such a score are counted as missing, and the
share is also given as if none of them had responded. Several courses of one patient are not
independent: pass the first of each where an interval or a test matters.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from diary.domain.durability import Durability, Outcome, WatchEnd
from diary.domain.intervals import Share, wilson
from diary.domain.log_rank import LogRank, log_rank
from diary.domain.series import Reading, in_order
from diary.domain.survival import (
    IncidenceStep,
    Spell,
    SurvivalCurve,
    cumulative_incidence,
    kaplan_meier,
)
from diary.domain.trends import Change, ChangeRules, ReliableChange, change_from

OUTCOME_DAYS = (14, 31)


class CourseEvent(StrEnum):
    RETURN = "return"
    RETREATED = "retreated"


@dataclass(frozen=True, slots=True)
class TreatedCourse:
    """One course or infusion of one patient. ``readings`` is the patient's whole series."""

    durability: Durability
    readings: tuple[Reading, ...]
    route: str | None = None
    dose_mg_per_kg: float | None = None
    plan: str | None = None


@dataclass(frozen=True, slots=True)
class Rate:
    """``of_known`` is the share among courses with an answer, ``if_missing_are_not`` among all."""

    courses: int
    known: int
    missing: int
    of_known: Share | None
    if_missing_are_not: Share | None


@dataclass(frozen=True, slots=True)
class CohortOutcome:
    courses: int
    outcomes: Mapping[Outcome, int]
    """How many courses ended in each way, those that cannot be judged included."""
    time_to_return: SurvivalCurve
    returned: tuple[IncidenceStep, ...]
    retreated: tuple[IncidenceStep, ...]
    response: Rate
    remission: Rate
    worse: Rate
    """Reliably worse than the baseline."""


def cohort_outcome(courses: Iterable[TreatedCourse], rules: ChangeRules) -> CohortOutcome:
    """Everything about one group of courses."""
    treated = tuple(courses)
    spells = return_spells(treated)
    changes = [_outcome_change(course, rules) for course in treated]
    found = [course.durability.outcome for course in treated]
    return CohortOutcome(
        courses=len(treated),
        outcomes={outcome: found.count(outcome) for outcome in Outcome},
        time_to_return=kaplan_meier(spells, CourseEvent.RETURN),
        returned=cumulative_incidence(spells, CourseEvent.RETURN),
        retreated=cumulative_incidence(spells, CourseEvent.RETREATED),
        response=_rate(None if c is None else c.response for c in changes),
        remission=_rate(None if c is None else c.remission for c in changes),
        worse=_rate(
            None if c is None else c.reliable is ReliableChange.DETERIORATED for c in changes
        ),
    )


def return_spells(courses: Iterable[TreatedCourse]) -> tuple[Spell, ...]:
    """Days from the last infusion to symptom return, re-treatment or the end of the watch."""
    return tuple(
        spell for course in courses if (spell := _return_spell(course.durability)) is not None
    )


def grouped(
    courses: Iterable[TreatedCourse], by: Callable[[TreatedCourse], str | None]
) -> dict[str | None, tuple[TreatedCourse, ...]]:
    """The courses by route, plan, ``infusion_number`` or ``dose_band``; ``None``: not recorded."""
    groups: dict[str | None, list[TreatedCourse]] = {}
    for course in courses:
        groups.setdefault(by(course), []).append(course)
    ordered = sorted(groups, key=lambda name: (name is None, len(name or ""), name or ""))
    return {name: tuple(groups[name]) for name in ordered}


def compare_return(groups: Mapping[str, Sequence[TreatedCourse]]) -> LogRank:
    """Whether the groups' times to symptom return differ (log-rank)."""
    return log_rank({name: return_spells(g) for name, g in groups.items()}, CourseEvent.RETURN)


def infusion_number(course: TreatedCourse) -> str:
    """The number of the course's last infusion among all infusions of the patient, from 1."""
    return str(course.durability.episode.last_number)


def dose_band(course: TreatedCourse) -> str | None:
    """The dose in mg/kg in steps of a quarter: 0.5 stands for 0.5 up to, not including, 0.75."""
    dose = course.dose_mg_per_kg
    # A dose entered as 0.49999 is half a milligram that was divided by a weight.
    return None if dose is None else f"{int(dose * 4 + 1e-3) / 4:.2f}"


def _return_spell(found: Durability) -> Spell | None:
    if found.crossing is not None:
        return Spell(found.crossing.day, CourseEvent.RETURN)
    if found.outcome is not Outcome.HELD:
        return None
    retreated = found.watch_end is WatchEnd.NEXT_INFUSION
    return Spell(found.watched_days, CourseEvent.RETREATED if retreated else None)


def _outcome_change(course: TreatedCourse, rules: ChangeRules) -> Change | None:
    found = course.durability
    if found.baseline is None:
        return None
    first, last = (found.episode.last_at + timedelta(days=days) for days in OUTCOME_DAYS)
    reading = next((r for r in in_order(course.readings) if first <= r.at <= last), None)
    return None if reading is None else change_from(found.baseline.value, reading, rules)


def _rate(answers: Iterable[bool | None]) -> Rate:
    asked = list(answers)
    known = [answer for answer in asked if answer is not None]
    return Rate(
        courses=len(asked),
        known=len(known),
        missing=len(asked) - len(known),
        of_known=wilson(sum(known), len(known)) if known else None,
        if_missing_are_not=wilson(sum(known), len(asked)) if asked else None,
    )
