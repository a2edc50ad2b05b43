"""Whether a wish to stop is about the texts, where the same words could be about a life.

"I want to end it" asks for help, "stop texting me, I want to die" for help and for silence.
"""

import re

from diary.domain.commands import Command, CommandKind
from diary.domain.normal_text import fold
from diary.domain.safety import Finding, Tier

_NAMES_THE_TEXTS = re.compile(
    r"\b(?:text|txt|messag|msg|sms|unsubscri|subscri|opt(?:ed|ing)?(?: me)? ?out|list\b"
    r"|my (?:number|phone)"
    r"|program|service|remind|check ?in|survey|contact|mensaj|texte|escrib|mand|envi|numero|lista"
    r"|suscri|servicio|programa|encuesta|record|consent|permiso|interes|unenroll|grupo|stop sending"
    r"|(?:remove|delete|drop|take) me\b|[qk]u?[ie]t[ea]n?me|(?:borr|elimin|saqu)[ea](?:n?me|rme)"
    r"|de baja|wrong (?:number|person)|equivocad)"
)
_BEGINS_WITH_THE_KEYWORD = re.compile(
    r"\s*(?:(?:STOP|STOPALL|ALTO|BAJA)\b|(?i:stop|stopall|alto|baja)\s*[.,;:!\n]"
    r"|(?i:stop|alto)\s+(?i:stop|alto)\b)"
)


def is_about_the_texts(command: Command | None, danger: Finding | None, text: str) -> bool:
    """Whether ``command`` ends the texts.

    A keyword always does; a sentence with words of danger in it only if it begins with the keyword
    or names the texts.
    """
    if command is None or command.kind is not CommandKind.STOP:
        return False
    if not command.plain_words or danger is None or danger.tier is Tier.C:
        return True
    return bool(_BEGINS_WITH_THE_KEYWORD.match(text) or _NAMES_THE_TEXTS.search(fold(text)))
