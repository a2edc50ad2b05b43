"""The timeline of one patient: scores with their bands, daily mood, infusions and alerts."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from statistics import fmean

from diary.services.chart import Chart
from diary.services.series import MOOD
from diary.store.care import Infusion
from diary.web.charts import (
    Band,
    Course,
    Line,
    LineKind,
    Mark,
    MarkKind,
    Overlay,
    Panel,
    Point,
    Series,
    SeriesKind,
    Timeline,
)
from diary.web.present.chart_marks import chart_marks
from diary.web.present.levels import levels_of
from diary.web.present.measures import Measure
from diary.web.present.mood import Mood, mood_levels
from diary.web.present.why import say_alert
from diary.web.present.zoom import Window
from diary.web.translation import gettext as _
from diary.web.translation import ngettext
from diary.web.wording.alerts import say_route_briefly
from diary.web.wording.speaker import Speaker, hundredths, number

ROLLING = timedelta(days=7)
_LEAST_FOR_MEAN = 3
_ROLLING_BREAKS_AFTER = timedelta(days=2, hours=12)
_START = timedelta(days=7)
_SCORE_BREAKS_AFTER = timedelta(days=28)


def timeline_of(
    chart: Chart,
    measures: Sequence[Measure],
    mood: Mood,
    name: str,
    speaker: Speaker,
    window: Window | None = None,
) -> Timeline:
    """All that happened, or what lies in ``window``."""
    until = window.until if window else None
    panels = [_score_panel(measure, chart, speaker, until) for measure in measures]
    moods = chart.record.readings.get(MOOD, ())
    if moods or not panels:
        panels.append(_mood_panel(chart, speaker, tuple(mood_levels(mood, until))))
    return Timeline(
        title=_("Timeline of %(name)s", name=name),
        summary=_summary(chart, measures, speaker),
        panels=tuple(panels),
        marks=(
            *chart_marks(chart, speaker),
            *(
                Mark(infusion.started_at, str(count), say_infusion(count, infusion))
                for count, infusion in enumerate(chart.record.given, 1)
            ),
            *(
                Mark(
                    alert.opened_at,
                    "!",
                    _("Alert: %(why)s", why=say_alert(alert, chart.items, speaker)),
                    MarkKind.ALERT,
                )
                for alert in chart.alerts
            ),
        ),
        since=window.since if window else None,
        until=until,
        zone=speaker.zone,
        language=speaker.language,
        missed_word=_("not answered"),
    )


def say_infusion(count: int, infusion: Infusion) -> str:
    """``Infusion 3: 40 mg IV, 0.5 mg/kg``."""
    return f"{_('Infusion %(number)s', number=count)}: {say_dose(infusion)}"


def say_dose(infusion: Infusion) -> str:
    """``40 mg IV, 0.5 mg/kg``, as far as it is known."""
    parts = [f"{number(infusion.dose_mg)} mg"] if infusion.dose_mg else []
    if infusion.route:
        parts.append(say_route_briefly(infusion.route))
    per_kg = say_per_kg(infusion)
    return ", ".join(part for part in (" ".join(parts), per_kg) if part)


def say_per_kg(infusion: Infusion) -> str:
    if not infusion.dose_mg or not infusion.weight_kg:
        return ""
    return f"{hundredths(infusion.dose_mg / infusion.weight_kg)} mg/kg"


def overlay_of(measures: Sequence[Measure], speaker: Speaker) -> Overlay | None:
    """Every course from its last infusion on; ``None`` where there is nothing to lay over."""
    for measure in measures:
        drawn = [course for course in _courses(measure) if course.points]
        if len(drawn) > 1:
            break
    else:
        return None
    half = measure.held[-1].half_line
    line = Line(half or 0, _("half of the gain lost"), LineKind.HALF_GAIN)
    return Overlay(
        title=_("How long each course held"),
        summary=_(
            "%(instrument)s after each course of infusions, counted from its last infusion.",
            instrument=speaker.named(measure.questionnaire.code),
        ),
        low=0,
        high=measure.highest,
        courses=tuple(drawn),
        lines=() if half is None else (line,),
        day_word=_("day"),
    )


def _courses(measure: Measure) -> list[Course]:
    found = []
    for held in measure.held:
        episode = held.episode
        first, last = episode.first_number, episode.last_number
        before = [r for r in measure.readings if -_START <= r.at - episode.last_at <= timedelta()]
        after = tuple(
            ((reading.at - episode.last_at) / timedelta(days=1), reading.value)
            for reading in measure.readings
            if episode.last_at < reading.at
            and (not episode.next_at or reading.at <= episode.next_at)
        )
        # Day 0 is where the line starts: with the newest score of the week before it.
        points = (*((0.0, r.value) for r in before[-1:] if after), *after)
        label = str(first) if first == last else f"{first}\u2013{last}"
        found.append(Course(label, points, current=held is measure.held[-1]))
    return found


def _score_panel(measure: Measure, chart: Chart, speaker: Speaker, until: datetime | None) -> Panel:
    questionnaire = measure.questionnaire
    title = speaker.named(questionnaire.code)
    bands = questionnaire.bands
    ends = [*(band.minimum for band in bands[1:]), measure.highest]
    series = Series(
        title,
        SeriesKind.SCORE,
        tuple(Point(reading.at, reading.value) for reading in measure.readings),
        missed=tuple(chart.missed.get(questionnaire.code, ())),
        breaks_after=_SCORE_BREAKS_AFTER,
    )
    return Panel(
        title=title,
        low=0,
        high=measure.highest,
        series=(series,),
        bands=tuple(
            Band(band.minimum, end, band.label.get(speaker.language, band.label["en"]))
            for band, end in zip(bands, ends, strict=False)
        ),
        lines=tuple(levels_of(measure, until)),
    )


def _mood_panel(chart: Chart, speaker: Speaker, levels: tuple[Line, ...]) -> Panel:
    moods = chart.record.readings.get(MOOD, ())
    missed = tuple(chart.missed.get("daily", ()))
    item = speaker.catalogue.questionnaires["daily"].item("mood")
    points = [Point(each.at, each.value) for each in moods]
    title = speaker.named(MOOD).capitalize()
    return Panel(
        title=title,
        low=item.minimum,
        high=item.maximum,
        series=(
            Series(title, SeriesKind.DAILY, tuple(points), missed),
            Series(
                _("7-day mean"),
                SeriesKind.ROLLING,
                tuple(rolling_mean(points)),
                missed,
                _ROLLING_BREAKS_AFTER,
            ),
        ),
        lines=levels,
        ticks=(item.minimum, (item.minimum + item.maximum) / 2, item.maximum),
        short=True,
    )


def rolling_mean(points: Sequence[Point]) -> list[Point]:
    """At each point the mean of the week that ends with it, where at least three are in it."""
    means = []
    values = [point.value for point in points]
    first = 0
    for last, point in enumerate(points):
        while points[first].at <= point.at - ROLLING:
            first += 1
        week = values[first : last + 1]
        if len(week) >= _LEAST_FOR_MEAN:
            means.append(Point(point.at, fmean(week)))
    return means


def _summary(chart: Chart, measures: Sequence[Measure], speaker: Speaker) -> str:
    said = [
        _(
            "%(instrument)s from %(first)s to %(last)s.",
            instrument=speaker.named(measure.questionnaire.code),
            first=number(measure.readings[0].value),
            last=number(measure.readings[-1].value),
        )
        for measure in measures
    ]
    given = len(chart.record.given)
    said.append(ngettext("%(num)s infusion.", "%(num)s infusions.", given))
    return " ".join(said)
