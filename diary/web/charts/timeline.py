"""The timeline: every panel of one patient above one time axis."""

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from diary.web.charts.axis import (
    Tick,
    TimeScale,
    ValueScale,
    time_scale,
    time_ticks,
    value_scale,
)
from diary.web.charts.description import Mark, MarkKind, Panel, Timeline
from diary.web.charts.labels import Letters
from diary.web.charts.lines import BADGE_SIZE, badges
from diary.web.charts.metrics import widest
from diary.web.charts.panel import BESIDE, Plot, draw_panel
from diary.web.charts.readings import instants
from diary.web.charts.svg import element

WIDE, MIDDLE, NARROW = 920, 660, 350
"""The widths a page draws: a phone gets a chart of its own, not a shrunken one."""

_ROOMY = 700
_CROWD = 14
_BADGE_ROW = 28.0
_ALERT_ROW = 14.0
_EVENT_ROW = 15.0
_EVENTS = (MarkKind.NOTE, MarkKind.TREATMENT)
_HEADER_ROW = 25.0
_INSET = 7.0
"""The first and the last answer stand clear of the plot's edges."""
_MISSED_ROW = 12.0
_AXIS_ROW = 24.0
_BESIDE_VALUES = BESIDE + 3


@dataclass(frozen=True, slots=True)
class _Placed:
    panel: Panel
    scale: ValueScale
    missed_at: float


def timeline(chart: Timeline, *, width: int = WIDE) -> Markup:
    """``chart`` as one ``<svg>`` of ``width`` units; an empty timeline yields empty axes.

    The crosshair finds its way by ``data-left`` and ``data-right``, the ends of the time axis, and
    says what ``readings()`` gives it.
    """
    roomy = width >= _ROOMY
    left, right = _sides(chart, width, roomy=roomy)
    time = time_scale(instants(chart), chart.since, chart.until, left + _INSET, right - _INSET)
    marks = [mark for mark in chart.marks if time is not None and time.holds(mark.at)]
    top = _BADGE_ROW if any(mark.kind is MarkKind.INFUSION for mark in marks) else 4.0
    events_at = top
    top += _EVENT_ROW if any(mark.kind in _EVENTS for mark in marks) else 0.0
    alerts_at = top
    top += _ALERT_ROW if any(mark.kind is MarkKind.ALERT for mark in marks) else 0.0
    placed, bottom = _place(chart, top, roomy=roomy)
    ticks = time_ticks(time, chart.zone, chart.language) if time is not None else []
    height = round(bottom + _AXIS_ROW)
    letters = Letters(width, height)
    return element(
        "svg",
        element("title", chart.title),
        element("desc", chart.summary),
        *_time_grid(ticks, placed),
        *_infusions(marks, time, bottom, letters),
        *(draw_panel(Plot(each.panel, time, each.scale, each.missed_at, left, right, width, roomy),
                     letters) for each in placed),
        *_dates(ticks, bottom, letters),
        *_events(marks, time, events_at, bottom),
        *_alerts(marks, time, alerts_at),
        class_="chart timeline",
        viewBox=f"0 0 {width} {height}",
        role="img",
        data_left=left + _INSET,
        data_right=right - _INSET,
        data_top=placed[0].scale.top if placed else 0,
        data_bottom=bottom,
    )  # fmt: skip


def _sides(chart: Timeline, width: int, *, roomy: bool) -> tuple[float, float]:
    """The plots' left and right: beside them there is room for the names of bands, and values."""
    bands = [band.label for panel in chart.panels for band in panel.bands]
    ends = [f"{end:g}" for panel in chart.panels for end in (panel.low, panel.high)]
    values = min(widest(ends) + _BESIDE_VALUES, width / 6)
    if not roomy:
        return max(30.0, values), width - 10.0
    names = min(widest(bands) + 16, width / 3)
    return max(104.0, names), width - max(34.0, values)


def _place(chart: Timeline, top: float, *, roomy: bool) -> tuple[list[_Placed], float]:
    placed: list[_Placed] = []
    for panel in chart.panels:
        top += _HEADER_ROW
        tall = 232.0 if roomy else 190.0
        # Levels have names, which need room of their own above and below the answers.
        short = 148.0 if panel.lines else 104.0
        bottom = top + (short if panel.short else tall)
        values = [point.value for series in panel.series for point in series.points]
        values += [line.value for line in panel.lines]
        scale = value_scale(panel.low, panel.high, values, top, bottom)
        placed.append(_Placed(panel, scale, bottom + 3))
        top = bottom + (_MISSED_ROW if any(s.missed for s in panel.series) else 4.0)
    return placed, top


def _time_grid(ticks: list[Tick], placed: list[_Placed]) -> Iterator[Markup]:
    for each in placed:
        top, base = each.scale.top, each.scale.bottom
        d = "".join(f"M{tick.position:.1f} {top:.0f}V{base:.0f}" for tick in ticks)
        if d:
            yield element("path", class_="grid", d=d)


def _dates(ticks: list[Tick], bottom: float, letters: Letters) -> Iterator[Markup]:
    for tick in ticks:
        yield letters.write(tick.label, tick.position, bottom + 17, "axis", anchor="middle")


def _infusions(
    marks: list[Mark], time: TimeScale | None, bottom: float, letters: Letters
) -> Iterator[Markup]:
    shown = [mark for mark in marks if mark.kind is MarkKind.INFUSION]
    if time is None or not shown:
        return
    crowded = " crowded" if len(shown) > _CROWD else ""
    d = "".join(f"M{time.x(mark.at):.1f} 23V{bottom:.0f}" for mark in shown)
    yield element("path", class_=f"drop infusion{crowded}", d=d)
    row = badges([(time.x(mark.at), mark) for mark in shown], time.left - 9, time.right + 9)
    for badge in row:
        yield element(
            "g",
            element("title", "\n".join(mark.title for mark in badge.marks)),
            element("rect", x=badge.left, y=5, width=badge.width, height=18, rx=9),
            letters.write(
                badge.label,
                badge.center,
                18,
                "number",
                anchor="middle",
                size=BADGE_SIZE,
                heavy=True,
                room=badge.width,
            ),
            class_="badge infusion",
        )


def _events(
    marks: list[Mark], time: TimeScale | None, top: float, bottom: float
) -> Iterator[Markup]:
    """Other treatment as diamonds with a line through the answers, notes as small squares."""
    if time is None:
        return
    treatments = [mark for mark in marks if mark.kind is MarkKind.TREATMENT]
    if treatments:
        d = "".join(f"M{time.x(mark.at):.1f} {top + 13:.0f}V{bottom:.0f}" for mark in treatments)
        yield element("path", class_="drop treatment", d=d)
    for mark in marks:
        if mark.kind in _EVENTS:
            x = time.x(mark.at)
            is_note = mark.kind is MarkKind.NOTE
            yield element(
                "path",
                element("title", mark.title),
                class_=f"event-mark {mark.kind}",
                d=f"M{x - 3.5:.1f} {top + 3.5:.1f}h7v7h-7z"
                if is_note
                else f"M{x - 5.5:.1f} {top + 7:.1f}l5.5 -5.5l5.5 5.5l-5.5 5.5z",
            )


def _alerts(marks: list[Mark], time: TimeScale | None, top: float) -> Iterator[Markup]:
    for mark in marks:
        if time is not None and mark.kind is MarkKind.ALERT:
            x = time.x(mark.at)
            yield element(
                "path",
                element("title", mark.title),
                class_="alert-mark",
                d=f"M{x - 5.5:.1f} {top + 1:.1f}h11l-5.5 9.5z",
            )
