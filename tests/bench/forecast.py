"""How far the forecast is off, and how often its range holds the truth, on simulated patients.

    python -m tests.bench.forecast [patients]

Every simulated patient has a known half-lost day for each infusion. Fading follows one of three
curves, none of which is fitted to the forecast's own: a plateau and a straight slide, a logistic
slide, a slide from the first day. The forecast is asked somewhere between 30 and 90 % of the way.
The last rows are of patients who are noisier than the forecast supposes, or miss a third of their
scores.
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


@dataclass(frozen=True, slots=True)
class Crowd:
    """Patients with ``earlier`` infusions before the present one, scored once a week.

    ``spread`` is how much the half-lost days of one patient differ (SD of their logarithms),
    ``missed`` the share of weekly scores that never came.
    """

    spread: float
    earlier: int
    noise_sd: float = NOISE_SD
    missed: float = 0.0


CROWDS = (
    *(Crowd(spread, earlier) for spread, earlier in product((0.25, 0.45), (1, 2, 3, 5))),
    Crowd(0.35, 3, noise_sd=3.0),
    Crowd(0.35, 3, missed=1 / 3),
)


def fading_patient(random: Random, crowd: Crowd) -> FadingPatient:
    """One of the crowd."""
    usual = min(max(random.gauss(math.log(28), 0.45), math.log(10)), math.log(75))
    ill, gain = random.uniform(15, 24), random.uniform(0.5, 0.85)
    curve = random.choice(CURVES)
    infusions, readings = [], [_score(random, START - timedelta(days=1), ill, crowd.noise_sd)]
    at, half_lost = START, 0.0
    for number in range(crowd.earlier + 1):
        infusions.append(at)
        half_lost = math.exp(random.gauss(usual, crowd.spread))
        is_last = number == crowd.earlier
        ends = half_lost * (random.uniform(0.3, 0.9) if is_last else random.uniform(0.9, 1.7))
        ends = max(ends, 12.0)
        weekly = [
            day for day in range(7, math.floor(ends) + 1, 7) if random.random() >= crowd.missed
        ]
        for day in [1.0, *weekly, *([] if is_last else [ends - 0.5])]:
            level = ill - ill * gain * (1 - curve(day / half_lost))
            readings.append(_score(random, at + timedelta(days=day), level, crowd.noise_sd))
        at += timedelta(days=ends)
    return FadingPatient(tuple(readings), tuple(infusions), at, half_lost)


def prove(random: Random, patients: int, crowd: Crowd) -> Proof:
    """Error and coverage over the simulated patients for whom a forecast is given."""
    held, errors, shares, widths = 0, [], [], []
    refused: Counter[str] = Counter()
    for _ in range(patients):
        patient = fading_patient(random, crowd)
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


def _score(random: Random, at: datetime, level: float, noise_sd: float) -> Reading:
    return Reading(at, float(min(max(round(random.gauss(level, noise_sd)), 0), 27)))


def report(patients: int) -> str:
    """A table by how much a patient's own days differ and by the number of earlier infusions."""
    random = Random(2026)  # noqa: S311  simulated patients are no secret
    held_by = "80 % range holds truth"
    lines = [f"spread  earlier  noise  missed  given    of  {held_by}  median error  median range"]
    held = given = 0
    for crowd in CROWDS:
        proof = prove(random, patients, crowd)
        share = proof.coverage
        held, given = held + share.count, given + share.total
        lines.append(
            f"{crowd.spread:6}  {crowd.earlier:7}  {crowd.noise_sd:5}  {crowd.missed:6.0%}"
            f"  {proof.issued:5}  {proof.patients:4}"
            f"     {share.share:4.0%} ({share.low:.0%} to {share.high:.0%})"
            f"  {proof.median_error_days:4.1f} d ({proof.median_error_share:.0%})"
            f"      {proof.median_range_days:4.1f} d"
        )
        reasons = ", ".join(f"{reason} {n}" for reason, n in sorted(proof.refused.items()))
        lines.append(f"                 not given: {reasons}")
    together = wilson(held, given)
    lines.append(
        f"all together: the range holds the truth in {together.share:.0%}"
        f" ({together.low:.0%} to {together.high:.0%}) of {given}"
    )
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(report(int(sys.argv[1]) if len(sys.argv) > 1 else 400) + "\n")
