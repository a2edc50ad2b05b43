"""Every word of a chart can be read: inside the frame, clear of answers and of other words."""

from dataclasses import replace

import pytest

from diary.web.charts import (
    MIDDLE,
    NARROW,
    WIDE,
    Band,
    Line,
    LineKind,
    Panel,
    Series,
    SeriesKind,
    timeline,
)
from tests.web.drawing import classed, outside, overlapping, parse, texts, written
from tests.web.test_charts import chart, day, points, scores


@pytest.mark.parametrize("width", [WIDE, MIDDLE, NARROW])
@pytest.mark.parametrize("since", [0, 5, 20, 34, 35])
def test_a_level_that_starts_late_is_named_inside_the_frame(width: int, since: float):
    panel = replace(
        scores(22, 15, 8, 7, 9, 14),
        lines=(Line(13, "half of the gain lost: 13", LineKind.HALF_GAIN, day(since)),),
    )
    root = parse(timeline(chart(panel), width=width))
    assert "half of the gain lost: 13" in texts(root)
    assert not outside(root)


def test_the_names_of_bands_have_the_room_that_they_need():
    bands = (Band(0, 15, "moderately severe"), Band(15, 27, "moderadamente grave"))
    root = parse(timeline(chart(replace(scores(22, 15), bands=bands))))
    assert {"moderately severe", "moderadamente grave"} <= set(texts(root))
    assert not outside(root)


def test_the_level_of_the_baseline_is_named_clear_of_the_first_answers():
    lines = (Line(18, "start of treatment: 18", LineKind.BASELINE, reach=6),)
    panel = replace(scores(18, 18, 11, 8, 7, 8, 8, 9, 10, 11, 15), lines=lines)
    for width in (WIDE, MIDDLE, NARROW):
        root = parse(timeline(chart(panel), width=width))
        (name,) = (each for each in written(root) if each.words == "start of treatment: 18")
        for circle in classed(root, "point"):
            x, y = float(circle.attrib["cx"]), float(circle.attrib["cy"])
            across = name.left - 4 < x < name.right + 4
            assert not (across and name.top - 4 < y < name.bottom + 4)


def test_three_levels_close_together_have_three_names():
    moods = Series("Mood", SeriesKind.DAILY, points(3, 4, 3, 7, 7, 8, 7, 6, 5, 5))
    names = ("start of treatment: 3.5", "half of the gain lost: 5.5", "drift begins below: 5.8")
    lines = tuple(
        Line(value, name, LineKind.CUT_OFF)
        for value, name in zip((3.5, 5.5, 5.8), names, strict=True)
    )
    for width in (WIDE, MIDDLE, NARROW):
        root = parse(
            timeline(chart(Panel("Mood", 0, 10, (moods,), lines=lines, short=True)), width=width)
        )
        assert set(names) <= set(texts(root))
        assert not overlapping(root)
