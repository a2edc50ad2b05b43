"""Shares with their intervals one under the other: a clinic's own, and published ones beside."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from markupsafe import Markup

from diary.web.charts.description import ShareRow, Shares
from diary.web.charts.labels import Letters
from diary.web.charts.metrics import LINE_HEIGHT, width_of, wrapped
from diary.web.charts.svg import element

_ROOMY = 700
_LEAST_PLOT = 220.0
"""A whisker shorter than that says less than a row of its own would."""
_APART = 16.0
_FIRST_LINE = 13.0
_HEADING_LINE = LINE_HEIGHT + 1
_BELOW_HEADING = 12.0
_AXIS = 24.0


def shares(chart: Shares, *, width: int = 920) -> Markup:
    """``chart`` as one ``<svg>``; where there is little room the words stand above their row."""
    layout = _layout(chart, width)
    parts: list[Markup] = []
    top = 6.0
    letters = Letters(width, _height(chart, layout, width))
    for heading, group in chart.groups:
        for line in wrapped(heading, width, heavy=True):
            parts.append(letters.write(line, 0, top + 12, "panel-title", heavy=True))
            top += _HEADING_LINE
        top += _BELOW_HEADING
        for row in group:
            parts += _row(row, layout, top, width, letters)
            top += layout.stride(row)
    return element(
        "svg",
        element("title", chart.title),
        element("desc", chart.summary),
        *_axis(layout.x, top, chart.percent, letters),
        *parts,
        class_="chart shares",
        viewBox=f"0 0 {width} {top + _AXIS:.0f}",
        role="img",
    )


@dataclass(frozen=True, slots=True)
class _Layout:
    """The plot from ``left`` to ``right``: between its words if ``is_beside``, else below them."""

    left: float
    right: float
    is_beside: bool

    def x(self, share: float) -> float:
        return self.left + min(1.0, max(0.0, share)) * (self.right - self.left)

    def lines(self, row: ShareRow) -> int:
        """What is said stands beside the name, or below it where both are too long."""
        room = self.right - self.left
        return 1 if self.is_beside or _name(row) + _said(row) + _APART <= room else 2

    def stride(self, row: ShareRow) -> float:
        return 26.0 if self.is_beside else 30.0 + LINE_HEIGHT * self.lines(row)


def _layout(chart: Shares, width: float) -> _Layout:
    rows = [row for _, group in chart.groups for row in group]
    left = max(map(_name, rows), default=0.0) + _APART
    right = width - max(map(_said, rows), default=0.0) - _APART
    if width >= _ROOMY and right - left >= _LEAST_PLOT:
        return _Layout(left, right, is_beside=True)
    return _Layout(14.0, width - 14.0, is_beside=False)


def _height(chart: Shares, layout: _Layout, width: float) -> float:
    height = 6.0 + _AXIS
    for heading, group in chart.groups:
        height += _HEADING_LINE * len(wrapped(heading, width, heavy=True)) + _BELOW_HEADING
        height += sum(map(layout.stride, group))
    return height


def _name(row: ShareRow) -> float:
    return width_of(row.label, heavy=not row.published)


def _said(row: ShareRow) -> float:
    return width_of(row.said, heavy=not row.published)


def _axis(
    x: Callable[[float], float], bottom: float, percent: str, letters: Letters
) -> Iterator[Markup]:
    ticks = [(hundredths, x(hundredths / 100)) for hundredths in (0, 25, 50, 75, 100)]
    d = "".join(f"M{at:.1f} 4V{bottom:.0f}" for _, at in ticks)
    yield element("path", class_="grid", d=d)
    for hundredths, at in ticks:
        yield letters.write(percent.format(hundredths), at, bottom + 16, "axis", anchor="middle")


def _row(
    row: ShareRow, layout: _Layout, top: float, width: float, letters: Letters
) -> Iterator[Markup]:
    kind = "published" if row.published else "own"
    is_heavy = not row.published
    first = top + _FIRST_LINE
    yield letters.write(row.label, 0, first, f"share-name {kind}", heavy=is_heavy)
    last = first + LINE_HEIGHT * (layout.lines(row) - 1)
    is_below = last > first
    yield letters.write(
        row.said,
        0 if is_below else width,
        last,
        f"share-said {kind}",
        anchor="start" if is_below else "end",
        heavy=is_heavy,
    )
    y = top + 9.0 if layout.is_beside else last + 13
    x = layout.x
    if row.low is not None and row.high is not None:
        yield element("path", class_="whisker", d=f"M{x(row.low):.1f} {y:.1f}H{x(row.high):.1f}")
    if row.share is not None:
        yield element("circle", class_=f"share {kind}", cx=x(row.share), cy=y, r=5)
