"""Where help is at any hour, in the United States.

988 Suicide & Crisis Lifeline: call or text, veterans press 1 or text 838255, Spanish by pressing 2
or texting AYUDA (988lifeline.org, as of November 2026). 911 is the emergency number.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from diary.domain.tables import Localized


@dataclass(frozen=True, slots=True)
class CrisisLine:
    """A number to call or to text, or both; ``text_body`` is what to write, where it matters."""

    code: str
    name: Localized
    says: Localized
    call: str | None = None
    text: str | None = None
    text_body: Mapping[str, str] | None = None


NOT_WATCHED: Localized = {
    "en": "Nobody watches this app all the time. In danger now: call 911.",
    "es": "Nadie vigila esta aplicación todo el tiempo. Si hay peligro ahora: llama al 911.",
}

CRISIS_LINES = (
    CrisisLine(
        "emergency",
        {"en": "Emergency: 911", "es": "Emergencia: 911"},
        {
            "en": "In danger now, chest pain, or you cannot breathe.",
            "es": "Peligro ahora, dolor en el pecho o no puedes respirar.",
        },
        call="911",
    ),
    CrisisLine(
        "lifeline",
        {"en": "988 Suicide & Crisis Lifeline", "es": "Línea 988 de prevención y crisis"},
        {
            "en": "Call or text, free, at any hour.",
            "es": "Llama y marca 2, o escribe AYUDA. Gratis, a cualquier hora.",
        },
        call="988",
        text="988",
        text_body={"es": "AYUDA"},
    ),
    CrisisLine(
        "veterans",
        {"en": "Veterans Crisis Line", "es": "Línea de crisis para veteranos"},
        {
            "en": "Call 988 and press 1, or text 838255.",
            "es": "Llama al 988 y marca 1, o escribe al 838255.",
        },
        call="988",
        text="838255",
    ),
)
