"""Words of a choice that may say the contrary of what they name, or only half of it.

"Zero interest" is no zero on "little interest", "not at all, but I think about it" is no clearance,
and a "today" says nothing of two weeks.
"""

from collections.abc import Sequence

from diary.domain.questionnaire import Item
from diary.domain.reading_senses import Sense, word_set
from diary.domain.reading_tokens import Token
from diary.domain.reading_words import SENSES

_STOPS = frozenset({",", ";", "\n", ".", "!"})


def may_say_the_contrary(tokens: Sequence[Token], items: Sequence[Item]) -> bool:
    """Whether the text is better asked again, whatever option or number it names."""
    words = [token.text for token in tokens]
    if any(_denies_a_faculty(words, i, alone=len(items) == 1) for i in range(len(words))):
        return True
    return len(items) == 1 and (_speaks_of_other_days(words) or _takes_something_back(words))


def _denies_a_faculty(words: Sequence[str], i: int, *, alone: bool) -> bool:
    """ "no interest", "zero energy", "not at all hungry": too little of what one should have."""
    if words[i] not in _FACULTIES or i == 0:
        return False
    before = words[i - 1]
    if before in _NONE or (alone and before == "0" and i + 1 == len(words)):
        return True
    denied = " ".join(words[max(i - 3, 0) : i])
    return denied.endswith(("not at all", "not", "para nada", "no tengo", "no me da"))


_NONE = frozenset({"no", "zero", "cero", "without", "sin", "ningun", "ninguna", "nada", "any"})
_FACULTIES = word_set(
    "interest interested interests interes interesada interesado pleasure placer joy energy "
    "energia energetic appetite apetito hungry hunger hambre sleep sueno concentration focus "
    "concentracion motivation motivacion"
)


def _speaks_of_other_days(words: Sequence[str]) -> bool:
    """ "0 today but 2 last week": all these days are asked about, and the numbers differ."""
    numbers = {word for word in words if word.isdigit()}
    text = f" {' '.join(words)} "
    return len(numbers) > 1 and any(f" {day} " in text for day in _WITHIN_THE_TIME_ASKED)


_WITHIN_THE_TIME_ASKED = (
    "last week", "this week", "yesterday", "the other day", "days ago", "week before",
    "la semana pasada", "esta semana", "ayer", "el otro dia", "hace dias",
)  # fmt: skip


def _takes_something_back(words: Sequence[str]) -> bool:
    """ "Not at all, but I think about it": more than courtesy behind a none.

    A "sometimes" beside it takes it back without a "but".
    """
    said = set(words)
    if said & (_NEVER | _NOUGHT) and (said & _SOMETIMES or "a veces" in " ".join(words)):
        return True
    at = next((i for i, word in enumerate(words) if word in _BUT and i > 0), None)
    if at is None or _NEVER.isdisjoint(words[:at]):
        return False
    behind = [word for word in words[at + 1 :] if word[0].isalpha()]
    return any(SENSES.get(word) is not Sense.FILLER for word in behind)


_NEVER = frozenset({"not", "never", "none", "nothing", "nunca", "nada", "ningun", "jamas", "no"})
_NOUGHT = frozenset({"0", "zero", "cero"})
_SOMETIMES = frozenset({"sometimes", "occasionally", "once", "twice", "rarely"})
_BUT = frozenset({"but", "pero", "except", "excepto", "salvo", "although", "though", "aunque"})
