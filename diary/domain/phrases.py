"""Phrases in a notation that a clinician can read; ``phrase_index`` finds them in a text.

    (want|wish) to [just] die     one of the alternatives; a word that may stand there or not
    {want} ... die                a named list of words; up to six words in between
    suicid*                       any word that begins so
    10+ pills                     a number of ten or more; 4000+ one of four thousand or more
    ^ so done $                   the whole message (numbers, emoji and greetings do not count)

A phrase becomes a regular expression without nested repetition, so a search is linear in the
text. Phrases are searched in text that ``spelling`` has read: words with one space before each,
and a ``,`` where a clause ends.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from diary.domain.around import AROUND
from diary.domain.normal_text import fold

GAP = 6
"""Words that may stand in the place of ``...``."""


def listed(text: str) -> tuple[str, ...]:
    """The phrases of ``text``, one a line; an indented line goes on with the one before."""
    return tuple(" ".join(entry.split()) for entry in re.split(r"\n(?! )", text) if entry.strip())


class PhraseError(ValueError):
    """A phrase is not written in the notation: the message quotes it."""


class Need(NamedTuple):
    """Words (``suicid*`` for a beginning) of which one stands in every match.

    At most ``before`` tokens of a match stand before it and ``after`` behind it, not counting what
    may stand around a whole message.
    """

    words: frozenset[str]
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Phrase:
    """``needs`` are one word or another that stands in every match, as it is looked for first.

    ``all_needs`` are all such sets, in the order in which their words stand in a match.
    """

    source: str
    regex: str
    needs: frozenset[str]
    all_needs: tuple[Need, ...]
    words: frozenset[str]

    @property
    def is_whole(self) -> bool:
        """Whether it may be bound to the beginning or the end of the message."""
        return "^" in self.source or "$" in self.source


class Groups:
    """Named lists of words or phrases, for ``{name}``; each is read once."""

    __slots__ = ("_lists", "_read")

    def __init__(self, lists: Mapping[str, Sequence[str]]) -> None:
        self._lists = lists
        self._read: dict[tuple[str, bool], _Piece] = {}

    def piece(self, name: str, unbroken: bool) -> "_Piece":
        """What ``{name}`` stands for; ``PhraseError`` if there is no such list."""
        known = self._read.get((name, unbroken))
        if known is None:
            if name not in self._lists:
                raise PhraseError(f"no list of words is called {name!r}")
            rest = Groups({key: words for key, words in self._lists.items() if key != name})
            known = _one_of([_Parser(text, rest, unbroken).whole() for text in self._lists[name]])
            self._read[name, unbroken] = known
        return known


def parse_phrase(source: str, groups: Groups, *, unbroken: bool = False) -> Phrase:
    """The phrase written as ``source``; ``{name}`` stands for the alternatives in ``groups``.

    With ``unbroken`` the phrase must stand inside one clause.
    """
    piece = _Parser(source, groups, unbroken).whole()
    if not piece.all_needs:
        raise PhraseError(f"{source!r} has no word that must stand in it")
    needs = _rarest(piece.all_needs).words
    return Phrase(source, piece.regex + r"(?= |$)", needs, piece.all_needs, piece.words)


@dataclass(frozen=True, slots=True)
class _Piece:
    """``length`` is the most tokens that it can match, commas among them."""

    regex: str
    all_needs: tuple[Need, ...]
    words: frozenset[str]
    length: int


_NOTHING = _Piece("", (), frozenset(), 0)
_TOKEN = re.compile(r"\s*(\.\.\.|[()\[\]|^$]|\{\w+\}|[^\s()\[\]|^${}]+)")
# Words so common that looking for a phrase whenever one of them stands in a text costs too much.
_COMMON_WORDS = """
    i a the to of in on my me it is im be and not no do that this you was for with so all have just
    get got going want dont cant feel day now up out at if but like one life
    que de la el en y a me mi no lo se yo es un una por con para ya todo las los muy mas quiero
    estoy voy tengo vida del al le su te
