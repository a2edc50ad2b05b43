"""What the open items may be called: their names, other words for them, slips and initials."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from rapidfuzz.distance import OSA

from diary.domain.numerals import fold, misspelled_number, number_word
from diary.domain.questionnaire import Item
from diary.domain.reading_phrases import KNOWN
from diary.domain.reading_senses import phrase_set
from diary.domain.reading_tokens import tokenise

NOT_ASKED = -1
"""The item index of a name that is known but not open."""

Phrase = tuple[str, ...]
Names = Mapping[str, tuple[tuple[Phrase, int], ...]]
"""First word -> (phrase, item index), longest phrase first."""

ItemKey = tuple[str, tuple[str, ...], bool]


def item_key(item: Item) -> ItemKey:
    """What of an item decides its names; hashable, for the cache."""
    return item.link_id, tuple(item.name.values()), item.unit == "h"


@lru_cache(maxsize=512)
def names_of(keys: tuple[ItemKey, ...]) -> Names:
    """The names of all items; one that would fit two of them is left out."""
    claims: dict[Phrase, set[int]] = {}
    for concept in _CONCEPTS:
        owners = {i for i, key in enumerate(keys) if _is_called(key, concept)}
        for other in concept:
            claims.setdefault(tuple(other.split()), set()).update(owners or {NOT_ASKED})
    for i, (link_id, names, _) in enumerate(keys):
        for name in (*names, link_id.replace("_", " ")):
            words = tuple(token.text for token in tokenise(fold(name)))
            if words and len(words) <= _LONGEST and not words[0][0].isdigit():
                known = claims.setdefault(words, set())
                known.discard(NOT_ASKED)
                known.add(i)
    found: dict[str, list[tuple[Phrase, int]]] = {}
    for name_words, claimants in claims.items():
        items = claimants - {NOT_ASKED} or claimants
        if len(items) == 1:
            found.setdefault(name_words[0], []).append((name_words, min(items)))
    return {
        first: tuple(sorted(phrases, key=lambda entry: -len(entry[0])))
        for first, phrases in found.items()
    }


_LONGEST = 4  # words in a name that people would type; longer ones are the question itself


def _is_called(key: ItemKey, concept: frozenset[str]) -> bool:
    link_id, names, in_hours = key
    own = {fold(name) for name in names} | {link_id.replace("_", " ").lower()}
    return bool(own & concept) or (in_hours and "hours" in concept)


def misspelled_name(word: str, names: Names) -> int | None:
    """The item whose one-word name is a single slip away, if no other name is as near."""
    if not _SHORTEST <= len(word) <= _LONGEST_WORD or word in KNOWN:
        return None
    if number_word(word, "es") is not None or misspelled_number(word) is not None:
        return None
    near = {
        item
        for first, phrases in names.items()
        if first[0] == word[0] and len(first) >= _SHORTEST
        for phrase, item in phrases
        if len(phrase) == 1 and _is_slip(word, first)
    }
    return near.pop() if len(near) == 1 else None


def _is_slip(word: str, name: str) -> bool:
    """One letter too many or too few, or two swapped; in a short name another letter is a word."""
    other_letter = len(word) == len(name) and sorted(word) != sorted(name)
    if other_letter and (len(name) < _SHORTEST_CHANGED or word in _WORDS_OF_THEIR_OWN):
        return False
    return OSA.distance(word, name, score_cutoff=1) <= 1


_SHORTEST_CHANGED = 5
_WORDS_OF_THEIR_OWN = frozenset(
    {
        "suero",
        "suelo",
        "sheep",
        "sleet",
        "steep",
        "sweep",
        "sleek",
        "spent",
        "swept",
        "honor",
        "hours",
    }
)
_SHORTEST = 4  # shorter words have too many neighbours
_LONGEST_WORD = 12


def begun_by(letter: str, items: Sequence[Item], language: str) -> list[int]:
    """The items whose name in ``language`` begins with ``letter``; hours also answer to an h."""
    names = [fold(item.name.get(language, item.name["en"])) for item in items]
    return [
        i
        for i, (name, item) in enumerate(zip(names, items, strict=True))
        if name.startswith(letter) or (letter == "h" and item.unit == "h")
    ]


# What people call things beside the name that an item gives them. One text is one concept; an item
# whose name or link id is one of its phrases answers to all of them. What nobody asked for stands
# here too, so that "anxiety 8" is not taken for something else.
_CONCEPTS: tuple[frozenset[str], ...] = (
    phrase_set("mood|moods|animo|estado de animo|humor|animos|spirits|animo de hoy"),
    phrase_set("distress|distressed|distress level|malestar|angustia|estres|stress|stressed|dist"),
    phrase_set(
        "sleep|slept|sleeping|asleep|hours slept|hours sleep|hours of sleep|hrs slept|"
        "hrs sleep|hrs of sleep|slp|sleeped|sueno|dormi|dormir|dormido|horas de sueno|"
        "horas dormidas|horas dormi|hours|horas|hrs|hours i slept|he dormido|"
        "dormidas|horas de dormir|h sleep|sleep hours|pude dormir|"
        "logre dormir"
    ),
    phrase_set("anxiety|anxious|ansiedad|ansioso|ansiosa|nervios"),
    phrase_set("pain|dolor|ache"),
    phrase_set("craving|cravings|antojo|antojos|ganas de consumir"),
    phrase_set("energy|energia"),
    phrase_set("depression|depressed|depresion|deprimido|deprimida"),
    phrase_set("appetite|apetito|hunger|hambre"),
    phrase_set("nausea|nauseas|nauseous"),
    phrase_set("sleep quality|quality of sleep|quality|calidad|calidad de sueno|calidad del sueno"),
    phrase_set("anger|irritability|enojo|irritabilidad"),
    phrase_set("focus|concentration|concentracion"),
    phrase_set("weight|peso"),
)
