"""What many patients' scores say together, ready for JSON: what ``diary cohort`` prints.

``everybody`` and each of ``groups`` hold response, remission and getting worse with what is
missing, time to symptom return (Kaplan-Meier), what happened first (Aalen-Johansen) and how long
responders responded (McInnes 2022); ``mixed_model`` how scores drift; ``published`` what others
found. Keys are told in ``docs/cohort.md``.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from diary.domain.cohort import (
    CohortOutcome,
    Rate,
    cohort_outcome,
    compare_return,
    grouped,
    mean_dose,
    shared,
)
from diary.domain.cohort_csv import Treated
from diary.domain.cohort_views import KEYS, By, Counting
from diary.domain.course_result import CourseResult, TreatedCourse, judge
from diary.domain.durability import HORIZON_DAYS, durability
from diary.domain.episodes import Episode, courses, each_infusion
from diary.domain.mixed_model import Observed, fit_mixed_model
from diary.domain.published import PUBLISHED
from diary.domain.series import days_between
from diary.domain.survival import SurvivalCurve, survival_at
from diary.domain.trend_rows import Json, plain
from diary.domain.trends import ChangeRules

DAYS = (7.0, 14.0, 21.0, 28.0, 42.0, 56.0, 84.0)
"""The days on which a curve is told beside its steps."""

_NEVER = datetime.max.replace(tzinfo=UTC)
"""Stands for the present where nothing ever happened."""


@dataclass(frozen=True, slots=True)
class _Followed:
    patient: str
    number: int
    episode: Episode
    treated: Treated


def cohort_report(
    patients: Mapping[str, Treated],
    rules: ChangeRules,
    *,
    instrument: str,
    counting: Counting = Counting.FIRST,
    by: By = By.NOTHING,
    now: datetime | None = None,
) -> Json:
    """All of it as of ``now``, by default the last instant in the input."""
    known = {name: _as_of(treated, now) for name, treated in patients.items()}
    now = now or max(_instants(known), default=None)
    followed = [each for name in known for each in _followed(name, known[name], counting)]
    results = [_judged(each, rules) for each in followed]
    groups = grouped(results, KEYS[by]) if by else {}
    named = {name: members for name, members in groups.items() if name is not None}
    report = {
        "instrument": instrument,
        "as_of": now,
        "counting": counting,
        "by": by or None,
        "rules": asdict(rules),
        "everybody": _outcome(results, now),
        "groups": [{"name": name} | _outcome(members, now) for name, members in groups.items()],
        "log_rank": asdict(compare_return(named))
        if counting is Counting.FIRST and len(named) > 1
        else None,
        "mixed_model": _mixed_model(followed),
        "published": [asdict(figure) for figure in PUBLISHED],
    }
    return {key: plain(value) for key, value in report.items()}


def _as_of(treated: Treated, now: datetime | None) -> Treated:
    if now is None:
        return treated
    return Treated(
        tuple(r for r in treated.readings if r.at <= now),
        tuple(i for i in treated.infusions if i.at <= now),
    )


def _instants(patients: Mapping[str, Treated]) -> Iterator[datetime]:
    for treated in patients.values():
        yield from (r.at for r in treated.readings)
        yield from (i.at for i in treated.infusions)


def _followed(patient: str, treated: Treated, counting: Counting) -> Iterator[_Followed]:
    divide = each_infusion if counting is Counting.INFUSIONS else courses
    for number, episode in enumerate(divide(i.at for i in treated.infusions), start=1):
        yield _Followed(patient, number, episode, treated)
        if counting is Counting.FIRST:
            return


def _judged(each: _Followed, rules: ChangeRules) -> CourseResult:
    episode, readings = each.episode, each.treated.readings
    given = each.treated.infusions[episode.first_number - 1 : episode.last_number]
    return judge(
        TreatedCourse(
            durability(readings, episode, rules),
            readings,
            each.patient,
            each.number,
            shared(infusion.route for infusion in given),
            mean_dose(infusion.dose_mg_per_kg for infusion in given),
            shared(infusion.plan for infusion in given),
        ),
        rules,
    )


def _outcome(results: Sequence[CourseResult], now: datetime | None) -> Json:
    found = cohort_outcome(results, now or _NEVER)
    return {
        "followed": found.courses,
        "patients": found.patients,
        "outcomes": found.outcomes,
        "without_score": found.missing,
        "response": _rate(found.response),
        "remission": _rate(found.remission),
        "worse": _rate(found.worse),
        "higher": _rate(found.higher),
        "gain_held": _curve(found.time_to_return),
        "still_responding": _curve(found.still_responding),
        **_first(found),
    }


def _rate(rate: Rate) -> Json:
    share, worst = rate.of_known, rate.if_missing_are_not
    return {
        "count": share.count if share else None,
        "known": rate.known,
        "missing": rate.missing,
        "share": share and share.share,
        "low": share and share.low,
        "high": share and share.high,
        "share_if_missing_are_not": worst and worst.share,
    }


def _curve(curve: SurvivalCurve) -> Json:
    told = {f"{day:.0f}": survival_at(curve, day) for day in DAYS}
    return {
        "total": curve.total,
        "events": curve.events,
        "median": curve.median,
        "median_low": curve.median_low,
        "median_high": curve.median_high,
        "watched_days": curve.watched_days,
        "steps": [asdict(step) for step in curve.steps],
        "on_day": {day: found and asdict(found) for day, found in told.items()},
    }


def _first(found: CohortOutcome) -> Json:
    return {
        "returned_first": [asdict(step) for step in found.returned],
        "retreated_first": [asdict(step) for step in found.retreated],
    }


def _mixed_model(followed: Sequence[_Followed]) -> Json:
    """Fitted to the scores from the infusion to the next one or day 90."""
    observed: list[Observed] = []
    without = 0
    for each in followed:
        episode = each.episode
        scores = [
            Observed(each.patient, days_between(episode.last_at, r.at), each.number, r.value)
            for r in each.treated.readings
            if episode.last_at < r.at and (episode.next_at is None or r.at <= episode.next_at)
        ]
        within = [score for score in scores if score.days <= HORIZON_DAYS]
        observed += within
        without += not within
    model = fit_mixed_model(observed)
    return {
        "formula": "score ~ days * number + (1 + days | patient)",
        "without_scores": without,
        "of": len(followed),
        "model": model and asdict(model),
    }
