"""Rendering a page with its frame, outside the unit of work."""

from flask import render_template

from diary.web.present.frame import frame_for
from diary.web.site import Visit


def show(visit: Visit, template: str, page: object, here: str, search: str = "") -> str:
    """``templates/pages/<template>`` with ``page``; ``here`` is lit in the navigation."""
    with visit.reading() as session:
        frame = frame_for(session, visit, here, search)
    return render_template(f"pages/{template}", page=page, frame=frame)
