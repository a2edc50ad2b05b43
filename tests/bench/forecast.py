"""How far the forecast is off, and how often its range holds the truth, on simulated patients.

    python -m tests.bench.forecast [patients]

Every simulated patient has a known half-lost day for each infusion. Fading follows one of three
curves, none of which is fitted to the forecast's own: a plateau and a straight slide, a logistic
slide, a slide from the first day. The forecast is asked somewhere between 30 and 90 % of the way.
"""

import math
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import product
from random import Random
from statistics import median

from diary.domain.forecast import Forecast, forecast
from diary.domain.intervals import Share, wilson
from diary.domain.series import Reading
from diary.domain.trends import ChangeRules

PHQ9 = ChangeRules(reliable_change=6, remission_below=5, end_state=10)
NOISE_SD = 2.0
START = datetime(2026, 1, 5, 15, tzinfo=UTC)

CURVES: tuple[Callable[[float], float], ...] = (
    lambda t: min(max((t - 0.5), 0.0), 1.0),
    lambda t: 1 / (1 + math.exp(-6 * (t - 1))),
    lambda t: min(t / 2, 1.0),
)
"""Share of the gain lost at ``t`` half-lost days; each is one half at 1."""


@dataclass(frozen=True, slots=True)
class FadingPatient:
    readings: tuple[Reading, ...]
    infusions: tuple[datetime, ...]
    now: datetime
    half_lost_day: float
    """The truth about the last infusion."""


@dataclass(frozen=True, slots=True)
class Proof:
    patients: int
    coverage: Share
    median_error_days: float
    median_error_share: float
    median_range_days: float
    refused: dict[str, int]

    @property
    def issued(self) -> int:
        return self.coverage.total


def fading_patient(random: Random, *, earlier: int, spread: float) -> FadingPatient:
    """A patient with ``earlier`` infusions before the present one, scored once a week.

    ``spread`` is how much the half-lost days of one patient differ (SD of their logarithms).
    """
    usual = min(max(random.gauss(math.log(28), 0.45), math.log(10)), math.log(75))
    ill, gain = random.uniform(15, 24), random.uniform(0.5, 0.85)
    curve = random.choice(CURVES)
    infusions, readings = [], [_score(random, START - timedelta(days=1), ill)]
    at, half_lost = START, 0.0
    for number in range(earlier + 1):
        infusions.append(at)
        half_lost = math.exp(random.gauss(usual, spread))
        is_last = number == earlier
        ends = half_lost * (random.uniform(0.3, 0.9) if is_last else random.uniform(0.9, 1.7))
        ends = max(ends, 12.0)
        days = [1.0, *range(7, math.floor(ends) + 1, 7), *([] if is_last else [ends - 0.5])]
        for day in days:
            level = ill - ill * gain * (1 - curve(day / half_lost))
            readings.append(_score(random, at + timedelta(days=day), level))
        at += timedelta(days=ends)
    return FadingPatient(tuple(readings), tuple(infusions), at, half_lost)


def prove(random: Random, patients: int, *, earlier: int, spread: float) -> Proof:
    """Error and coverage over the simulated patients for whom a forecast is given."""
    held, errors, shares, widths = 0, [], [], []
    refused: Counter[str] = Counter()
    for _ in range(patients):
        patient = fading_patient(random, earlier=earlier, spread=spread)
        found = forecast(patient.readings, patient.infusions, PHQ9, now=patient.now)
        if not isinstance(found, Forecast):
            refused[found.reason] += 1
            continue
        truth = patient.half_lost_day
        held += found.low_day <= truth <= found.high_day
        errors.append(abs(found.middle_day - truth))
        shares.append(abs(found.middle_day - truth) / truth)
        widths.append(found.high_day - found.low_day)
    return Proof(
        patients=patients,
        coverage=wilson(held, len(errors)),
        median_error_days=median(errors),
        median_error_share=median(shares),
        median_range_days=median(widths),
        refused=dict(refused),
    )


def _score(random: Random, at: datetime, level: float) -> Reading:
    return Reading(at, float(min(max(round(random.gauss(level, NOISE_SD)), 0), 27)))


def report(patients: int) -> str:
    """A table by how much a patient's own days differ and by the number of earlier infusions."""
    random = Random(2026)  # noqa: S311  simulated patients are no secret
    lines = ["spread  earlier  given    of  80 % range holds truth  median error  median range"]
    for spread, earlier in product((0.25, 0.45), (1, 2, 3, 5)):
        proof = prove(random, patients, earlier=earlier, spread=spread)
        held = proof.coverage
        lines.append(
            f"{spread:6}  {earlier:7}  {proof.issued:5}  {proof.patients:4}"
            f"     {held.share:4.0%} ({held.low:.0%} to {held.high:.0%})"
            f"  {proof.median_error_days:4.1f} d ({proof.median_error_share:.0%})"
            f"      {proof.median_range_days:4.1f} d"
        )
        reasons = ", ".join(f"{reason} {n}" for reason, n in sorted(proof.refused.items()))
        lines.append(f"                 not given: {reasons}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(report(int(sys.argv[1]) if len(sys.argv) > 1 else 400) + "\n")
