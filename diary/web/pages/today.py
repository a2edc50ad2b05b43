"""Who to call today."""

from flask.typing import ResponseReturnValue

from diary.web.pages.show import read_and_show
from diary.web.present.lists import today
from diary.web.site import Visit


def index(visit: Visit) -> ResponseReturnValue:
    visit.note_list_read("read today")
    return read_and_show(
        visit, "today.html", lambda session, glance: today(session, visit, glance), "today"
    )
