"""Fields that the small forms of a chart have in common: days, words, and choices."""

from collections.abc import Mapping
from datetime import date

EARLIEST = date(1900, 1, 1)
LONGEST_WORDS = 2000


def read_day(
    form: Mapping[str, str],
    field: str,
    errors: dict[str, str],
    *,
    latest: date | None = None,
    required: bool = True,
) -> date | None:
    """The day in ``field``; an error if it is none, or lies after ``latest``."""
    text = form.get(field, "").strip()
    if not text:
        if required:
            errors[field] = "required"
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        errors[field] = "date"
        return None
    if day < EARLIEST:
        errors[field] = "date"
    elif latest is not None and day > latest:
        errors[field] = "future"
    return day


def read_words(
    form: Mapping[str, str],
    field: str,
    errors: dict[str, str],
    *,
    longest: int = LONGEST_WORDS,
    required: bool = True,
) -> str:
    text = form.get(field, "").strip()
    if len(text) > longest:
        errors[field] = "too_long_text"
    elif "\0" in text:
        errors[field] = "unreadable"
    elif not text and required:
        errors[field] = "required"
    return text


def read_line(form: Mapping[str, str], field: str, errors: dict[str, str], *, longest: int) -> str:
    """One line of letters that can be seen: it goes into texts, or stands for a person."""
    line = " ".join(read_words(form, field, errors, longest=longest).split())
    if not line.isprintable():
        errors[field] = "unreadable"
    return line