"""
_COMMON = frozenset(_COMMON_WORDS.split())


class _Parser:
    def __init__(self, source: str, groups: Groups, unbroken: bool) -> None:
        self._source = source
        self._groups = groups
        self._unbroken = unbroken
        self._space = _SPACE if unbroken else _ANY_SPACE
        self._tokens = self._split(source)
        self._at = 0

    def whole(self) -> _Piece:
        piece = self._alternatives()
        if self._at < len(self._tokens):
            raise PhraseError(f"{self._source!r}: unexpected {self._tokens[self._at]!r}")
        return piece

    def _split(self, source: str) -> list[str]:
        tokens, at = [], 0
        for found in _TOKEN.finditer(source):
            if found.start() != at:
                break
            tokens.append(found[1])
            at = found.end()
        if source[at:].strip():
            raise PhraseError(f"{source!r}: cannot read {source[at:].strip()!r}")
        return tokens

    def _alternatives(self) -> _Piece:
        pieces = [self._sequence()]
        while self._peek() == "|":
            self._at += 1
            pieces.append(self._sequence())
        return _one_of(pieces)

    def _sequence(self) -> _Piece:
        pieces = []
        while (token := self._peek()) is not None and token not in {")", "]", "|"}:
            self._at += 1
            pieces.append(self._item(token))
        return _in_order(pieces)

    def _item(self, token: str) -> _Piece:
        if token in _CLOSING:
            closing = _CLOSING[token]
            inside = self._closed(closing)
            if closing == ")":
                return inside
            return _Piece(f"(?:{inside.regex})?", (), inside.words, inside.length)
        if token.startswith("{"):
            return self._group(token[1:-1])
        marks = _MARKS if self._unbroken else _MARKS_ACROSS
        if token in marks:
            return _Piece(marks[token], (), frozenset(), _LENGTHS[token])
        return self._word(token)

    def _closed(self, closing: str) -> _Piece:
        piece = self._alternatives()
        if self._peek() != closing:
            raise PhraseError(f"{self._source!r}: a bracket is not closed by {closing!r}")
        self._at += 1
        return piece

    def _group(self, name: str) -> _Piece:
        try:
            return self._groups.piece(name, self._unbroken)
        except PhraseError as error:
            raise PhraseError(f"{self._source!r}: {error}") from None

    def _word(self, token: str) -> _Piece:
        piece = _word(token, self._space)
        if piece is None:
            raise PhraseError(f"{self._source!r}: {token!r} is not a word")
        return piece

    def _peek(self) -> str | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None


_SPACE = " "
_ANY_SPACE = "(?: ,)? "
_OR_MORE = {"10+": r"[1-9]\d{1,3}", "4000+": r"(?:[4-9]\d{3}|[1-9]\d{4,5})"}
_CLOSING = {"(": ")", "[": "]"}
_MARKS = {
    "...": rf"(?: [^ ]+){{0,{GAP}}}?",
    "^": rf"^{AROUND}",
    "$": rf"{AROUND}$",
}
# Commas between the words do not count: a text with a dot after each word has no other words.
_MARKS_ACROSS = {**_MARKS, "...": rf"(?:(?: ,)? [^ ,]+){{0,{GAP}}}?"}


# In tokens; what stands around a whole message is not bounded and not counted.
_LENGTHS = {"...": 2 * GAP, "^": 0, "$": 0}


@cache
def _word(token: str, space: str) -> _Piece | None:
    """One word, or ``None`` if it is none. The same few thousand stand in all phrases."""
    if token in _OR_MORE:
        return _Piece(space + _OR_MORE[token], (), frozenset(), 2)
    word = fold(token).strip()
    beginning = word.endswith("*")
    bare = word[:-1] if beginning else word
    if not bare or " " in bare or "*" in bare:
        return None
    regex = space + re.escape(bare) + ("[^ ]*" if beginning else "")
    # A comma may stand before it.
    needed = Need(frozenset({word}), before=1, after=0)
    return _Piece(regex, (needed,), frozenset() if beginning else frozenset({word}), 2)


def _one_of(pieces: Sequence[_Piece]) -> _Piece:
    if len(pieces) == 1:
        return pieces[0]
    needed = [_rarest(piece.all_needs) for piece in pieces if piece.all_needs]
    needs = Need(
        frozenset().union(*(need.words for need in needed)),
        max((need.before for need in needed), default=0),
        max((need.after for need in needed), default=0),
    )
    # The space that all of them begin with is looked for once, which reads and runs far quicker.
    space = next(
        (s for s in (_SPACE, _ANY_SPACE) if all(piece.regex.startswith(s) for piece in pieces)), ""
    )
    return _Piece(
        f"{space}(?:" + "|".join(piece.regex[len(space) :] for piece in pieces) + ")",
        (needs,) if len(needed) == len(pieces) else (),
        frozenset().union(*(piece.words for piece in pieces)),
        max(piece.length for piece in pieces),
    )


def _in_order(pieces: Sequence[_Piece]) -> _Piece:
    if len(pieces) < 2:
        return pieces[0] if pieces else _NOTHING
    length = sum(piece.length for piece in pieces)
    needs, before = [], 0
    for piece in pieces:
        after = length - before - piece.length
        needs += [Need(n.words, n.before + before, n.after + after) for n in piece.all_needs]
        before += piece.length
    return _Piece(
        "".join(piece.regex for piece in pieces),
        tuple(needs),
        frozenset().union(*(piece.words for piece in pieces)),
        length,
    )


def _rarest(needs: Sequence[Need]) -> Need:
    """The one that is met least."""
    return needs[0] if len(needs) == 1 else min(needs, key=_cost)


def _cost(need: Need) -> tuple[int, int]:
    return len(need.words & _COMMON), len(need.words)
