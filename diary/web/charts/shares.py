"""Shares with their intervals one under the other: a clinic's own, and published ones beside."""

from collections.abc import Callable, Iterator
from textwrap import wrap

from markupsafe import Markup

from diary.web.charts.description import ShareRow, Shares
from diary.web.charts.labels import HEAVY_LETTER_WIDTH, LETTER_WIDTH, LINE_HEIGHT
from diary.web.charts.svg import element

Place = Callable[[float], float]

_ROOMY = 700
_BELOW_HEADING = 12.0
_AXIS = 24.0


def shares(chart: Shares, *, width: int = 920) -> Markup:
    """``chart`` as one ``<svg>``; on a narrow one the words stand above their row."""
    roomy = width >= _ROOMY
    rows = [row for _, group in chart.groups for row in group]
    words = max((len(row.label) for row in rows), default=0) * LETTER_WIDTH + 14
    said = max((len(row.said) for row in rows), default=0) * LETTER_WIDTH + 20
    left, right = (min(300.0, words), width - min(330.0, said)) if roomy else (14.0, width - 14.0)
    right = max(right, left + 60)
    stride = 26.0 if roomy else 44.0

    def x(share: float) -> float:
        return left + min(1.0, max(0.0, share)) * (right - left)

    parts: list[Markup] = []
    top = 6.0
    for heading, group in chart.groups:
        for line in wrap(heading, int(width / HEAVY_LETTER_WIDTH)):
            parts.append(element("text", line, class_="panel-title", x=0, y=top + 12))
            top += LINE_HEIGHT + 2
        top += _BELOW_HEADING
        for row in group:
            parts += _row(row, x, top, width, roomy=roomy)
            top += stride
    return element(
        "svg",
        element("title", chart.title),
        element("desc", chart.summary),
        *_axis(x, top),
        *parts,
        class_="chart shares",
        viewBox=f"0 0 {width} {top + _AXIS:.0f}",
        role="img",
    )


def _axis(x: Place, bottom: float) -> Iterator[Markup]:
    ticks = [(percent, x(percent / 100)) for percent in (0, 25, 50, 75, 100)]
    d = "".join(f"M{at:.1f} 4V{bottom:.0f}" for _, at in ticks)
    yield element("path", class_="grid", d=d)
    for percent, at in ticks:
        anchor = {0: "start", 100: "end"}.get(percent, "middle")
        yield element(
            "text",
            f"{percent}\u202f%",
            class_="axis",
            x=at,
            y=bottom + 16,
            text_anchor=anchor,
        )


def _row(row: ShareRow, x: Place, top: float, width: float, *, roomy: bool) -> Iterator[Markup]:
    kind = "published" if row.published else "own"
    y = top + (9.0 if roomy else 26.0)
    yield element("text", row.label, class_=f"share-name {kind}", x=0, y=top + 13)
    yield element(
        "text", row.said, class_=f"share-said {kind}", x=width, y=top + 13, text_anchor="end"
    )
    if row.low is not None and row.high is not None:
        yield element("path", class_="whisker", d=f"M{x(row.low):.1f} {y:.1f}H{x(row.high):.1f}")
    if row.share is not None:
        yield element("circle", class_=f"share {kind}", cx=x(row.share), cy=y, r=5)
