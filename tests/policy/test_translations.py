"""Every word of the staff pages is there in every language, with the same values in it."""

import re
from collections.abc import Iterator, Mapping
from functools import cache

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from diary.domain.plan_text import NOT_TOML
from diary.domain.published import PUBLISHED
from diary.resources import translations_folder
from diary.services.plan_loading import KNOWN_ALREADY, TOO_LONG
from diary.web import translation
from tests.policy.sources import ROOT

OTHERS = translation.languages()[1:]
_PLACE = re.compile(r"%\(\w+\)s|%%")
_KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2)}
_OPTIONS = {"jinja2": {"newstyle_gettext": "true"}}


@cache
def said() -> frozenset[tuple[str, ...]]:
    """Every message in the sources, with its plural where it has one."""
    return frozenset((*_in_python(), *_in_templates(), *_in_published(), *_in_plan_files()))


def _in_python() -> Iterator[tuple[str, ...]]:
    yield from _extract("diary/web", [("**.py", "python")])


def _in_templates() -> Iterator[tuple[str, ...]]:
    yield from _extract("templates", [("**.html", "jinja2")])


def _in_published() -> Iterator[tuple[str, ...]]:
    """Figures keep what they say as data."""
    for figure in PUBLISHED:
        yield from ((figure.treatment,), (figure.when,), (figure.rule,))


def _in_plan_files() -> Iterator[tuple[str, ...]]:
    """What can be wrong with a plan's file is noted where it is found, and worded for the page."""
    yield from ((NOT_TOML,), (TOO_LONG,), (KNOWN_ALREADY,))
    for name in ("tables.py", "plan_file.py"):
        yield from _extract("diary/domain", [(name, "python")], {"note": None})


def _extract(
    folder: str,
    methods: list[tuple[str, str]],
    keywords: Mapping[str, tuple[int, ...] | None] = _KEYWORDS,
) -> Iterator[tuple[str, ...]]:
    for found in extract_from_dir(ROOT / folder, methods, _OPTIONS, keywords):
        message = found[2]
        yield (message,) if isinstance(message, str) else tuple(message)


def translated(language: str) -> dict[tuple[str, ...], tuple[str, ...]]:
    path = translations_folder() / language / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language, abort_invalid=True)
    return {_tuple(m.id): _tuple(m.string) for m in catalogue if m.id}


def _tuple(words: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words)


def test_there_is_another_language():
    assert "es" in OTHERS
    assert len(said()) > 500


@pytest.mark.parametrize("language", OTHERS)
def test_every_message_is_translated_and_none_is_left_over(language: str):
    known = translated(language)
    assert said() - known.keys() == set()
    assert known.keys() - said() == set()
    assert [words for words, there in known.items() if not all(there)] == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_is_filled_in_with_the_same_values(language: str):
    def places(words: str) -> list[str]:
        return sorted(_PLACE.findall(words))

    # The plural has every value; a singular may leave its number out.
    wrong = {
        words[-1]: there[-1]
        for words, there in translated(language).items()
        if places(words[-1]) != places(there[-1])
    }
    assert wrong == {}
