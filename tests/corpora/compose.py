"""The project's own corpora: the files, and ordinary texts put together from parts."""

from itertools import product
from pathlib import Path

FOLDER = Path(__file__).parent

_PARTS = {
    "en": (
        ("6", "mood 4", "about a 7 today", "5 3 6", "ok day", "rough morning"),
        (
            "slept 7 hours",
            "woke up twice",
            "back is sore from the yard",
            "took my meds with breakfast",
            "kids had a game",
            "work dragged on",
            "walked the dog by the river",
            "little headache after the infusion",
            "mom came over for dinner",
            "lost my patience with the printer",
        ),
        (
            "feeling calmer",
            "going to bed early",
            "a bit anxious about tomorrow",
            "so hungry now",
            "thanks for asking",
            "glad the rain stopped",
            "watching the game tonight",
        ),
    ),
    "es": (
        ("6", "ánimo 4", "como un 7 hoy", "5 3 6", "día normal", "mañana pesada"),
        (
            "dormí 7 horas",
            "desperté dos veces",
            "me duele la espalda por el jardín",
            "tomé mis pastillas con el desayuno",
            "los niños tuvieron partido",
            "el trabajo se hizo eterno",
            "saqué al perro al parque",
            "un poco de dolor de cabeza después de la infusión",
            "vino mi mamá a cenar",
            "perdí la paciencia con la impresora",
        ),
        (
            "más tranquila",
            "me voy a dormir temprano",
            "algo nerviosa por mañana",
            "qué hambre",
            "gracias por preguntar",
            "qué bueno que paró la lluvia",
            "voy a ver el partido",
        ),
    ),
}


def lines(name: str) -> list[str]:
    """The texts of one corpus file, without its comments."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def danger(language: str) -> list[tuple[str, str]]:
    """Tier and text of each danger text."""
    return [(tier, text) for tier, text in (x.split("\t") for x in lines(f"danger_{language}.txt"))]


def ordinary(language: str) -> list[str]:
    """At least a thousand ordinary texts: those of the file, and three parts put together."""
    return lines(f"ordinary_{language}.txt") + [". ".join(p) for p in product(*_PARTS[language])]
