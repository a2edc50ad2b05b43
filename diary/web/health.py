"""Whether the process is up, and whether it can do its work."""

from flask import jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import Engine

from diary.store import schema
from diary.web.failures import AWAY
from diary.web.site import Site


def is_up(_site: Site) -> ResponseReturnValue:
    return jsonify(status="up")


def is_ready(site: Site) -> ResponseReturnValue:
    """The database answers and has every migration this program knows of."""
    with site.services.readers() as session:
        engine = session.get_bind()
    try:
        ready = isinstance(engine, Engine) and schema.is_current(engine)
    except AWAY:
        return jsonify(status="database away"), 503
    return (jsonify(status="ready"), 200) if ready else (jsonify(status="migrations due"), 503)
