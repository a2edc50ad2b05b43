"""How simulated patients put their numbers into words: each has a style of their own."""

import random
from collections.abc import Mapping
from enum import StrEnum

_NAMES = {
    "en": {"mood": "mood", "distress": "distress", "sleep_hours": "slept"},
    "es": {"mood": "animo", "distress": "malestar", "sleep_hours": "dormi"},
}
_HOURS = {"en": "hours", "es": "horas"}


class Style(StrEnum):
    PLAIN = "plain"
    """``6 3 7``"""
    COMMAS = "commas"
    LABELLED = "labelled"
    """``mood 6 distress 3 slept 7 hours``"""
    CHATTY = "chatty"
    PART = "part"
    """Gives the first two numbers, and the rest when asked."""


def say_values(
    values: Mapping[str, float], style: Style, language: str, chance: random.Random
) -> str:
    """A reply that gives ``values``, in the order asked."""
    numbers = [f"{value:g}" for value in values.values()]
    named = [_named(name, value, language) for name, value in values.items()]
    match style:
        case Style.PLAIN:
            return " ".join(numbers)
        case Style.COMMAS:
            return ", ".join(numbers)
        case Style.PART if len(numbers) > 2 and chance.random() < 0.4:
            return " ".join(numbers[:2])
        case Style.LABELLED if all(name in _NAMES["en"] for name in values):
            return " ".join(named)
        case Style.CHATTY if all(name in _NAMES["en"] for name in values):
            chance.shuffle(named)
            return ", ".join(named)
        case _:
            return " ".join(numbers)


def _named(name: str, value: float, language: str) -> str:
    words = _NAMES[language]
    said = f"{words.get(name, name)} {value:g}"
    return f"{said} {_HOURS[language]}" if name == "sleep_hours" else said
