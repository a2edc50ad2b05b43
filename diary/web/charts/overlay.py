"""Every course from its day 0: how long did each hold?"""

from collections.abc import Iterator

from markupsafe import Markup

from diary.web.charts.axis import ValueScale, value_scale, value_ticks
from diary.web.charts.description import Course, Line, Overlay
from diary.web.charts.labels import Box, Letters, along, beside_level, place_label
from diary.web.charts.metrics import LINE_HEIGHT, widest
from diary.web.charts.svg import element, path

_BESIDE_LINE = 7.0
_FEW = 12
"""With more courses their dots would hide the lines."""
_STEPS = (1, 2, 5, 10, 20, 50, 100)
_WEEKS_A_STEP = (1, 2, 4, 8, 13, 26, 52, 104, 260, 520)


def overlay(chart: Overlay, *, width: int = 520, height: int = 260) -> Markup:
    """``chart`` as one ``<svg>``; the current course is drawn last, above the earlier ones."""
    drawn = sorted((course for course in chart.courses if course.points), key=_last_if_current)
    names = widest([course.label for course in drawn], heavy=True) + _BESIDE_LINE + 2
    numbers = widest([f"{end:g}" for end in (chart.low, chart.high)]) + 11
    left, right = max(34.0, min(numbers, width / 4)), width - max(46.0, min(names, width / 3))
    top, bottom = 12.0, height - 26.0
    values = [value for course in drawn for _, value in course.points]
    values += [line.value for line in chart.lines]
    scale = value_scale(chart.low, chart.high, values, top, bottom)
    step, last_day = _days(drawn, right - left)

    def x(day: float) -> float:
        return left + min(1.0, max(0.0, day / last_day)) * (right - left)

    places = [[(x(day), scale.y(value)) for day, value in course.points] for course in drawn]
    ends = [several[-1] for several in places]
    plot = Box(left, top, right, bottom)
    letters = Letters(width, height)
    # Which course it is matters more than what a level is called: that is said by the legend, too.
    course_names = list(_labels(drawn, ends, top, bottom, letters))
    return element(
        "svg",
        element("title", chart.title),
        element("desc", chart.summary),
        *_grid(scale, left, right, letters),
        *_day_axis(step, last_day, x(0), x(step) - x(0), height, chart.day_word, letters),
        *(
            element(
                "path",
                element("title", line.label),
                class_=f"level {line.kind}",
                d=f"M{left:.0f} {scale.y(line.value):.1f}H{right:.0f}",
            )
            for line in chart.lines
        ),
        *(
            element(
                "path",
                element("title", course.label),
                class_="line now" if course.current else "line before",
                d=path(several),
            )
            for course, several in zip(drawn, places, strict=True)
        ),
        *(
            element("circle", class_="dot now" if course.current else "dot before", cx=x, cy=y, r=3)
            for course, several in zip(drawn, places, strict=True)
            if len(drawn) <= _FEW
            for x, y in several
        ),
        *_level_names(
            chart.lines, scale, plot, sorted(each for one in places for each in along(one)), letters
        ),
        *course_names,
        class_="chart overlay",
        viewBox=f"0 0 {width} {height}",
        role="img",
    )


def _last_if_current(course: Course) -> bool:
    return course.current


def _days(courses: list[Course], width: float) -> tuple[int, float]:
    """Days between two ticks, whole weeks, and the last day on the axis."""
    longest = max((course.points[-1][0] for course in courses), default=0.0)
    fit = max(1.0, width / 48)
    weeks = next((w for w in _WEEKS_A_STEP if 7 * w * fit >= longest), _WEEKS_A_STEP[-1])
    return 7 * weeks, max(longest, 14.0)


def _grid(scale: ValueScale, left: float, right: float, letters: Letters) -> Iterator[Markup]:
    ticks = value_ticks(scale, _round_values(scale))
    yield element(
        "path", class_="grid", d="".join(f"M{left:.0f} {t.position:.1f}H{right:.0f}" for t in ticks)
    )
    for tick in ticks:
        x, y = left - 8, tick.position + 4
        yield letters.write(tick.label, x, y, "axis", anchor="end", room=x, is_whole=True)


def _round_values(scale: ValueScale) -> Iterator[float]:
    """Values to name, at most seven; the ends alone where no scale of a questionnaire reaches."""
    step = next((each for each in _STEPS if (scale.high - scale.low) / each <= 6), None)
    if step is None:
        yield from (scale.low, scale.high)
    else:
        first = -int(-scale.low // step)
        yield from (step * count for count in range(first, int(scale.high // step) + 1))


def _level_names(
    lines: tuple[Line, ...],
    scale: ValueScale,
    plot: Box,
    drawn: list[tuple[float, float]],
    letters: Letters,
) -> Iterator[Markup]:
    for line in lines:
        boxes = beside_level(line.label, scale.y(line.value), plot.left, plot.right, plot)
        box = place_label(boxes, drawn, letters.taken)
        class_ = f"level-name {line.kind}"
        yield letters.write(line.label, box.left, box.bottom - 3, class_, room=plot.width)


def _day_axis(
    step: int,
    last_day: float,
    origin: float,
    stride: float,
    height: float,
    word: str,
    letters: Letters,
) -> Iterator[Markup]:
    for index in range(min(60, int(last_day // step) + 1)):
        label = str(index * step) if index else f"{word} 0"
        x = origin + index * stride
        yield letters.write(label, x, height - 8, "axis", anchor="middle")


def _labels(
    courses: list[Course],
    ends: list[tuple[float, float]],
    top: float,
    bottom: float,
    letters: Letters,
) -> Iterator[Markup]:
    """A name at each line's end, moved apart where they would overlap; the current one always."""
    room = int((bottom - top) // LINE_HEIGHT)
    named = [
        (end, course)
        for end, course in zip(ends, courses, strict=True)
        if course.current or len(courses) <= room
    ]
    lowest = top
    shown = sorted(named[-room:], key=lambda entry: entry[0][1])
    for index, ((x, y), course) in enumerate(shown):
        # Never above the one before it, never so low that the rest would not fit.
        lowest = max(lowest, min(y, bottom - (len(shown) - 1 - index) * LINE_HEIGHT))
        class_ = "course now" if course.current else "course before"
        yield letters.write(course.label, x + _BESIDE_LINE, lowest + 4, class_, heavy=True)
        lowest += LINE_HEIGHT
