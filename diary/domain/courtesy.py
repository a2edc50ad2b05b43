"""Texts that only say thanks, ok or yes."""

import re

_COURTESY = re.compile(
    r"(?:(?:ok(?:ay|ey)?|k|thanks?(?: you)?(?: so much| a lot)?|thx|ty|tysm|will do|got it|great|"
    r"sure|cool|nice|you too|good ?night|gracias|muchas gracias|vale|listo|bueno|perfecto|"
    r"de acuerdo|entendido|igualmente|buenas noches|👍|🙏|😊|🙂|❤|👌)"
    r"[\s.,!\ufe0f\U0001F3FB-\U0001F3FF]*)+"
)
_YES = re.compile(r"(?:y|yes|yeah|yep|yup|sure|ok(?:ay)?|join|s[ií]|claro|vale|acepto)[\s.!]*")


def is_courtesy(text: str) -> bool:
    """Whether the whole text is politeness that wants no reply."""
    return _COURTESY.fullmatch(text.strip().casefold()) is not None


def is_yes(text: str) -> bool:
    """Whether the whole text agrees, in English or Spanish."""
    return _YES.fullmatch(text.strip().casefold()) is not None
