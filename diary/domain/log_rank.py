"""Mantel's log-rank test: whether two or more groups differ in the time until something happens."""

import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from diary.domain.matrices import invert, times
from diary.domain.survival import Spell, risk_table


@dataclass(frozen=True, slots=True)
class LogRank:
    """``p_value`` is ``None`` if the groups were never at risk together with an event."""

    chi_square: float | None
    degrees: int
    p_value: float | None
    observed: Mapping[str, int]
    expected: Mapping[str, float]


def log_rank(groups: Mapping[str, Sequence[Spell]], event: str) -> LogRank:
    """Whether the groups' curves of ``event`` differ; one or more of them may be empty."""
    names = [name for name, spells in groups.items() if spells]
    known = {name: [(s.days, s.event == event) for s in groups[name]] for name in names}
    days = {name: sorted(day for day, _ in known[name]) for name in names}
    expected = dict.fromkeys(names, 0.0)
    size = max(len(names) - 1, 0)
    covariance = [[0.0] * size for _ in range(size)]
    for day, at_risk, events in risk_table([s for spells in known.values() for s in spells]):
        shares = [(len(days[n]) - bisect_left(days[n], day)) / at_risk for n in names]
        for name, share in zip(names, shares, strict=True):
            expected[name] += events * share
        scale = events * (at_risk - events) / (at_risk - 1) if at_risk > 1 else 0.0
        for i in range(size):
            for j in range(size):
                covariance[i][j] += scale * shares[i] * ((i == j) - shares[j])
    observed = {name: sum(had for _, had in known[name]) for name in names}
    excess = [observed[name] - expected[name] for name in names[:size]]
    inverted = invert(covariance) if size else None
    chi = None
    if inverted is not None:
        solved = times(inverted[0], excess)
        chi = max(sum(a * b for a, b in zip(excess, solved, strict=True)), 0)
    p_value = None if chi is None else chi_square_tail(chi, size)
    return LogRank(chi, size, p_value, observed, expected)


def chi_square_tail(value: float, degrees: int) -> float:
    """P(X > value) for a chi-square variable with a whole number of degrees of freedom."""
    half = value / 2
    if degrees % 2 == 0:
        term, tail, start = math.exp(-half), 0.0, 1.0
    else:
        tail = math.erfc(math.sqrt(half))
        term, start = math.exp(-half) * math.sqrt(half) / math.gamma(1.5), 1.5
    for n in range(degrees // 2):
        tail += term
        term *= half / (start + n)
    return tail
