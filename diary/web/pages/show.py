"""Rendering a page with its frame, outside the unit of work."""

from collections.abc import Callable

from flask import render_template
from sqlalchemy.orm import Session

from diary.services.glance import Glance, glance_at
from diary.web.present.frame import frame_for
from diary.web.site import Visit


def show(visit: Visit, template: str, page: object, here: str, search: str = "") -> str:
    """``templates/pages/<template>`` with ``page``; ``here`` is lit in the navigation."""
    return read_and_show(visit, template, lambda *_: page, here, search)


def read_and_show(
    visit: Visit,
    template: str,
    read: Callable[[Session, Glance], object],
    here: str,
    search: str = "",
) -> str:
    """The same with the page that ``read`` makes: it and its frame are read at one go."""
    with visit.reading() as session:
        glance = glance_at(session, visit.clinic.id)
        page = read(session, glance)
        frame = frame_for(session, visit, glance, here, search)
    return render_template(f"pages/{template}", page=page, frame=frame)
