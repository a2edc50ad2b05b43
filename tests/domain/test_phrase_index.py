"""Phrases are looked for only where they may stand, and found as if looked for everywhere."""

import random
import re
from functools import cache
from typing import Any

import pytest

from diary.domain import phrase_index
from diary.domain.phrase_index import Match, PhraseIndex
from tests.corpora import compose
from tests.domain.test_lexicon import LEXICON

MOST = 600
"""Phrases of each kind: to try all of them everywhere takes minutes."""
INDEXES: dict[str, PhraseIndex[Any]] = {
    name: PhraseIndex(index.entries[:: len(index.entries) // MOST + 1])
    for name, index in (
        ("dangers", LEXICON.dangers),
        ("hints", LEXICON.hints),
        ("ignored", LEXICON.ignored),
        ("lowering", LEXICON.lowering),
    )
}
AROUND = ("", "lol ok 5. ", "hi dr smith, ", "6 3 7, ", "😀 ")
BETWEEN = (". ", " ", ", ", " lol ", " 5 ")


def texts(length: int) -> list[str]:
    """Of ordinary words and some danger, as they are read."""
    rng = random.Random(length)  # noqa: S311 - nothing to be kept secret
    lines = [
        *compose.lines("ordinary_en.txt"),
        *compose.lines("ordinary_es.txt"),
        *(text for language in ("en", "es") for _, text in compose.danger(language)),
    ]
    found = []
    for begin in AROUND:
        text = begin
        while len(text) < length:
            text += rng.choice(lines) + rng.choice(BETWEEN)
        found.append(LEXICON.spelling.read(text + begin))
    return found


def everywhere(index: PhraseIndex[Any], text: str) -> list[Match[Any]]:
    return [
        Match(key, found.start(), found.end())
        for key, phrase in index.entries
        for found in compiled(phrase.regex).finditer(text)
    ]


compiled = cache(re.compile)


@pytest.mark.parametrize("name", INDEXES)
@pytest.mark.parametrize("at_once", [25, 1000])
def test_a_phrase_is_found_as_if_it_were_looked_for_everywhere(
    name: str, at_once: int, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(phrase_index, "_AT_ONCE", at_once)
    index = INDEXES[name]
    found = 0
    for text in (*texts(60), *texts(700), *texts(3000)):
        matches = list(index.matches(text))
        assert matches == everywhere(index, text)
        found += len(matches)
    assert found


def test_where_words_were_blanked_the_same_windows_do():
    index = INDEXES["dangers"]
    for text in texts(700):
        rest = " " + " ".join(
            re.sub(".", "x", word) if number % 7 == 0 and len(word) > 1 else word
            for number, word in enumerate(text.split())
        )
        assert list(index.matches_in(index.windows(text), rest)) == everywhere(index, rest)
