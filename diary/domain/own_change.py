"""What counts as a reliable change of one patient's daily rating, from the patient's own spread."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from statistics import stdev

from diary.domain.series import Reading, in_order
from diary.domain.trends import ChangeRules, daily_reliable_change
from diary.domain.watch import STANDARD, daily_means, watch


def own_rules(
    readings: Iterable[Reading], infusions: Iterable[datetime], rules: ChangeRules
) -> ChangeRules:
    """``rules`` with the reliable change of this patient: at least 2 points, more if they vary."""
    return replace(
        rules, reliable_change=daily_reliable_change(own_spread(readings, infusions, rules))
    )


def own_spread(
    readings: Iterable[Reading], infusions: Iterable[datetime], rules: ChangeRules
) -> float | None:
    """SD of the daily means in the stretch of the watch, else in the 14 days before treatment."""
    known, given = in_order(readings), sorted(infusions)
    found = watch(known, given[-1] if given else None, rules)
    if found.stretch is not None:
        return found.stretch.sd
    if not given:
        return None
    begins = given[0] - timedelta(days=STANDARD.stretch_days)
    before = [r.value for r in daily_means(r for r in known if begins <= r.at <= given[0])]
    return stdev(before) if len(before) >= STANDARD.stretch_answers else None
