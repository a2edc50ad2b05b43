"""The demo's patients. Every one of them is made up, and so are their numbers (555-01xx)."""

from collections.abc import Sequence
from datetime import time

from diary.simulation.illness import Illness
from diary.simulation.persona import Persona
from diary.simulation.phrasing import Style

INDUCTION = (0, 3, 7, 10, 14, 17)
"""Six infusions in less than three weeks."""


def cast() -> Sequence[Persona]:
    """Who is enrolled at the demo's clinic, with what story."""
    return (
        Persona(
            "Alma Reyes", "responds well and keeps it", _phone(1),
            Illness(0.72, 0.85, half_life=150), 8, (*INDUCTION, 38), answers=0.97,
        ),
        Persona(
            "Ben Whitlock", "responds, answers in labels", _phone(2),
            Illness(0.66, 0.75, half_life=90), 7, (*INDUCTION, 35), style=Style.LABELLED,
            preferred_local=time(18, 30), weight_kg=92,
        ),
        Persona(
            "Carla Nuñez", "responde, en español", _phone(3),
            Illness(0.7, 0.72, half_life=40), 6, (*INDUCTION, 31), language="es",
            style=Style.LABELLED, timezone="America/Denver", preferred_local=time(9, 30),
            weight_kg=61,
        ),
        Persona(
            "Dale Foster", "does not respond", _phone(4),
            Illness(0.7, 0.04, half_life=10), 6, INDUCTION, answers=0.9, weight_kg=88,
        ),
        Persona(
            "Edie Marsh", "does not respond, answers in parts", _phone(5),
            Illness(0.68, 0.04, half_life=12), 5, INDUCTION, style=Style.PART,
            timezone="America/New_York", preferred_local=time(12), weight_kg=70,
        ),
        Persona(
            "Frank Ortega", "responded, and the gain fades", _phone(6),
            Illness(0.76, 0.85, half_life=16), 7, INDUCTION, style=Style.COMMAS,
            weight_kg=81,
        ),
        Persona(
            "Gina Holt", "gets worse", _phone(7),
            Illness(0.42, 0.1, half_life=8, drift=0.0105), 6, INDUCTION, preferred_local=time(17),
            weight_kg=66,
        ),
        Persona(
            "Hank Tillman", "in danger tonight", _phone(8),
            Illness(0.78, 0.35, half_life=10), 4, INDUCTION, dark_thoughts=0.5, weight_kg=97,
            says={0.06: "6 weeks of this and nothing helps. i dont want to be here anymore"},
        ),
        Persona(
            "Iris Chan", "opted out", _phone(9),
            Illness(0.6, 0.7, half_life=60), 6, INDUCTION, timezone="America/Los_Angeles",
            says={9.2: "STOP"}, weight_kg=58,
        ),
        Persona(
            "Jo Barnett", "rarely answers", _phone(10),
            Illness(0.65, 0.5, half_life=25), 6, INDUCTION, answers=0.22, weight_kg=77,
        ),
        Persona(
            "Kim Adeyemi", "chats, and is read all the same", _phone(11),
            Illness(0.62, 0.65, half_life=35), 6, (*INDUCTION, 36), style=Style.CHATTY,
            preferred_local=time(11, 15), weight_kg=74,
        ),
        Persona(
            "Luis Prado", "empezó hace tres semanas", _phone(12),
            Illness(0.7, 0.7, half_life=30), 3, (0, 3, 7, 10, 14), language="es",
            timezone="America/Phoenix", preferred_local=time(10, 30), weight_kg=84,
        ),
        Persona(
            "Mona Keller", "her phone has been off since last week", _phone(13),
            Illness(0.64, 0.55, half_life=28), 6, INDUCTION, weight_kg=69,
            phone_off_days=6.5,
        ),
        Persona(
            "Ned Sawyer", "steady, on maintenance", _phone(14),
            Illness(0.7, 0.78, half_life=50), 12, (*INDUCTION, 31, 52, 73),
            timezone="America/Anchorage", preferred_local=time(9), weight_kg=104,
        ),
    )  # fmt: skip


def _phone(number: int) -> str:
    return f"+1432555{100 + number:04}"
