"""What went wrong, as problem details (RFC 9457). No problem repeats what was sent.

A problem that names fields has ``errors``: where, by JSON pointer or parameter, and a code.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from http import HTTPStatus
from itertools import islice
from typing import Any

from flask import Response, json
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from diary.web.api import faults
from diary.web.api.schemas.safety import Help

PREFIX = "/api/"
MEDIA_TYPE = "application/problem+json"
MOST_ERRORS = 50
_MOST_COUNTED = 200
"""A body of a megabyte can be wrong in a hundred thousand places: they are not all told apart."""


class FieldProblem(BaseModel):
    """One field at fault."""

    pointer: str | None = Field(default=None, description="Where in the body: a JSON pointer.")
    parameter: str | None = Field(default=None, description="Which parameter of the address.")
    code: str = Field(description="What is wrong with it, for programs.")
    detail: str = Field(description="The same for people, in English.")


class Problem(BaseModel):
    """Problem details (RFC 9457)."""

    model_config = ConfigDict(title="Problem")

    type: str = Field(description="Names the kind of problem, below this document's address.")
    title: str
    status: int
    detail: str | None = None
    errors: list[FieldProblem] | None = None
    help: Help | None = Field(
        default=None,
        description="There is danger in what was sent, although it was not kept: show this at"
        " once.",
    )


class ProblemError(Exception):
    """Answers the request with a problem."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str | None = None,
        errors: Sequence[FieldProblem] = (),
        headers: Mapping[str, str] | None = None,
        help_at: Help | None = None,
    ) -> None:
        super().__init__(status, code)
        self.status = status
        self.code = code
        self.detail = detail
        self.errors = tuple(errors)
        self.headers = dict(headers or {})
        self.help_at = help_at


_CODES = {
    400: "bad_request",
    401: "not_signed_in",
    403: "from_elsewhere",
    404: "not_found",
    405: "method_not_allowed",
    412: "changed",
    413: "too_large",
    415: "not_json",
    429: "too_many_requests",
    431: "headers_too_large",
    501: "not_implemented",
    503: "away",
}


def not_found() -> ProblemError:
    """The same for what never was and for what is another's."""
    return ProblemError(404, "not_found")


def field_at_fault(name: str, code: str, below: str = "") -> FieldProblem:
    """A field of the body that one of our own rules refuses: ``mood``, or ``answers/3``."""
    pointer = below + _pointer(name.split("/", 1))
    return FieldProblem(pointer=pointer, code=code, detail=faults.explain(code))


def parameter_at_fault(name: str, code: str) -> FieldProblem:
    return FieldProblem(parameter=name, code=code, detail=faults.explain(code))


def wrong_fields(errors: Mapping[str, str]) -> ProblemError:
    """Fields of the body that a service refused, by their codes."""
    return ProblemError(
        422,
        "invalid",
        errors=[field_at_fault(name, code) for name, code in errors.items()],
    )


def unreadable(why: str) -> ProblemError:
    """A body that is no JSON."""
    return ProblemError(400, "not_readable", f"The body cannot be read. {why}.")


def at_places(code: str, places: Iterable[Sequence[int | str]]) -> ProblemError:
    """A body that one of our own rules refuses, by the steps to each fault."""
    return ProblemError(
        422,
        "invalid",
        errors=[
            FieldProblem(pointer=_steps_to(place), code=code, detail=faults.explain(code))
            for place in islice(places, MOST_ERRORS)
        ],
    )


def invalid_body(errors: Sequence[ErrorDetails]) -> ProblemError:
    """A body that does not fit its schema."""
    return ProblemError(422, "invalid", errors=field_problems(errors))


def invalid_query(errors: Sequence[ErrorDetails]) -> ProblemError:
    return ProblemError(
        422,
        "invalid",
        errors=[
            FieldProblem(
                parameter=str(error["loc"][0]) if error["loc"] else "",
                code=error["type"],
                detail=faults.say(error),
            )
            for error in errors[:MOST_ERRORS]
        ],
    )


def errors_in(invalid: ValidationError) -> list[ErrorDetails]:
    """What a schema found, if that is not beyond what anybody reads."""
    if invalid.error_count() > _MOST_COUNTED:
        return [{"type": "too_many_errors", "loc": (), "msg": "Too much is wrong", "input": None}]
    return invalid.errors(include_url=False, include_context=False, include_input=False)


def field_problems(errors: Sequence[ErrorDetails], skip: int = 0) -> list[FieldProblem]:
    """What a schema found, by place; the first ``skip`` steps of each place are left out."""
    return [
        FieldProblem(
            pointer=_pointer(error["loc"][skip:]), code=error["type"], detail=faults.say(error)
        )
        for error in errors[:MOST_ERRORS]
    ]


def problem(status: int) -> Response:
    """The bare problem of a status."""
    return render(ProblemError(status, _CODES.get(status, "failed")))


def render(error: ProblemError) -> Response:
    said = Problem(
        type=f"{PREFIX}v1/#problem-{error.code}",
        title=error.code.replace("_", " ").capitalize(),
        status=error.status,
        detail=error.detail or _details(error.status),
        errors=list(error.errors) or None,
    )
    body: dict[str, Any] = said.model_dump(exclude_none=True)
    if error.help_at:
        body["help"] = error.help_at.model_dump()
    response = Response(json.dumps(body), status=error.status, mimetype=MEDIA_TYPE)
    response.headers.update(error.headers)
    if error.status == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _details(status: int) -> str | None:
    return {
        400: "This is no request that can be read.",
        401: "The access token is missing, unknown or over.",
        403: "A page of another site asked for this.",
        404: "There is no such thing here.",
        405: "This address does not take this method: see `Allow`.",
        412: "It is not what `If-Match` says any more.",
        413: "A request may have 1 MB.",
        415: "Send a body as application/json.",
        422: "Some of it cannot be: see `errors`.",
        429: "Wait for as many seconds as `Retry-After` says.",
        431: "The address and the headers may have 256 KB together.",
        501: "Send a body whole, or with `Transfer-Encoding: chunked` and no other.",
        503: "Try again in a moment.",
    }.get(status)


_ALTERNATIVE = re.compile(r"(float|list\[.*|function-.*)")
"""How a place goes on where a value may be of several kinds: that is no part of the body."""


def _pointer(location: Sequence[int | str]) -> str:
    return _steps_to([step for step in location if not _ALTERNATIVE.fullmatch(str(step))])


def _steps_to(location: Sequence[int | str]) -> str:
    steps = (str(step).replace("~", "~0").replace("/", "~1") for step in location)
    # Half a character can be in a name that was sent, and in nothing that we say.
    return "".join(f"/{step}" for step in steps).encode(errors="replace").decode()
