"""Reading what a device sends: JSON of a bounded size, or a problem that says what is wrong."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import repeat
from typing import Any, TypeVar

from flask import request
from pydantic import BaseModel, ValidationError
from werkzeug.exceptions import RequestEntityTooLarge, UnsupportedMediaType

from diary.web.api import problems

LARGEST_BODY = 1024 * 1024
_Model = TypeVar("_Model", bound=BaseModel)


_MOST_MEMBERS = 200
"""Of one object. Twice as many as any may have: each takes many times the bytes it came in."""


def read_body() -> bytes:
    """The body, if it is JSON by its own word, not too large, and says everything once."""
    return read_said()[0]


def read_said() -> tuple[bytes, Any]:
    """The body as ``read_body`` takes it, and what it says."""
    if request.mimetype != "application/json" or request.headers.get("Content-Encoding"):
        raise UnsupportedMediaType
    if (request.content_length or 0) > LARGEST_BODY:
        raise RequestEntityTooLarge
    body = request.get_data()
    return body, _said_in(body)


def validated(model: type[_Model], body: bytes) -> _Model:
    """The body as its schema has it; a problem where it does not fit."""
    try:
        return model.model_validate_json(body)
    except ValidationError as invalid:
        errors = problems.errors_in(invalid)
    if errors[0]["type"] != "json_invalid":
        raise problems.invalid_body(errors)
    mended = whole_characters(body)
    if mended == body:
        raise problems.unreadable(errors[0]["msg"])
    return validated(model, mended)


def _said_in(body: bytes) -> Any:
    """What the body says; a problem where an object has a name twice, or too many of them.

    Schemas see the last of two alone: what the other said would be lost without a word. What
    cannot be read here is refused too, so that no body passes which this did not look through.
    """
    try:
        return json.loads(body, object_pairs_hook=_tell_apart)
    except _TooManyMembersError:
        raise problems.at_places("too_many_members", _places(body, _has_too_many)) from None
    except _RepeatedNameError:
        raise problems.at_places("repeated", _places(body, _said_twice)) from None
    except json.JSONDecodeError as no_json:
        where = f"line {no_json.lineno} column {no_json.colno}"
        raise problems.unreadable(f"{no_json.msg}: {where}") from None
    except (UnicodeError, RecursionError):
        raise problems.unreadable("It is not UTF-8, or too deep") from None
    except ValueError:
        raise problems.unreadable("A number is too long") from None


class _RepeatedNameError(Exception):
    pass


class _TooManyMembersError(Exception):
    pass


def _tell_apart(members: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(members) > _MOST_MEMBERS:
        raise _TooManyMembersError
    said = dict(members)
    if len(said) < len(members):
        raise _RepeatedNameError
    return said


class _Members(list[tuple[str, Any]]):
    """An object with all that it says."""


_Steps = tuple[str | int, ...]


def _said_twice(members: _Members) -> Iterator[tuple[str]]:
    """The names that stand there more than once."""
    names = Counter(name for name, _ in members)
    return ((name,) for name, times in names.items() if times > 1)


def _has_too_many(members: _Members) -> Iterator[tuple[()]]:
    return repeat((), len(members) > _MOST_MEMBERS)


def _places(body: bytes, faults_of: Callable[[_Members], Iterator[_Steps]]) -> Iterator[_Steps]:
    """The steps to each fault that an object of the body has."""
    whole = json.loads(body, object_pairs_hook=_Members, parse_int=str)
    unseen: list[Iterator[tuple[_Steps, Any]]] = [iter([((), whole)])]
    while unseen:
        steps, value = next(unseen[-1], ((), None))
        if isinstance(value, _Members):
            yield from ((*steps, *fault) for fault in faults_of(value))
            unseen.append(_below(steps, value))
        elif isinstance(value, list):
            unseen.append(_below(steps, enumerate(value)))
        elif value is None:
            unseen.pop()


def _below(steps: _Steps, members: Iterable[tuple[str | int, Any]]) -> Iterator[tuple[_Steps, Any]]:
    return (((*steps, step), value) for step, value in members if isinstance(value, list))


def whole_characters(body: bytes) -> bytes:
    r"""``body`` with ``\ufffd`` for each half of a character.

    Where a text was cut in the middle of an emoji, JavaScript writes the half of it that is left
    as an escape of its own, which no text can hold. One such note is not to hold up all others.
    """
    return _ESCAPES.sub(_whole, body)


_ESCAPES = re.compile(
    rb"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    rb"|(?P<half>u[dD][89a-fA-F][0-9a-fA-F]{2})|.)",
    re.DOTALL,
)
"""Every escape, so that none is looked for behind a backslash that is itself escaped."""


def _whole(escape: re.Match[bytes]) -> bytes:
    return rb"\ufffd" if escape["half"] else escape[0]
