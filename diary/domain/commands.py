"""Commands that a patient can text: STOP, HELP, PAUSE 3 DAYS, MÁS TARDE, NOTA ...

A command is the whole message; punctuation, case, emoji and politeness around it do not matter.
Both languages are always understood, whatever the patient's own.
"""

import re
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from diary.domain import spoken_time
from diary.domain.command_words import KEYWORDS, LANGUAGES, STOP, STOP_ALWAYS, STOP_SLIPS
from diary.domain.normal_text import fold
from diary.domain.opt_out import is_opt_out
from diary.domain.rests import rest_in


class CommandKind(StrEnum):
    STOP = "stop"
    START = "start"
    HELP = "help"
    PAUSE = "pause"
    RESUME = "resume"
    LATER = "later"
    TIME = "time"
    LANGUAGE = "language"
    SKIP = "skip"
    UNDO = "undo"
    NOTE = "note"
    LINK = "link"
    WHAT = "what"


class Problem(StrEnum):
    """Why a command that was recognised cannot be done as written."""

    NO_TIME = "no_time"
    BAD_TIME = "bad_time"
    BAD_PAUSE = "bad_pause"
    NO_NOTE = "no_note"
    NO_LANGUAGE = "no_language"
    BAD_LATER = "bad_later"


@dataclass(frozen=True, slots=True)
class Command:
    """One command and what it says.

    A pause has ``days`` or ``until_on``, or neither (the usual length); "later" has ``minutes`` or
    None (the usual wait); a time has ``at_local``, a language ``language`` (BCP 47), a note
    ``text``. ``plain_words`` marks a stop that is a sentence, not a keyword.
    """

    kind: CommandKind
    days: int | None = None
    until_on: date | None = None
    until_words: str | None = None
    """An end of the pause that needs today's date; see ``resolve``."""
    minutes: int | None = None
    at_local: time | None = None
    language: str | None = None
    text: str | None = None
    plain_words: bool = False
    problem: Problem | None = None


def recognise(text: str, language: str, *, today: date | None = None) -> Command | None:
    """The command that ``text`` is, or None.

    ``language`` decides how "12/5" is read. Without ``today`` a pause "until friday" comes with
    ``until_words``, for ``resolve``.
    """
    whole = _plain(text)
    words = _bare(whole)
    if _is_stop(words) or whole in STOP:
        return Command(CommandKind.STOP)
    if kind := KEYWORDS.get(whole) or KEYWORDS.get(words):
        return Command(CommandKind(kind))
    if words in LANGUAGES:
        return Command(CommandKind.LANGUAGE, language=LANGUAGES[words])
    if note := _NOTE.fullmatch(text.strip()):
        said = note[1].strip()
        problem = None if said else Problem.NO_NOTE
        return Command(CommandKind.NOTE, text=said, problem=problem)
    command = _pause(words) or _later(words) or _time(words) or _named_language(words)
    if command is not None:
        if command.until_words and today is not None:
            return resolve(command, language, today)
        return command
    if _RATED_HIGH.fullmatch(words):
        return None
    if _SHOUTED_STOP.match(text) or is_opt_out(text):
        return Command(CommandKind.STOP, plain_words=True)
    return None


def resolve(command: Command, language: str, today: date) -> Command:
    """``command`` with the day that its ``until_words`` mean, or with a problem."""
    if command.until_words is None:
        return command
    day = spoken_time.day(command.until_words, language, today)
    if day is None or day <= today:
        return Command(CommandKind.PAUSE, problem=Problem.BAD_PAUSE)
    return Command(CommandKind.PAUSE, until_on=day)


_MARKS = re.compile(r"[^a-z0-9:/.\-\s]|(?<![0-9])[:/.\-]|[:/.\-](?![0-9])")
_POLITE = re.compile(
    r"^(?:(?:please|pls|plz|por favor|porfavor|porfa|thanks|thank you|thx|ty|gracias|ok|okay|hey|hi"
    r"|hello|hola|sorry|perdon|disculpe|just|now|ahora|ya|can you|could you|can u|could u"
    r"|(?:me )?(?:puede|pueden|puedes|podria|podrian|podrias)|quiero"
    r"|i want to|i need to|i would like to|id like to|i need|i want|necesito)(?= |$))+\s*"
)
_POLITE_AFTER = re.compile(
    r"\s*(?: (?:please|pls|plz|por favor|porfavor|porfa|thanks|thank you|thx|ty|gracias|now|ahora"
    r"|ya|ok|okay|sir|maam|lol|k))+$"
)


def _plain(text: str) -> str:
    """The folded words without emoji and without marks except inside numbers."""
    return " ".join(_MARKS.sub(" ", fold(text)).split())


def _bare(words: str) -> str:
    """``words`` without politeness around them."""
    return _POLITE_AFTER.sub("", _repeat_polite(words)).strip() or words


def _repeat_polite(words: str) -> str:
    while (shorter := _POLITE.sub("", words, count=1).strip()) != words and shorter:
        words = shorter
    return words


def _is_stop(words: str) -> bool:
    if words in STOP or words.replace(" ", "") in STOP_ALWAYS:
        return True
    said = [word for word in words.split() if not word.isdigit()]
    return bool(said) and all(word in STOP_ALWAYS or word in STOP_SLIPS for word in said)


