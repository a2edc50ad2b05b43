"""The chart shows why somebody is called by their daily mood, in the numbers of ``diary trend``."""

from datetime import timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from diary.domain.change_rules import rules_for_rating
from diary.domain.course_look import look_at_course
from diary.domain.durability import Outcome, SeriesKind, durability
from diary.domain.episodes import courses
from diary.domain.series import Reading
from diary.domain.trend_report import trend_report
from diary.domain.watch import WatchState
from diary.services.chart import Chart
from diary.services.series import MOOD
from diary.web.charts import LineKind, Panel
from diary.web.present.course_numbers import course_numbers
from diary.web.present.measures import measures_of
from diary.web.present.mood import Mood, mood_levels, mood_of
from diary.web.present.timeline import timeline_of
from diary.web.wording.speaker import Speaker, number
from tests.factories import CHICAGO, NOW, catalogue
from tests.web.test_patient_charts import START, chart_of, infusion, readings

ZONE = ZoneInfo(CHICAGO)
ITEM = catalogue().questionnaires["daily"].item("mood")
SPEAKER = Speaker(catalogue(), NOW, ZONE, "en")
FADING = [
    *((day, value) for day, value in zip(range(-6, 1), (3, 4, 3, 3, 4, 3, 4), strict=True)),
    *((day, 8) for day in range(1, 12)),
    *((day, 7) for day in range(12, 20)),
    *((day, 4) for day in range(20, 26)),
]


def fading() -> Chart:
    return chart_of([infusion(0)], {MOOD: readings(*FADING)})


def mood(chart: Chart) -> Mood:
    return mood_of(chart.record, ITEM, ZONE)


def panel_of(chart: Chart) -> Panel:
    return timeline_of(chart, [], mood(chart), "M. Q.", SPEAKER).panels[-1]


def test_the_mood_panel_has_baseline_half_gain_and_the_limit_of_the_watch():
    """Median 3 before, 8 at best. Days 1 to 14 are 7.79 on average; the limit is 2.9 * 0.5 / 3 off.

    0.5 is the least spread, a third the root of 0.2 / (2 - 0.2).
    """
    panel = panel_of(fading())
    assert [(line.kind, line.label) for line in panel.lines] == [
        (LineKind.BASELINE, "start of treatment: 3"),
        (LineKind.HALF_GAIN, "half of the gain lost: 5.5"),
        (LineKind.WATCH, "watch limit: 7.3"),
    ]
    assert panel.lines[0].reach == 2


def test_nothing_is_drawn_that_is_not_known():
    assert panel_of(chart_of([], {MOOD: readings(*FADING)})).lines == ()
    assert panel_of(chart_of([infusion(0)], {MOOD: readings((1, 5), (2, 6))})).lines == ()


def test_a_stretch_of_time_shows_the_limit_as_it_stood_then():
    found = mood(fading())
    kinds = [line.kind for line in mood_levels(found, START + timedelta(days=10))]
    assert LineKind.WATCH not in kinds
    assert LineKind.HALF_GAIN in kinds


@pytest.mark.parametrize("seed", range(40))
def test_they_are_the_numbers_that_diary_trend_prints(seed: int):
    random = Random(seed)  # noqa: S311  simulated patients are no secret
    given = [infusion(day) for day in (0, 3, 7, 40, 43)[: random.choice((1, 3, 5))]]
    level = [random.choice((3, 4)), random.choice((7, 8)), random.choice((3, 5, 8))]
    moods = [
        Reading(
            START + timedelta(days=day),
            min(10, max(0, round(random.gauss(level[0 if day < 1 else 1 if day < 22 else 2], 1)))),
        )
        for day in range(-7, 59)
        if random.random() < 0.85
    ]
    chart = chart_of(given, {MOOD: moods})
    found = mood(chart)
    report = trend_report(
        found.readings,
        [each.started_at for each in given],
        rules_for_rating(ITEM),
        instrument=MOOD,
        kind=SeriesKind.DAILY,
    )
    rows = report["courses"]
    assert isinstance(rows, list)
    assert len(rows) == len(found.held)
    for row, held in zip(rows, found.held, strict=True):
        assert row["status"] == held.outcome
        assert row["half_gain_line"] == pytest.approx(held.half_line)
        assert (row["return"] or {}).get("day") == (
            pytest.approx(held.crossing.day) if held.crossing else None
        )
    lines = {line.kind: line.value for line in panel_of(chart).lines}
    baseline = report["baseline"]
    assert lines.get(LineKind.BASELINE) == (baseline and baseline["value"])
    assert lines.get(LineKind.HALF_GAIN) == pytest.approx(rows[-1]["half_gain_line"])
    points = report["watch"]["points"]
    assert lines.get(LineKind.WATCH) == (
        pytest.approx(points[-1]["limit"], abs=1e-5) if points else None
    )


@pytest.mark.parametrize("seed", range(6))
def test_of_years_of_answers_each_course_is_judged_as_by_all_of_them(seed: int):
    random = Random(seed)  # noqa: S311  simulated patients are no secret
    days = sorted(random.sample(range(-690, 50), 18))
    moods = readings(*((day, random.randint(0, 10)) for day in range(-700, 59)))
    chart = chart_of([infusion(day) for day in days], {MOOD: moods})
    found = mood(chart)
    given = [each.started_at for each in chart.record.given]
    assert found.held == tuple(
        durability(found.readings, episode, found.rules, kind=SeriesKind.DAILY)
        for episode in courses(given)
    )
    looks = [look_at_course(found.readings, given, held, found.rules) for held in found.held]
    (table,) = course_numbers(chart.record, [], found, SPEAKER)
    for row, look in zip(table.rows, reversed(looks), strict=True):
        assert row[2].said == (number(look.at_last.reading.value) if look.at_last else "\u2013")
        assert (row[3].said == "\u2013") == (look.early.reading is None)
        assert (row[4].said == "no") == (look.worse is None)


def test_daily_mood_has_a_row_in_the_table_of_courses():
    chart = fading()
    found = mood(chart)
    assert found.held[0].outcome is Outcome.CONFIRMED
    assert found.watch
    assert found.watch.state is WatchState.WATCH
    (table,) = course_numbers(chart.record, [], found, SPEAKER)
    assert table.title == "What each course did, by daily mood"
    (row,) = table.rows
    assert (row[1].said, row[5].said) == ("3 \u2192 8", "day 20")
    assert row[5].small[-1] == "confirmed"


def test_the_series_that_somebody_is_called_for_has_the_first_table():
    scores = readings((-1, 20), (4, 8), (11, 8))
    chart = chart_of([infusion(0)], {MOOD: readings(*FADING), "phq9": scores})
    measures = measures_of(chart.record, dict(catalogue().questionnaires))

    def titles(called_for: str) -> list[str]:
        tables = course_numbers(chart.record, measures, mood(chart), SPEAKER, called_for)
        return [table.title.rpartition("by ")[2] for table in tables]

    assert titles("") == titles("phq9") == ["PHQ-9", "daily mood"]
    assert titles(MOOD) == ["daily mood", "PHQ-9"]
