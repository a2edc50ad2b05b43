"""How often the watch cries wolf on simulated stable patients, and how soon it sees a real fall.

    python -m tests.bench.watch [patients]

Ratings are whole numbers from 0 to 10 around a level of 7, answered on 85 of 100 days, with 14 days
of stretch before. "Carry-over" is how much of a day's deviation is left the next day.
"""

import sys
from datetime import UTC, datetime, timedelta
from itertools import product
from random import Random
from statistics import median

from diary.domain.series import Reading
from diary.domain.trends import ChangeRules
from diary.domain.watch import STANDARD, false_alarm_rate, watch

MOOD = ChangeRules(reliable_change=2, high_is_good=True, best_possible=10)
LEVEL, BOUNDS, REPLY_RATE = 7.0, (0.0, 10.0), 0.85
START = datetime(2026, 1, 5, 18, tzinfo=UTC)
DAYS = 28
CARRY_OVER = (0.0, 0.3, 0.5)


def days_to_watch(random: Random, *, sd: float, fall: float) -> int | None:
    """Days from a sudden lasting fall to the watch; ``None`` if it was not seen in four weeks."""
    stretch = int(STANDARD.stretch_days)
    readings = []
    for day in range(stretch + DAYS):
        level = random.gauss(LEVEL if day < stretch else LEVEL - fall, sd)
        if random.random() < REPLY_RATE:
            value = min(max(round(level), BOUNDS[0]), BOUNDS[1])
            readings.append(Reading(START + timedelta(days=day), float(value)))
    seen_at = watch(readings, None, MOOD).first_watch_at
    return None if seen_at is None else (seen_at - START).days - stretch + 1


def report(patients: int) -> str:
    """Two tables: false alarms in four weeks, and the days until a fall is seen."""
    random = Random(2026)  # noqa: S311  simulated patients are no secret
    lines = [f"false alarms in {DAYS} days, {patients} stable patients (95 % interval)"]
    for sd, carry_over in product((0.5, 1.0, 1.5), CARRY_OVER):
        found = false_alarm_rate(
            MOOD,
            random,
            centre=LEVEL,
            sd=sd,
            bounds=BOUNDS,
            patients=patients,
            days=DAYS,
            reply_rate=REPLY_RATE,
            carry_over=carry_over,
        )
        lines.append(
            f"  spread {sd}, carry-over {carry_over}:"
            f" {found.share:5.1%} ({found.low:.1%} to {found.high:.1%})"
        )
    lines.append("days until a lasting fall is seen")
    for sd, fall in product((0.5, 1.0, 1.5), (1.0, 2.0, 3.0)):
        waits = [days_to_watch(random, sd=sd, fall=fall) for _ in range(patients)]
        seen = [wait for wait in waits if wait is not None]
        middle = f"median {median(seen):.0f} d" if seen else "never"
        lines.append(f"  spread {sd}, fall {fall}: {middle}, seen in {len(seen) / patients:4.0%}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(report(int(sys.argv[1]) if len(sys.argv) > 1 else 1000) + "\n")
