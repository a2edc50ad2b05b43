"""What is wrong with a field, for people and in English. Nothing that was sent is repeated."""

import re

from pydantic_core import ErrorDetails

_KNOWN = {
    "another_kind": "An entry stays of its kind: under this id there is another.",
    "cursor": "This is no cursor of ours: begin again without it.",
    "in_future": "This is ahead of the clock.",
    "key": "This is not what the browser's Push API gives, as base64url.",
    "language": "This language is not spoken here.",
    "name": "A name may have 60 characters, all of them to be seen.",
    "not_asked": "The check-in does not ask this questionnaire.",
    "not_open_yet": "The check-in was not open yet.",
    "off_scale": "This is not on the item's scale.",
    "outside_hours": "The clinic does not text at this hour: see `clinic` in `/me`.",
    "pause": "A pause ends on one of the next 90 days.",
    "phone": "This cannot be a phone number: write it as E.164.",
    "push_service": "This is no https address of a push service that we know.",
    "repeated": "Say this once.",
    "too_many_members": "An object may have 200 members.",
    "too_old": "This is older than the diary goes back.",
    "unknown": "There is no such thing here.",
    "window_is_over": "The check-in was closed by then.",
    "wrong": "This is not the code, or it is not good any more.",
    "zone": "This is no time zone of the IANA database.",
}
"""By the codes of our own rules."""

_WORDS = {
    "extra_forbidden": "There is no such field.",
    "missing": "This is needed.",
    "timezone_aware": "An instant says its offset, like 2026-11-18T16:00:00Z.",
    "uuid_parsing": "This is no UUID.",
    "uuid_type": "This is no UUID.",
}
"""For what a schema found, where its own words say less or repeat too much."""

_LISTS = {"entries": "entries", "tags": "tags", "answers": "answers"} | dict.fromkeys(
    (
        "warning_signs",
        "coping",
        "distractions",
        "people",
        "professionals",
        "safer_surroundings",
    ),
    "lines",
)
"""What the lists of a body hold."""
_LENGTH = re.compile(r"(at (?:most|least)) (\d+) items?.*?(, not \d+)?$")
_OF_A_TEXT = "Value should have at "
"""How the length of a text is found wrong behind a validator of ours; lists are named as such."""


def explain(code: str) -> str:
    """The words for a code of our own rules."""
    return _KNOWN.get(code, "This is not right.")


def say(error: ErrorDetails) -> str:
    """The words for what a schema found."""
    message = _WORDS.get(error["type"], error["msg"])
    # A message may quote what was sent where a list of choices is given; the choices are ours.
    if error["type"] == "value_error":
        return message.split(", ", 1)[-1]
    if message.startswith(_OF_A_TEXT):
        return message.replace(" item", " character").replace(" after validation", "")
    if error["type"] in ("too_long", "too_short") and (length := _LENGTH.search(message)):
        return _say_length(error["loc"], *length.groups(default=""))
    return message


def _say_length(location: tuple[int | str, ...], bound: str, length: str, found: str) -> str:
    names = [str(step) for step in location]
    if "answers" in names[:-1]:
        # An answer may itself be a list: of the options that were chosen.
        name, held = names[names.index("answers") + 1], "options"
    else:
        name = next((each for each in reversed(names) if each in _LISTS), "")
        held = _LISTS.get(name, "items")
    if length == "1":
        held = {"entries": "entry"}.get(held, held.removesuffix("s"))
    return f"`{name}` takes {bound} {length} {held}{found}"
