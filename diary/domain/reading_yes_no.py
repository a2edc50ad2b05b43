"""Yes and no, however they are said."""

import re
from collections.abc import Sequence

from diary.domain.reading_senses import Sense, phrase_set
from diary.domain.reading_words import SENSES


def as_yes_or_no(words: Sequence[str]) -> list[str]:
    """ "yes" or "no" where that is all the text says, however it says it."""
    text = " ".join(words)
    if words and words[0] in _YES and not any(map(_unsays, words[1:])):
        return ["yes"]
    well = any(SENSES.get(word) is Sense.NOT for word in words[1:]) and set(words) & _WELL
    if (
        words
        and words[0] == "no"
        and not well
        and all(SENSES.get(word) in _DENIES for word in words)
    ):
        return ["no"]
    for said, answer in ((_SAYS_YES, "yes"), (_SAYS_NO, "no")):
        if text in said or _HELD.sub(r"\1", text) in said:
            return [answer]
    return []


def _unsays(word: str) -> bool:
    return word in _HALF or SENSES.get(word) in _UNSAYS


def is_of_two_minds(words: Sequence[str]) -> bool:
    """ "si y no": both are said."""
    return "no" in words and not _YES.isdisjoint(words)


_SAYS_YES = phrase_set(
    "y|yes|yep|yeah|yup|yea|ye|s|si|sip|sii|yes i did|yes i do|yes i have|yes maam|yes sir|yes yes|"
    "si senora|si senor|si claro|claro que si|por supuesto|asi es|si si|of course|yes of course|"
    "i did|i do|i have|definitely|claro|yes definitely"
)
_SAYS_NO = phrase_set(
    "n|no|nope|nah|nop|no i didnt|no i dont|no i havent|no never|never|no nunca|nunca|no no|"
    "no maam|no sir|no senora|no senor|para nada|not at all|jamas|claro que no|no para nada|"
    "no not at all|none|nada|ninguna vez|i didnt|i dont|i havent"
)
_YES = frozenset({"yes", "si", "yeah", "yep", "yea"})
_UNSAYS = frozenset(
    {Sense.NOT, Sense.PERSON, Sense.ASKED, Sense.WISH, Sense.HEDGE, Sense.FIX, Sense.BREAK}
)
_HALF = frozenset(
    {"kind", "kinda", "sort", "sorta", "almost", "maybe", "sometimes", "casi", "medio"}
)
_WELL = frozenset({"ok", "okay", "good", "fine", "well", "alright", "bien", "safe", "great"})
_DENIES = frozenset({Sense.NOT, Sense.FILLER})
_HELD = re.compile(r"(.)\1+$")
