"""A cohort's rates and times as single numbers, each with what it is of and how sure it is."""

from diary.domain.cohort import FEWEST_FOR_A_RATE, Rate
from diary.domain.published import Measure
from diary.domain.survival import SurvivalCurve, survival_at
from diary.web.screens.caseload import Figure
from diary.web.screens.outcomes import Cell
from diary.web.translation import gettext as _
from diary.web.wording.outcomes import (
    is_enough,
    say_interval,
    say_known,
    say_lost,
    say_measure,
    say_median,
    say_median_interval,
    say_percent,
)
from diary.web.wording.speaker import Speaker


def rate_figure(rate: Rate, measure: Measure, speaker: Speaker) -> Figure:
    """A rate in the strip above the page; of too few the counts alone."""
    share = rate.of_known
    if share is None:
        return Figure(say_measure(measure), "", small=_("not known"))
    known = say_known(rate)
    if not is_enough(share):
        return Figure(say_measure(measure), "", small=_("%(counts)s: too few", counts=known))
    interval = say_interval(share.low, share.high, speaker)
    return Figure(say_measure(measure), say_percent(share.share, speaker), known, interval)


def rate_cell(rate: Rate, speaker: Speaker) -> Cell:
    share = rate.of_known
    if share is None:
        return Cell("", (_("not known"),))
    if not is_enough(share):
        return Cell(say_known(rate), (_("too few"),))
    interval = say_interval(share.low, share.high, speaker)
    return Cell(say_percent(share.share, speaker), (interval, say_known(rate)))


def median_cell(curve: SurvivalCurve) -> Cell:
    if curve.total < FEWEST_FOR_A_RATE:
        return Cell(say_lost(curve), (_("too few"),))
    interval = say_median_interval(curve)
    return Cell(say_median(curve), (*([interval] if interval else []), say_lost(curve)))


def kept_cell(curve: SurvivalCurve, day: float, speaker: Speaker) -> Cell:
    """The share that still holds; empty if nobody was watched that long, or too few ever."""
    on_day = survival_at(curve, day)
    if on_day is None or curve.total < FEWEST_FOR_A_RATE:
        return Cell("")
    interval = say_interval(on_day.low, on_day.high, speaker)
    watched = _("%(count)s still watched", count=on_day.watched)
    return Cell(say_percent(on_day.survival, speaker), (interval, watched))
