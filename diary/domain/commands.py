"""Commands that a patient can text: STOP, HELP, PAUSE 3 DAYS, MÁS TARDE, NOTA ...

A command is the whole message; punctuation, case, emoji and politeness around it do not matter.
Both languages are always understood, whatever the patient's own.
"""

import re
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from diary.domain import spoken_time
from diary.domain.normal_text import fold
from diary.domain.opt_out import is_opt_out


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
    """``days`` or ``until_on`` of a pause, ``minutes`` of "later" (None: the usual wait), ``at_local``
    of a time, ``language`` (BCP 47), ``text`` of a note. ``plain_words`` is a stop in a sentence.
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
    if _is_stop(words) or whole in _STOP:
        return Command(CommandKind.STOP)
    if kind := _KEYWORDS.get(whole) or _KEYWORDS.get(words):
        return Command(kind)
    if words in _LANGUAGES:
        return Command(CommandKind.LANGUAGE, language=_LANGUAGES[words])
    if note := _NOTE.fullmatch(text.strip()):
        said = note[1].strip()
        problem = None if said else Problem.NO_NOTE
        return Command(CommandKind.NOTE, text=said, problem=problem)
    command = _pause(words) or _later(words) or _time(words) or _named_language(words)
    if command is not None:
        if command.until_words and today is not None:
            return resolve(command, language, today)
        return command
    if is_opt_out(text):
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
    r"|hello|hola|sorry|perdon|disculpe|just|now|ahora|ya|can you|could you|puede|pueden|quiero"
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
    if words in _STOP or words.replace(" ", "") in _STOP_JOINED:
        return True
    said = [word for word in words.split() if not word.isdigit()]
    return bool(said) and all(word in _STOP_ALWAYS or word in _STOP_SLIPS for word in said)


_STOP_ALWAYS = frozenset(
    {
        "stop",
        "stopall",
        "unsubscribe",
        "optout",
        "unsuscribe",
        "unsubcribe",
        "unsubscibe",
        "detener",
    }
)
_STOP = _STOP_ALWAYS | frozenset(
    [
        "cancel",
        "end",
        "quit",
        "revoke",
        "opt out",
        "stop all",
        "stop it",
        "alto",
        "parar",
        "baja",
        "cancelar",
        "no mas",
        "para",
        "paren",
        "pare",
        "detengan",
        "detente",
        "basta",
        "ya basta",
        "no mas mensajes",
        "no more",
        "stop now",
        "please stop",
        "dar de baja",
        "darme de baja",
        "salir",
        "terminar",
        "fin",
        "cancelen",
        "cancela",
        "desuscribir",
        "desuscribirme",
        "cesar",
        "ya no mas",
        "end end",
        "cancel cancel",
        "quit quit",
        "alto alto",
        "nomas",
        "remove",
        "remove me",
        "unsub",
        "opt me out",
        "cancle",
        "cancell",
        "kancelar",
        "canselar",
        "detner",
        "deten",
        "desinscribir",
        "canceled",
        "cancelled",
        "unsubscribe me",
        "stop texts",
        "stop stop stop",
        "revocar",
        "no mas no mas",
        "canclar",
    ]
)
_STOP_JOINED = frozenset({"stop", "stopall", "optout", "unsubscribe", "stopstop", "stopstopstop"})
_STOP_SLIPS = frozenset(
    [
        "stpo",
        "sotp",
        "tsop",
        "stopp",
        "sstop",
        "sttop",
        "stoop",
        "stooop",
        "stopppp",
        "stoppp",
        "stpp",
        "stol",
        "stio",
        "stp",
        "sto",
        "dtop",
        "atop",
        "srop",
        "syop",
        "stoo",
        "xtop",
        "etop",
        "wtop",
        "st0p",
        "stop1",
        "stopm",
        "stpop",
        "stiop",
        "stopo",
        "sotop",
        "stopit",
        "stopl",
        "astop",
        "stap",
        "stip",
        "stup",
        "stope",
        "stops",
        "stoped",
        "stopping",
        "ztop",
        "qtop",
        "stkp",
        "st9p",
        "stoppls",
        "sropp",
        "stoip",
        "stoop",
    ]
)

_KEYWORDS: dict[str, CommandKind] = {
    words: kind
    for kind, listed in {
        CommandKind.START: "start|unstop|iniciar|empezar|comenzar|inicio|inicia|empieza|restart"
        "|start again|subscribe|resubscribe|suscribir|suscribirme|alta|reiniciar|opt in|optin"
        "|opt back in|sign me up|start texts|empezar de nuevo|arrancar|volver a empezar",
        CommandKind.HELP: "help|ayuda|info|help info|informacion|information|menu|commands|command"
        "|comandos|opciones|options|help menu|asistencia|how does this work|como funciona"
        "|como funciona esto|hlep|halp|hepl|ayudaa|ayda|help?|instructions|instrucciones|ajuda",
        CommandKind.RESUME: "resume|reanudar|continue|continuar|seguir|unpause|reanuda|end pause"
        "|resume texts|start texting again|im back|ya regrese|volver|quitar pausa|regresar",
        CommandKind.SKIP: "skip|saltar|omitir|paso|pass|skip this|skip it|skip today|saltear|salta"
        "|omite|skip question|next|siguiente|not today|hoy no|skip this one|saltar esta|skp|siguiente"
        " pregunta|next question|prefiero no contestar|prefer not to answer|rather not say|skipp",
        CommandKind.UNDO: "undo|deshacer|undo that|undo last|deshaz|borrar|borrar ultima|borra|oops"
        " undo|undo it|undo my last answer|delete last|desacer|deshacer ultima|take that back|revert",
        CommandKind.LINK: "link|enlace|web|browser|send link|send me the link|send me a link|liga"
        "|the link|link me|manda el enlace|mandame el enlace|mandame la liga|manda la liga|vinculo"
        "|navegador|url|form|formulario|send the link|enviame el enlace|el enlace|la liga|open link",
        CommandKind.WHAT: "what|que sabes de mi|que saben de mi|what do you know|what do you know"
        " about me|que sabe de mi|my data|mis datos|what data do you have|what do you have on me|my"
        " info|que|que datos tienen|que datos tienes|status|estado|que saben|que sabes|show my data",
        CommandKind.PAUSE: "pause|pausa|pausar|hold|take a break|descanso|pause texts|pause please"
        "|pausa por favor|snooze|pause messages|pausar mensajes|poner en pausa|break|pauza|puase",
        CommandKind.LATER: "later|luego|mas tarde|despues|not now|ahora no|ask me later|ask later"
        "|al rato|mas al rato|remind me later|in a bit|in a while|in a little while|maybe later"
        "|text me later|un rato mas|recuerdame luego|recuerdame mas tarde|ahorita no|lter|latr|busy"
        "|ocupado|ocupada|estoy ocupada|estoy ocupado|im busy|at work|en el trabajo|driving|manejando",
    }.items()
    for words in listed.split("|")
}

_LANGUAGES = {
    **dict.fromkeys(
        [
            "english",
            "ingles",
            "in english",
            "en ingles",
            "english only",
            "language english",
            "idioma ingles",
            "lenguaje ingles",
            "lang english",
            "lang en",
            "language en",
            "cambiar a ingles",
            "switch to english",
            "change to english",
            "speak english",
            "engish",
            "inglish",
            "change language to english",
            "text me in english",
        ],
        "en",
    ),
    **dict.fromkeys(
        [
            "spanish",
            "espanol",
            "in spanish",
            "en espanol",
            "espanol solamente",
            "language spanish",
            "idioma espanol",
            "lenguaje espanol",
            "lang spanish",
            "lang es",
            "language es",
            "cambiar a espanol",
            "switch to spanish",
            "change to spanish",
            "castellano",
            "en castellano",
            "hablo espanol",
            "solo espanol",
            "espanhol",
            "espnol",
            "change language to spanish",
            "language espanol",
            "en espaniol",
            "solo hablo espanol",
            "habla espanol",
            "no hablo ingles",
            "text me in spanish",
            "no ingles",
            "mensajes en espanol",
            "en espanol mejor",
        ],
        "es",
    ),
}

_NOTE = re.compile(r"(?is)(?:note|nota)(?:\s*[:,.\-–—]\s*|\s+|$)(?:to\s+self\b[:,]?\s*)?(.*)")
_PAUSE = re.compile(
    r"(?:pause|pausa|pausar|hold|snooze|stop for|take a break|pausar por|poner pausa|pause (?:me|texts"
    r"|it|messages|everything)|pausa (?:de|los mensajes)|pausar (?:mensajes|los mensajes)|no texts"
    r"|no mensajes|sin mensajes)\b ?(.+)"
)
_UNTIL = re.compile(r"(?:until|till|til|untill|hasta|thru|through) (?:el |la |the )?(.+)")
_LATER = re.compile(
    r"(?:(?:ask|text|remind|try|message)(?: me)?(?: again)? |(?:later|luego|mas tarde|despues) |"
    r"(?:recuerdame|preguntame|escribeme|mandame) )?(.+)"
)
_TIME = re.compile(
    r"(?:(?:change|set|cambiar|cambia|pon|poner|cambiame)(?: my| the| la| mi| el| me)?(?: text| texts)? )?"
    r"(time|hora|horario|(?:please )?(?:text|message|ask|send|write)(?: it)?(?: to)? me(?: every day| daily)?(?: at| in)?"
    r"|(?:escribeme|escribanme|mandame|mandenme|preguntame|textea?me|envieme|enviame)(?: mensajes?)?(?: a| en)?)"
    r"\b(?: (?:to|at|a|is|de|para|change to|preferida))*(?: las| la)?(?: |$)(.*)"
)
_LANGUAGE = re.compile(r"(?:language|idioma|lenguaje|lang)(?: (.*))?")


def _pause(words: str) -> Command | None:
    found = _PAUSE.fullmatch(words)
    if found is None:
        return None
    length = found[1]
    if until := _UNTIL.fullmatch(length):
        return Command(CommandKind.PAUSE, until_words=until[1])
    days = spoken_time.days(length)
    if days is not None and days > 0:
        return Command(CommandKind.PAUSE, days=days)
    if length in {"today", "hoy", "tonight", "for today", "por hoy"}:
        return Command(CommandKind.PAUSE, days=1)
    if words.startswith(("pause", "pausa")) and len(words.split()) <= _FEW:
        return Command(CommandKind.PAUSE, problem=Problem.BAD_PAUSE)
    return None


def _later(words: str) -> Command | None:
    found = _LATER.fullmatch(words)
    if found is None:
        return None
    # A bare "2 hours" may be an answer about sleep, so a wait needs its "in" or its verb.
    if not re.match(r"in |en |dentro ", found[1]) and found[1] == words:
        return None
    minutes = spoken_time.minutes(found[1])
    if minutes is None or minutes <= 0:
        return None
    return Command(CommandKind.LATER, minutes=minutes)


def _time(words: str) -> Command | None:
    found = _TIME.fullmatch(words)
    if found is None:
        return None
    wanted = re.sub(
        r"(?: please| por favor| every day| daily| instead| mejor| todos los dias)+$", "", found[2]
    )
    keyword = found[1] in {"time", "hora", "horario"}
    if not wanted:
        return Command(CommandKind.TIME, problem=Problem.NO_TIME) if keyword else None
    at = spoken_time.clock(wanted)
    if at is not None:
        return Command(CommandKind.TIME, at_local=at)
    if spoken_time.looks_like_clock(wanted):
        return Command(CommandKind.TIME, problem=Problem.BAD_TIME)
    return None


def _named_language(words: str) -> Command | None:
    found = _LANGUAGE.fullmatch(words)
    if found is None:
        return None
    language = _LANGUAGES.get(found[1] or "")
    if language:
        return Command(CommandKind.LANGUAGE, language=language)
    return Command(CommandKind.LANGUAGE, problem=Problem.NO_LANGUAGE)


_FEW = 6
