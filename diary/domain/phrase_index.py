"""Finding many phrases in a text at once."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from diary.domain.phrases import Phrase

Key = TypeVar("Key")


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

    __slots__ = ("_by_beginning", "_by_word", "_compiled", "_entries", "_lengths")

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
        self._lengths = sorted(
            {
                len(need) - 1
                for _, phrase in self._entries
                for needs in phrase.all_needs
                for need in needs
                if need.endswith("*")
            }
        )

    @property
    def entries(self) -> tuple[tuple[Key, Phrase], ...]:
        """Every phrase with its key."""
        return self._entries

    def matches(self, text: str) -> Iterator[Match[Key]]:
        """Every match in ``text``, in the order of the phrases."""
        wanted: set[int] = set()
        present = set(text.split())
        for word in tuple(present):
            wanted.update(self._by_word.get(word, ()))
            for length in self._lengths:
                wanted.update(self._by_beginning.get(word[:length], ()))
                present.add(word[:length] + "*")
        for number in sorted(wanted):
            key, phrase = self._entries[number]
            if any(present.isdisjoint(needs) for needs in phrase.all_needs):
                continue
            regex = self._compiled.get(number)
            if regex is None:
                regex = self._compiled[number] = re.compile(phrase.regex)
            for found in regex.finditer(text):
                yield Match(key, found.start(), found.end())
