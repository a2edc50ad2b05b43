"""Operations of the API: parse, authorise, call one service, render.

An ``Operation`` says all about one of them. From the same words requests are routed and validated,
answers rendered, and the OpenAPI document written.
"""

import gzip
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from flask import Response, request
from flask.typing import ResponseReturnValue
from pydantic import BaseModel, ValidationError

from diary.services.fields import InvalidFieldsError
from diary.web.access import Access, Route
from diary.web.api import problems
from diary.web.api.bodies import read_body, validated
from diary.web.api.calls import Call
from diary.web.api.hearing import hearing
from diary.web.api.problems import ProblemError

BASE = "/api/v1"
_WORTH_PACKING = 1000
"""Bytes from which an answer is sent packed."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What an operation answers: a model, or nothing (204)."""

    model: BaseModel | None = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Operation:
    """``view`` gets the caller, then ``body`` and ``query`` where there are such, and ids by name.

    ``answers`` are the models by status; ``problems`` the statuses beside those that all have.
    ``cached``: the answer says its ETag and is not sent again while it is the same.
    """

    method: str
    path: str
    name: str
    summary: str
    view: Callable[..., Reply]
    answers: Mapping[int, type[BaseModel] | None]
    body: type[BaseModel] | None = None
    query: type[BaseModel] | None = None
    problems: tuple[int, ...] = ()
    access: Access = Access.PATIENT
    cached: bool = False
    reads_body: bool = True
    """``False``: the view reads the body itself, and ``body`` is what it says of it."""
    tag: str = "record"
    may_show_danger: bool = False
    """A body that is refused is looked through for danger: in it are a patient's own words."""

    @property
    def route(self) -> Route:
        """The operation as the rest of the program serves it."""
        return Route(
            BASE + self.path, f"api.{self.name}", self.access, _served(self), (self.method,)
        )


def _served(operation: Operation) -> Callable[..., ResponseReturnValue]:
    def serve(caller: object, **ids: object) -> ResponseReturnValue:
        given: dict[str, object] = {}
        if operation.query:
            given["query"] = _query(operation.query)
        if operation.body and operation.reads_body:
            given["body"] = _body(operation, operation.body, caller, ids)
        try:
            reply = operation.view(caller, **given, **ids)
        except InvalidFieldsError as invalid:
            raise problems.wrong_fields(invalid.errors) from None
        return _render(operation, reply)

    # Routes are told apart by their functions' names, also where forms' tokens are not asked for.
    serve.__name__ = serve.__qualname__ = operation.name
    return serve


def _body(
    operation: Operation, model: type[BaseModel], caller: object, ids: Mapping[str, object]
) -> BaseModel:
    if operation.may_show_danger and isinstance(caller, Call):
        with hearing(caller, ids.get("entry_id")):
            return validated(model, read_body())
    return validated(model, read_body())


def _query(model: type[BaseModel]) -> BaseModel:
    several = [name for name, values in request.args.lists() if len(values) > 1]
    if several:
        repeated = [problems.parameter_at_fault(name, "repeated") for name in several]
        raise ProblemError(422, "invalid", errors=repeated[: problems.MOST_ERRORS])
    try:
        return model.model_validate_strings(request.args.to_dict(), strict=False)
    except ValidationError as invalid:
        raise problems.invalid_query(problems.errors_in(invalid)) from None


def _render(operation: Operation, reply: Reply) -> Response:
    if reply.model is None:
        response = Response(status=reply.status)
        response.headers.update(reply.headers)
        return response
    response = Response(
        reply.model.model_dump_json(), status=reply.status, mimetype="application/json"
    )
    response.headers.update(reply.headers)
    return finish(response, cached=operation.cached)


def finish(response: Response, *, cached: bool) -> Response:
    """Say the ETag of what may be asked for again, and pack what is worth it."""
    body = response.get_data()
    response.vary.update(["Accept-Encoding", "Authorization"])
    if cached:
        # Weak: packed or plain, it says the same in other bytes (RFC 9110, section 8.8.3).
        response.set_etag(hashlib.sha256(body).hexdigest()[:32], weak=True)
        response.headers["Cache-Control"] = "private, no-cache"
        response.make_conditional(request)
        if response.status_code == HTTPStatus.PRECONDITION_FAILED:
            return problems.problem(HTTPStatus.PRECONDITION_FAILED)
        if response.status_code == HTTPStatus.NOT_MODIFIED:
            return response
    if len(body) >= _WORTH_PACKING and request.accept_encodings["gzip"] > 0:
        response.set_data(gzip.compress(body, 5, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response


def path_parameters(operation: Operation) -> list[tuple[str, str]]:
    """Name and converter of what stands in the path."""
    found = []
    for part in operation.path.split("/"):
        if part.startswith("<"):
            converter, _, name = part.strip("<>").rpartition(":")
            found.append((name, converter))
    return found
