"""Who to call today."""

from flask.typing import ResponseReturnValue

from diary.web.pages.show import show
from diary.web.present.lists import today
from diary.web.site import Visit


def index(visit: Visit) -> ResponseReturnValue:
    visit.note_list_read("read today")
    with visit.reading() as session:
        page = today(session, visit)
    return show(visit, "today.html", page, "today")
