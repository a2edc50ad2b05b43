"""A patient's record as charts: levels, courses, gaps, and the means that are drawn."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from diary.domain.series import Reading
from diary.services.chart import Chart, Thread
from diary.services.series import MOOD, Record
from diary.store.care import Infusion, InfusionStatus, Route
from diary.web.charts import LineKind, MarkKind, Point, SeriesKind
from diary.web.present.measures import measures_of, say_held
from diary.web.present.mood import Mood, mood_of
from diary.web.present.numbers import numbers_of
from diary.web.present.timeline import overlay_of, rolling_mean, timeline_of
from diary.web.wording.speaker import Speaker
from tests.factories import CHICAGO, NOW, catalogue

START = NOW - timedelta(days=60)


def infusion(day: int) -> Infusion:
    at = START + timedelta(days=day)
    return Infusion(
        status=InfusionStatus.GIVEN,
        started_at=at,
        ended_at=at,
        dose_mg=40.0,
        weight_kg=80.0,
        route=Route.INTRAVENOUS,
        note="",
    )


def readings(*pairs: tuple[float, float]) -> list[Reading]:
    return [Reading(START + timedelta(days=day), value) for day, value in pairs]


def chart_of(
    given: list[Infusion],
    series: dict[str, list[Reading]],
    missed: dict[str, list[datetime]] | None = None,
) -> Chart:
    return Chart(
        record=Record(series, given, (), (), (), None),
        row=None,
        infusions=given[::-1],
        missed=missed or {},
        alerts=(),
        upcoming=(),
        plan=catalogue().plans["standard"],
        consents=(),
        staff={},
        thread=Thread((), (), is_cut=False),
        treatments=(),
        goals=(),
        notes=(),
        own_notes=(),
        foreseen=None,
        review=None,
    )


def mood(chart: Chart) -> Mood:
    item = catalogue().questionnaires["daily"].item("mood")
    return mood_of(chart.record, item, ZoneInfo(CHICAGO))


@pytest.fixture
def speaker() -> Speaker:
    return Speaker(catalogue(), NOW, ZoneInfo(CHICAGO), "en")


@pytest.fixture
def two_courses() -> Chart:
    """A gain that holds until the next course, and one that is half lost after it."""
    scores = readings(
        (-1, 20), (7, 10), (14, 8), (21, 9), (29, 19), (37, 9), (44, 8), (51, 17), (58, 18)
    )
    return chart_of([infusion(0), infusion(3), infusion(30), infusion(33)], {"phq9": scores})


def test_courses_are_laid_over_each_other_from_their_last_infusion(
    two_courses: Chart, speaker: Speaker
):
    measures = measures_of(two_courses.record, dict(catalogue().questionnaires))
    drawn = overlay_of(measures, speaker)
    assert drawn
    assert [course.label for course in drawn.courses] == ["1\u20132", "3\u20134"]
    assert [course.current for course in drawn.courses] == [False, True]
    assert drawn.courses[0].points == ((0, 20), (4, 10), (11, 8), (18, 9), (26, 19))
    assert drawn.courses[1].points == ((0, 19), (4, 9), (11, 8), (18, 17), (25, 18))
    assert (drawn.low, drawn.high) == (0, 27)


def test_one_course_is_laid_over_nothing(speaker: Speaker):
    chart = chart_of([infusion(0)], {"phq9": readings((-1, 20), (7, 10))})
    assert overlay_of(measures_of(chart.record, dict(catalogue().questionnaires)), speaker) is None


def test_the_levels_of_the_panel_are_those_that_the_statistics_found(
    two_courses: Chart, speaker: Speaker
):
    measures = measures_of(two_courses.record, dict(catalogue().questionnaires))
    panel = timeline_of(two_courses, measures, mood(two_courses), "M. Q.", speaker).panels[0]
    levels = {line.kind: line.value for line in panel.lines}
    assert levels == {LineKind.BASELINE: 20, LineKind.HALF_GAIN: 13.5}
    assert [line.reach for line in panel.lines] == [6, 0]
    assert [(band.low, band.high) for band in panel.bands] == [
        (0, 5),
        (5, 10),
        (10, 15),
        (15, 20),
        (20, 27),
    ]
    assert say_held(measures[0].held[-1]) == "15 days, confirmed"


def test_a_scale_without_severity_bands_has_its_marks_instead(speaker: Speaker):
    """PCL-5: likely PTSD from 33, well again at 28; reliable change 15."""
    chart = chart_of([infusion(0)], {"pcl5": readings((-1, 52), (7, 49))})
    measures = measures_of(chart.record, dict(catalogue().questionnaires))
    panel = timeline_of(chart, measures, mood(chart), "M. Q.", speaker).panels[0]
    assert panel.bands == ()
    assert [(line.label, line.reach) for line in panel.lines] == [
        ("start of treatment: 52", 15),
        ("cut-off: 33", 0),
        ("well again: 28", 0),
    ]


def test_what_was_not_answered_is_a_gap_in_chart_and_table(speaker: Speaker):
    moods = readings((1, 5), (2, 6), (4, 7), (5, 8))
    lost = START + timedelta(days=3)
    chart = chart_of([infusion(0)], {MOOD: moods}, {"daily": [lost]})
    line = timeline_of(chart, [], mood(chart), "M. Q.", speaker)
    dots, means = line.panels[0].series
    assert (dots.kind, means.kind) == (SeriesKind.DAILY, SeriesKind.ROLLING)
    assert dots.missed == means.missed == (lost,)
    table = numbers_of(chart, [], speaker)
    assert table.columns == ("Date", "Infusion", "Mood")
    assert [row[2] for row in table.rows] == ["8", "7", "not answered", "6", "5", ""]
    assert [mark.kind for mark in line.marks] == [MarkKind.INFUSION]
    assert line.marks[0].title == "Infusion 1: 40 mg IV, 0.50 mg/kg"


def test_a_record_without_anything_is_an_empty_chart(speaker: Speaker):
    chart = chart_of([], {})
    drawn = timeline_of(chart, [], mood(chart), "M. Q.", speaker)
    assert [panel.title for panel in drawn.panels] == ["Mood"]
    assert numbers_of(chart, [], speaker).rows == ()


def test_a_mean_is_of_the_week_that_ends_with_it_and_of_three_at_least():
    points = [Point(START + timedelta(days=day), value) for day, value in [
        (0, 2), (1, 4), (2, 6), (7, 8), (8, 10), (20, 1)
    ]]  # fmt: skip
    means = rolling_mean(points)
    assert [(mean.at, mean.value) for mean in means] == [
        (points[2].at, 4),
        (points[3].at, 6),
        (points[4].at, 8),
    ]


def test_rolling_over_nothing_is_nothing():
    assert rolling_mean([]) == []
