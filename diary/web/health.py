"""Whether the process is up, and whether it can do its work."""

import hmac
from http import HTTPStatus

from flask import Response, jsonify, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Engine
from werkzeug.exceptions import NotFound

from diary.services import heartbeat
from diary.services.gauges import gauges
from diary.services.heartbeat import JobsHealth
from diary.store import schema
from diary.web.failures import AWAY
from diary.web.site import Site


def is_up(_site: Site) -> ResponseReturnValue:
    return jsonify(status="up")


def is_ready(site: Site) -> ResponseReturnValue:
    """The database answers, has every migration this program knows of, and its jobs are done."""
    with site.services.readers() as session:
        engine = session.get_bind()
    try:
        if not (isinstance(engine, Engine) and schema.is_current(engine)):
            return jsonify(status="migrations due"), HTTPStatus.SERVICE_UNAVAILABLE
        jobs = _jobs(site)
    except AWAY:
        return jsonify(status="database away"), HTTPStatus.SERVICE_UNAVAILABLE
    found = {"job_processes": jobs.alive, "silent_job_processes": jobs.silent}
    if not jobs.alive and site.demo is None:
        return jsonify(status="jobs not running", **found), HTTPStatus.SERVICE_UNAVAILABLE
    return jsonify(status="ready", **found)


def metrics(site: Site) -> ResponseReturnValue:
    """Counts for a Prometheus server that has the token: of this installation, and of no clinic."""
    token = site.services.settings.metrics_token.get_secret_value()
    given = request.headers.get("Authorization", "")
    if not token or not hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
        raise NotFound
    now = site.services.clock()
    with site.services.readers() as session:
        jobs = heartbeat.jobs_health(session, now)
        figures = gauges(session, now)
    figures["diary_job_processes"] = jobs.alive
    figures["diary_job_processes_silent"] = jobs.silent
    if jobs.last_seen_at:
        figures["diary_job_heartbeat_age_seconds"] = (now - jobs.last_seen_at).total_seconds()
    lines = [f"# TYPE {name} gauge\n{name} {value:g}\n" for name, value in figures.items()]
    return Response("".join(lines), mimetype="text/plain; version=0.0.4")


def _jobs(site: Site) -> JobsHealth:
    with site.services.readers() as session:
        return heartbeat.jobs_health(session, site.services.clock())
