"""Finding many phrases in a text at once, in time that grows with the text and no faster.

An expression takes time at every place where it is tried, and a long text holds the words of most
phrases somewhere. So each is tried only where its words stand in their order, near enough to be
one match.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Generic, NamedTuple, TypeVar

from diary.domain.around import may_stand_around
from diary.domain.phrase_places import bits, chain_of, places_of
from diary.domain.phrases import Phrase

Key = TypeVar("Key")

_WORDS_KEPT = 10_000
"""People say most things in few words: what these lead to is not looked up again."""
_AT_ONCE = 1000
"""Words that are looked through at once: longer masks take longer."""
_ASKED_EACH = 40
"""Different words up to which a need is looked up in each only when it is asked for."""


@dataclass(frozen=True, slots=True)
class Match(Generic[Key]):
    key: Key
    start: int
    end: int

    def overlaps(self, other: "Match[Key]") -> bool:
        return self.start < other.end and other.start < self.end


class Window(NamedTuple):
    """A part of a text in which a phrase may stand, by the phrase's number."""

    number: int
    start: int
    end: int


class PhraseIndex(Generic[Key]):
    """Many phrases, each with a key, searched at once: only those whose needed words are all there.

    An expression is compiled when its phrase is first looked for, which keeps the start short.
    """

    __slots__ = (
        "_by_beginning",
        "_by_word",
        "_chains",
        "_compiled",
        "_entries",
        "_needs_met",
        "_reach",
        "_wanted",
    )

    def __init__(self, entries: Iterable[tuple[Key, Phrase]]) -> None:
        self._entries = tuple(entries)
        self._compiled: dict[int, re.Pattern[str]] = {}
        needs: dict[frozenset[str], int] = {}
        self._chains = tuple(chain_of(phrase, needs) for _, phrase in self._entries)
        self._reach = max((chain.after for chain in self._chains), default=0)
        # The phrases by the need that is met least.
        self._wanted: dict[int, list[int]] = {}
        for number, (_, phrase) in enumerate(self._entries):
            self._wanted.setdefault(needs[phrase.needs], []).append(number)
        self._by_word: dict[str, list[int]] = {}
        # Beginnings by their length, so that a word is cut only where one can end.
        self._by_beginning: dict[int, dict[str, list[int]]] = {}
        for words, need in needs.items():
            for word in words:
                if word.endswith("*"):
                    known = self._by_beginning.setdefault(len(word) - 1, {})
                    known.setdefault(word[:-1], []).append(need)
                else:
                    self._by_word.setdefault(word, []).append(need)
        self._needs_met = lru_cache(_WORDS_KEPT)(self._look_up)

    @property
    def entries(self) -> tuple[tuple[Key, Phrase], ...]:
        """Every phrase with its key."""
        return self._entries

    def matches(self, text: str) -> Iterator[Match[Key]]:
        """Every match in ``text``, in the order of the phrases."""
        return self.matches_in(self.windows(text), text)

    def matches_in(self, windows: Iterable[Window], text: str) -> Iterator[Match[Key]]:
        """Every match in a text of which these are the windows, or were before words were blanked.

        What is blanked can be passed over in a match, but it meets no need.
        """
        for number, start, end in windows:
            key, phrase = self._entries[number]
            regex = self._compiled.get(number)
            if regex is None:
                regex = self._compiled[number] = re.compile(phrase.regex)
            for found in regex.finditer(text, start, end):
                yield Match(key, found.start(), found.end())

    def windows(self, text: str) -> Sequence[Window]:
        """Where in ``text`` the phrases may stand, in their order."""
        words = text.split()
        places: dict[int, list[int]] = {}
        for first in range(0, len(words), _AT_ONCE):
            self._note_places(words, first, places)
        if not places:
            return ()
        starts = list(accumulate((len(word) + 1 for word in words), initial=0))
        around = _around(words)
        found = []
        for number in sorted(places):
            bounds = around if self._entries[number][1].is_whole else (-1, len(words) + 1)
            for begin, end in self._chains[number].windows(places[number], len(words), bounds):
                # With the space behind it: where a window ends is not where the text does.
                found.append(Window(number, starts[begin], starts[end] + 1))
        return found

    def _note_places(self, words: Sequence[str], first: int, places: dict[int, list[int]]) -> None:
        """Where phrases may stand whose first needed word is one of ``_AT_ONCE`` from ``first``."""
        where: dict[str, int] = {}
        for place, word in enumerate(words[first : first + _AT_ONCE + self._reach]):
            where[word] = where.get(word, 0) | 1 << place
        met = [(self._needs_met(word), mask) for word, mask in where.items()]
        wanted: set[int] = set()
        for (_, leading), _mask in met:
            wanted |= leading
        standing = _Standing([(needs, mask) for (needs, _), mask in met if needs])
        own = (1 << _AT_ONCE) - 1
        for need in wanted:
            for number in self._wanted[need]:
                if found := places_of(self._chains[number], standing) & own:
                    places.setdefault(number, []).extend(first + place for place in bits(found))

    def _look_up(self, word: str) -> tuple[frozenset[int], frozenset[int]]:
        """The needs that ``word`` meets, and those of them that lead to phrases: mostly none."""
        met = {*self._by_word.get(word, ())}
        for length, known in self._by_beginning.items():
            met.update(known.get(word[:length], ()))
        return frozenset(met), frozenset(met & self._wanted.keys())


class _Standing(dict[int, int]):
    """By need the places of the words that meet it, of those needs alone that are asked for."""

    def __init__(self, met: Sequence[tuple[frozenset[int], int]]) -> None:
        super().__init__()
        self._met = met
        if len(met) > _ASKED_EACH:
            # Of so many words nearly every need is asked for, often.
            for needs, places in met:
                for need in needs:
                    self[need] = self.get(need, 0) | places
            self._met = ()

    def __missing__(self, need: int) -> int:
        mask = 0
        for needs, places in self._met:
            if need in needs:
                mask |= places
        self[need] = mask
        return mask


def _around(words: Sequence[str]) -> tuple[int, int]:
    """Where the message itself may begin and end, for phrases that are bound to that."""
    begin, end = 0, len(words)
    while begin < end and may_stand_around(words[begin], words[begin - 1] if begin else ""):
        begin += 1
    while end > begin and may_stand_around(words[end - 1], words[end - 2] if end > 1 else ""):
        end -= 1
    return begin, end
