"""What part of the time a timeline can show, and what it then shows."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from diary.bootstrap import Services
from diary.services.chart import Chart
from diary.store.people import Patient, Practitioner
from diary.web.charts import timeline
from diary.web.present.measures import measures_of
from diary.web.present.timeline import timeline_of
from diary.web.present.zoom import window_called, windows_of
from diary.web.wording.speaker import Speaker
from tests.factories import CHICAGO, NOW, catalogue
from tests.web.conftest import House
from tests.web.desk import Desk
from tests.web.drawing import SVG, parse, texts
from tests.web.stories import two_gains_fade_and_a_third_holds
from tests.web.test_patient_charts import START, chart_of, infusion, mood, readings


@pytest.fixture
def two_courses() -> Chart:
    scores = readings((-9, 22), (-1, 20), (7, 10), (29, 19), (37, 9), (58, 18))
    return chart_of([infusion(0), infusion(3), infusion(30), infusion(33)], {"phq9": scores})


def test_each_course_is_a_part_with_the_week_before_it_until_the_next(two_courses: Chart):
    windows = windows_of(two_courses, NOW)
    assert [(each.code, each.label) for each in windows] == [
        ("", "Everything"),
        ("course-1", "Infusions 1 to 2"),
        ("course-3", "Infusions 3 to 4"),
    ]
    first, second = windows[1:]
    assert first.since == START - timedelta(days=7)
    assert first.until == START + timedelta(days=30)
    assert (second.since, second.until) == (START + timedelta(days=23), NOW)


def test_the_timeline_leaves_out_what_lies_outside(two_courses: Chart):
    measures = measures_of(two_courses.record, dict(catalogue().questionnaires))
    speaker = Speaker(catalogue(), NOW, ZoneInfo(CHICAGO), "en")
    window = window_called("course-1", windows_of(two_courses, NOW))
    drawn = timeline_of(two_courses, measures, mood(two_courses), "Marisol", speaker, window)
    root = parse(timeline(drawn))
    assert len(list(root.iter(f"{SVG}circle"))) == 3
    assert {"19", "half of the gain lost: 15"} <= set(texts(root))
    assert not {"18", "half of the gain lost: 14"} & set(texts(root))


def test_a_short_story_of_one_course_has_no_parts():
    assert windows_of(chart_of([infusion(0)], {"phq9": readings((-1, 20), (7, 10))}), NOW) == ()


def test_an_unknown_part_is_everything(two_courses: Chart):
    windows = windows_of(two_courses, NOW)
    assert window_called("course-2", windows) is windows[0]
    assert window_called("recent", ()) is None


def test_the_page_shows_the_part_that_was_asked_for(desk: Desk, services: Services, house: House):
    with services.sessions.begin() as session:
        marisol = session.get_one(Patient, house.marisol.id)
        rosa = session.get_one(Practitioner, house.rosa.id)
        two_gains_fade_and_a_third_holds(session, rosa, marisol)
    page = f"/patients/{house.marisol.id}"
    everything, part = desk.get(page).text, desk.get(f"{page}?shown=course-3").text
    assert f'href="{page}?shown=course-3#timeline-title">Infusion 3</a>' in everything
    assert 'aria-current="true">Infusion 3</a>' in part
    assert everything.count("PHQ-9 18") > part.count("PHQ-9 18") == 0
