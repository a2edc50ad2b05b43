"""What may follow an answer, and with what of it: the links of the OpenAPI document.

A value that begins with ``$`` is a runtime expression of OpenAPI 3.1, section 4.8.20.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Link:
    """From the answers of ``after`` to an operation, by their names in ``routes``."""

    after: str
    to: str
    name: str
    summary: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, str] = field(default_factory=dict)


def links_after(operation: str) -> Mapping[str, dict[str, Any]]:
    """The links of an operation's good answers, as the document says them."""
    return {link.name: _said(link) for link in LINKS if link.after == operation}


def _said(link: Link) -> dict[str, Any]:
    said: dict[str, Any] = {"operationId": link.to, "description": link.summary}
    if link.parameters:
        said["parameters"] = dict(link.parameters)
    if link.body:
        said["requestBody"] = dict(link.body)
    return said


def _of(place: str) -> str:
    return f"$response.body#/{place}"


def _lists() -> Iterator[Link]:
    for name, also in (
        ("list_check_ins", {"when": "$request.query.when"}),
        ("list_diary_entries", {}),
        ("list_messages", {}),
    ):
        cursor = {"cursor": _of("next"), **also}
        yield Link(name, name, "next_part", "The part that follows.", cursor)


def _devices() -> Iterator[Link]:
    yield Link(
        "ask_for_code",
        "sign_in",
        "sign_in",
        "Type the code that was texted.",
        body={"request_id": _of("request_id")},
    )
    for name in ("sign_in", "refresh_tokens"):
        yield Link(
            name,
            "refresh_tokens",
            "refresh",
            "Exchange the refresh token, once.",
            body={"refresh_token": _of("refresh_token")},
        )
        yield Link(
            name, "end_device", "sign_out", "Sign this device out.", {"device_id": _of("device_id")}
        )
    for name, place in (("list_devices", "items/0/id"), ("export_everything", "devices/0/id")):
        yield Link(
            name,
            "end_device",
            "sign_out",
            "Sign a device of the list out.",
            {"device_id": _of(place)},
        )
    yield Link("show_push", "turn_push_on", "turn_on", "Have check-ins notified here.")
    yield Link("turn_push_on", "show_push", "show", "Whether they are.")
    yield Link("turn_push_on", "turn_push_off", "turn_off", "Have them texted again.")


def _me() -> Iterator[Link]:
    same = ("greeting", "language", "timezone", "preferred_local")
    yield Link(
        "show_me",
        "change_me",
        "change",
        "Change some of it.",
        body={name: _of(name) for name in same},
    )
    yield Link("change_me", "show_me", "show", "It as it is now.")


def _check_ins() -> Iterator[Link]:
    asked = (
        ("list_check_ins", _of("items/0/id")),
        ("show_check_in", _of("id")),
        ("open_check_in", "$request.path.check_in_id"),
        ("answer_check_in", _of("check_in/id")),
        ("export_everything", _of("check_ins/0/id")),
    )
    for name, place in asked:
        check_in = {"check_in_id": place}
        if name != "show_check_in":
            yield Link(name, "show_check_in", "show_check_in", "The check-in by itself.", check_in)
        if name not in ("open_check_in", "export_everything"):
            yield Link(name, "open_check_in", "open", "Tell that it is on the screen.", check_in)
        if name != "export_everything":
            yield Link(name, "answer_check_in", "answer", "Answer it, or more of it.", check_in)
    yield Link("answer_check_in", "show_trend", "trend", "Its numbers in the trend.")
    yield Link(
        "list_questionnaires",
        "show_questionnaire",
        "show",
        "The first by itself.",
        {"code": _of("items/0/code")},
    )


def _entries() -> Iterator[Link]:
    kept = (
        ("list_diary_entries", "items/0/id"),
        ("show_diary_entry", "id"),
        ("keep_diary_entry", "entry/id"),
        ("sync", "verdicts/0/id"),
    )
    for name, place in kept:
        entry = {"entry_id": _of(place)}
        if name != "show_diary_entry":
            yield Link(name, "show_diary_entry", "show", "The entry as it stands.", entry)
        if name != "sync":
            yield Link(name, "keep_diary_entry", "edit", "Keep a new version: one more.", entry)
        yield Link(name, "delete_diary_entry", "delete", "Take the entry back.", entry)
    yield Link("sync", "sync", "go_on", "What is new since this.", body={"since": _of("cursor")})
    yield Link("delete_diary_entry", "list_diary_entries", "list", "The diary without it.")


def _record() -> Iterator[Link]:
    yield Link(
        "show_safety",
        "keep_safety_plan",
        "edit",
        "Keep a new version: one more.",
        body={"id": _of("plan/id")},
    )
    yield Link("keep_safety_plan", "show_safety", "show", "The plan beside where help is.")
    yield Link("show_trend", "list_infusions", "infusions", "What to expect after its marks.")
    yield Link("list_infusions", "show_trend", "trend", "The numbers around them.")


LINKS: tuple[Link, ...] = (
    *_devices(),
    *_me(),
    *_check_ins(),
    *_lists(),
    *_entries(),
    *_record(),
)
