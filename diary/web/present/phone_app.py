"""What the phone app is made of, and what it must know without a network."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from diary.domain.danger_rules import Tier
from diary.domain.danger_turns import dangers_shown
from diary.domain.item import Item, ItemKind
from diary.domain.phrases import Phrase
from diary.domain.questionnaire import LANGUAGES, Questionnaire
from diary.domain.turn import Value
from diary.resources import static_folder
from diary.services import crisis_help
from diary.services.catalogue import Catalogue
from diary.web.api.saying import say_crisis_lines

_SHARED = ("app.css", "mark.svg")
"""Of the staff's pages: the app has the same colours, sizes and mark."""


_SUFFIXES = frozenset({".css", ".html", ".js", ".png", ".svg"})


@dataclass(frozen=True, slots=True)
class Shell:
    """Every address that the app needs to start, and a name that changes with any of them."""

    version: str
    files: tuple[str, ...]


class PhoneFiles:
    """What the app is told, put together once: every phone asks whether it is still the same."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    @cached_property
    def help(self) -> bytes:
        return help_everywhere(self._catalogue)

    @cached_property
    def danger(self) -> bytes:
        return dangers(self._catalogue)

    @cached_property
    def shell(self) -> Shell:
        static = static_folder()
        made = {
            "/app/help.json": self.help,
            "/app/danger.json": self.danger,
            "/app/manifest.webmanifest": (static / "app" / "manifest.webmanifest").read_bytes(),
        }
        return shell_of(static, made)


def shell_of(static: Path, made: Mapping[str, bytes]) -> Shell:
    """The shell of the files below ``static`` and of what is ``made``, by address."""
    own = [path for path in (static / "app").rglob("*") if path.suffix in _SUFFIXES]
    shared = [static / name for name in _SHARED]
    contents = {
        f"/static/{path.relative_to(static).as_posix()}": path.read_bytes()
        for path in sorted([*own, *shared])
    }
    contents |= made
    version = hashlib.sha256()
    for address, content in sorted(contents.items()):
        version.update(f"{address} {len(content)}\n".encode() + content)
    # The page itself is kept under the address that it is opened by.
    files = tuple(address for address in contents if address != "/static/app/index.html")
    return Shell(version.hexdigest()[:16], files)


def help_everywhere(catalogue: Catalogue) -> bytes:
    """The crisis lines by language, for a phone that nobody has signed in on."""
    found = crisis_help.everywhere(catalogue)
    return _dumped(
        {language: say_crisis_lines(found, language).model_dump() for language in LANGUAGES}
    )


def dangers(catalogue: Catalogue) -> bytes:
    """The lexicon's grave rules, and the answers that show danger by themselves.

    A rule is the words of which one must be there, and an expression.

    A phone reads plainer than the server does (no slips, no disguises, no pairs of signs): it only
    says where help is, and what it misses the server still sees.
    """
    lexicon = catalogue.lexicon
    return _dumped(
        {
            "words": [
                _searched(phrase)
                for rule, phrase in lexicon.dangers.entries
                if rule.tier in (Tier.A, Tier.B)
            ],
            "ignored": [_searched(phrase) for _, phrase in lexicon.ignored.entries],
            "answers": {
                code: found
                for code, asked in catalogue.questionnaires.items()
                if asked.is_askable and (found := _grave_answers(asked))
            },
        }
    )


def _searched(phrase: Phrase) -> tuple[list[str], str]:
    return sorted(phrase.needs), phrase.regex


def _grave_answers(asked: Questionnaire) -> dict[str, list[float]]:
    found = {
        item.link_id: [
            value
            for value in _scale(item)
            if dangers_shown(asked, {item.link_id: _answer(item, value)})
        ]
        for item in asked.items_for("app")
    }
    return {link_id: values for link_id, values in found.items() if values}


def _scale(item: Item) -> list[float]:
    """Every single answer that there is to an item."""
    if item.kind is not ItemKind.RATING:
        return [option.value for option in item.options]
    return list(item.steps)


def _answer(item: Item, value: float) -> Value:
    return (int(value),) if item.kind is ItemKind.SEVERAL else value


def _dumped(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
