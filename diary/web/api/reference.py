"""The OpenAPI document as a page that people read: our own markup, style and fonts alone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from diary.web.api.document import document
from diary.web.api.operations import BASE, Operation
from diary.web.screens.frame import Frame
from diary.web.site import Site


@dataclass(frozen=True, slots=True)
class Row:
    """A field or parameter: what it is called, what it takes, what it means."""

    name: str
    kind: str
    note: str
    is_needed: bool


@dataclass(frozen=True, slots=True)
class Part:
    """What goes in, or comes out with a status."""

    title: str
    schema: str
    """The name of its schema, if it has one."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One operation."""

    name: str
    method: str
    path: str
    summary: str
    about: str
    parameters: tuple[Row, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Schema:
    name: str
    about: str
    rows: tuple[Row, ...]
    values: tuple[str, ...]
    """Of a word that is one of several."""


@dataclass(frozen=True, slots=True)
class ReferencePage:
    base: str
    about: str
    groups: tuple[tuple[str, tuple[Shown, ...]], ...]
    schemas: tuple[Schema, ...]


def served(operations: Sequence[Operation]) -> Callable[[Site], ResponseReturnValue]:
    def reference(_site: Site) -> ResponseReturnValue:
        page = page_of(document(operations))
        return render_template("pages/reference.html", page=page, frame=Frame("", language="en"))

    return reference


def page_of(described: dict[str, Any]) -> ReferencePage:
    """The document, by tag and in its own order."""
    groups: dict[str, list[Shown]] = {}
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            groups.setdefault(operation["tags"][0], []).append(_shown(path, method, operation))
    return ReferencePage(
        base=BASE,
        about=described["info"]["description"],
        groups=tuple((tag.capitalize(), tuple(shown)) for tag, shown in groups.items()),
        schemas=tuple(
            Schema(
                name, schema.get("description", ""), _rows(schema), tuple(schema.get("enum", ()))
            )
            for name, schema in described["components"]["schemas"].items()
        ),
    )


def _shown(path: str, method: str, operation: dict[str, Any]) -> Shown:
    parts = []
    if "requestBody" in operation:
        parts.append(Part("Body", _name_in(operation["requestBody"])))
    parts += [
        Part(f"{status} {answer['description']}", _name_in(answer))
        for status, answer in operation["responses"].items()
    ]
    return Shown(
        name=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        about=operation.get("description", ""),
        parameters=tuple(
            Row(p["name"], _kind(p["schema"]), p["schema"].get("description", ""), p["required"])
            for p in operation["parameters"]
        ),
        parts=tuple(parts),
    )


def _name_in(described: dict[str, Any]) -> str:
    for content in described.get("content", {}).values():
        return _last(content["schema"].get("$ref", ""))
    return ""


def _rows(schema: dict[str, Any]) -> tuple[Row, ...]:
    needed = schema.get("required", ())
    return tuple(
        Row(name, _kind(field), field.get("description", ""), name in needed)
        for name, field in schema.get("properties", {}).items()
    )


def _kind(schema: dict[str, Any]) -> str:
    """What a field takes, in few words: ``integer 0 to 10``."""
    if "$ref" in schema:
        return _last(schema["$ref"])
    for several in ("anyOf", "oneOf"):
        if several in schema:
            return " or ".join(dict.fromkeys(_kind(kind) for kind in schema[several]))
    if "const" in schema:
        return f"“{schema['const']}”"
    if schema.get("type") == "array":
        return f"list of {_kind(schema['items'])}"
    words = [str(schema.get("format", schema.get("type", "any")))]
    low, high = schema.get("minimum"), schema.get("maximum")
    if low is not None or high is not None:
        words.append(f"{low} to {high}")
    return " ".join(words)


def _last(ref: str) -> str:
    return ref.rpartition("/")[2]
