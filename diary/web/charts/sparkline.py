"""A line the size of a word, for lists."""

from markupsafe import Markup

from diary.web.charts.axis import time_scale, value_scale
from diary.web.charts.description import Sparkline
from diary.web.charts.lines import stretches
from diary.web.charts.svg import element, path

WIDTH, HEIGHT = 150, 34


def sparkline(chart: Sparkline) -> Markup:
    """``chart`` as an ``<svg>`` of 150 by 34; nothing answered yet is a faint base line."""
    instants = [*(point.at for point in chart.points), *chart.infusions, *chart.missed]
    time = time_scale(instants, chart.since, chart.until, 4, WIDTH - 4)
    scale = value_scale(chart.low, chart.high, (p.value for p in chart.points), 4, HEIGHT - 9)
    parts: list[Markup] = []
    shown = [point for point in chart.points if time is not None and time.holds(point.at)]
    if time is not None and shown:
        lines = stretches(shown, chart.missed, chart.breaks_after)
        d = "".join(path([(time.x(p.at), scale.y(p.value)) for p in line]) for line in lines)
        newest = lines[-1][-1]
        parts.append(element("path", class_="line", d=d))
        parts.append(
            element("circle", class_="last", cx=time.x(newest.at), cy=scale.y(newest.value), r=2.6)
        )
    else:
        parts.append(element("path", class_="nothing", d=f"M4 {HEIGHT - 9}H{WIDTH - 4}"))
    if time is not None:
        d = "".join(f"M{time.x(at):.1f} {HEIGHT - 5}v5" for at in chart.infusions if time.holds(at))
        if d:
            parts.append(element("path", class_="given", d=d))
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
