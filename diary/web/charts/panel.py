"""One plot of a timeline: bands, levels that matter, answers, and ticks where none came."""

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from diary.web.charts.axis import Tick, TimeScale, ValueScale, value_ticks
from diary.web.charts.description import Line, Panel, Point, Series, SeriesKind
from diary.web.charts.labels import Box, Letters, along, beside_level, place_label
from diary.web.charts.lines import stretches
from diary.web.charts.svg import dots, element, path

_MANY_SCORES = 60
_NEWEST = 13.0
_CIRCLE = 4
"""How much worse it is to hide a score than a piece of the line to it."""
_TITLE_ABOVE = 11
BESIDE = 8.0
"""From the plot to the values at its right."""


@dataclass(frozen=True, slots=True)
class Plot:
    """Where a panel lies: between ``left`` and ``right``, its row of ticks at ``missed_at``."""

    panel: Panel
    time: TimeScale | None
    scale: ValueScale
    missed_at: float
    left: float
    right: float
    width: float
    is_roomy: bool

    @property
    def names_are_left(self) -> bool:
        """The left side is for the names of bands; the values stand at the right one."""
        return self.is_roomy and bool(self.panel.bands)

    def shown(self, series: Series) -> list[Point]:
        return [p for p in series.points if self.time is not None and self.time.holds(p.at)]

    def places(self, points: list[Point]) -> list[tuple[float, float]]:
        time = self.time
        return [(time.x(p.at), self.scale.y(p.value)) for p in points] if time is not None else []

    def start_of(self, line: Line) -> float:
        is_dated = self.time is not None and line.since is not None
        return self.time.x(line.since) if is_dated else self.left  # type: ignore[union-attr, arg-type]


def draw_panel(plot: Plot, letters: Letters) -> Markup:
    panel = plot.panel
    # Words that matter more are written first, and have the better places.
    title = letters.write(panel.title, 0, plot.scale.top - _TITLE_ABOVE, "panel-title", heavy=True)
    newest = [_newest(each, plot, letters) for each in panel.series]
    names = list(_level_names(plot, letters))
    return element(
        "g",
        title,
        *_bands(plot, letters),
        *_values(plot, letters),
        *(_reach(line, plot) for line in panel.lines if line.reach),
        *(_level(line, plot) for line in panel.lines),
        *(part for each in panel.series for part in _series(each, plot)),
        *newest,
        *names,
        class_="panel",
    )


def _bands(plot: Plot, letters: Letters) -> Iterator[Markup]:
    scale, left = plot.scale, plot.left
    for depth, band in enumerate(sorted(plot.panel.bands, key=lambda band: band.low)):
        top, bottom = scale.y(band.high), scale.y(band.low)
        yield element(
            "rect",
            class_=f"band b{min(depth, 5)}",
            x=left,
            y=top,
            width=plot.right - left,
            height=max(0.0, bottom - top),
        )
        if plot.is_roomy and bottom - top >= 13:
            y = (top + bottom) / 2 + 4
            yield letters.write(band.label, left - 10, y, "axis", anchor="end", room=left - 10)


def _values(plot: Plot, letters: Letters) -> Iterator[Markup]:
    """Named values: beside the plot's right edge where band names take the left one."""
    ticks = ticks_of(plot.panel, plot.scale)
    d = "".join(f"M{plot.left:.0f} {tick.position:.1f}H{plot.right:.0f}" for tick in ticks)
    yield element("path", class_="grid", d=d)
    is_beside = plot.names_are_left
    x = plot.right + BESIDE if is_beside else plot.left - (10 if plot.is_roomy else 6)
    for tick in ticks:
        yield letters.write(
            tick.label,
            x,
            tick.position + 4,
            "axis",
            anchor="start" if is_beside else "end",
            room=plot.width - x if is_beside else x,
            is_whole=True,
        )


def ticks_of(panel: Panel, scale: ValueScale) -> list[Tick]:
    wanted = panel.ticks or (*(band.low for band in panel.bands), panel.low, panel.high)
    return value_ticks(scale, wanted)


def _level(line: Line, plot: Plot) -> Markup:
    d = f"M{plot.start_of(line):.1f} {plot.scale.y(line.value):.1f}H{plot.right:.1f}"
    return element("path", element("title", line.label), class_=f"level {line.kind}", d=d)


def _reach(line: Line, plot: Plot) -> Markup:
    scale, start = plot.scale, plot.start_of(line)
    top = max(scale.y(line.value + line.reach), scale.top)
    bottom = min(scale.y(line.value - line.reach), scale.bottom)
    return element(
        "rect",
        class_=f"reach {line.kind}",
        x=start,
        y=top,
        width=plot.right - start,
        height=max(0.0, bottom - top),
    )


def _level_names(plot: Plot, letters: Letters) -> Iterator[Markup]:
    """The levels' names, each where it hides least of the answers."""
    box = Box(plot.left, plot.scale.top, plot.right, plot.scale.bottom)
    drawn: list[tuple[float, float]] = []
    for series in plot.panel.series if plot.panel.lines else ():
        places = plot.places(plot.shown(series))
        drawn += places if series.kind is SeriesKind.DAILY else along(places)
        drawn += _CIRCLE * places if series.kind is SeriesKind.SCORE else []
    drawn.sort()
    for line in plot.panel.lines:
        y = plot.scale.y(line.value)
        boxes = beside_level(line.label, y, plot.start_of(line), plot.right, box)
        place = place_label(boxes, drawn, letters.taken)
        class_ = f"level-name {line.kind}"
        yield letters.write(line.label, place.left, place.bottom - 3, class_, room=box.width)


def _series(series: Series, plot: Plot) -> Iterator[Markup]:
    time = plot.time
    if time is None:
        return
    shown = plot.shown(series)
    if series.kind is not SeriesKind.DAILY:
        lines = stretches(shown, series.missed, series.breaks_after)
        d = "".join(path(plot.places(stretch)) for stretch in lines)
        if d:
            yield element("path", class_=f"line {series.kind}", d=d)
    if series.kind is SeriesKind.DAILY and shown:
        yield element("path", class_="daily", d=dots(plot.places(shown)))
    if series.kind is SeriesKind.SCORE and len(shown) > _MANY_SCORES:
        yield element("path", class_="many", d=dots(plot.places(shown)))
    elif series.kind is SeriesKind.SCORE:
        for x, y in plot.places(shown):
            yield element("circle", class_="point", cx=x, cy=y, r=4)
    if missed := [time.x(at) for at in series.missed if time.holds(at)]:
        d = "".join(f"M{x:.1f} {plot.missed_at:.1f}v6" for x in missed)
        yield element("path", class_="missed", d=d)


def _newest(series: Series, plot: Plot, letters: Letters) -> Markup:
    """The last of a series of scores, said above its circle, or wherever there is room."""
    shown = plot.shown(series)
    if series.kind is not SeriesKind.SCORE or not shown:
        return Markup()
    point = max(shown, key=lambda point: point.at)
    ((x, y),) = plot.places([point])
    said = point.said or f"{point.value:g}"
    above, below = y - 10, y + 20
    places = [(x - 2, above, "end"), (x + 2, above, "start"), (x - 2, below, "end")]
    if len(shown) == 1:
        places.insert(0, (x, above, "middle"))
    written = (
        letters.write(said, x, y, "newest", anchor=anchor, size=_NEWEST, heavy=True)
        for x, y, anchor in places
    )
    return next(filter(None, written), Markup())
