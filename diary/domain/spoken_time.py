"""Hours, waits, days and dates as people text them, in English and Spanish.

Everything here reads words that ``commands`` has folded: lower case, no accents.
"""

import re
from datetime import date, time, timedelta

NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "couple": 2, "few": 3, "un": 1,
    "una": 1, "uno": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7,
    "ocho": 8, "nueve": 9, "diez": 10, "once": 11, "doce": 12, "par": 2, "half": 0.5,
    "media": 0.5,
}  # fmt: skip

_COUNT = "|".join(NUMBERS)
_NUMBER = rf"(\d{{1,3}}(?:\.5)?|{_COUNT})"
_UNIT_DAYS = {"day": 1, "dia": 1, "week": 7, "wk": 7, "semana": 7, "month": 30, "mes": 30}
_DURATION = re.compile(
    rf"(?:for |por |de |in |en |during |durante |the next |next |los proximos |unos |unas )*"
    rf"(?:a |un |the )?{_NUMBER}?(?: of| de)? ?(day|dia|week|wk|semana|month|mes)(?:e?s)?"
)
_WAIT = re.compile(
    rf"(?:in|en|for|por|dentro de|for another|otra|wait|espera)? ?"
    rf"(?:about |like |unos |unas |como )?"
    rf"(?:a |an |un |una )?{_NUMBER}?(?: an| a| una| un| of| de)? ?"
    rf"(hour|hr|h|hora|minute|min|minuto|mn)s?(?: and a half| y media)?(?: please)?"
)
_CLOCK = re.compile(
    r"(\d{1,2})(?:[:.h ]?(\d{2}))?(?:h|hrs|hs| horas| hours)? ?"
    r"(a\.?m\.?|p\.?m\.?|a|p|in the morning|in the evening|at night|in the afternoon|oclock"
    r"|de la manana|de la tarde|de la noche|en punto)?"
)
_NAMED_HOURS = {
    "noon": time(12), "midday": time(12), "mediodia": time(12), "medio dia": time(12),
    "midnight": time(0), "medianoche": time(0), "media noche": time(0),
    "morning": time(9), "the morning": time(9), "in the morning": time(9), "mornings": time(9),
    "manana": time(9), "por la manana": time(9), "en la manana": time(9), "la manana": time(9),
    "afternoon": time(15), "in the afternoon": time(15), "la tarde": time(16), "tarde": time(16),
    "por la tarde": time(16), "en la tarde": time(16), "evening": time(18), "the evening": time(18),
    "in the evening": time(18), "evenings": time(18), "night": time(20), "at night": time(20),
    "noche": time(20), "la noche": time(20), "por la noche": time(20), "en la noche": time(20),
}  # fmt: skip
_AFTERNOON = {"p", "in the evening", "at night", "in the afternoon", "de la tarde", "de la noche"}
_MORNING = {"a", "in the morning", "de la manana"}

_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday mon lunes", "tuesday tue tues martes", "wednesday wed weds miercoles",
            "thursday thu thur thurs jueves", "friday fri viernes", "saturday sat sabado",
            "sunday sun domingo",
        )
    )
    for name in names.split()
}  # fmt: skip
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan enero ene", "february feb febrero", "march mar marzo",
            "april apr abril abr", "may mayo", "june jun junio", "july jul julio",
            "august aug agosto ago", "september sep sept septiembre", "october oct octubre",
            "november nov noviembre", "december dec diciembre dic",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip


def days(words: str) -> int | None:
    """Whole days of a duration ("3 days", "una semana"), or None."""
    found = _DURATION.fullmatch(words)
    if found is None:
        plain = re.fullmatch(r"\d{1,3}", words)
        return int(words) if plain else None
    count = _number(found[1])
    return max(1, round(count * _UNIT_DAYS[found[2]]))


def minutes(words: str) -> int | None:
    """Minutes of a wait ("in an hour", "en 2 horas"), or None."""
    half = re.fullmatch(r"(?:in |en )?(?:half an hour|half hour|a half hour|media hora)", words)
    if half:
        return 30
    found = _WAIT.fullmatch(words)
    if found is None:
        return None
    count = _number(found[1]) + (0.5 if "half" in words or "y media" in words else 0)
    return round(count * (60 if found[2][0] == "h" else 1))


