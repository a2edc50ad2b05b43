"""What outcomes, groups and published figures are called on screen."""

import re

from babel.numbers import format_decimal, format_percent

from diary.domain.cohort import FEWEST_FOR_A_MEDIAN, FEWEST_FOR_A_RATE, MIXED, Missing, Rate
from diary.domain.cohort_views import By, Counting
from diary.domain.durability import Outcome
from diary.domain.intervals import Share
from diary.domain.published import Measure, PublishedFigure
from diary.domain.questionnaire import Questionnaire
from diary.domain.survival import SurvivalCurve
from diary.store.care import Route
from diary.web.translation import gettext as _
from diary.web.translation import ngettext
from diary.web.wording.alerts import say_route
from diary.web.wording.speaker import Speaker, hundredths, number, percent

_PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s?%")


def say_counting(counting: Counting) -> str:
    return {
        Counting.FIRST: _("Each patient's first course"),
        Counting.COURSES: _("Every course"),
        Counting.INFUSIONS: _("Every infusion"),
    }[counting]


def say_by(by: By, counting: Counting) -> str:
    number = _("Infusion number") if counting is Counting.INFUSIONS else _("Course number")
    return {
        By.NOTHING: _("Nothing, all together"),
        By.NUMBER: number,
        By.ROUTE: _("Route"),
        By.DOSE: _("Dose per kg"),
        By.PLAN: _("Protocol"),
    }[by]


def say_group(name: str | None, by: By, counting: Counting, speaker: Speaker) -> str:
    if name is None:
        return _("not recorded")
    match by:
        case By.NUMBER if counting is Counting.INFUSIONS:
            return _("Infusion %(number)s", number=name)
        case By.NUMBER:
            return _("Course %(number)s", number=name)
        case By.ROUTE:
            return _("by several routes") if name == MIXED else say_route(Route(name))
        case By.DOSE:
            low = float(name)
            span = {"low": hundredths(low), "high": hundredths(low + 0.24)}
            return _("%(low)s to %(high)s mg/kg", **span)
        case _ if name == MIXED:
            return _("under several protocols")
        case _:
            plan = speaker.catalogue.plans.get(name)
            return plan.title.get(speaker.language, plan.title["en"]) if plan else name


def say_many(count: int, counting: Counting) -> str:
    if counting is Counting.INFUSIONS:
        return ngettext("%(num)s infusion", "%(num)s infusions", count)
    return ngettext("%(num)s course", "%(num)s courses", count)


def say_percent(share: float, speaker: Speaker) -> str:
    return str(format_percent(share, locale=speaker.language))


def say_interval(low: float | None, high: float | None, speaker: Speaker) -> str:
    """``44% to 64%``; empty where there is no interval."""
    if low is None or high is None:
        return ""
    return _("%(low)s to %(high)s", low=say_percent(low, speaker), high=say_percent(high, speaker))


def is_enough(share: Share | None) -> bool:
    return share is not None and share.total >= FEWEST_FOR_A_RATE


def say_count(share: Share) -> str:
    return _("%(count)s of %(total)s", count=share.count, total=share.total)


def say_known(rate: Rate) -> str:
    """``54 of 100, 12 missing``; empty where nothing is known."""
    if rate.of_known is None:
        return ""
    known = say_count(rate.of_known)
    missing = _("%(count)s missing", count=rate.missing)
    return f"{known}, {missing}" if rate.missing else known


def say_lost(curve: SurvivalCurve) -> str:
    """How many have lost what the curve follows, of how many that had it."""
    lost = _("%(count)s of %(total)s lost it", count=curve.events, total=curve.total)
    return _("%(counts)s: too few for a median", counts=lost) if _lacks_median(curve) else lost


def say_lost_of_gains(curve: SurvivalCurve) -> str:
    """The same, where it is not said yet whose."""
    lost = _(
        "%(count)s of %(total)s with a reliable gain lost it", count=curve.events, total=curve.total
    )
    return _("%(counts)s: too few for a median", counts=lost) if _lacks_median(curve) else lost


def _lacks_median(curve: SurvivalCurve) -> bool:
    return curve.total >= FEWEST_FOR_A_RATE and curve.median is not None and not has_median(curve)


