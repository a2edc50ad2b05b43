"""A clinic's own wording of a text: which texts it may word anew, and what such a wording keeps.

A placeholder is written ``{{ name }}`` and stands for what the shipped text says at that place.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

OwnWordings = Mapping[str, Mapping[str, str]]
"""A clinic's own texts, by key and language."""

ALWAYS_THERE = frozenset({"clinic", "contact_phone"})
"""Placeholders that any text may have."""

NAMES_TOO_MUCH = re.compile(
    r"ketamin|infusi|PTSD|TEPT|depress|depresi|anxi|ansie|suicid|dose|dosis|drug|droga",
    re.IGNORECASE,
)
"""A text may be read over a shoulder: none names a drug or a diagnosis."""

ASKS_FOR_COMMAND = re.compile(
    r"\b(?:reply|text|send|answer|type|respond[ea]|contest[ae]|escrib[ea]|env[ií][ae]|mand[ae])"
    r"(?: (?:back|with|con))?[ :]+[\"'“«]?"
    r"(?:yes|end|quit|cancel|info|revoke|opt-?out|unsubscribe|stopall|unstop"
    r"|no(?! (?:later|m[aá]s)))\b",
    re.IGNORECASE,
)
"""Carriers take these answers for a wish to stop, to start or for help."""


@dataclass(frozen=True, slots=True)
class ShippedText:
    """A text as it comes with the program; ``is_by_case`` if it says different things by case."""

    key: str
    language: str
    text: str
    is_by_case: bool


class Lock(StrEnum):
    """Why a text cannot be worded anew."""

    SAFETY = "safety"
    """It says where help is."""
    CARRIER = "carrier"
    """Joining, leaving, help and privacy: carriers and the law say what it must say."""
    QUESTION = "question"
    """It asks a questionnaire's items."""
    ACCESS = "access"
    """It guards an account."""
    STAFF = "staff"
    """It goes to staff, with words that page them."""
    BY_CASE = "by_case"


class FaultKind(StrEnum):
    LOCKED = "locked"
    EMPTY = "empty"
    CONTROL = "control"
    MARKUP = "markup"
    UNKNOWN = "unknown"
    """Placeholders that the text has no values for."""
    MISSING = "missing"
    """Placeholders of the shipped text."""
    UNSAID = "unsaid"
    """Words of the shipped text that patients are to send."""
    REVEALING = "revealing"
    COMMAND = "command"
    LONG = "long"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a wording; ``names`` are the placeholders or words it is about."""

    kind: FaultKind
    names: tuple[str, ...] = ()


def lock_of(shipped: ShippedText) -> Lock | None:
    """Why ``shipped`` is nobody's to change, or ``None``."""
    if shipped.key.startswith("safety_"):
        return Lock.SAFETY
    if shipped.key in _LOCKED:
        return _LOCKED[shipped.key]
    if _CRISIS_LINE.search(shipped.text):
        return Lock.SAFETY
    return Lock.BY_CASE if shipped.is_by_case else None


def placeholders(text: str) -> frozenset[str]:
    """The names of the placeholders in ``text``."""
    return frozenset(_PLACE.findall(text))


def words_to_send(shipped: ShippedText) -> frozenset[str]:
    """The words in capitals that the shipped text tells patients to send."""
    return frozenset(_TO_SEND.findall(_PLACE.sub("", shipped.text)))


def tidy(text: str) -> str:
    """``text`` on one line, its placeholders as ``{{ name }}``."""
    return _PLACE.sub(r"{{ \1 }}", " ".join(text.split()))


def fault_of(text: str, shipped: ShippedText) -> Fault | None:
    """The first thing that is wrong with ``text`` in the place of ``shipped``; not its length."""
    needed, found = placeholders(shipped.text), placeholders(text)
    if lock_of(shipped):
        return Fault(FaultKind.LOCKED)
    if not _PLACE.sub("", text).strip():
        return Fault(FaultKind.EMPTY)
    if any(unicodedata.category(letter)[0] == "C" for letter in text):
        return Fault(FaultKind.CONTROL)
    if _MARKUP.search(_PLACE.sub("", text)):
        return Fault(FaultKind.MARKUP)
    if unknown := sorted(found - needed - ALWAYS_THERE):
        return Fault(FaultKind.UNKNOWN, tuple(unknown))
    if missing := sorted(needed - found):
        return Fault(FaultKind.MISSING, tuple(missing))
    if unsaid := sorted(words_to_send(shipped) - set(_WORD.findall(text))):
        return Fault(FaultKind.UNSAID, tuple(unsaid))
    if match := NAMES_TOO_MUCH.search(text):
        return Fault(FaultKind.REVEALING, (match[0],))
    if match := ASKS_FOR_COMMAND.search(text):
        return Fault(FaultKind.COMMAND, (match[0],))
    return None


def say_own(text: str, shipped: ShippedText, params: Mapping[str, object]) -> str | None:
    """``text`` filled in, or ``None`` where it does not, or no longer, fit ``shipped``."""
    if fault_of(text, shipped) or not placeholders(text) <= params.keys():
        return None
    filled = _PLACE.sub(lambda place: str(params[place[1]]), text)
    return " ".join(filled.split())


_LOCKED = {
    **dict.fromkeys(
        (
            "active",
            "declined",
            "help",
            "invitation",
            "invitation_unclear",
            "restarted",
            "stopped",
            "welcome",
            "what",
            "wrong_number",
        ),
        Lock.CARRIER,
    ),
    "ask_rest": Lock.QUESTION,
    "how_to_reply": Lock.QUESTION,
    "sign_in_code": Lock.ACCESS,
    **dict.fromkeys(("page", "page_acknowledged", "page_taken"), Lock.STAFF),
}
_PLACE = re.compile(r"\{\{ *(\w+) *\}\}")
_CRISIS_LINE = re.compile(r"\b(?:911|988)\b")
_MARKUP = re.compile(r"[{}]|<[A-Za-z/!]")
_WORD = re.compile(r"\w+")
_TO_SEND = re.compile(r"\b[A-ZÁÉÍÓÚÑ]{4,}\b")
