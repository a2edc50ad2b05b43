"""The outcomes page as CSV: one figure a line, in words and numbers that a program reads."""

import csv
import io
from collections.abc import Iterable, Iterator

from diary.domain.cohort import FEWEST_FOR_A_MEDIAN, FEWEST_FOR_A_RATE, CohortOutcome, Rate
from diary.domain.published import PUBLISHED
from diary.domain.survival import SurvivalCurve, survival_at
from diary.services.outcome_views import Seen
from diary.web.present.outcome_charts import PUBLISHED_DAYS, WEEKS, incidence_on

COLUMNS = (
    "group",
    "measure",
    "day",
    "count",
    "of",
    "value",
    "low",
    "high",
    "missing",
    "source",
    "definition",
)
EVERYBODY, NOT_RECORDED = "everybody", "not recorded"

Row = dict[str, object]


def outcomes_csv(found: Seen) -> str:
    """``value`` is a share from 0 to 1, or days for a median; a small group has counts only."""
    written = io.StringIO()
    table = csv.DictWriter(written, COLUMNS, restval="")
    table.writeheader()
    definition = f"{found.view.questionnaire}, {found.view.counting}"
    groups: Iterable[tuple[str | None, CohortOutcome]] = [
        (EVERYBODY, found.everybody),
        *found.groups.items(),
    ]
    for name, group in groups:
        for row in _of_group(group):
            table.writerow(
                {
                    "group": NOT_RECORDED if name is None else name,
                    "source": "clinic",
                    "definition": definition,
                    **row,
                }
            )
    table.writerows(_published())
    return written.getvalue()


def _of_group(found: CohortOutcome) -> Iterator[Row]:
    yield {"measure": "courses", "count": found.courses}
    yield {"measure": "patients", "count": found.patients}
    for outcome, count in found.outcomes.items():
        yield {"measure": f"outcome {outcome}", "count": count, "of": found.courses}
    for why, count in found.missing.items():
        yield {"measure": f"no score {why}", "count": count, "of": found.courses}
    rates = {
        "response": found.response,
        "remission": found.remission,
        "worse": found.worse,
        "higher than before": found.higher,
    }
    for measure, rate in rates.items():
        yield _rate(measure, rate)
    yield from _curves(found)
    yield from _still_responding(found.still_responding)


def _rate(measure: str, rate: Rate) -> Row:
    row: Row = {"measure": measure, "of": rate.known, "missing": rate.missing}
    share = rate.of_known
    if share is not None:
        row["count"] = share.count
    if share is not None and share.total >= FEWEST_FOR_A_RATE:
        row |= _numbers(share.share, share.low, share.high)
    return row


def _curves(found: CohortOutcome) -> Iterator[Row]:
    curve = found.time_to_return
    yield {"measure": "with a reliable gain", "count": curve.total, "of": found.courses}
    if curve.total < FEWEST_FOR_A_RATE:
        return
    yield {
        "measure": "median days to return",
        "count": curve.events,
        "of": curve.total,
        **(
            _numbers(curve.median, curve.median_low, curve.median_high)
            if curve.events >= FEWEST_FOR_A_MEDIAN
            else {}
        ),
    }
    for step in curve.steps:
        yield {
            "measure": "gain held",
            "day": round(step.day, 2),
            "count": step.events,
            "of": step.at_risk,
            **_numbers(step.survival, step.low, step.high),
        }
    for day in WEEKS:
        for measure, steps in (
            ("returned first", found.returned),
            ("treated again first", found.retreated),
        ):
            if day <= curve.watched_days and (at := incidence_on(steps, day)):
                yield {
                    "measure": measure,
                    "day": round(day),
                    "of": curve.watched_on(day),
                    **_numbers(at.incidence, at.low, at.high),
                }


def _still_responding(curve: SurvivalCurve) -> Iterator[Row]:
    """By McInnes's rule, on the days for which theirs is published."""
    yield {"measure": "responders", "count": curve.total}
    for day in PUBLISHED_DAYS:
        on_day = survival_at(curve, day)
        if on_day is not None and curve.total >= FEWEST_FOR_A_RATE:
            yield {
                "measure": "still responding",
                "day": round(day),
                "of": on_day.watched,
                **_numbers(on_day.survival, on_day.low, on_day.high),
            }


def _published() -> Iterator[Row]:
    for figure in PUBLISHED:
        yield {
            "group": figure.study,
            "measure": figure.measure.value.replace("_", " "),
            "of": figure.people,
            "value": figure.value,
            "source": f"published, doi:{figure.doi}",
            "definition": f"{figure.instrument}, {figure.rule}, {figure.when}; {figure.treatment}",
        }


def _numbers(value: float | None, low: float | None, high: float | None) -> Row:
    named = {"value": value, "low": low, "high": high}
    return {name: "" if number is None else f"{number:.4g}" for name, number in named.items()}