def say_rate(rate: Rate, speaker: Speaker) -> str:
    """``54% (44% to 64%), 54 of 100, 12 missing``; of too few the counts alone."""
    share = rate.of_known
    if share is None:
        return _("not known")
    if not is_enough(share):
        return say_known(rate)
    interval = say_interval(share.low, share.high, speaker)
    return f"{say_percent(share.share, speaker)} ({interval}), {say_known(rate)}"


def has_median(curve: SurvivalCurve) -> bool:
    """Whether the day by which half had lost it is known well enough to be said."""
    return curve.median is not None and curve.events >= FEWEST_FOR_A_MEDIAN


def say_median(curve: SurvivalCurve) -> str:
    """``27 d``: the day by which half had lost it; of too few nothing."""
    if curve.total < FEWEST_FOR_A_RATE:
        return ""
    if curve.median is None:
        return _("not reached")
    if not has_median(curve):
        return ""
    return _("%(days)s d", days=f"{curve.median:.0f}")


def say_median_interval(curve: SurvivalCurve) -> str:
    """``20 to 35 d``; an end that the curve does not reach is left open."""
    if curve.total < FEWEST_FOR_A_RATE or curve.median_low is None:
        return ""
    if curve.events < FEWEST_FOR_A_MEDIAN:
        return ""
    low = f"{curve.median_low:.0f}"
    if curve.median_high is None:
        return _("%(low)s d or more", low=low)
    return _("%(low)s to %(high)s d", low=low, high=f"{curve.median_high:.0f}")


def say_fate(outcome: Outcome) -> str:
    return {
        Outcome.CONFIRMED: _("Half of the gain lost again, seen twice"),
        Outcome.PROBABLE: _("Half of the gain lost again, seen once"),
        Outcome.HELD: _("Gain held for as long as it was watched"),
        Outcome.NO_RELIABLE_GAIN: _("No reliable gain"),
        Outcome.CHANGE_NOT_ESTABLISHED: _("No published mark to judge by"),
        Outcome.NO_BASELINE: _("No score in the week before"),
        Outcome.NO_READINGS: _("No score in the two weeks after"),
    }[outcome]


def say_missing(missing: Missing) -> str:
    return {
        Missing.TOO_EARLY: _("Day 31 is still to come: not counted yet"),
        Missing.NO_BASELINE: _("No score in the week before"),
        Missing.RETREATED: _("Treated again before a score"),
        Missing.NO_SCORE: _("No score from day 14 to 31"),
    }[missing]


def say_measure(measure: Measure) -> str:
    return {
        Measure.RESPONSE: _("Response"),
        Measure.REMISSION: _("Remission"),
        Measure.WORSE: _("Worse"),
        Measure.STILL_RESPONDING: _("Still responding"),
        Measure.MEDIAN_DAYS_TO_LOSS: _("Median time to loss"),
    }[measure]


def say_published(figure: PublishedFigure, speaker: Speaker) -> str:
    if figure.measure is Measure.MEDIAN_DAYS_TO_LOSS:
        days = str(format_decimal(figure.value, locale=speaker.language))
        return _("%(days)s days", days=days)
    return percent(figure.value, decimals=1)


def say_as_published(words: str) -> str:
    """The words of a study in the reader's language, and its percents as the page writes them."""
    return _PERCENT.sub(lambda found: percent(float(found[1]) / 100, decimals=1), _(words))


def say_rule(measure: Measure, questionnaire: Questionnaire) -> str:
    """The clinic's own rule for ``measure``, in the questionnaire's points."""
    change = questionnaire.change
    high_is_good = change is not None and change.high_is_good
    if measure is Measure.RESPONSE:
        least = percent(((change.response_percent if change else None) or 50) / 100, decimals=1)
        if high_is_good:
            return _("at least %(percent)s of the way to the best score", percent=least)
        return _("at least %(percent)s below the score before", percent=least)
    if measure is Measure.REMISSION:
        if change is not None and change.remission_at_least is not None:
            return _("a score of at least %(score)s", score=number(change.remission_at_least))
        if change is None or change.remission_at_most is None:
            return _("no published mark on this scale")
        return _("a score of at most %(score)s", score=number(change.remission_at_most))
    if change is None or change.reliable is None:
        return _("no published mark on this scale")
    points = number(change.reliable)
    if high_is_good:
        return _("%(points)s points or more below the score before", points=points)
    return _("%(points)s points or more above the score before", points=points)
