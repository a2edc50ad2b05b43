"""Answers in the words of the options: "several days", "casi todos", "nausea and a headache"."""

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
from diary.domain.reading_yes_no import as_yes_or_no, is_of_two_minds
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
    "ni un dia|nunca nunca|no ningun dia|no ninguno|ni uno|nope not at all|nah not at all|"
    "nope never|no no days"
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
    if is_of_two_minds(words) and any(("yes",) in phrases for phrases in options.labels.values()):
        return Unclear.AMBIGUOUS
    said = [word for word in _without_phrases(words, options) if _counts(word, options)]
    firm = not any(SENSES.get(word) is Sense.HEDGE for word in words)
    for reading in (said, as_yes_or_no(words)):
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
