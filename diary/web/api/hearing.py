"""What a body shows of danger that does not fit: whatever of its words and answers can be made out.

Of a safety plan's lines nothing is: see ``Shown``.
"""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any
from uuid import UUID

from flask import request

from diary.domain.turn import Value
from diary.services import app_dangers, app_refused
from diary.services.entries import Refused, Shown
from diary.web.api.calls import Call
from diary.web.api.problems import ProblemError
from diary.web.api.schemas.entries import PlanContent, ResponseSubmission
from diary.web.api.submitting import help_after

_LONGEST_NUMBER = 20


@contextmanager
def hearing(call: Call, entry_id: object = None) -> Iterator[None]:
    """Where the body is refused inside, alert what it shows and say where help is.

    ``entry_id`` is the entry's own where the address says it and the body does not.
    """
    try:
        yield
    except ProblemError as problem:
        refused = [
            made_out(call, entry, entry_id)
            for said in _readings(request.get_data())
            for entry in _entries_in(said)
        ]
        if any(each.seen for each in refused):
            with call.writing() as session:
                app_refused.take(
                    session, call.catalogue, call.caller, refused, call.now, call.base_url
                )
            problem.help_at = help_after(call, (), refused)
        raise


def made_out(call: Call, entry: Any, entry_id: object = None) -> Refused:
    """What can be made out of something that is to be an entry and is none."""
    said = entry if isinstance(entry, Mapping) else {}
    code, answers = said.get("questionnaire"), said.get("answers")
    shown = Shown(
        words=tuple(dict.fromkeys(_words(entry))),
        mood=_number(said.get("mood")),
        questionnaire=code if isinstance(code, str) else "",
        answers=_values(answers) if isinstance(answers, Mapping) else {},
    )
    seen = app_dangers.seen_in(shown, call.catalogue)
    return Refused(_id(entry_id or said.get("id")), shown, seen)


_NOT_SAID = frozenset(ResponseSubmission.model_fields) - {"answers"} | {*PlanContent.model_fields}
"""Fields in which nobody says how they are, or in which danger is not meant: a plan's lines."""


def _words(entry: Any) -> Iterator[str]:
    """Every text in it, also in a field that we do not know: a later version may have it."""
    unseen = [entry]
    while unseen:
        value = unseen.pop()
        if isinstance(value, str):
            if value:
                yield value
        elif isinstance(value, Mapping):
            unseen += [each for name, each in value.items() if name not in _NOT_SAID]
        elif isinstance(value, Sequence):
            unseen += value


def _values(answers: Mapping[str, Any]) -> Mapping[str, Value]:
    found: dict[str, Value] = {}
    for link_id, given in answers.items():
        if isinstance(given, list):
            numbers = [number for each in given if (number := _number(each)) is not None]
            found[link_id] = tuple(int(number) for number in numbers if number.is_integer())
        elif (number := _number(given)) is not None:
            found[link_id] = number
    return found


def _number(given: Any) -> float | None:
    """What was meant as a number, "3" among them."""
    if isinstance(given, bool) or not isinstance(given, int | float | str):
        return None
    if isinstance(given, str) and len(given) > _LONGEST_NUMBER:
        return None
    try:
        number = float(given)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def _id(said: Any) -> UUID | None:
    if isinstance(said, UUID):
        return said
    try:
        return UUID(said)
    except (TypeError, ValueError, AttributeError):
        return None


def _entries_in(body: Any) -> Sequence[Any]:
    entries = body.get("entries") if isinstance(body, Mapping) else None
    return entries if isinstance(entries, list) else [body]


def _readings(body: bytes) -> Iterator[Any]:
    """The body, and if it has a name twice, the body as it was first said. No JSON is nothing."""
    for is_latest in (True, False):
        repeated: list[Any] = []
        gather = partial(_gathered, repeated, is_latest)
        try:
            yield json.loads(body, object_pairs_hook=gather, parse_int=float)
        except (ValueError, RecursionError):
            return
        if not repeated:
            return


def _gathered(repeated: list[Any], is_latest: bool, members: list[tuple[str, Any]]) -> Any:
    said = dict(members if is_latest else reversed(members))
    if len(said) < len(members):
        repeated.append(said)
        # All that was said stays beside it, for its words.
        said[""] = [value for name, value in members if name not in _NOT_SAID]
    return said
