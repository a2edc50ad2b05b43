"""Answers in the words of the options: "several days", "casi todos", "nausea and a headache"."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from diary.domain.numerals import fold
from diary.domain.questionnaire import Item
from diary.domain.reading_phrases import PHRASES
from diary.domain.reading_senses import Sense, phrase_set, word_set
from diary.domain.reading_tokens import Unclear, tokenise
from diary.domain.reading_words import SENSES
from diary.domain.slips import sound

OptionKey = tuple[tuple[int, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Options:
    """The options of an item as words: phrase -> value, and every word that stands in one."""

    labels: Mapping[int, tuple[tuple[str, ...], ...]]
    whole: Mapping[tuple[str, ...], int]
    """Other words for an option, that name it only as a whole ("threw up")."""
    words: frozenset[str]
    none: int | None
    """The value that says none or never, if one does."""


def options_of(item: Item) -> Options:
    """The option words of ``item`` (remembered between calls)."""
    return _options(tuple((o.value, tuple(o.label.values())) for o in item.options))


@lru_cache(maxsize=512)
def _options(key: OptionKey) -> Options:
    labels: dict[int, tuple[tuple[str, ...], ...]] = {}
    whole: dict[tuple[str, ...], int] = {}
    for value, texts in key:
        phrases = [phrase for text in texts for phrase in _phrases(text)]
        for concept in SYMPTOMS:
            if any(" ".join(phrase) in concept for phrase in phrases):
                whole |= {_without_filler(phrase.split()): value for phrase in concept}
        labels[value] = tuple(dict.fromkeys(phrases))
    none = [v for v, phrases in labels.items() if any(" ".join(p) in NONE for p in phrases)]
    said = [*(p for phrases in labels.values() for p in phrases), *whole]
    words = frozenset(word for phrase in said for word in phrase)
    return Options(labels, whole, words, none[0] if len(none) == 1 and none[0] == 0 else None)


def _without_filler(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(word for word in words if SENSES.get(word, Sense.OTHER) not in _SKIPPED)


def _phrases(label: str) -> Iterable[tuple[str, ...]]:
    """The whole label, and each side of an "or" in it."""
    words = tuple(token.text for token in tokenise(fold(label)) if token.text[0].isalnum())
    yield words
    side: list[str] = []
    for word in (*words, "or"):
        if word in {"or", "o", "u"}:
            if side and len(side) < len(words):
                yield tuple(side)
            side = []
        else:
            side.append(word)


NONE = phrase_set(
    "none|never|nothing|not at all|nunca|nada|ninguno|ninguna|ningun|ningun dia|para nada|jamas|"
    "en absoluto|nada en absoluto|none at all|no days|nothing at all|nada de nada|ninguna vez|"
    "nunca jamas|no|zero|cero|not at al|notatall|no not at all|no never|no para nada|no nunca|"
    "ni un dia|nunca nunca"
)

# What people call a symptom beside the label of its option. One entry is one symptom; an option
# whose label is among its phrases answers to all of them.
SYMPTOMS: tuple[frozenset[str], ...] = (
    phrase_set(
        "nausea|nauseas|nauseous|nauseated|queasy|queasiness|vomit|vomiting|vomited|threw up|"
        "throwing up|puked|puking|sick to my stomach|vomito|vomitos|vomite|vomitando|"
        "ganas de vomitar|he vomitado|nauseosa|nauseoso|nausia"
    ),
    phrase_set(
        "dizzy|dizziness|lightheaded|light headed|woozy|mareo|mareos|mareado|mareada|me mareo|"
        "vertigo"
    ),
    phrase_set(
        "headache|headaches|head ache|head hurts|head is hurting|dolor de cabeza|"
        "dolores de cabeza|me duele la cabeza|duele la cabeza|cabeza|jaqueca|migraine|migrana"
    ),
    phrase_set(
        "feeling unreal|unreal|dissociated|dissociating|dissociation|floaty|detached|irreal|"
        "sensacion de irrealidad|irrealidad|disociado|disociada|disociacion|feel unreal"
    ),
    phrase_set(
        "blurred vision|blurry vision|blurry|blurred|vision|vision is blurry|vision borrosa|"
        "vista borrosa|borroso|borrosa|veo borroso|vision blurry|blurry eyes"
    ),
    phrase_set(
        "very sleepy|sleepy|drowsy|really sleepy|super sleepy|so sleepy|mucho sueno|sueno|"
        "tengo sueno|somnoliento|somnolienta|somnolencia|tengo mucho sueno|drowsiness|sleepiness"
    ),
)

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
_DENIES = frozenset({Sense.NOT, Sense.FILLER})
_HELD = re.compile(r"(.)\1+$")
_EMPTY = word_set(
    "casi nearly almost more than the of at a la los las de un una el y and o or all mas in me"
)
_THIN = word_set("every day days dia dias")
_SKIPPED = frozenset(
    {Sense.FILLER, Sense.HEDGE, Sense.LINK, Sense.THE, Sense.AND, Sense.BREAK, Sense.WAS}
)
_NEARLY = frozenset({"about", "around", "like", "almost"})


def option_value(words: Sequence[str], options: Options) -> tuple[int, bool] | Unclear:
    """The option that ``words`` name, and whether in full; else why none can be told.

    Words that stand in no option and are known to say nothing are passed over. What is left must
    be the words of one option, or some of them that no other option has.
    """
    if {"no", "yes"} <= {_plain_answer(word) for word in words} and _is_yes_or_no(options):
        return Unclear.AMBIGUOUS
    said = [word for word in _without_phrases(words, options) if _counts(word, options)]
    firm = not any(SENSES.get(word) is Sense.HEDGE for word in words)
    for reading in (said, _as_yes_or_no(words)):
        found = _match(reading, options) if reading else Unclear.NO_ANSWER
        if not isinstance(found, Unclear):
            return found[0], found[1] and firm
        if found is Unclear.AMBIGUOUS:
            return found
    if " ".join(words) in NONE - {"no", "zero", "cero"} and options.none is not None:
        return options.none, False
    return _told(said, options)


def _without_phrases(words: Sequence[str], options: Options) -> list[str]:
    """``words`` without "I think" and its like, where no option uses those words."""
    kept: list[str] = []
    i = 0
    while i < len(words):
        for phrase, sense in PHRASES.get(words[i], ()):
            said = sense in {Sense.FILLER, Sense.HEDGE} and options.words.isdisjoint(phrase)
            if said and tuple(words[i : i + len(phrase)]) == phrase:
                i += len(phrase)
                break
        else:
            kept.append(words[i])
            i += 1
    return kept


def names_an_option(words: Sequence[str], options: Options) -> bool:
    """Whether any of ``words`` has its meaning from an option."""
    return any(word in options.words and word not in _EMPTY for word in words)


def _counts(word: str, options: Options) -> bool:
    return word in options.words or word in _NEARLY or SENSES.get(word, Sense.OTHER) not in _SKIPPED


def _told(said: Sequence[str], options: Options) -> tuple[int, bool] | Unclear:
    """A whole label of two words and more within other words that take nothing of it back."""
    found: set[int] = set()
    rest = list(said)
    for value, phrases in options.labels.items():
        for phrase in phrases:
            for i in range(len(rest) - len(phrase) + 1):
                if len(phrase) > 1 and tuple(rest[i : i + len(phrase)]) == phrase:
                    found.add(value)
                    del rest[i : i + len(phrase)]
                    break
    against = any(word in options.words or SENSES.get(word) in _AGAINST for word in rest)
    if len(found) == 1 and not against:
        return found.pop(), False
    return Unclear.AMBIGUOUS if found else Unclear.NO_ANSWER


_AGAINST = frozenset({Sense.NOT, Sense.BOUND, Sense.RANGE, Sense.DAY, Sense.ASKED, Sense.FIX})


def _as_yes_or_no(words: Sequence[str]) -> list[str]:
    """ "yes" or "no" where that is all the text says, however it says it."""
    text = " ".join(words)
    if words and words[0] in _YES and not any(map(_unsays, words[1:])):
        return ["yes"]
    if words and words[0] == "no" and all(SENSES.get(word) in _DENIES for word in words):
        return ["no"]
    for said, answer in ((_SAYS_YES, "yes"), (_SAYS_NO, "no")):
        if text in said or _HELD.sub(r"\1", text) in said:
            return [answer]
    return []


def _plain_answer(word: str) -> str:
    return "yes" if word in _YES else word


def _is_yes_or_no(options: Options) -> bool:
    return any(("yes",) in phrases for phrases in options.labels.values())


def _unsays(word: str) -> bool:
    return word in _HALF or SENSES.get(word) in _UNSAYS


def _match(said: Sequence[str], options: Options) -> tuple[int, bool] | Unclear:
    whole = {v for v, phrases in options.labels.items() if tuple(said) in phrases}
    if len(whole) == 1:
        return whole.pop(), True
    if (named := options.whole.get(_without_filler(said))) is not None:
        return named, True
    if len(said) == 1 and said[0] in _THIN:
        return Unclear.NO_ANSWER
    if all(word in _EMPTY or SENSES.get(word) is Sense.NOT for word in said):
        return Unclear.NO_ANSWER
    part = {
        value
        for value, phrases in options.labels.items()
        if any(_is_part(said, phrase) for phrase in phrases)
    }
    if not part:
        slips = (
            v for p, v in options.whole.items() if len(p) == len(said) == 1 and _same(said[0], p[0])
        )
        part = set(slips)
    if len(part) == 1:
        return part.pop(), False
    return Unclear.AMBIGUOUS if part or whole else Unclear.NO_ANSWER


def _is_part(said: Sequence[str], phrase: Sequence[str]) -> bool:
    """Whether ``said`` are words of ``phrase`` in its order, and leave out no "not" of it."""
    place = 0
    for word in said:
        while place < len(phrase) and not _same(word, phrase[place]):
            if SENSES.get(phrase[place]) is Sense.NOT:
                return False
            place += 1
        if place == len(phrase):
            return False
        place += 1
    return True


def _stem(word: str, other: str) -> int:
    return next((i for i, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), len(word))


_SHORTEST_HEARD = 3


def _same(word: str, other: str) -> bool:
    if word == other:
        return True
    if len(word) > _SHORTEST_HEARD and len(other) > _SHORTEST_HEARD and sound(word) == sound(other):
        return True
    if len(word) < 4 or len(other) < 4 or word[0] != other[0]:
        return False
    if min(len(word), len(other)) > 4 and _stem(word, other) >= max(5, len(word) - 1):
        return True
    allowed = 1 if min(len(word), len(other)) < 8 else 2
    return OSA.distance(word, other, score_cutoff=allowed) <= allowed
