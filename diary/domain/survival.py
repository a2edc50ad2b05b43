"""Time until something happens, for people who are not all watched to the end.

Kaplan & Meier 1958 with Greenwood's variance and intervals on the log-log scale; Aalen & Johansen
1978 for cumulative incidence beside a competing event, with the delta-method variance (Marubini &
Valsecchi 1995).

An event and a censoring on the same day: the censored one was still at risk.
"""

import math
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import NormalDist

from diary.domain.intervals import wilson
from diary.domain.series import ROUNDING, above

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Spell:
    """``days`` until ``event``; ``None`` if nothing had happened when the watch ended."""

    days: float
    event: str | None = None


@dataclass(frozen=True, slots=True)
class SurvivalStep:
    """From ``day`` on, ``survival`` is the share without the event.

    Without ``low`` and ``high`` the share is 0 and the interval undefined.
    """

    day: float
    at_risk: int
    events: int
    survival: float
    se: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class SurvivalCurve:
    """``median`` is the first day by which half had the event; ``None`` if that was not reached."""

    total: int
    events: int
    steps: tuple[SurvivalStep, ...]
    median: float | None
    median_low: float | None
    median_high: float | None
    confidence: float
    days: tuple[float, ...]
    """How long each was watched, the shortest first."""

    @property
    def watched_days(self) -> float:
        """The longest anyone was watched: nothing is known beyond it."""
        return self.days[-1] if self.days else 0.0

    def watched_on(self, day: float) -> int:
        """How many were still watched, with nothing having happened to them before ``day``."""
        return len(self.days) - bisect_left(self.days, day)


@dataclass(frozen=True, slots=True)
class SurvivalOn:
    """The curve on one day: the share still without the event, of how many ``watched`` then."""

    survival: float
    low: float
    high: float
    watched: int


@dataclass(frozen=True, slots=True)
class IncidenceStep:
    """From ``day`` on, ``incidence`` is the share that has had this event first.

    Without ``low`` and ``high`` it is everybody and the interval undefined.
    """

    day: float
    at_risk: int
    events: int
    incidence: float
    se: float
    low: float | None
    high: float | None


def kaplan_meier(
    spells: Iterable[Spell], event: str, *, confidence: float = CONFIDENCE
) -> SurvivalCurve:
    """The curve of ``event``; whoever had another event counts as censored there."""
    known = [(s.days, s.event == event) for s in spells]
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    survival, greenwood = 1.0, 0.0
    steps = []
    for day, at_risk, events in risk_table(known):
        survival *= 1 - events / at_risk
        if events == at_risk:
            steps.append(SurvivalStep(day, at_risk, events, 0.0, None, None, None))
            continue
        greenwood += events / (at_risk * (at_risk - events))
        low, high = _log_log(survival, math.sqrt(greenwood) / math.log(survival), z)
        se = survival * math.sqrt(greenwood)
        steps.append(SurvivalStep(day, at_risk, events, survival, se, low, high))
    return SurvivalCurve(
        total=len(known),
        events=sum(had for _, had in known),
        steps=tuple(steps),
        median=_first_day(steps, [s.survival for s in steps]),
        median_low=_first_day(steps, [s.low for s in steps]),
        median_high=_first_day(steps, [s.high for s in steps]),
        confidence=confidence,
        days=tuple(sorted(days for days, _ in known)),
    )


def survival_at(curve: SurvivalCurve, day: float) -> SurvivalOn | None:
    """The curve on ``day``; ``None`` where nobody was watched that long and not all had the event.

    Nobody having had the event does not make it certain that nobody will: while the share is still
    1, its interval is Wilson's of those still watched, and once it is 0, of the last ones at risk.
    """
    watched = curve.watched_on(day)
    past = [s for s in curve.steps if s.day <= day]
    step = past[-1] if past else None
    if step is None:
        if not watched:
            return None
        kept = wilson(watched, watched, confidence=curve.confidence)
        return SurvivalOn(1.0, kept.low, 1.0, watched)
    if step.low is None or step.high is None:
        lost = wilson(0, step.at_risk, confidence=curve.confidence)
        return SurvivalOn(0.0, 0.0, lost.high, watched)
    return SurvivalOn(step.survival, step.low, step.high, watched) if watched else None


