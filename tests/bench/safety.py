"""How well danger is seen: recall a tier, and false alerts per 1,000 ordinary texts.

And what a character costs, in texts of several lengths put together from ordinary ones: if a long
one costs more than a short one does, the work grows faster than the text.

The figures are of the project's own corpora, which the lexicon's authors have seen: they show that
nothing was lost, not how it does on texts it has never met.
"""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass

from diary.domain.lexicon import Lexicon, Tier
from diary.domain.safety import screen
from diary.gateways.lexicons import load_lexicon
from diary.resources import lexicons_folder
from tests.corpora import compose


@dataclass(frozen=True, slots=True)
class Figures:
    """``seen`` and ``too_low`` are shares of a tier's danger texts, ``false_*`` are per 1,000."""

    texts: dict[str, int]
    seen: dict[str, float]
    too_low: dict[str, float]
    ordinary: int
    false_high: float
    false_low: float


def measure(lexicon: Lexicon, language: str) -> Figures:
    """The figures for one language."""
    danger = [(tier, screen(text, lexicon)) for tier, text in compose.danger(language)]
    found = [screen(text, lexicon) for text in compose.ordinary(language)]
    per_thousand = 1000 / len(found)
    by_tier = {t.value: [finding for tier, finding in danger if tier == t] for t in Tier}
    return Figures(
        texts={tier: len(findings) for tier, findings in by_tier.items()},
        seen={tier: sum(map(bool, f)) / len(f) for tier, f in by_tier.items()},
        too_low={
            tier: sum(1 for f in findings if f is not None and f.tier is Tier.C) / len(findings)
            for tier, findings in by_tier.items()
            if tier != Tier.C
        },
        ordinary=len(found),
        false_high=per_thousand * sum(1 for f in found if f is not None and f.tier is not Tier.C),
        false_low=per_thousand * sum(1 for f in found if f is not None and f.tier is Tier.C),
    )


LENGTHS = (100, 1_000, 4_000)
_ROUNDS = 3


def microseconds_a_character(lexicon: Lexicon, language: str, length: int) -> float:
    """The processor's time for texts of many different words, the quickest of some rounds."""
    rng = random.Random(length)  # noqa: S311 - nothing to be kept secret
    lines = compose.lines(f"ordinary_{language}.txt")
    texts = []
    for _ in range(max(4, 20_000 // length)):
        text = ""
        while len(text) < length:
            text += f"{rng.choice(lines)}. "
        texts.append(text[:length])
    took = []
    for _ in range(_ROUNDS):
        began = time.process_time()
        for text in texts:
            screen(text, lexicon)
        took.append(time.process_time() - began)
    return 1e6 * min(took) / (length * len(texts))


def report(lexicon: Lexicon, write: Callable[[str], None]) -> None:
    """One paragraph a language."""
    for language in ("en", "es"):
        figures = measure(lexicon, language)
        for tier, seen in figures.seen.items():
            low = f", {figures.too_low[tier]:.1%} only as C" if tier in figures.too_low else ""
            write(f"danger {language} tier {tier}: {seen:.1%} of {figures.texts[tier]} seen{low}")
        write(
            f"ordinary {language}: {figures.ordinary} texts, false alerts per 1,000:"
            f" {figures.false_high:.1f} of tier A or B, {figures.false_low:.1f} of tier C"
        )
        costs = (
            f"{microseconds_a_character(lexicon, language, length):.1f} of {length:,}"
            for length in LENGTHS
        )
        write(f"microseconds a character {language}, by characters: {', '.join(costs)}")


if __name__ == "__main__":
    report(load_lexicon(lexicons_folder()), print)
