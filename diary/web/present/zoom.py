"""What part of the time a timeline shows: all of it, the last weeks, or one course of infusions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from diary.domain.episodes import Episode, courses
from diary.services.chart import Chart
from diary.web.screens.patient import Zoom
from diary.web.translation import gettext as _

_LEAD = timedelta(days=7)
"""A course is shown with the week before it, from which it is to be judged."""
_RECENT = timedelta(weeks=8)
_LONG = timedelta(weeks=12)
_MOST_COURSES = 8


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time with its name; without ends it is everything."""

    code: str
    label: str
    since: datetime | None = None
    until: datetime | None = None


def windows_of(chart: Chart, now: datetime) -> Sequence[Window]:
    """What there is to choose from, everything first; empty where there is nothing to choose."""
    found = list(_windows(chart, now))
    return (Window("", _("Everything")), *found) if found else ()


def zooms(windows: Sequence[Window], chosen: Window | None) -> tuple[Zoom, ...]:
    return tuple(Zoom(each.code, each.label, each is chosen) for each in windows)


def window_called(code: str, windows: Sequence[Window]) -> Window | None:
    """The window of that code; everything where there is none of it."""
    return next((each for each in windows if each.code == code), windows[0] if windows else None)


def _windows(chart: Chart, now: datetime) -> Iterator[Window]:
    given = courses(infusion.started_at for infusion in chart.record.given)
    readings = (several[0].at for several in chart.record.readings.values() if several)
    began = min((*readings, *(course.first_at for course in given)), default=now)
    if now - began > _LONG:
        yield Window("recent", _("Last 8 weeks"), now - _RECENT, now)
    if len(given) > 1:
        for course in given[-_MOST_COURSES:]:
            yield _of_course(course, now)


def _of_course(course: Episode, now: datetime) -> Window:
    first, last = course.first_number, course.last_number
    label = (
        _("Infusion %(number)s", number=first)
        if first == last
        else _("Infusions %(first)s to %(last)s", first=first, last=last)
    )
    return Window(f"course-{first}", label, course.first_at - _LEAD, course.next_at or now)