_NOTE = re.compile(r"(?is)(?:note|nota)(?:\s*[:,.\-–—]\s*|\s+|$)(?:to\s+self\b[:,]?\s*)?(.*)")
# A keyword in capitals at the start of a sentence is the keyword, with more said after it.
_SHOUTED_STOP = re.compile(
    r"\W*(?:STOP\b(?!\s+(?:the|my|taking|for|until|till|hurting|crying|worrying|by|at|and)\b)"
    r"|(?:ALTO|BAJA)\b(?!\s+(?:ah[ií]|la|el|en|por|riesgo|un|y|de (?!los|sus|la|su))\b))"
    r"(?=.*[a-z])",
    re.DOTALL,
)
# "Alto" beside one number says that it is high; the carriers' keyword stands by itself.
_RATED_HIGH = re.compile(r"alto \d{1,2}|\d{1,2} alto")
_LATER = re.compile(
    r"(?:(?:ask|text|remind|try|message)(?: me)?(?: again)? |(?:later|luego|mas tarde|despues) |"
    r"(?:recuerdame|preguntame|escribeme|mandame) )?(.+)"
)
_TIME = re.compile(
    r"(?:mejor |prefiero |i prefer |id prefer )?"
    r"(?:(?:change|set|move|cambiar|cambia|pon|poner|cambiame)(?: my| the| la| mi| el| me)?"
    r"(?: text| texts)? )?"
    r"(time|hora|horario"
    r"|(?:los |las )?(?:texts|messages|mensajes|textos)(?= (?:at|to|for|a las|a la)\b)"
    r"|text(?= at\b)|(?:please )?(?:text|message|ask|send|write)(?: it)?(?: to)? me"
    r"(?: every day| daily)?(?: at| in)?"
    r"|(?:escribeme|escribanme|mandame|mandenme|preguntame|textea?me|envieme|enviame"
    r"|(?:escribir|mandar|enviar)(?:me)?(?= a las? | en la | por la ))"
    r"(?: mensajes?)?(?: a| en)?)"
    r"\b(?: (?:to|at|a|for|is|de|para|change to|preferida))*(?: las| la)?(?: |$)(.*)"
)
_DAILY = re.compile(
    r"(?: please| por favor| every day| daily| instead| mejor| todos los dias| from now on"
    r"| de ahora en adelante| a partir de ahora)+$"
)
# "8pm works better for me"; a bare "8 is better" may be an answer.
_BETTER = re.compile(
    r"(?:(\d.*(?:[ap]m|night|morning|evening|noche|tarde|manana))"
    r" (?:works|is|would be|me queda|seria|es)(?: much)? (?:better|best|mejor)(?: for me)?"
    r"|mejor a las? (.*))"
)
_TO_ME = re.compile(r"me\b")
# A wish for one other day, or a word about a text that came, is no new time.
_ONCE = frozenset({"tomorrow", "tmrw", "today", "tonight", "hoy", "was", "it", "itll", "its"})
_LANGUAGE = re.compile(r"(?:language|idioma|lenguaje|lang)(?: (.*))?")


def _pause(words: str) -> Command | None:
    rest = rest_in(words)
    if rest is None:
        return None
    if rest.is_for_good:
        return Command(CommandKind.STOP, plain_words=True)
    problem = None if rest.days or rest.until_words else Problem.BAD_PAUSE
    return Command(CommandKind.PAUSE, days=rest.days, until_words=rest.until_words, problem=problem)


def _later(words: str) -> Command | None:
    found = _LATER.fullmatch(words)
    if found is None:
        return None
    # A bare "2 hours" may be an answer about sleep, so a wait needs its "in" or its verb.
    if found[1] == words and not words.startswith(("in ", "en ", "dentro ")):
        return None
    minutes = spoken_time.minutes(found[1])
    if minutes is None or minutes <= 0:
        return None
    return Command(CommandKind.LATER, minutes=minutes)


def _time(words: str) -> Command | None:
    words = _DAILY.sub("", words)
    if better := _BETTER.fullmatch(words):
        at = spoken_time.clock(better[1] or better[2])
        return Command(CommandKind.TIME, at_local=at) if at is not None else None
    found = _TIME.fullmatch(words)
    if found is None:
        return None
    wanted = found[2]
    keyword = found[1] in {"time", "hora", "horario"}
    if not wanted:
        return Command(CommandKind.TIME, problem=Problem.NO_TIME) if keyword else None
    tomorrow = wanted.startswith("manana") and not words.endswith(" la manana")
    if not keyword and (tomorrow or not _ONCE.isdisjoint(wanted.split())):
        return None
    at = spoken_time.clock(wanted)
    if at is not None:
        return Command(CommandKind.TIME, at_local=at)
    if (keyword or _TO_ME.search(found[1])) and spoken_time.looks_like_clock(wanted):
        return Command(CommandKind.TIME, problem=Problem.BAD_TIME)
    return None


def _named_language(words: str) -> Command | None:
    found = _LANGUAGE.fullmatch(words)
    if found is None:
        return None
    language = LANGUAGES.get(found[1] or "")
    if language:
        return Command(CommandKind.LANGUAGE, language=language)
    return Command(CommandKind.LANGUAGE, problem=Problem.NO_LANGUAGE)
