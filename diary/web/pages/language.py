"""The language of the pages, as each member of staff chooses it."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from diary.services import staff
from diary.web import translation
from diary.web.auth import local_path
from diary.web.site import Visit


def choose(visit: Visit) -> ResponseReturnValue:
    wanted = request.form.get("language", "")
    if wanted not in translation.languages():
        raise BadRequest
    with visit.writing() as session:
        staff.choose_language(session, visit.practitioner.id, wanted)
    return redirect(local_path(request.form.get("next", "")) or url_for("today.show"), 303)
