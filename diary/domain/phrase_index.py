"""Finding many phrases in a text at once."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from diary.domain.phrases import Phrase

Key = TypeVar("Key")

_WORDS_KEPT = 10_000
"""People say most things in few words: what these lead to is not looked up again."""


@dataclass(frozen=True, slots=True)
class Match(Generic[Key]):
    key: Key
    start: int
    end: int

    def overlaps(self, other: "Match[Key]") -> bool:
        return self.start < other.end and other.start < self.end


class PhraseIndex(Generic[Key]):
    """Many phrases, each with a key, searched at once: only those whose needed words are all there.

    An expression is compiled when its phrase is first looked for, which keeps the start short.
    """

    __slots__ = ("_by_beginning", "_by_word", "_compiled", "_entries", "_led_to", "_lengths")

    def __init__(self, entries: Iterable[tuple[Key, Phrase]]) -> None:
        self._entries = tuple(entries)
        self._compiled: dict[int, re.Pattern[str]] = {}
        self._by_word: dict[str, list[int]] = {}
        self._by_beginning: dict[str, list[int]] = {}
        for number, (_, phrase) in enumerate(self._entries):
            for need in phrase.needs:
                if need.endswith("*"):
                    self._by_beginning.setdefault(need[:-1], []).append(number)
                else:
                    self._by_word.setdefault(need, []).append(number)
        # Beginnings by their length, so that a word is cut only where one can end.
        self._lengths: dict[int, set[str]] = {}
        for _, phrase in self._entries:
            for need in frozenset().union(*phrase.all_needs):
                if need.endswith("*"):
                    self._lengths.setdefault(len(need) - 1, set()).add(need)
        self._led_to = lru_cache(_WORDS_KEPT)(self._look_up)

    @property
    def entries(self) -> tuple[tuple[Key, Phrase], ...]:
        """Every phrase with its key."""
        return self._entries

    def matches(self, text: str) -> Iterator[Match[Key]]:
        """Every match in ``text``, in the order of the phrases."""
        wanted: set[int] = set()
        present = set(text.split())
        for word in tuple(present):
            if led_to := self._led_to(word):
                numbers, beginnings = led_to
                wanted.update(numbers)
                present.update(beginnings)
        for number in sorted(wanted):
            key, phrase = self._entries[number]
            for needs in phrase.all_needs:
                if present.isdisjoint(needs):
                    break
            else:
                regex = self._compiled.get(number)
                if regex is None:
                    regex = self._compiled[number] = re.compile(phrase.regex)
                for found in regex.finditer(text):
                    yield Match(key, found.start(), found.end())

    def _look_up(self, word: str) -> tuple[tuple[int, ...], tuple[str, ...]] | None:
        """The phrases that ``word`` may stand in, and the beginnings that it has; None of most."""
        numbers = list(self._by_word.get(word, ()))
        beginnings = []
        for length, known in self._lengths.items():
            if (beginning := word[:length] + "*") in known:
                beginnings.append(beginning)
                numbers += self._by_beginning.get(word[:length], ())
        return (tuple(numbers), tuple(beginnings)) if numbers or beginnings else None
