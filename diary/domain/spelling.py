"""Words as they were meant: slips, disguises, letters set apart and words run together.

A word is changed only when the change leads to a word of the lexicon, or stands in its list of
slips. Disguises (digits, stars, spaces) are undone only for words on the list "watched".
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise

from diary.domain.normal_text import BREAK, fold
from diary.domain.slips import by_single, by_sound, deletions, one_slip, single, sound

_SHORTEST_CLOSE = 3
"""A word shorter than this is too near to other words to be guessed from a slip."""
_SHORTEST_ANY_START = 4
_SHORTEST_SHUFFLED = 6
_LONGEST = 80
"""Runs of letters longer than this are not a word or words run together."""
_CHUNKS_KEPT = 20_000
"""People say most things in few words: what these were read as is not worked out again."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """What the words of a lexicon look like when they are typed badly or hidden.

    ``vocabulary`` are all words of its phrases, ``watched`` those that are looked for behind a
    disguise, ``slips`` spellings (of one word or two) and what they stand for, ``ordinary`` words
    that merely look like watched ones.
    """

    vocabulary: frozenset[str]
    watched: frozenset[str]
    slips: Mapping[str, str]
    pairs: Mapping[str, str]
    ordinary: frozenset[str]
    by_letters: Mapping[str, tuple[str, ...]]
    ranks: Mapping[str, int]
    by_deletion: Mapping[str, tuple[str, ...]]
    by_shuffle: Mapping[tuple[str, str], str]
    by_sound: Mapping[str, str]
    by_length: Mapping[int, tuple[str, ...]]
    inside: re.Pattern[str]
    choice: int = 0
    """Which of the words that a slip can mean is taken, the likeliest being 0."""
    read_before: dict[tuple[int, str], tuple[str, ...]] = field(
        default_factory=dict, repr=False, compare=False
    )

    @classmethod
    def of(
        cls,
        vocabulary: Iterable[str],
        watched: Iterable[str],
        slips: Mapping[str, str],
        ordinary: Iterable[str] = (),
        *,
        guess_all: bool = False,
        by_ear: bool = False,
    ) -> "Spelling":
        """``guess_all`` sees every word behind a slip, not the watched ones alone.

        With it, or with ``by_ear``, every word is known by its sound too.

        Where a slip can mean two words, watched ones come first, then those that ``vocabulary``
        gives first.
        """
        plain = {fold(word).strip(): fold(meant).strip() for word, meant in slips.items()}
        heard = tuple(sorted({fold(word).strip() for word in watched}))
        ranked = tuple(dict.fromkeys((*heard, *vocabulary)))
        known = frozenset(ranked)
        by_length: dict[int, tuple[str, ...]] = {}
        by_deletion: dict[str, tuple[str, ...]] = {}
        for word in heard:
            by_length[len(word)] = (*by_length.get(len(word), ()), word)
        for word in ranked if guess_all else heard:
            if len(word) >= _SHORTEST_CLOSE:
                for shorter in {word, *deletions(word)}:
                    by_deletion[shorter] = (*by_deletion.get(shorter, ()), word)
        return cls(
            vocabulary=known,
            watched=frozenset(heard),
            slips={word: meant for word, meant in plain.items() if " " not in word},
            pairs={word: meant for word, meant in plain.items() if " " in word},
            ordinary=frozenset(part for word in (*ordinary, *plain) for part in fold(word).split()),
            by_letters=by_single(ranked),
            ranks={word: rank for rank, word in enumerate(ranked)},
            by_deletion=by_deletion,
            by_shuffle={
                (word[0], "".join(sorted(word))): word
                for word in heard
                if len(word) >= _SHORTEST_SHUFFLED
            },
            by_sound=by_sound(ranked) if guess_all or by_ear else {},
            by_length=by_length,
            inside=re.compile("|".join(sorted(heard, key=len, reverse=True)) or r"(?!)"),
        )

    def readings(self, text: str) -> tuple[str, ...]:
        """``text`` as ``read`` gives it, and otherwise where a slip can mean several words."""
        first = self.read(text)
        if first.split() == [word for word in fold(text).split() if word != BREAK]:
            return (first,)
        others = (replace(self, choice=choice).read(text) for choice in (1, 2))
        return tuple(dict.fromkeys((first, *others)))

    def read(self, text: str) -> str:
        """The words of ``text``, each with one space before it, ``,`` where a clause ends."""
        folded = _APART.sub(self._joined, fold(text))
        words: list[str] = []
        for chunk in folded.split():
            for word in self._words(chunk):
                if word != BREAK or (words and words[-1] != BREAK):
                    words.append(word)
        return " " + " ".join(self._paired(words))

    def _words(self, chunk: str) -> tuple[str, ...]:
        words = self.read_before.get((self.choice, chunk))
        if words is None:
            if len(self.read_before) >= _CHUNKS_KEPT:
                self.read_before.clear()
            words = self.read_before[self.choice, chunk] = tuple(self._chunk(chunk))
        return words

    def _joined(self, found: re.Match[str]) -> str:
        """Letters set apart ("d i e") as the word that they spell, if they spell one."""
        letters = "".join(c for c in found[0] if c.isalnum() or c in _LEET_MARKS)
        if letters.isdigit():
            # "9 3 1" is an answer. Only the numbers of help themselves are more than that.
            return f" {letters} " if letters in _NUMBERS_OF_HELP else found[0]
        for start in range(min(3, len(letters) - 2)):
            run = letters[start:]
            meant = self._restored(run) or self._undisguised(run) or self._split(run)
            if meant:
                return f" {' '.join(letters[:start])} {meant} "
        return found[0]

    def _chunk(self, chunk: str) -> Iterator[str]:
        if chunk.isalpha():
            yield from self._word(chunk).split()
            return
        if chunk.isdigit():
            yield chunk
            return
        bare = chunk.strip(_EDGES)
        meant = self.slips.get(chunk) or self.slips.get(bare)
        meant = meant or (None if bare.isalpha() else self._undisguised(bare))
        if meant:
            yield from meant.split()
            if chunk[-1] in _CLAUSE_ENDS:
                yield BREAK
            return
        for part in _PART.findall(chunk):
            if part.isalpha():
                yield from self._word(part).split()
            elif part.isdigit() or not part.isascii():
                yield part
            elif _CLAUSE_END.search(part):
                yield BREAK

    def _word(self, word: str) -> str:
        return self._restored(word) or self._split(word) or word

    def _restored(self, word: str) -> str | None:
        """A known word for ``word``, itself among them, or None."""
        if word in self.slips:
            return self.slips[word]
        if word in self.vocabulary or word in self.ordinary:
            return word
        once = single(word)
        if once != word:
            if _LONG_RUN.search(word) and once in self.slips:
                return self.slips[once]
            known = self.by_letters.get(once, ())
            if not _LONG_RUN.search(word):
                known = tuple(meant for meant in known if meant in self.watched)
            if known:
                return known[min(self.choice, len(known) - 1)]
        if heard := self.by_sound.get(sound(word)):
            return heard
        return self._close(word) or (self._close(once) if _LONG_RUN.search(word) else None)

    def _close(self, word: str) -> str | None:
        """The known word that ``word`` is one slip, or one shuffle of its letters, away from."""
        if not _SHORTEST_CLOSE <= len(word) <= _LONGEST:
            return None
        near = [
            meant
            for shorter in dict.fromkeys((word, *deletions(word)))
            for meant in self.by_deletion.get(shorter, ())
            if self._alike(word, meant) and one_slip(word, meant)
        ]
        if near:
            near.sort(key=self.ranks.__getitem__)
            return near[min(self.choice, len(near) - 1)]
        return self.by_shuffle.get((word[0], "".join(sorted(word))))

    def _alike(self, word: str, meant: str) -> bool:
        """Whether the beginnings agree; in a watched word the first letter may be the slip."""
        if meant[0] == word[0] or sorted(meant[:2]) == sorted(word[:2]):
            return True
        return meant in self.watched and len(meant) >= _SHORTEST_ANY_START

    def _undisguised(self, word: str) -> str | None:
        """The watched word behind digits, signs or stars put for letters, or None."""
        if not _LETTER.search(word) or len(word) > _LONGEST:
            return None
        for table in _LEET:
            plain = word.translate(table)
            if plain.isalpha() and plain != word:
                close = len(plain) >= _SHORTEST_SHUFFLED or plain in self.vocabulary
                meant = self._restored(plain) if close else self.slips.get(plain)
                meant = meant or self._split(plain)
                if meant and not self.vocabulary.isdisjoint(meant.split()):
                    return meant
        if _MASK.search(word) and sum(c.isalpha() for c in word) >= _LEAST_SHOWN:
            for meant in self.by_length.get(len(word), ()):
                if all(c == m or c in _MASKS for c, m in zip(word, meant, strict=True)):
                    return meant
        return None

    def _split(self, word: str) -> str | None:
        """Words run together ("iwanttodie"), if all are known and one is watched."""
        if word in self.ordinary or len(word) > _LONGEST or not self.inside.search(word):
            return None
        best: list[tuple[str, ...] | None] = [()] + [None] * len(word)
        for end in range(1, len(word) + 1):
            for start in range(max(0, end - 14), end):
                before, part = best[start], word[start:end]
                if before is None or not self._known_part(part):
                    continue
                if best[end] is None or len(before) + 1 < len(best[end] or ()):
                    best[end] = (*before, part)
        parts = best[-1]
        if not parts or len(parts) == 1 or self.watched.isdisjoint(parts):
            return None
        return " ".join(self.slips.get(part, part) for part in parts)

    def _known_part(self, part: str) -> bool:
        if len(part) == 1:
            return part in _ONE_LETTER_WORDS
        return part in self.vocabulary or part in self.slips

    def _paired(self, words: list[str]) -> Iterator[str]:
        """Two words that are written as one, or stand for others, put right."""
        skip = False
        for first, second in pairwise([*words, ""]):
            if skip:
                skip = False
                continue
            both = self.pairs.get(f"{first} {second}")
            joined = first + second
            if both is None and joined in self.watched and len(joined) >= _SHORTEST_CLOSE:
                both = joined
            skip = both is not None
            yield both if both is not None else first


_LETTER = re.compile(r"[^\W\d_]")
_LONG_RUN = re.compile(r"(.)\1\1")
_PART = re.compile(r"[^\W\d_]+|\d+|[^\w\s]|_")
_EDGES = '.,;:?!()[]{}"#*_-~/\\<>'
_CLAUSE_ENDS = ".,;:?!\n"
_CLAUSE_END = re.compile(r"[.,;:?!()\"/\\]")
_ONE_LETTER_WORDS = frozenset("iaoyeu")
_MASKS = "*#_.-"
_MASK = re.compile(r"(?<=[^\W\d_])[*#_]|[^\W\d_][.\-][^\W\d_]")
_LEAST_SHOWN = 2
_NUMBERS_OF_HELP = frozenset({"911", "988"})
_LEET_MARKS = "!@$|+"
_LEET = tuple(
    str.maketrans({"0": "o", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "@": "a", "$": "s",
                   "+": "t", "!": one, "1": one, "|": one, "9": "g", "6": six, "2": "z"})
    for one, six in (("i", "g"), ("l", "b"))
)  # fmt: skip
# Three or more single letters with a space, dots or dashes between them.
_APART = re.compile(r"(?<![^\W_])[^\W_](?![^\W_])(?:[ ._\-*/,|~+]{1,3}[^\W_](?![^\W_])){2,}")
