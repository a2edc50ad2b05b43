"""One plot of a timeline: bands, levels that matter, answers, and ticks where none came."""

from collections.abc import Iterator

from markupsafe import Markup

from diary.web.charts.axis import Tick, TimeScale, ValueScale, value_ticks
from diary.web.charts.description import Line, Panel, Point, Series, SeriesKind
from diary.web.charts.labels import Box, along, beside_level, place_label
from diary.web.charts.lines import stretches
from diary.web.charts.svg import dots, element, path

_MANY_SCORES = 60


def draw_panel(
    panel: Panel,
    time: TimeScale | None,
    scale: ValueScale,
    missed_at: float,
    left: float,
    right: float,
    *,
    roomy: bool,
) -> Markup:
    """``panel`` between ``left`` and ``right``; ``missed_at`` is the top of its row of ticks."""
    series = [part for each in panel.series for part in _series(each, time, scale, missed_at)]
    return element(
        "g",
        element("text", panel.title, class_="panel-title", x=0, y=scale.top - 11),
        *_bands(panel, scale, left, right, roomy=roomy),
        *_values(panel, scale, left, right, roomy=roomy),
        *(_reach(line, time, scale, left, right) for line in panel.lines if line.reach),
        *(_level(line, time, scale, left, right) for line in panel.lines),
        *series,
        *_level_labels(panel, time, scale, left, right),
        class_="panel",
    )


def _bands(
    panel: Panel, scale: ValueScale, left: float, right: float, *, roomy: bool
) -> Iterator[Markup]:
    for depth, band in enumerate(sorted(panel.bands, key=lambda band: band.low)):
        top, bottom = scale.y(band.high), scale.y(band.low)
        yield element(
            "rect",
            class_=f"band b{min(depth, 5)}",
            x=left,
            y=top,
            width=right - left,
            height=max(0.0, bottom - top),
        )
        if roomy and bottom - top >= 13:
            yield element(
                "text",
                band.label,
                class_="axis",
                x=left - 10,
                y=(top + bottom) / 2 + 4,
                text_anchor="end",
            )


def _values(
    panel: Panel, scale: ValueScale, left: float, right: float, *, roomy: bool
) -> Iterator[Markup]:
    """Named values: beside the plot's right edge where band names take the left one."""
    ticks = _ticks(panel, scale)
    d = "".join(f"M{left:.0f} {tick.position:.1f}H{right:.0f}" for tick in ticks)
    yield element("path", class_="grid", d=d)
    beside = roomy and bool(panel.bands)
    for tick in ticks:
        yield element(
            "text",
            tick.label,
            class_="axis",
            x=right + 8 if beside else left - 10 if roomy else left - 6,
            y=tick.position + 4,
            text_anchor="start" if beside else "end",
        )


def _ticks(panel: Panel, scale: ValueScale) -> list[Tick]:
    wanted = panel.ticks or (*(band.low for band in panel.bands), panel.low, panel.high)
    return value_ticks(scale, wanted)


def _level(
    line: Line, time: TimeScale | None, scale: ValueScale, left: float, right: float
) -> Markup:
    y = scale.y(line.value)
    d = f"M{_start(line, time, left):.1f} {y:.1f}H{right:.1f}"
    return element("path", element("title", line.label), class_=f"level {line.kind}", d=d)


def _reach(
    line: Line, time: TimeScale | None, scale: ValueScale, left: float, right: float
) -> Markup:
    start = _start(line, time, left)
    top = max(scale.y(line.value + line.reach), scale.top)
    bottom = min(scale.y(line.value - line.reach), scale.bottom)
    return element(
        "rect",
        class_=f"reach {line.kind}",
        x=start,
        y=top,
        width=right - start,
        height=max(0.0, bottom - top),
    )


def _start(line: Line, time: TimeScale | None, left: float) -> float:
    return time.x(line.since) if time is not None and line.since is not None else left


def _level_labels(
    panel: Panel, time: TimeScale | None, scale: ValueScale, left: float, right: float
) -> Iterator[Markup]:
    """The levels' names, each where it hides least of the answers."""
    plot = Box(left, scale.top, right, scale.bottom)
    drawn: list[tuple[float, float]] = []
    taken: list[Box] = []
    for series in panel.series if panel.lines and time is not None else ():
        shown = [point for point in series.points if time is not None and time.holds(point.at)]
        places = [(time.x(point.at), scale.y(point.value)) for point in shown if time is not None]
        drawn += places if series.kind is SeriesKind.DAILY else along(places)
        if series.kind is SeriesKind.SCORE and places:
            x, y = max(places)
            taken.append(Box(x - 22, y - 22, x + 2, y - 8))
    for line in panel.lines:
        start = _start(line, time, left)
        boxes = beside_level(line.label, scale.y(line.value), start, right, plot)
        box = place_label(boxes, drawn, taken)
        taken.append(box)
        yield element(
            "text", line.label, class_=f"level-name {line.kind}", x=box.left, y=box.bottom - 3
        )


def _series(
    series: Series, time: TimeScale | None, scale: ValueScale, missed_at: float
) -> Iterator[Markup]:
    if time is None:
        return
    shown = [point for point in series.points if time.holds(point.at)]

    def place(points: list[Point]) -> list[tuple[float, float]]:
        return [(time.x(point.at), scale.y(point.value)) for point in points]

    if series.kind is not SeriesKind.DAILY:
        lines = stretches(shown, series.missed, series.breaks_after)
        d = "".join(path(place(stretch)) for stretch in lines)
        if d:
            yield element("path", class_=f"line {series.kind}", d=d)
    if series.kind is SeriesKind.DAILY and shown:
        yield element("path", class_="daily", d=dots(place(shown)))
    if series.kind is SeriesKind.SCORE and shown:
        yield from _scores(shown, place(shown))
    if missed := [time.x(at) for at in series.missed if time.holds(at)]:
        d = "".join(f"M{x:.1f} {missed_at:.1f}v6" for x in missed)
        yield element("path", class_="missed", d=d)


def _scores(points: list[Point], places: list[tuple[float, float]]) -> Iterator[Markup]:
    if len(points) > _MANY_SCORES:
        yield element("path", class_="many", d=dots(places))
    else:
        yield from (element("circle", class_="point", cx=x, cy=y, r=4) for x, y in places)
    newest = max(range(len(points)), key=lambda index: points[index].at)
    x, y = places[newest]
    yield element(
        "text",
        points[newest].said or f"{points[newest].value:g}",
        class_="newest",
        x=x - 2,
        y=y - 10,
        text_anchor="end" if len(points) > 1 else "middle",
    )
