"""A line the size of a word, for lists."""

from markupsafe import Markup

from diary.web.charts.axis import value_scale
from diary.web.charts.description import Sparkline
from diary.web.charts.lines import stretches
from diary.web.charts.svg import element, path

WIDTH, HEIGHT = 150, 34
_LEFT, _RIGHT, _TOP, _BOTTOM = 4, WIDTH - 4, 4, HEIGHT - 9


def sparkline(chart: Sparkline) -> Markup:
    """``chart`` as an ``<svg>`` of 150 by 34; nothing answered yet is a faint base line."""
    since, until = _window(chart)
    wide = (_RIGHT - _LEFT) / (until - since)
    scale = value_scale(chart.low, chart.high, chart.values, _TOP, _BOTTOM)
    parts: list[Markup] = []
    shown = [
        point for point in zip(chart.times, chart.values, strict=True) if since <= point[0] <= until
    ]
    if shown:
        lines = [
            [(_LEFT + wide * (at - since), scale.y(value)) for at, value in line]
            for line in stretches(shown, chart.missed, chart.breaks_after)
        ]
        x, y = lines[-1][-1]
        parts.append(element("path", class_="line", d="".join(map(path, lines))))
        parts.append(element("circle", class_="last", cx=x, cy=y, r=2.6))
    else:
        parts.append(element("path", class_="nothing", d=f"M{_LEFT} {_BOTTOM}H{_RIGHT}"))
    given = "".join(
        f"M{_LEFT + wide * (at - since):.1f} {HEIGHT - 5}v5"
        for at in chart.infusions
        if since <= at <= until
    )
    if given:
        parts.append(element("path", class_="given", d=given))
    return element(
        "svg",
        *parts,
        class_="chart spark",
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        width=WIDTH,
        height=HEIGHT,
        role="img",
        aria_label=chart.label,
    )


def _window(chart: Sparkline) -> tuple[float, float]:
    """From when to when; what lies at one instant stands in the middle."""
    since, until = chart.since, chart.until
    if since is None or until is None:
        known = [*chart.times, *chart.infusions, *chart.missed]
        since = min(known, default=0.0) if since is None else since
        until = max(known, default=0.0) if until is None else until
    return (since, until) if since < until else (since - 1, since + 1)
