"""Patients by the hundred for a trial, made up from the seed, and so are their numbers."""

import random
from collections.abc import Mapping, Sequence
from datetime import time

from diary.simulation.illness import Illness
from diary.simulation.persona import Persona
from diary.simulation.phrasing import Style

AREA_CODES = tuple(range(201, 990))
"""With the fictitious exchange 555 and the lines 0100 to 0199, a hundred numbers each."""
LINES = 100
ZONES = (
    "America/Chicago", "America/New_York", "America/Denver", "America/Phoenix",
    "America/Los_Angeles", "America/Anchorage", "Pacific/Honolulu", "America/Puerto_Rico",
    "Europe/Madrid", "Asia/Kathmandu", "Australia/Lord_Howe",
)  # fmt: skip
"""Where people of this country live, and where they travel: whole, half and quarter hours off."""
PLANS = ("standard", "induction", "maintenance", "ptsd", "depression")
VISITS = ((0, 3, 7, 10, 14, 17), (0, 7, 14, 21), (0,), (0, 2, 5, 8))

SAYINGS = (
    "STOP", "START", "PAUSE 3 days", "RESUME", "LATER", "UNDO", "SKIP", "TIME 6pm", "HELP", "WHAT",
    "LINK", "thanks", "sorry, 4", "yesterday was 3", "please stop texting me", "ALTO", "thank you",
    "i want to kill myself", "ya no quiero vivir", "i dont want to be here anymore", "7", "banana",
    "NOTE slept at my sister's", "is this a real person?", "gracias", "6 3 7", "i cant breathe",
)  # fmt: skip
"""What people send of their own accord, at any moment."""


def population(count: int, days: int, seed: int) -> Sequence[Persona]:
    """``count`` patients who are enrolled for ``days``, with visits and texts of their own."""
    chance = random.Random(seed)  # noqa: S311 - a simulation, and repeatable
    return tuple(_patient(number, days, chance) for number in range(count))


def _patient(number: int, days: int, chance: random.Random) -> Persona:
    illness = Illness(
        baseline=chance.uniform(0.4, 0.85),
        reach=chance.uniform(0.0, 0.9),
        half_life=chance.uniform(8, 90),
        drift=chance.choice((0.0, 0.0, 0.0, 0.008)),
    )
    return Persona(
        name=f"Patient {number + 1}",
        story="one of many",
        phone=f"+1{AREA_CODES[number // LINES]}555{100 + number % LINES:04}",
        illness=illness,
        weeks=days / 7,
        visits=[day for day in chance.choice(VISITS) if day < days - 4],
        language=chance.choice(("en", "en", "es")),
        timezone=chance.choice(ZONES),
        preferred_local=time(chance.randrange(9, 20), chance.choice((0, 15, 30, 45))),
        plan=PLANS[number % len(PLANS)],
        style=chance.choice(tuple(Style)),
        answers=chance.uniform(0.3, 1.0),
        weight_kg=round(chance.uniform(50, 110), 1),
        says=_sayings(days, chance),
        dark_thoughts=chance.choice((0.0, 0.0, 0.0, 0.4)),
        phone_off_days=chance.choice((None,) * 9 + (days / 4,)),
    )


def _sayings(days: int, chance: random.Random) -> Mapping[float, str]:
    if days < _A_WHILE:
        return {}
    times = chance.choice((0, 0, 1, 2, 4))
    return {chance.uniform(0.1, days - 1): chance.choice(SAYINGS) for _ in range(times)}


_A_WHILE = 2
