"""The OpenAPI 3.1 document, written from the operations and the schemas that validate."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from http import HTTPStatus
from typing import Any

from flask import Response
from flask.typing import ResponseReturnValue
from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema
from pydantic_core import to_json

from diary import __version__
from diary.web.access import Access
from diary.web.api.examples import EXAMPLES
from diary.web.api.links import links_after
from diary.web.api.operations import BASE, Operation, finish, path_parameters
from diary.web.api.problems import MEDIA_TYPE, Problem
from diary.web.site import Site

JsonObject = dict[str, Any]
_ABOUT = """\
The diary of one patient, for the phone in their hand. Sign in with a code that is texted; then send
the access token as `Authorization: Bearer ...` and exchange the refresh token, once each, when it
is over: one that comes back ends the sign-in, unless it comes with the same `exchange_id` because
the answer was lost. Instants have an offset; ours are in UTC. Lists come in parts: ask again with
`next` as `cursor`. What another patient has is as unknown as what never was. Answers and entries
carry ids that the device makes, so that anything may be sent again after a broken connection.
`links` say which operation may follow an answer, and with what of it.
"""


def served(operations: Sequence[Operation]) -> Callable[[Site], ResponseReturnValue]:
    """A view of the document, which is written once."""

    @cache
    def written() -> bytes:
        return to_json(document(operations))

    def openapi(_site: Site) -> ResponseReturnValue:
        return finish(Response(written(), mimetype="application/json"), cached=True)

    return openapi


def document(operations: Sequence[Operation]) -> JsonObject:
    """The whole document, as JSON's own kinds."""
    models: dict[tuple[type[BaseModel], JsonSchemaMode], None] = {(Problem, "serialization"): None}
    for operation in operations:
        for given in (operation.body, operation.query):
            if given:
                models[given, "validation"] = None
        for answer in operation.answers.values():
            if answer:
                models[answer, "serialization"] = None
    refs, defined = models_json_schema(
        list(models), ref_template="#/components/schemas/{model}", by_alias=True
    )
    schemas = defined.get("$defs", {})
    paths: dict[str, JsonObject] = {}
    for operation in operations:
        path = _path(operation)
        paths.setdefault(path, {})[operation.method.lower()] = _describe(operation, refs, schemas)
    queries = {op.query.__name__ for op in operations if op.query}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Infusion Diary",
            "version": __version__,
            "description": _ABOUT,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": BASE}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "schemas": {name: s for name, s in sorted(schemas.items()) if name not in queries},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _path(operation: Operation) -> str:
    path = operation.path
    for name, converter in path_parameters(operation):
        path = path.replace(f"<{converter}:{name}>" if converter else f"<{name}>", f"{{{name}}}")
    return path


Refs = Mapping[Any, JsonObject]
"""Where the schema of a model is, by the model and its mode."""


def _describe(operation: Operation, refs: Refs, schemas: JsonObject) -> JsonObject:
    described: JsonObject = {
        "operationId": operation.name,
        "summary": operation.summary,
        "tags": [operation.tag],
        "parameters": [*_in_path(operation), *_in_query(operation, refs, schemas)],
        "responses": _responses(operation, refs),
    }
    if operation.view.__doc__:
        described["description"] = " ".join(operation.view.__doc__.split())
    if operation.body:
        described["requestBody"] = {
            "required": True,
            "content": {
                "application/json": {
                    "schema": refs[operation.body, "validation"],
                    "example": EXAMPLES[operation.body],
                }
            },
        }
    if operation.access is not Access.PATIENT:
        described["security"] = []
    return described


def _in_path(operation: Operation) -> list[JsonObject]:
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": {"type": "string", **({"format": "uuid"} if converter == "uuid" else {})},
        }
        for name, converter in path_parameters(operation)
    ]


def _in_query(operation: Operation, refs: Refs, schemas: JsonObject) -> list[JsonObject]:
    if operation.query is None:
        return []
    name = str(refs[operation.query, "validation"]["$ref"]).rpartition("/")[2]
    return [
        {"name": field, "in": "query", "required": False, "schema": _without_null(schema)}
        for field, schema in schemas[name]["properties"].items()
    ]


def _without_null(schema: JsonObject) -> JsonObject:
    """A parameter is left out or given, and never null."""
    kinds = [kind for kind in schema.get("anyOf", ()) if kind != {"type": "null"}]
    if len(kinds) != 1:
        return schema
    rest = {name: value for name, value in schema.items() if name not in ("anyOf", "default")}
    return {**rest, **kinds[0]}


def _responses(operation: Operation, refs: Refs) -> JsonObject:
    found: JsonObject = {}
    for status, model in operation.answers.items():
        found[str(status)] = {"description": HTTPStatus(status).phrase}
        if model:
            schema = refs[model, "serialization"]
            found[str(status)]["content"] = {"application/json": {"schema": schema}}
        if operation.cached:
            found[str(status)]["headers"] = {"ETag": _ETAG}
        if links := links_after(operation.name):
            found[str(status)]["links"] = links
    if operation.cached:
        found["304"] = {
            "description": "It is the same as its ETag says.",
            "headers": {"ETag": _ETAG},
        }
    for status in _problems_of(operation):
        found[str(status)] = {
            "description": HTTPStatus(status).phrase,
            "content": {MEDIA_TYPE: {"schema": refs[Problem, "serialization"]}},
            **({"headers": _HEADERS[status]} if status in _HEADERS else {}),
        }
    return found


_ETAG: JsonObject = {
    "description": "Send it as `If-None-Match` to be told 304 while nothing has changed.",
    "required": True,
    "schema": {"type": "string"},
}
_HEADERS: Mapping[int, JsonObject] = {
    401: {"WWW-Authenticate": {"required": True, "schema": {"type": "string"}}},
    429: {
        "Retry-After": {
            "description": "Seconds to wait.",
            "required": True,
            "schema": {"type": "integer", "minimum": 1},
        }
    },
}


def _problems_of(operation: Operation) -> list[int]:
    statuses = {*operation.problems, 403, 503}
    if operation.access is Access.PATIENT:
        statuses.add(401)
    if path_parameters(operation):
        statuses.add(404)  # also for what is no id
    if operation.body:
        statuses |= {400, 413, 415}
    if operation.cached:
        statuses.add(412)
    if operation.query:
        statuses.add(422)
    return sorted(statuses)
