"""Questionnaires from a folder of TOML files."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from diary.domain.questionnaire import Questionnaire, QuestionnaireError, parse_questionnaire


class CatalogueError(ValueError):
    """A questionnaire file cannot be used: the message names the file and what is wrong in it."""


def load_questionnaires(folder: Path) -> Mapping[str, Questionnaire]:
    """Every questionnaire of the folder's ``*.toml`` files, by code, in alphabetical order."""
    found: dict[str, Questionnaire] = {}
    for path in sorted(folder.glob("*.toml")):
        questionnaire = load_questionnaire(path)
        if questionnaire.code in found:
            raise CatalogueError(f"{path}: the code {questionnaire.code!r} is another file's")
        found[questionnaire.code] = questionnaire
    return MappingProxyType(found)


def load_questionnaire(path: Path) -> Questionnaire:
    """The questionnaire of one file."""
    try:
        return parse_questionnaire(read_toml(path))
    except QuestionnaireError as error:
        raise CatalogueError(f"{path}: {error}") from error


def read_toml(path: Path) -> Mapping[str, Any]:
    """The tables of a TOML file."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CatalogueError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise CatalogueError(f"{path}: is not UTF-8 at byte {error.start}") from error
    except tomllib.TOMLDecodeError as error:
        raise CatalogueError(f"{path}: is not TOML: {error}") from error
