"""What each course did, in the words of the patient page."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from diary.services.chart import Trend
from diary.services.series import Record
from diary.web.api.record import say_trend
from diary.web.present.course_numbers import course_numbers
from diary.web.present.measures import measures_of
from diary.web.present.mood import Mood, mood_of
from diary.web.screens.patient import CourseNumbers
from diary.web.screens.status import Direction
from diary.web.wording.speaker import Speaker
from tests.factories import CHICAGO, NOW, catalogue
from tests.web.test_patient_charts import infusion, readings

SPEAKER = Speaker(catalogue(), NOW, ZoneInfo(CHICAGO), "en")


def tables(days, **series) -> tuple[CourseNumbers, ...]:
    record = Record(
        {code: readings(*pairs) for code, pairs in series.items()},
        [infusion(day) for day in days],
        (),
        (),
        (),
        None,
    )
    measures = measures_of(record, dict(catalogue().questionnaires))
    return course_numbers(record, measures, mood(record), SPEAKER)


def mood(record: Record) -> Mood:
    item = catalogue().questionnaires["daily"].item("mood")
    return mood_of(record, item, ZoneInfo(CHICAGO))


def said(row):
    return [(cell.said, *cell.small) for cell in row]


def test_a_course_by_hand_says_class_return_with_its_bracket_mcinnes_and_benefit():
    """Gain 14 from 20 to 6, half line 13, half of 20 is 10; kept 298.5 of 14 * 34 point-days."""
    scores = [(-1, 20), (4, 18), (15, 15), (19, 8), (25, 6), (32, 9), (39, 12), (46, 16), (53, 17)]
    ((row,),) = (table.rows for table in tables((0, 3, 7, 10, 14, 18), phq9=scores))
    assert said(row)[0][0] == "1\u20136"
    assert said(row)[1:] == [
        ("20 \u2192 6", "\u221270%", "recovered", "response"),
        ("17", "\u221215%", "unchanged", "no response"),
        ("early response", "15, \u221225%"),
        ("no",),
        ("day 23", "between day 21 and 28", "confirmed"),
        ("day 16",),
        ("63%", "22 of 34 days"),
    ]
    assert [cell.direction for cell in row[1:6]] == [
        Direction.BETTER,
        Direction.SAME,
        Direction.SAME,
        Direction.SAME,
        Direction.WORSE,
    ]


def test_getting_worse_is_said_as_plainly_and_the_newest_course_comes_first():
    later, first = tables((0, 20), phq9=[(-1, 12), (7, 19), (19, 13), (25, 13)])[0].rows
    assert said(first)[4][0] == "yes, for a time"
    assert said(first)[4][1].startswith("7 points, ")
    assert first[4].direction is Direction.WORSE
    assert said(first)[1][1:] == ("+58%", "deteriorated", "no response")
    assert said(first)[2] == ("13", "+8%", "unchanged", "no response")
    assert said(later)[5] == ("no reliable gain",)
    assert said(later)[4] == ("no",)


def test_where_high_is_good_page_and_phone_say_so_with_the_scales_own_sign():
    """From 7 to 15 is 8 of the 20 points to 27, the best there is."""
    phq9 = catalogue().questionnaires["phq9"]
    assert phq9.change
    change = replace(phq9.change, high_is_good=True, remission_at_most=None, recovered_at_most=None)
    record = Record(
        {"phq9": readings((-1, 7), (8, 15))}, [infusion(d) for d in (0, 3, 7)], (), (), (), None
    )
    mirrored = {"phq9": replace(phq9, change=change)}
    ((row,),) = (
        table.rows
        for table in course_numbers(record, measures_of(record, mirrored), mood(record), SPEAKER)
    )
    assert said(row)[3] == ("early response", "15, +114%")
    (series,) = say_trend(Trend(record, {}), mirrored, "en").series
    assert series.high_is_good


def test_a_scale_without_published_marks_and_a_course_without_scores_say_so():
    (phq8,) = tables((0, 30), phq8=[(-1, 20), (7, 6)])
    later, first = phq8.rows
    assert said(first)[2] == ("6", "\u221270%", "no published mark", "response")
    assert said(later)[1] == ("\u2013", "no score before it")
    assert tables((0,), phq9=[(7, 6)]) == ()
