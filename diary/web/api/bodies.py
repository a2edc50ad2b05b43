"""Reading what a device sends: JSON of a bounded size, or a problem that says what is wrong."""

import re
from typing import TypeVar

from flask import request
from pydantic import BaseModel, ValidationError
from werkzeug.exceptions import RequestEntityTooLarge, UnsupportedMediaType

from diary.web.api import problems

LARGEST_BODY = 1024 * 1024
_Model = TypeVar("_Model", bound=BaseModel)


def read_body() -> bytes:
    """The body, if it is JSON by its own word and not too large."""
    if request.mimetype != "application/json" or request.headers.get("Content-Encoding"):
        raise UnsupportedMediaType
    if (request.content_length or 0) > LARGEST_BODY:
        raise RequestEntityTooLarge
    return request.get_data(cache=False)


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
        raise problems.unreadable(errors[0])
    return validated(model, mended)


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
