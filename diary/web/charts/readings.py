"""A timeline in words, day by day: what the crosshair says."""

import json
from collections.abc import Iterator
from datetime import datetime

from diary.web.charts.axis import MONTHS, time_scale
from diary.web.charts.description import SeriesKind, Timeline


def readings(chart: Timeline) -> str:
    """JSON ``[[share, "24 Aug 2026: PHQ-9 19, ..."], ...]``, one entry a local day that has any.

    ``share`` is where on the time axis the day's first entry lies, from 0 to 1.
    """
    return json.dumps(list(_days(chart)), ensure_ascii=False, separators=(",", ":"))


def instants(chart: Timeline) -> Iterator[datetime]:
    """Every instant that the chart knows of, in no order."""
    for panel in chart.panels:
        for series in panel.series:
            yield from (point.at for point in series.points)
            yield from series.missed
    yield from (mark.at for mark in chart.marks)


def _days(chart: Timeline) -> Iterator[tuple[float, str]]:
    time = time_scale(instants(chart), chart.since, chart.until, 0, 1)
    if time is None:
        return
    days: dict[object, tuple[datetime, list[str]]] = {}
    for at, said in sorted(_said(chart), key=lambda entry: entry[0]):
        if time.holds(at):
            local = at.astimezone(chart.zone)
            days.setdefault(local.date(), (local, []))[1].append(said)
    months = MONTHS.get(chart.language, MONTHS["en"])
    for local, said_then in days.values():
        date = f"{local.day} {months[local.month - 1]} {local.year}"
        yield round(time.x(local), 4), f"{date}: {', '.join(said_then)}"


def _said(chart: Timeline) -> Iterator[tuple[datetime, str]]:
    yield from ((mark.at, mark.title) for mark in chart.marks)
    for panel in chart.panels:
        for series in panel.series:
            if series.kind is not SeriesKind.ROLLING:
                for point in series.points:
                    yield point.at, f"{series.name} {point.said or f'{point.value:g}'}"
                for at in series.missed:
                    yield at, f"{series.name} {chart.missed_word}"
