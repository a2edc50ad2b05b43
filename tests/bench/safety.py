"""How well danger is seen: recall a tier, and false alerts per 1,000 ordinary texts.

The figures are of the project's own corpora, which the lexicon's authors have seen: they show that
nothing was lost, not how it does on texts it has never met.
"""

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


if __name__ == "__main__":
    report(load_lexicon(lexicons_folder()), print)
