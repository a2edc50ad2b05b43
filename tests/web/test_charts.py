"""What a reader can rely on in every chart, whatever the numbers are."""

import json
import re
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from diary.web.charts import (
    NARROW,
    WIDE,
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
    Sparkline,
    Timeline,
    overlay,
    readings,
    sparkline,
    timeline,
)
from tests.web.drawing import (
    SVG,
    classed,
    line_count,
    outside,
    parse,
    texts,
)

START = datetime(2026, 8, 24, 14, tzinfo=UTC)


def day(count: float) -> datetime:
    return START + timedelta(days=count)


def points(*values: float, every: float = 1) -> tuple[Point, ...]:
    return tuple(Point(day(index * every), value) for index, value in enumerate(values))


def scores(*values: float, missed: tuple[datetime, ...] = (), every: float = 7) -> Panel:
    series = Series("PHQ-9", SeriesKind.SCORE, points(*values, every=every), missed)
    return Panel("PHQ-9", 0, 27, (series,), (Band(0, 5, "minimal"), Band(20, 27, "severe")))


def chart(*panels: Panel, marks: tuple[Mark, ...] = (), **more: object) -> Timeline:
    return Timeline("Timeline", "PHQ-9 fell.", panels, marks, **more)  # type: ignore[arg-type]


def test_a_missed_reply_breaks_the_line_and_leaves_a_tick():
    whole = parse(timeline(chart(scores(19, 15, 11, 9))))
    broken = parse(timeline(chart(scores(19, 15, 11, 9, missed=(day(10),)))))
    assert line_count(whole, "line") == 1
    assert line_count(broken, "line") == 2
    assert line_count(broken, "missed") == 1


def test_a_missing_day_breaks_the_rolling_line():
    kept = (*points(5, 5, 6), Point(day(4), 6), Point(day(5), 6))
    series = Series("7-day mean", SeriesKind.ROLLING, kept, breaks_after=timedelta(hours=36))
    root = parse(timeline(chart(Panel("Mood", 0, 10, (series,), short=True))))
    assert line_count(root, "rolling") == 2


def test_daily_answers_are_dots_and_never_a_line():
    series = Series("Mood", SeriesKind.DAILY, points(3, 4, 5))
    root = parse(timeline(chart(Panel("Mood", 0, 10, (series,), short=True))))
    assert not classed(root, "line")
    assert line_count(root, "daily") == 3


def test_the_highest_score_lies_on_the_plot():
    root = parse(timeline(chart(scores(27, 27, 0))))
    top, bottom = float(root.attrib["data-top"]), float(root.attrib["data-bottom"])
    heights = [float(each.attrib["cy"]) for each in classed(root, "point")]
    assert heights[:2] == [top, top]
    assert all(top <= y <= bottom for y in heights)


def test_a_value_beyond_the_scale_stretches_it():
    root = parse(timeline(chart(scores(40, 10))))
    high, low = (float(each.attrib["cy"]) for each in classed(root, "point"))
    assert high == float(root.attrib["data-top"])
    assert low > high


def test_a_higher_score_stands_higher():
    root = parse(timeline(chart(scores(5, 20))))
    first, second = (float(each.attrib["cy"]) for each in classed(root, "point"))
    assert second < first


def test_one_answer_stands_in_the_middle():
    root = parse(timeline(chart(scores(12))))
    (only,) = classed(root, "point")
    places = [float(each.attrib["x"]) for each in classed(root, "band")]
    width = float(classed(root, "band")[0].attrib["width"])
    assert float(only.attrib["cx"]) == pytest.approx(places[0] + width / 2, abs=1)


def test_nothing_answered_yields_empty_axes():
    root = parse(timeline(chart(scores())))
    assert "PHQ-9" in texts(root)
    assert not classed(root, "point")
    assert json.loads(readings(chart(scores()))) == []


def test_words_from_outside_are_escaped():
    nasty = "<script>alert('&\"')</script>\x00"
    panel = Panel(
        nasty,
        0,
        27,
        (Series(nasty, SeriesKind.SCORE, (Point(START, 3, nasty),)),),
        (Band(0, 27, nasty),),
        (Line(10, nasty, LineKind.CUT_OFF),),
    )
    drawn = timeline(Timeline(nasty, nasty, (panel,), (Mark(START, nasty, nasty),)))
    assert "<script>" not in drawn
    assert parse(drawn).find(f"{SVG}title").text == nasty.replace("\x00", "\ufffd")
    assert "<script>" not in sparkline(Sparkline(nasty, 0, 27))
    assert "<script>" not in overlay(Overlay(nasty, nasty, 0, 27, (Course(nasty, ((0, 1),)),)))


def test_nothing_carries_a_style_or_a_script():
    marks = (Mark(day(3), "1", "Infusion 1"), Mark(day(4), "!", "Alert", MarkKind.ALERT))
    drawn = timeline(chart(scores(19, 12, 9), marks=marks))
    assert not re.search(r"\sstyle=|\son\w+=|<style|<script", drawn)


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("every", [0.01, 0.5, 3, 30])
@pytest.mark.parametrize("count", [1, 2, 8, 40, 120])
def test_infusion_labels_never_overlap(width: int, every: float, count: int):
    marks = tuple(
        Mark(day(index * every), str(index + 1), f"Infusion {index + 1}") for index in range(count)
    )
    root = parse(timeline(chart(scores(19, 12, 9), marks=marks), width=width))
    boxes = sorted(
        (float(rect.attrib["x"]), float(rect.attrib["width"]))
        for group in classed(root, "badge")
        for rect in group.iter(f"{SVG}rect")
    )
    assert boxes
    for (left, wide), (following, _) in pairwise(boxes):
        assert left + wide < following
    assert boxes[0][0] >= 0
    assert sum(boxes[-1]) <= width
    titles = "\n".join(group.findtext(f"{SVG}title", "") for group in classed(root, "badge"))
    assert titles.count("Infusion") == count


