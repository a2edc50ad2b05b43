"""Questionnaires from a folder of TOML files."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from diary.domain.instrument_check import check_questionnaire
from diary.domain.questionnaire import Questionnaire, QuestionnaireError, parse_questionnaire
from diary.domain.tables import Problem


class CatalogueError(ValueError):
    """A file of clinical content cannot be used: the message names it and what is wrong there."""


def load_questionnaires(folder: Path, *own_folders: Path) -> Mapping[str, Questionnaire]:
    """Every questionnaire of the folder's ``*.toml`` files, by code.

    A clinic's own folders come after: a file there replaces the shipped one of the same code (a
    form whose text is not shipped, a translation the clinic may use) and needs a version of its
    own, so that old answers still say what was asked.
    """
    found: dict[str, Questionnaire] = {}
    for place in (folder, *own_folders):
        if not place.is_dir():
            raise CatalogueError(f"{place}: is no folder")
        here: dict[str, Questionnaire] = {}
        for path in sorted(place.glob("*.toml")):
            questionnaire = load_questionnaire(path)
            if questionnaire.code in here:
                raise CatalogueError(f"{path}: the code {questionnaire.code!r} is another file's")
            replaced = found.get(questionnaire.code)
            if replaced is not None and replaced.version == questionnaire.version:
                raise CatalogueError(
                    f"{path}: replaces {replaced.code!r} and needs another version than"
                    f" {replaced.version!r}"
                )
            here[questionnaire.code] = questionnaire
        found |= here
    return MappingProxyType(dict(sorted(found.items())))


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
    except (ValueError, RecursionError) as error:
        # Beside its own error, tomllib lets those of absurd numbers and nesting through.
        raise CatalogueError(f"{path}: is not TOML: {error}") from error


def check_file(path: Path) -> tuple[Problem, ...]:
    """Every problem of a questionnaire file, whatever it holds; none for a good one."""
    try:
        return check_questionnaire(read_toml(path))
    except CatalogueError as error:
        return (Problem("the file", str(error).removeprefix(f"{path}: ")),)
