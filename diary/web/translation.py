"""The program's own words in the reader's language, through gettext catalogues.

Kept in a context variable and not in the request, because mail and print have no request.
"""

from contextvars import ContextVar
from functools import cache
from io import BytesIO

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations

from diary.resources import translations_folder

SOURCE = "en"
"""What the words are written in; it needs no catalogue."""

_current: ContextVar[str] = ContextVar("language", default=SOURCE)


def use(language: str) -> None:
    """Speak ``language`` from here on, in this context."""
    _current.set(language)


def language() -> str:
    return _current.get()


@cache
def languages() -> tuple[str, ...]:
    """The languages that there are words in, the source language first."""
    folder = translations_folder()
    found = (
        sorted(path.name for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else ()
    )
    return (SOURCE, *(name for name in found if name != SOURCE))


@cache
def languages_by_name() -> tuple[tuple[str, str], ...]:
    """The same, each with its name for itself."""
    return tuple((code, str(Locale(code).get_display_name())) for code in languages())


def gettext(message: str, **values: object) -> str:
    """``message`` in the reader's language, with ``%(name)s`` filled in."""
    said = catalogue().gettext(message)
    return said % values if values else said


def ngettext(one: str, many: str, num: int, **values: object) -> str:
    """``one`` or ``many``, by the plural of the language; ``%(num)s`` is the number as written."""
    return counted(one, many, num) % values


def counted(one: str, many: str, num: int) -> str:
    """As ``ngettext``, with nothing filled in but the number, as the language writes it."""
    written = str(format_decimal(num, locale=language()))
    return catalogue().ngettext(one, many, num).replace("%(num)s", written)


def catalogue() -> NullTranslations:
    """The words of the reader's language as they are, with nothing filled in."""
    return _load(language())


@cache
def _load(name: str) -> NullTranslations:
    """Compiled when it is first needed: what is kept is text that people can read and correct."""
    written = translations_folder() / name / "LC_MESSAGES" / "messages.po"
    if not written.is_file():
        return NullTranslations()
    compiled = BytesIO()
    with written.open("rb") as file:
        write_mo(compiled, read_po(file, locale=name))
    compiled.seek(0)
    return Translations(compiled)