def test_joined_infusions_say_from_which_to_which():
    marks = tuple(Mark(day(index * 0.1), str(index + 1), "given") for index in range(6))
    root = parse(timeline(chart(scores(19, 12, 9, 8, 7), marks=marks), width=NARROW))
    assert "1\u20136" in texts(root)


@pytest.mark.parametrize("days", [1, 3, 14, 30, 90, 365, 1095, 9000])
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_dates_on_the_axis_keep_apart_and_are_neither_few_nor_many(days: int, width: int):
    root = parse(timeline(chart(scores(19, 12, every=days)), width=width))
    axis = max(float(each.attrib["y"]) for each in classed(root, "axis"))
    row = [each for each in classed(root, "axis") if float(each.attrib["y"]) == axis]
    places = sorted(float(each.attrib["x"]) for each in row)
    assert 1 <= len(places) <= 16
    assert all(after - before >= 45 for before, after in pairwise(places))
    named = [each.text for each in sorted(row, key=lambda each: float(each.attrib["x"]))]
    assert all(before != after for before, after in pairwise(named))


def test_dates_are_days_of_the_patients_zone():
    late = Point(datetime(2026, 11, 2, 4, tzinfo=UTC), 5)
    panel = Panel("PHQ-9", 0, 27, (Series("PHQ-9", SeriesKind.SCORE, (late,)),))
    ((_, said),) = json.loads(readings(chart(panel, zone=ZoneInfo("America/Chicago"))))
    assert said == "1 Nov 2026: PHQ-9 5"


def test_a_spanish_chart_has_spanish_months():
    root = parse(timeline(chart(scores(19, 12, 9, 8, every=10), language="es")))
    assert "31 ago" in texts(root)


def test_the_readings_say_what_was_not_answered():
    described = chart(scores(19, 15, missed=(day(3),)), missed_word="sin respuesta")
    said = [words for _, words in json.loads(readings(described))]
    assert said == [
        "24 Aug 2026: PHQ-9 19",
        "27 Aug 2026: PHQ-9 sin respuesta",
        "31 Aug 2026: PHQ-9 15",
    ]


def test_the_readings_lie_where_the_points_are_drawn():
    described = chart(scores(19, 15, 11, 9))
    root = parse(timeline(described))
    left, right = float(root.attrib["data-left"]), float(root.attrib["data-right"])
    told = [left + share * (right - left) for share, _ in json.loads(readings(described))]
    drawn = [float(each.attrib["cx"]) for each in classed(root, "point")]
    assert told == pytest.approx(drawn, abs=0.2)


def test_a_window_leaves_out_what_lies_outside():
    root = parse(timeline(chart(scores(19, 15, 11, 9), since=day(6), until=day(15))))
    assert len(classed(root, "point")) == 2


def test_a_level_name_does_not_lie_on_the_answers():
    panel = Panel(
        "PCL-5",
        0,
        80,
        (Series("PCL-5", SeriesKind.SCORE, points(47, 36, 28, 26, 25, 20, every=7)),),
        lines=(Line(33, "provisional PTSD: 33", LineKind.CUT_OFF),),
    )
    root = parse(timeline(chart(panel)))
    (name,) = classed(root, "level-name")
    left, base = float(name.attrib["x"]), float(name.attrib["y"])
    right = left + 6 * len("provisional PTSD: 33")
    for circle in classed(root, "point"):
        x, y = float(circle.attrib["cx"]), float(circle.attrib["cy"])
        assert not (left < x < right and base - 10 < y < base + 3)


def test_an_empty_sparkline_is_a_faint_base_line():
    root = parse(sparkline(Sparkline("no scores yet", 0, 27)))
    assert classed(root, "nothing")
    assert root.attrib["aria-label"] == "no scores yet"


def test_a_sparkline_shows_a_gap_as_a_gap():
    times, values = (0, 1, 3, 4), (9, 8, 6, 5)
    root = parse(sparkline(Sparkline("PHQ-9", 0, 27, times, values, breaks_after=1.5)))
    assert line_count(root, "line") == 2
    root = parse(sparkline(Sparkline("PHQ-9", 0, 27, times, values, missed=(2,))))
    assert line_count(root, "line") == 2


def test_the_current_course_is_named_among_a_hundred():
    courses = tuple(Course(str(n), ((0, 19), (30, 9)), current=n == 40) for n in range(100))
    root = parse(overlay(Overlay("How long each held", "", 0, 27, courses)))
    assert [each.text for each in classed(root, "course")] == ["40"]


def test_course_names_at_one_place_are_moved_apart():
    courses = tuple(Course(str(n), ((0, 19), (30, 0))) for n in range(12))
    root = parse(overlay(Overlay("How long each held", "", 0, 27, courses)))
    heights = sorted(float(each.attrib["y"]) for each in classed(root, "course"))
    assert len(heights) == 12
    assert all(after - before >= 12 for before, after in pairwise(heights))
    assert not outside(root)
