"""Shares of people over days: survival curves and cumulative incidence, in steps."""

from collections.abc import Iterator
from math import ceil

from markupsafe import Markup

from diary.web.charts.axis import ValueScale
from diary.web.charts.description import Curve, CurveKind, Curves
from diary.web.charts.labels import Letters
from diary.web.charts.metrics import LINE_HEIGHT, widest
from diary.web.charts.svg import element, number

_BESIDE_AXIS = 7.0
_DAYS_A_STEP = (7, 14, 28, 56, 84, 168, 364)
_SMALL = 300
_TICK = 3.0


def curves(chart: Curves, *, width: int = 560, height: int = 300) -> Markup:
    """``chart`` as one ``<svg>``; several curves are named at their ends, where there is room."""
    small = width <= _SMALL
    has_names = not small and len(chart.curves) > 1
    named = [curve.label for curve in chart.curves if has_names]
    left = float(ceil(widest([chart.percent.format(100)]) + _BESIDE_AXIS))
    right = width - max(12.0, min(widest(named, heavy=True) + 10, width / 3))
    top, bottom = 10.0, height - (26.0 if not chart.at_risk else 60.0)
    scale = ValueScale(0.0, 1.0, top, bottom)
    drawing = _Drawing(chart, scale, left, max(right, left + 60), Letters(width, height))
    return element(
        "svg",
        element("title", chart.title),
        element("desc", chart.summary),
        *drawing.grid(small=small),
        *drawing.median(),
        *(part for curve in _behind_first(chart) for part in drawing.curve(curve)),
        *(drawing.names() if has_names else ()),
        *drawing.at_risk(height),
        class_="chart curves",
        viewBox=f"0 0 {width} {height}",
        role="img",
    )


def _behind_first(chart: Curves) -> list[Curve]:
    return sorted(chart.curves, key=lambda curve: curve.kind is not CurveKind.EVERYBODY)


class _Drawing:
    """One chart with its places: days across, shares upwards."""

    def __init__(
        self, chart: Curves, scale: ValueScale, left: float, right: float, letters: Letters
    ) -> None:
        self._chart, self._scale, self._left, self._right = chart, scale, left, right
        self._letters = letters

    def x(self, day: float) -> float:
        share = day / self._chart.days if self._chart.days > 0 else 0.0
        return self._left + min(1.0, max(0.0, share)) * (self._right - self._left)

    def grid(self, *, small: bool) -> Iterator[Markup]:
        shares = (0.0, 0.5, 1.0) if small else (0.0, 0.25, 0.5, 0.75, 1.0)
        y = self._scale.y
        d = "".join(f"M{self._left:.0f} {y(share):.1f}H{self._right:.0f}" for share in shares)
        yield element("path", class_="grid", d=d)
        for share in shares:
            said, x = self._chart.percent.format(100 * share), self._left - _BESIDE_AXIS
            yield self._letters.write(said, x, y(share) + 4, "axis", anchor="end")
        for day in self._ticks():
            said = f"{day:g}" if day else f"{self._chart.day_word} 0"
            below = self._scale.bottom + 17
            yield self._letters.write(said, self.x(day), below, "axis", anchor="middle")

    def median(self) -> Iterator[Markup]:
        """From half of the people across to the curve, and down to the day."""
        median = self._chart.median
        if median is None or median > self._chart.days:
            return
        x, y = self.x(median), self._scale.y(0.5)
        d = f"M{self._left:.0f} {y:.1f}H{x:.1f}V{self._scale.bottom:.1f}"
        yield element("path", element("title", self._chart.median_word), class_="level median", d=d)

    def curve(self, curve: Curve) -> Iterator[Markup]:
        if area := self._area(curve):
            yield element("path", class_=f"interval {curve.kind}", d=area)
        yield element(
            "path",
            element("title", curve.label),
            class_=f"line {curve.kind}",
            d=self._line([(step.day, step.share) for step in curve.steps], curve),
        )
        leaving = [day for day in curve.leaving if day <= self._chart.days]
        if leaving:
            places = [(self.x(day), self._scale.y(_share_on(curve, day))) for day in leaving]
            d = "".join(f"M{x:.1f} {y - _TICK:.1f}v{2 * _TICK:.0f}" for x, y in places)
            yield element("path", class_=f"leaving {curve.kind}", d=d)

    def names(self) -> Iterator[Markup]:
        """Each curve's name at its end, moved apart where two would overlap."""
        ends = sorted(
            ((self._scale.y(_last(curve)), curve) for curve in self._chart.curves),
            key=lambda end: end[0],
        )
        lowest = self._scale.top
        for left_over, (y, curve) in zip(range(len(ends) - 1, -1, -1), ends, strict=True):
            lowest = max(lowest, min(y, self._scale.bottom - left_over * LINE_HEIGHT))
            x, class_ = self.x(min(curve.until, self._chart.days)) + 6, f"curve {curve.kind}"
            yield self._letters.write(curve.label, x, lowest + 4, class_, heavy=True)
            lowest += LINE_HEIGHT

    def at_risk(self, height: float) -> Iterator[Markup]:
        if not self._chart.at_risk:
            return
        # On the left the days begin; the words stand in a row of their own.
        word = self._chart.at_risk_word
        yield self._letters.write(word, 0, height - 20, "axis")
        ticks = set(self._ticks())
        for day, count in self._chart.at_risk:
            if day in ticks:
                yield self._letters.write(
                    str(count), self.x(day), height - 5, "axis", anchor="middle", is_whole=True
                )

    def _ticks(self) -> list[float]:
        fit = max(1.0, (self._right - self._left) / 44)
        days = self._chart.days
        step = next((s for s in _DAYS_A_STEP if s * fit >= days), _DAYS_A_STEP[-1])
        return [float(index * step) for index in range(min(60, int(days // step) + 1))]

    def _line(self, points: list[tuple[float, float]], curve: Curve) -> str:
        d = f"M{number(self.x(0))} {number(self._scale.y(curve.start))}"
        for day, share in points:
            if day <= self._chart.days:
                d += f"H{number(self.x(day))}V{number(self._scale.y(share))}"
        return f"{d}H{number(self.x(min(curve.until, self._chart.days)))}"

    def _area(self, curve: Curve) -> str:
        known = [
            (step.day, step.low, step.high)
            for step in curve.steps
            if step.low is not None and step.high is not None and step.day <= self._chart.days
        ]
        if not known:
            return ""
        y = self._scale.y
        ends = [day for day, _, _ in known[1:]] + [min(curve.until, self._chart.days)]
        above = "".join(
            f"{'M' if index == 0 else 'L'}{self.x(day):.1f} {y(high):.1f}H{self.x(end):.1f}"
            for index, ((day, _, high), end) in enumerate(zip(known, ends, strict=True))
        )
        back = list(zip(known, ends, strict=True))[::-1]
        below = "".join(
            f"L{self.x(end):.1f} {y(low):.1f}H{self.x(day):.1f}" for (day, low, _), end in back
        )
        return f"{above}{below}z"


def _last(curve: Curve) -> float:
    return curve.steps[-1].share if curve.steps else curve.start


def _share_on(curve: Curve, day: float) -> float:
    past = [step.share for step in curve.steps if step.day <= day]
    return past[-1] if past else curve.start
