"""What a slip of the thumb does to a word."""

import re
from collections.abc import Iterable

_RUN = re.compile(r"(.)\1+")


def single(word: str) -> str:
    """``word`` with each run of a letter written once."""
    return _RUN.sub(r"\1", word)


def by_single(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Words by what they are with each run of a letter written once."""
    grouped: dict[str, tuple[str, ...]] = {}
    for word in words:
        grouped[single(word)] = (*grouped.get(single(word), ()), word)
    return grouped


def deletions(word: str) -> set[str]:
    """``word`` with one letter left out, in every way."""
    return {word[:n] + word[n + 1 :] for n in range(len(word))}


def one_slip(typed: str, meant: str) -> bool:
    """Whether one letter was changed, left out or put in, or two neighbours were swapped."""
    if abs(len(typed) - len(meant)) > 1:
        return False
    start = 0
    while start < min(len(typed), len(meant)) and typed[start] == meant[start]:
        start += 1
    rest, wanted = typed[start:], meant[start:]
    return (
        rest[1:] == wanted[1:]
        or rest[1:] == wanted
        or rest == wanted[1:]
        or (rest[:2] == wanted[1::-1] and rest[2:] == wanted[2:])
    )


_SHORTEST_HEARD = 4
"""Shorter words sound like too many others."""
_SOUNDS = (
    (re.compile(r"^wr"), "r"),
    (re.compile(r"^kn"), "n"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"ck"), "k"),
    (re.compile(r"ght"), "t"),
    (re.compile(r"mb$"), "m"),
    (re.compile(r"ado$"), "ao"),
    (re.compile(r"ch"), "#"),
    (re.compile(r"ll"), "y"),
    (re.compile(r"qu(?=[ei])|q|c(?![ei])"), "k"),
    (re.compile(r"[zx]|c(?=[ei])"), "s"),
    (re.compile(r"gu(?=[ei])"), "G"),
    (re.compile(r"g(?=[ei])"), "j"),
    (re.compile(r"gu?(?=[ao])"), "G"),
    (re.compile(r"v"), "b"),
    (re.compile(r"h"), ""),
    (_RUN, r"\1"),
)


def sound(word: str) -> str:
    """What ``word`` sounds like in Spanish as it is spoken in the Americas.

    People write as they speak: b for v, s for z and soft c, y for ll, k for qu, no silent h, -ao
    for -ado; in English, silent letters go ("nuckles", "rist").
    """
    for written, spoken in _SOUNDS:
        word = written.sub(spoken, word)
    return word


def by_sound(words: Iterable[str]) -> dict[str, str]:
    """The first of the words that sound alike, by their sound."""
    heard: dict[str, str] = {}
    for word in words:
        if len(word) >= _SHORTEST_HEARD:
            heard.setdefault(sound(word), word)
    return heard