def clock(words: str) -> time | None:
    """A time of day, or None. A bare hour from 1 to 6 is in the afternoon."""
    if words in _NAMED_HOURS:
        return _NAMED_HOURS[words]
    found = _CLOCK.fullmatch(words)
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    half = (found[3] or "").replace(".", "").removesuffix("m")
    if half in _AFTERNOON | _MORNING:
        if not 1 <= hour <= _NOON:
            return (
                time(hour, minute) if hour > _NOON and half in _AFTERNOON and hour < _DAY else None
            )
        hour = hour % _NOON + (_NOON if half in _AFTERNOON else 0)
    elif found[2] is None and 1 <= hour < _EARLIEST:
        hour += _NOON
    if hour >= _DAY or minute >= _HOUR:
        return None
    return time(hour, minute)


def looks_like_clock(words: str) -> bool:
    """Whether ``words`` are meant as a time of day, usable or not."""
    return any(c.isdigit() for c in words) and len(words.split()) <= _CLOCK_WORDS


def day(words: str, language: str, today: date) -> date | None:
    """The next day that ``words`` name: a weekday, a date, "tomorrow"; after ``today``, or None."""
    words = re.sub(r"^(?:(?:on|next|this|el|la|the|proximo|este|dia) )+", "", words)
    if words in {"tomorrow", "manana", "tmrw", "tmr", "tomorow"}:
        return today + timedelta(days=1)
    if words in {"next week", "week", "la proxima semana", "proxima semana", "semana que viene"}:
        return today + timedelta(days=7 - today.weekday())
    if words in {"next month", "month", "el proximo mes", "mes que viene", "mes"}:
        return (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    if words in _WEEKDAYS:
        return today + timedelta(days=(_WEEKDAYS[words] - today.weekday() - 1) % 7 + 1)
    if words in _MONTHS:
        words = f"{words} 1"
    return _dated(words, language, today)


def names_a_day(words: str) -> bool:
    """Whether ``day`` knows what is meant, whatever day it is."""
    return any(day(words, "en", today) for today in (date(2024, 1, 1), date(2024, 12, 31)))


def _dated(words: str, language: str, today: date) -> date | None:
    ordinal = r"(\d{1,2})(?:st|nd|rd|th|ro|o)?"
    if found := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", words):
        return _date(int(found[1]), int(found[2]), int(found[3]))
    if found := re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{2}|\d{4}))?", words):
        first, second = int(found[1]), int(found[2])
        month, of_month = (second, first) if language == "es" else (first, second)
        if month > _MONTHS_A_YEAR:
            month, of_month = of_month, month
        year = int(found[3]) % 100 + 2000 if found[3] else None
    elif found := re.fullmatch(
        rf"{ordinal}(?: de | of | |)([a-z]+)(?: (?:de |del )?(\d{{4}}))?", words
    ):
        month, of_month, year = _MONTHS.get(found[2], 0), int(found[1]), _year(found[3])
    elif found := re.fullmatch(rf"([a-z]+) {ordinal}(?: (\d{{4}}))?", words):
        month, of_month, year = _MONTHS.get(found[1], 0), int(found[2]), _year(found[3])
    elif found := re.fullmatch(ordinal, words):
        month, of_month, year = today.month, int(found[1]), None
        if of_month <= today.day:
            month = month % _MONTHS_A_YEAR + 1
    else:
        return None
    if year is not None:
        return _date(year, month, of_month)
    this_year = _date(today.year, month, of_month)
    if this_year is not None and this_year > today:
        return this_year
    return _date(today.year + 1, month, of_month)


def _year(digits: str | None) -> int | None:
    return int(digits) if digits else None


def _date(year: int, month: int, of_month: int) -> date | None:
    try:
        return date(year, month, of_month)
    except ValueError:
        return None


def _number(text: str | None) -> float:
    if text is None:
        return 1
    return NUMBERS[text] if text in NUMBERS else float(text)


_NOON = 12
_DAY = 24
_HOUR = 60
_EARLIEST = 7
_CLOCK_WORDS = 5
_MONTHS_A_YEAR = 12
