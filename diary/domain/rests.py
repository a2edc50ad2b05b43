"""How long a patient wants no texts: "pause 3 days", "no me escriban hasta el lunes".

An end that nobody can know ("until I say so") is no pause: the texts end, and START begins them.
"""

import re
from dataclasses import dataclass

from diary.domain import spoken_time


@dataclass(frozen=True, slots=True)
class Rest:
    """``days``, or ``until_words`` that need today's date; neither if the length is not understood.

    ``is_for_good``: until the patient says otherwise.
    """

    days: int | None = None
    until_words: str | None = None
    is_for_good: bool = False


def rest_in(words: str) -> Rest | None:
    """The rest that a whole text asks for, folded and without politeness; or None."""
    hushed = _HUSH.fullmatch(words)
    found = hushed or _PAUSE.fullmatch(words)
    if found is None:
        return None
    length = found[1]
    if until := _UNTIL.fullmatch(length):
        if (hushed or words.startswith(_STOPPED)) and _TILL_THEY_SAY.fullmatch(until[1]):
            return Rest(is_for_good=True)
        if hushed and not spoken_time.names_a_day(until[1]):
            return None
        return Rest(until_words=until[1])
    days = spoken_time.days(length)
    if days is not None and days > 0 and not (hushed and length.isdigit()):
        return Rest(days=days)
    if length in _THIS_DAY:
        return Rest(days=1)
    if length in _OPEN_ENDS:
        return Rest(until_words=_OPEN_ENDS[length])
    if words.startswith(_PAUSED) and len(words.split()) <= _FEW:
        return Rest()
    return None


_PAUSED = ("pause", "pausa")
_STOPPED = ("stop", "no texts", "no mensajes", "sin mensajes")
_FEW = 6
_PAUSE = re.compile(
    r"(?:pause|pausa|pausar|hold|snooze|stop for|stop(?= until| till)|take a break|pausar por"
    r"|poner pausa|pause (?:me|texts|it|messages|everything)|pausa (?:de|los mensajes)"
    r"|pausar (?:mensajes|los mensajes)|no texts|no mensajes|sin mensajes)\b ?(.+)"
)
# Said of the texts, these are a pause only where an end is said with them.
_HUSH = re.compile(
    r"(?:(?:do not|dont) (?:text|message|write|send|contact|bother)(?: me| anything| texts"
    r"| messages)*|no more (?:texts|messages)|no mas (?:mensajes|textos)"
    r"|no me (?:escriba|mande|envie|textee|moleste)[ns]?(?: mensajes| textos| nada| mas)*"
    r"|stop (?:texts|texting|messages|messaging)(?: me)?(?= for | until | till )"
    r"|(?:para|pare|paren|parar)(?= por | hasta )) (.+)"
)
_UNTIL = re.compile(r"(?:until|till|til|untill|hasta|thru|through) (?:el |la |the )?(.+)")
_TILL_THEY_SAY = re.compile(
    r"(?:further notice|(?:told|notified) otherwise|you hear (?:back )?from me"
    r"|i (?:say|tell|call|text|ask|reach|contact|let you know|want|need|decide|feel|get better)\b.*"
    r"|im (?:ready|better|feeling|doing)\b.*|(?:nuevo|otro) aviso"
    r"|(?:que )?(?:yo )?(?:(?:les|le|te|los|lo) )?(?:avise|aviso|diga|digo|llame|llamo|pida|pido"
    r"|hable|hablo|busque|mejore|decida|quiera)\b.*|que (?:me sienta|este list[oa])\b.*)"
)
_THIS_DAY = frozenset({"today", "hoy", "tonight", "for today", "por hoy", "el dia de hoy"})
_OPEN_ENDS = dict.fromkeys(
    ("this week", "for this week", "the rest of the week", "esta semana", "por esta semana"),
    "next week",
) | dict.fromkeys(
    ("this weekend", "over the weekend", "for the weekend", "este fin de semana",
     "el fin de semana", "por el fin de semana"),
    "monday",
)  # fmt: skip
