"""How a clinic's patients fare together: time to symptom return, response and remission.

The next infusion ends the watch for a reason, often the returning symptoms themselves. So the
Kaplan-Meier curve, which treats it as chance, stands beside the cumulative incidence, in which
"re-treated before return" is an event of its own. Only courses with a reliable gain have something
to lose and enter the curves; how many had none, and of how many that is unknown, goes with them.

Courses whose outcome nobody knows are counted, by why that is so, and every share is also given as
if none of them had responded. Several courses of one patient are not independent: pass the first of
each where an interval or a test matters.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from statistics import fmean

from diary.domain.course_result import CourseEvent, CourseResult, Unscored
from diary.domain.durability import Outcome
from diary.domain.intervals import Share, wilson
from diary.domain.log_rank import LogRank, log_rank
from diary.domain.survival import (
    IncidenceStep,
    Spell,
    SurvivalCurve,
    cumulative_incidence,
    kaplan_meier,
)

MIXED = "mixed"
"""The route, or the plan, of a course whose infusions had several."""

FEWEST_FOR_A_RATE = 5
"""Among fewer there are counts only: a share of four people says nothing of the next ones."""

FEWEST_FOR_A_MEDIAN = 5
"""Events: a curve that few of those watched have brought down falls below a half by chance."""


class Missing(StrEnum):
    """Why a course has no outcome."""

    TOO_EARLY = "too_early"
    """Its window is not over yet."""
    NO_BASELINE = "no_baseline"
    RETREATED = "retreated"
    NO_SCORE = "no_score"


@dataclass(frozen=True, slots=True)
class Rate:
    """``of_known`` is the share among courses with an answer, ``if_missing_are_not`` among all.

    Where it is too early to know, a course is in neither.
    """

    courses: int
    known: int
    missing: int
    of_known: Share | None
    if_missing_are_not: Share | None


@dataclass(frozen=True, slots=True)
class CohortOutcome:
    courses: int
    patients: int
    outcomes: Mapping[Outcome, int]
    """How many courses ended in each way, those that cannot be judged included."""
    missing: Mapping[Missing, int]
    """How many courses have no outcome score, by why."""
    time_to_return: SurvivalCurve
    returned: tuple[IncidenceStep, ...]
    retreated: tuple[IncidenceStep, ...]
    still_responding: SurvivalCurve
    """Of those who responded at all (McInnes 2022)."""
    spells: tuple[Spell, ...]
    """What the curves are made of."""
    response: Rate
    remission: Rate
    worse: Rate
    """Reliably worse than the baseline."""
    higher: Rate
    """Worse than the baseline by however little."""


def cohort_outcome(results: Iterable[CourseResult], now: datetime) -> CohortOutcome:
    """Everything about one group of courses, as of ``now``."""
    judged = tuple(results)
    spells = return_spells(judged)
    outcomes = [result.outcome for result in judged]
    reasons = [_missing(result, now) for result in judged]
    due = [r for r, why in zip(judged, reasons, strict=True) if why is not Missing.TOO_EARLY]
    return CohortOutcome(
        courses=len(judged),
        patients=len({result.patient for result in judged}),
        outcomes={outcome: outcomes.count(outcome) for outcome in Outcome},
        missing={why: reasons.count(why) for why in Missing},
        time_to_return=kaplan_meier(spells, CourseEvent.RETURN),
        returned=cumulative_incidence(spells, CourseEvent.RETURN),
        retreated=cumulative_incidence(spells, CourseEvent.RETREATED),
        still_responding=kaplan_meier(
            (r.sustained for r in judged if r.sustained is not None), CourseEvent.LOST
        ),
        spells=spells,
        response=_rate(r.response for r in due),
        remission=_rate(r.remission for r in due),
        worse=_rate(r.worse for r in due),
        higher=_rate(r.higher for r in due),
    )


def return_spells(results: Iterable[CourseResult]) -> tuple[Spell, ...]:
    """Days from the last infusion to symptom return, re-treatment or the end of the watch."""
    return tuple(result.spell for result in results if result.spell is not None)


def grouped(
    results: Iterable[CourseResult], by: Callable[[CourseResult], str | None]
) -> dict[str | None, tuple[CourseResult, ...]]:
    """The results by route, plan, ``count`` or ``dose_band``; ``None``: not recorded."""
    groups: dict[str | None, list[CourseResult]] = {}
    for result in results:
        groups.setdefault(by(result), []).append(result)
    ordered = sorted(groups, key=lambda name: (name is None, len(name or ""), name or ""))
    return {name: tuple(groups[name]) for name in ordered}


def compare_return(groups: Mapping[str, Collection[CourseResult]]) -> LogRank:
    """Whether the groups' times to symptom return differ (log-rank)."""
    return log_rank({name: return_spells(g) for name, g in groups.items()}, CourseEvent.RETURN)


def shared(values: Iterable[str | None]) -> str | None:
    """What all infusions of a course have in common, else ``MIXED``."""
    several = set(values)
    return MIXED if len(several) > 1 else several.pop()


def mean_dose(doses: Iterable[float | None]) -> float | None:
    """The mean dose of a course, of those infusions whose dose is known."""
    known = [dose for dose in doses if dose is not None]
    return fmean(known) if known else None


def count(result: CourseResult) -> str:
    """Which of the patient's courses, or infusions, it is, from 1."""
    return str(result.number)


def dose_band(result: CourseResult) -> str | None:
    """The dose in mg/kg in steps of a quarter: 0.5 stands for 0.5 up to, not including, 0.75."""
    dose = result.dose_mg_per_kg
    # Rounded as it is shown: 42.4 mg for 84.9 kg was meant, and reads, as 0.50.
    return None if dose is None else f"{int(round(dose, 2) * 4 + 1e-9) / 4:.2f}"


def _missing(result: CourseResult, now: datetime) -> Missing | None:
    if result.is_open(now):
        return Missing.TOO_EARLY
    return _REASONS[result.unscored] if result.unscored else None


_REASONS = {
    Unscored.NO_BASELINE: Missing.NO_BASELINE,
    Unscored.RETREATED: Missing.RETREATED,
    Unscored.NO_SCORE: Missing.NO_SCORE,
}


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
