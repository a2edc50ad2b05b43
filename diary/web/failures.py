"""Errors: pages for people, bare answers for the carrier, and only their kinds in logs."""

import traceback
from http import HTTPStatus

import structlog
from flask import Flask, Response, current_app, make_response, render_template, request
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from diary.web.access import is_for_carrier
from diary.web.api import problems
from diary.web.api.problems import ProblemError

_log = structlog.get_logger("web")

AWAY = (OperationalError, InterfaceError, PoolTimeoutError)
"""The database does not answer: try again later, nothing is wrong with the request."""

_PAGES = frozenset({400, 403, 404, 405, 413, 500, 503})


def answer_failures(app: Flask) -> None:
    """Answer every failure of ``app`` with its page."""
    app.register_error_handler(ProblemError, problems.render)
    app.register_error_handler(HTTPException, _known)
    app.register_error_handler(Exception, _unknown)


def error_page(status: int) -> Response:
    """The page of ``status``, the same for everybody.

    The carrier gets an empty body and no page, the API a problem.
    """
    if is_for_carrier(current_app):
        return Response(status=status)
    if request.path.startswith(problems.PREFIX):
        return problems.problem(status)
    shown = (
        status if status in _PAGES else 400 if status < HTTPStatus.INTERNAL_SERVER_ERROR else 500
    )
    return make_response(render_template(f"errors/{shown}.html"), status)


def _known(error: HTTPException) -> Response | HTTPException:
    if isinstance(error, RequestRedirect) or error.code is None:
        return error
    response = error_page(error.code)
    allowed = getattr(error, "valid_methods", None)
    if allowed:
        response.headers["Allow"] = ", ".join(sorted(allowed))
    return response


def _unknown(error: Exception) -> Response:
    if isinstance(error, AWAY):
        _log.error("database_away", route=request.endpoint, error=type(error).__name__)
        return error_page(HTTPStatus.SERVICE_UNAVAILABLE)
    record_failure(error)
    return error_page(HTTPStatus.INTERNAL_SERVER_ERROR)


def record_failure(error: BaseException) -> None:
    """Write down that a request failed, by kind and place."""
    # The message and the statement of an error may quote a patient: only its kind and place.
    where = traceback.extract_tb(error.__traceback__)[-1:]
    _log.error(
        "request_failed",
        route=request.endpoint,
        error=type(error).__name__,
        at=[f"{frame.name}:{frame.lineno}" for frame in where],
    )
