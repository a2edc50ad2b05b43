"""Texts that only say thanks, ok or yes."""

import re

from diary.domain.normal_text import fold

_COURTESY = re.compile(
    r"(?:(?:ok(?:ay|ey)?|k|thanks?(?: you)?(?: so much| a lot)?|thx|ty|tysm|will do|got it|great|"
    r"sure|cool|nice|you too|good ?night|gracias|muchas gracias|vale|listo|bueno|perfecto|"
    r"de acuerdo|entendido|igualmente|buenas noches|👍|🙏|😊|🙂|❤|👌)"
    r"[\s.,!]*)+"
)
_PARTED = r"[\s.,!()\"'*#]"
_YES = re.compile(
    rf"{_PARTED}*(?:Y(?:{_PARTED}+Y)*){_PARTED}*".replace(
        "Y",
        r"(?:y|yes|yeah|yep|yup|sure|ok(?:ay)?|join|si+|claro|vale|acepto|1|one|uno|unirme|please"
        r"|por favor|thanks|thank you|gracias|i agree|reply|responde|respondo)",
    )
)
_NO = re.compile(
    r"(?:no|nope|nah|no thanks?|no thank you|no gracias|i decline|not now|ahora no|no quiero"
    r"|i dont want(?: to| this| it)?|not interested|no me interesa)[\s.,!]*"
)
_ONLY_MANNERS = re.compile(r"(?:please|por favor|thanks|thank you|gracias|reply|responde|\W)*")


_WRONG_NUMBER = re.compile(
    r"(?:sorry|i think|hi|hello|hola|disculpe|perdon|creo que)?[\s,]*"
    r"(?:(?:you have |this is |you got |thats |tiene |es )?(?:the |el |a |un )?"
    r"(?:wrong (?:number|person)|numero equivocado)|se equivoco de numero)[\s.,!]*"
)


def is_courtesy(text: str) -> bool:
    """Whether the whole text is politeness that wants no reply."""
    return _COURTESY.fullmatch(_said(text)) is not None


def joins(text: str) -> bool:
    """Whether the whole text accepts the invitation: ``1``, or a plain yes in either language."""
    said = _said(text)
    return _YES.fullmatch(said) is not None and _ONLY_MANNERS.fullmatch(said) is None


def declines(text: str) -> bool:
    """Whether the whole text turns the invitation down, without asking never to be texted."""
    return _NO.fullmatch(_said(text)) is not None


def is_wrong_number(text: str) -> bool:
    """Whether the whole text says that it reached the wrong person, or gave a wrong number."""
    return _WRONG_NUMBER.fullmatch(_said(text)) is not None


def is_wordless(text: str) -> bool:
    """Whether there is nothing to read: a picture arrives with an empty text."""
    return not _said(text)


def _said(text: str) -> str:
    return " ".join(fold(text).split())
