"""Files are short, say what they are for, and know nothing of the machine they were written on."""

import ast
import re
from pathlib import Path

import pytest

from tests.policy.sources import files, text, tree, under

LONGEST = 280
READ_BY_PEOPLE = (".py", ".mjs", ".js", ".html", ".txt", ".toml", ".mako", ".sql")
WRITTEN_BY_PROGRAMS = ("lock/", "diary/static/vendor/", "diary/migrations/versions/")
WORD_LISTS = ("diary/lexicons/", "tests/corpora/")
"""Data that is looked up in, a line at a time, and not read through."""

MACHINE_PATH = re.compile(r"(?<![\w.:/])/(?:root|home|work|Users|mnt)/\w")
REGISTRIES = ("pypi", "pythonhosted", "npmjs", "yarnpkg", "anaconda", "debian")
REGISTRY_HOST = re.compile(rf"\b(?:{'|'.join(REGISTRIES)})\.(?:org|com)\b")


def test_every_file_is_a_page_or_two():
    too_long = {
        str(path): lines
        for path in files()
        if path.suffix in READ_BY_PEOPLE
        and not str(path).startswith(WRITTEN_BY_PROGRAMS + WORD_LISTS)
        if (lines := text(path).count("\n")) > LONGEST
    }
    assert too_long == {}


def test_every_module_says_what_it_is_for():
    """A file of tests may leave that to the names of its tests."""
    silent = [
        str(path)
        for path in under(suffix=".py")
        if text(path).strip() and not path.name.startswith("test_")
        if not ast.get_docstring(tree(path))
    ]
    assert silent == []


@pytest.mark.parametrize("pattern", [MACHINE_PATH, REGISTRY_HOST], ids=["path", "registry"])
def test_no_file_knows_a_machine_or_a_registry(pattern: re.Pattern[str]):
    told = [
        f"{path}: {found.group()}" for path in files() for found in pattern.finditer(text(path))
    ]
    assert told == []


def test_these_rules_catch_what_they_are_for():
    assert MACHINE_PATH.search('open("/' + 'home/someone/notes")')
    assert REGISTRY_HOST.search("https://files.pythonhosted" + ".org/packages")
    assert not MACHINE_PATH.search("https://clinic.example/" + "home/page")
    assert Path("tests/policy/test_files.py") in files()
