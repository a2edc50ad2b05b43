"""How scores drift after infusions, with every patient's own level and slope.

The linear mixed model ``score ~ days * number + (1 + days | patient)`` (Laird & Ware 1982), with
the ``days`` since the infusion and its ``number`` of the patient. Patients differ in level and in
slope, which go together by a covariance; what is left is error. Fitted by restricted maximum
likelihood, with the fixed effects and the error variance profiled out, so that only the three
numbers of the relative covariance are searched for.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from statistics import NormalDist

from diary.domain.matrices import Matrix, invert, times

CONFIDENCE = 0.95
FEWEST_PATIENTS = 5
"""With fewer there is nothing to say how patients differ."""

_MONTH = 30.0
"""Days are counted in months inside, so that levels and slopes are of a size."""
_FIXED = 4
_STARTS = ((1.0, 0.0, 0.3), (0.3, 0.0, 1.0))
_ROUNDS, _PRECISION = 600, 1e-9
_WIDEST = 1e3
"""Patients do not differ by more than so many times the error: the scores would have none."""
_NO_ERROR = 1e-12
"""Of the sum of squares, as much as rounding leaves."""

Theta = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Observed:
    """One score, ``days`` after the infusion that is the patient's ``number``-th."""

    patient: str
    days: float
    number: int
    score: float


@dataclass(frozen=True, slots=True)
class Effect:
    """``low`` to ``high`` is Wald's interval."""

    estimate: float
    se: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class MixedModel:
    """Slopes are points a day. ``sd_*`` and ``correlation`` say how much patients differ."""

    patients: int
    scores: int
    intercept: Effect
    days: Effect
    number: Effect | None
    """``None`` where all scores are of infusions with the same number."""
    days_by_number: Effect | None
    sd_intercept: float
    sd_days: float
    correlation: float | None
    """``None`` where one of the two does not differ."""
    sd_error: float
    confidence: float


@dataclass(frozen=True, slots=True)
class _Sums:
    """What the likelihood needs of one patient: X'X, X'y, y'y and how many scores."""

    xx: Matrix
    xy: Sequence[float]
    yy: float
    scores: int


@dataclass(frozen=True, slots=True)
class _Fit:
    criterion: float
    effects: Sequence[float]
    inverse: Matrix
    error: float
    """The error variance."""


def fit_mixed_model(observed: Iterable[Observed]) -> MixedModel | None:
    """``None`` with too few patients, or where the scores do not tell the effects apart."""
    known = sorted(observed, key=attrgetter("patient", "days", "number", "score"))
    has_numbers = len({each.number for each in known}) > 1
    by_patient = [list(scores) for _, scores in groupby(known, key=attrgetter("patient"))]
    sums = [_sums(scores, has_numbers=has_numbers) for scores in by_patient]
    is_repeated = any(each.scores > 1 for each in sums)
    if len(sums) < FEWEST_PATIENTS or not is_repeated or _profile(sums, (0.0, 0.0, 0.0)) is None:
        return None
    starts = [_search(lambda theta: _criterion(sums, theta), start) for start in _STARTS]
    theta = min(starts, key=lambda found: _criterion(sums, found))
    fit = _profile(sums, theta)
    return None if fit is None else _model(fit, theta, len(sums), len(known))


def _sums(scores: Sequence[Observed], *, has_numbers: bool) -> _Sums:
    rows = []
    for each in scores:
        months = each.days / _MONTH
        numbered = (each.number, months * each.number) if has_numbers else ()
        rows.append((1.0, months, *numbered))
    width = range(len(rows[0]))
    ys = [each.score for each in scores]
    return _Sums(
        xx=[[sum(row[i] * row[j] for row in rows) for j in width] for i in width],
        xy=[sum(row[i] * y for row, y in zip(rows, ys, strict=True)) for i in width],
        yy=sum(y * y for y in ys),
        scores=len(ys),
    )


def _covariance(theta: Theta) -> tuple[float, float, float]:
    """Level, both together and slope, relative to the error: never negative, by Cholesky."""
    first, off, second = theta
    return first * first, first * off, off * off + second * second


def _criterion(sums: Sequence[_Sums], theta: Theta) -> float:
    fit = _profile(sums, theta)
    return math.inf if fit is None else fit.criterion