def cumulative_incidence(
    spells: Iterable[Spell], event: str, *, confidence: float = CONFIDENCE
) -> tuple[IncidenceStep, ...]:
    """The share with ``event`` as the first thing to happen, other events competing with it."""
    known = list(spells)
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    of_interest = {day: n for day, _, n in risk_table([(s.days, s.event == event) for s in known])}
    survival, incidence = 1.0, 0.0
    variance = _IncidenceVariance()
    steps = []
    for day, at_risk, any_event in risk_table([(s.days, s.event is not None) for s in known]):
        events = of_interest.get(day, 0)
        incidence += survival * events / at_risk
        variance.add(incidence, survival, at_risk, any_event, events)
        survival *= 1 - any_event / at_risk
        if events:
            se = math.sqrt(max(variance.at(incidence), 0.0))
            low = high = None
            # A sum of shares that has reached 1 may miss it by a hair, and log(1) divides.
            if incidence < 1 - ROUNDING:
                low, high = _log_log(incidence, se / (incidence * math.log(incidence)), z)
            steps.append(IncidenceStep(day, at_risk, events, incidence, se, low, high))
    return tuple(steps)


def risk_table(known: Sequence[tuple[float, bool]]) -> list[tuple[float, int, int]]:
    """Day, number at risk just before it and events on it, for every day with an event."""
    events: dict[float, int] = {}
    for day, had in known:
        events[day] = events.get(day, 0) + had
    at_risk, table = len(known), []
    leaving: dict[float, int] = {}
    for day, _ in known:
        leaving[day] = leaving.get(day, 0) + 1
    for day in sorted(leaving):
        if events[day]:
            table.append((day, at_risk, events[day]))
        at_risk -= leaving[day]
    return table


def _log_log(share: float, se_of_log_log: float, z: float) -> tuple[float, float]:
    spread = math.exp(abs(z * se_of_log_log))
    return share**spread, share ** (1 / spread)


class _IncidenceVariance:
    """The delta-method variance, with its sums over past days kept so that a day costs no more.

    With ``ahead`` for the incidence now less that of a past day, the sums are of ``a * ahead**2``,
    ``b`` and ``c * ahead``.
    """

    __slots__ = ("_a", "_a_incidence", "_a_square", "_b", "_c", "_c_incidence")

    def __init__(self) -> None:
        self._a = self._a_incidence = self._a_square = self._b = self._c = self._c_incidence = 0.0

    def add(
        self, incidence: float, survival: float, at_risk: int, any_event: int, events: int
    ) -> None:
        # With everybody gone nothing can lie ahead, and ``a`` would be a division by nought.
        a = any_event / (at_risk * (at_risk - any_event)) if any_event < at_risk else 0.0
        c = survival * events / at_risk**2
        self._a += a
        self._a_incidence += a * incidence
        self._a_square += a * incidence**2
        self._b += survival**2 * (at_risk - events) * events / at_risk**3
        self._c += c
        self._c_incidence += c * incidence

    def at(self, incidence: float) -> float:
        spread = self._a * incidence**2 - 2 * self._a_incidence * incidence + self._a_square
        return spread + self._b - 2 * (self._c * incidence - self._c_incidence)


def _first_day(steps: Sequence[SurvivalStep], shares: Sequence[float | None]) -> float | None:
    pairs = zip(steps, shares, strict=True)
    # A half made of many steps, such as 23/24 * 22/23 * ..., may miss 0.5 by a hair.
    return next((s.day for s, share in pairs if share is not None and not above(share, 0.5)), None)
