"""Answers to "are you safe right now?", in digits or in words."""

import re
from collections.abc import Sequence
from enum import IntEnum

from diary.domain.normal_text import fold
from diary.domain.questionnaire import AnswerOption, Item, ItemKind
from diary.domain.replies import read_reply


class Safe(IntEnum):
    SAFE = 1
    NOT_SURE = 2
    NOT_SAFE = 3


def read_safe_answer(text: str, language: str) -> Safe | None:
    """The answer in ``text``, or None. A text of two minds, or one that asks, is never safe."""
    words = " ".join(re.findall(r"\w+", fold(text)))
    if meant := _meant(words, _DOUBTED):
        return meant
    if said := read_reply(text, [_ARE_YOU_SAFE], language).answers.get("safe"):
        is_asked = said == Safe.SAFE and "?" in fold(text)
        return Safe(int(said)) if isinstance(said, int | float) and not is_asked else None
    if meant := _meant(words, _IN_WORDS):
        return meant
    digit = _TROUBLED_DIGIT.fullmatch(fold(text))
    return Safe(int(digit[1])) if digit else None


def _meant(words: str, patterns: Sequence[tuple[re.Pattern[str], Safe]]) -> Safe | None:
    return next((meant for pattern, meant in patterns if pattern.fullmatch(words)), None)


_ARE_YOU_SAFE = Item(
    link_id="safe",
    kind=ItemKind.CHOICE,
    text={"en": "Are you safe right now?", "es": "¿Estás a salvo en este momento?"},
    name={"en": "safe", "es": "a salvo"},
    options=(
        AnswerOption(Safe.SAFE, {"en": "safe", "es": "a salvo"}),
        AnswerOption(Safe.NOT_SURE, {"en": "not sure", "es": "no sé"}),
        AnswerOption(Safe.NOT_SAFE, {"en": "not safe", "es": "en peligro"}),
    ),
    minimum=Safe.SAFE,
    maximum=Safe.NOT_SAFE,
)

_THANKS = (
    r"(?: (?:thanks|thank you|thx|gracias|now|right now|ahora|today|hoy|for now|por ahora|ya"
    r"|tonight|esta noche|really|de verdad))*"
)
_I_AM = r"(?:(?:i|im|i am|i feel|yo|me siento|estoy) )*"
_SAFE = r"(?:safe|a salvo|segur[oa])"
# Said of safety itself, so that neither "safe" nor a "yes" beside it is taken at its word.
_DOUBTED = (
    (
        re.compile(
            rf"{_I_AM}(?:never|hardly|barely|no longer|far from|nowhere near|less|nunca|jamas"
            r"|apenas|tampoco|no (?:me siento|muy|tan)|not (?:very|so|that|all that|feeling))"
            rf"(?: \w+){{0,3}} {_SAFE}{_THANKS}|(?:am i )?{_SAFE} (?:que )?(?:no+|not)"
        ),
        Safe.NOT_SAFE,
    ),
    (
        re.compile(
            rf"{_I_AM}(?:almost|mostly|somewhat|a bit|sometimes|kinda|kind of|sort of|sorta|casi"
            rf"|medio|a veces|mas o menos)(?: \w+){{0,2}} {_SAFE}{_THANKS}"
            rf"|(?:1|yes|si|(?:yes |si )?{_I_AM}{_SAFE}) (?:ish|i think(?: so)?|i guess(?: so)?"
            rf"|i suppose|maybe|probably|creo(?: que si)?|supongo|quizas?|tal vez)|i was {_SAFE}"
        ),
        Safe.NOT_SURE,
    ),
)
_IN_WORDS = (
    (
        re.compile(
            r"(?:no+|nope|nah|not really|no (?:im|i am) not|im not|i am not|i dont feel safe|unsafe"
            r"|(?:im|i am) (?:not ok|not okay|unsafe|in danger)|no estoy (?:bien|a salvo|segur[oa])"
            r"|(?:please |i need )?help(?: me)?(?: please)?|(?:necesito )?ayuda|ayudame|ayudenme"
            r"|no la verdad|no mucho|para nada|estoy en peligro|tengo miedo|not (?:ok|okay)"
            r"|i dont think so|creo que no|no creo|not any ?more|ya no|im scared|i am scared"
            r"|i cant (?:keep myself safe|promise(?: that| it)?)|no puedo prometer(?:lo| eso))"
            + _THANKS
        ),
        Safe.NOT_SAFE,
    ),
    (
        re.compile(
            r"(?:idk|dunno|i dont know|i do not know|maybe|kind of|kinda|sort of|i think so|i guess"
            r"|i guess so|unsure|mas o menos|tal vez|quizas?|creo que si|no estoy segur[oa] de eso"
            r"|a veces|not sure)" + _THANKS
        ),
        Safe.NOT_SURE,
    ),
    (
        re.compile(
            r"(?:(?:yes|yeah|yep|yup|ye|si+|sip|claro) ?)?(?:(?:im|i am|i feel) (?:safe|ok|okay"
            r"|fine|alright|all right)|(?:ya )?estoy (?:bien|a salvo|segur[oa]))" + _THANKS
        ),
        Safe.SAFE,
    ),
    (re.compile(r"(?:yes|yeah|yep|yup|si+|sip|yes i am|yeah i am)" + _THANKS), Safe.SAFE),
)
# "3 i cannot do this", "no, 3": a 1 with more words is not taken at its word.
_TROUBLED_DIGIT = re.compile(
    r"\W*(?:(?:no+|not|actually|sorry|wait|its|it is|im|i am|a|more like|now|i mean|perdon|mejor|es"
    r"|un|una|ahora|soy|estoy|espera|mas bien)\W+)*([23])(?!\d)\D*"
)