def _profile(sums: Sequence[_Sums], theta: Theta) -> _Fit | None:
    """The best fixed effects and error for a relative covariance, and -2 log of the likelihood."""
    if max(map(abs, theta)) > _WIDEST:
        return None
    level, both, slope = _covariance(theta)
    width = len(sums[0].xy)
    xx = [[0.0] * width for _ in range(width)]
    xy, yy, log_det, scores = [0.0] * width, 0.0, 0.0, 0
    for each in sums:
        (s11, s12), (_, s22) = each.xx[0][:2], each.xx[1][:2]
        # C (I + S C)^-1, with C the relative covariance and S what its columns add up to.
        t11, t12 = 1 + s11 * level + s12 * both, s11 * both + s12 * slope
        t21, t22 = s12 * level + s22 * both, 1 + s12 * both + s22 * slope
        det = t11 * t22 - t12 * t21
        m11 = (level * t22 - both * t21) / det
        m12 = (both * t11 - level * t12) / det
        m22 = (slope * t11 - both * t12) / det
        log_det += math.log(det)
        a, b = each.xx[0], each.xx[1]
        for i in range(width):
            left, right = m11 * a[i] + m12 * b[i], m12 * a[i] + m22 * b[i]
            xy[i] += each.xy[i] - left * each.xy[0] - right * each.xy[1]
            for j in range(width):
                xx[i][j] += each.xx[i][j] - left * a[j] - right * b[j]
        y1, y2 = each.xy[0], each.xy[1]
        yy += each.yy - m11 * y1 * y1 - 2 * m12 * y1 * y2 - m22 * y2 * y2
        scores += each.scores
    inverted = invert(xx)
    if inverted is None or inverted[1] <= 0:
        return None
    inverse, determinant = inverted
    effects = times(inverse, xy)
    left_over = yy - sum(a * b for a, b in zip(effects, xy, strict=True))
    free = scores - width
    if free <= 0 or left_over <= _NO_ERROR * sum(each.yy for each in sums):
        return None
    error = left_over / free
    criterion = free * math.log(error) + log_det + math.log(determinant)
    return _Fit(criterion, effects, inverse, error)


def _model(fit: _Fit, theta: Theta, patients: int, scores: int) -> MixedModel:
    z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)
    effects = []
    for n, estimate in enumerate(fit.effects):
        unit = _MONTH if n % 2 else 1.0
        se = math.sqrt(fit.error * fit.inverse[n][n]) / unit
        effects.append(
            Effect(estimate / unit, se, estimate / unit - z * se, estimate / unit + z * se)
        )
    level, both, slope = _covariance(theta)
    differ = level > 0 and slope > 0
    return MixedModel(
        patients=patients,
        scores=scores,
        intercept=effects[0],
        days=effects[1],
        number=effects[2] if len(effects) == _FIXED else None,
        days_by_number=effects[3] if len(effects) == _FIXED else None,
        sd_intercept=math.sqrt(level * fit.error),
        sd_days=math.sqrt(slope * fit.error) / _MONTH,
        correlation=both / math.sqrt(level * slope) if differ else None,
        sd_error=math.sqrt(fit.error),
        confidence=CONFIDENCE,
    )


def _search(value: Callable[[Theta], float], start: Theta) -> Theta:
    """The lowest point near ``start``: Nelder & Mead 1965, with their usual four moves."""
    size = len(start)
    points = [start]
    points += [
        tuple(x + (0.5 if n == m else 0.0) for m, x in enumerate(start)) for n in range(size)
    ]
    ranked = sorted((value(point), point) for point in points)
    for _ in range(_ROUNDS):
        worst, away = ranked[-1]
        if math.isfinite(worst) and worst - ranked[0][0] < _PRECISION:
            break
        centre = [sum(point[n] for _, point in ranked[:-1]) / size for n in range(size)]

        def along(
            share: float, centre: list[float] = centre, away: Theta = away
        ) -> tuple[float, Theta]:
            point = tuple(c + share * (a - c) for c, a in zip(centre, away, strict=True))
            return value(point), point

        tried = along(-1.0)
        if tried < ranked[0]:
            ranked[-1] = min(tried, along(-2.0))
        elif tried < ranked[-2]:
            ranked[-1] = tried
        else:
            nearer = along(0.5) if worst <= tried[0] else along(-0.5)
            if nearer[0] < min(worst, tried[0]):
                ranked[-1] = nearer
            else:
                best = ranked[0][1]
                shrunk = [
                    tuple((b + x) / 2 for b, x in zip(best, point, strict=True))
                    for _, point in ranked[1:]
                ]
                ranked[1:] = [(value(point), point) for point in shrunk]
        ranked.sort()
    return ranked[0][1]
