"""Every setting is explained in the README, which explains none that is not there."""

import importlib
import importlib.util
import re
from pathlib import Path

from tests.policy.sources import text, under

SETTING = re.compile(r"\bDIARY_[A-Z0-9]+(?:_[A-Z0-9]+)*\b")


def names() -> set[str]:
    """The environment variables that the program reads."""
    if importlib.util.find_spec("diary.settings") is None:
        return set()
    settings = importlib.import_module("diary.settings").Settings
    prefix = settings.model_config["env_prefix"]
    return {f"{prefix}{field}".upper() for field in settings.model_fields}


def test_every_setting_is_in_the_readme():
    assert names() - set(SETTING.findall(text(Path("README.md")))) == set()


def test_nothing_names_a_setting_that_is_not_there():
    here = "tests/policy/test_settings.py"
    named = {
        setting: str(path)
        for path in under()
        if str(path) != here
        for setting in SETTING.findall(text(path))
    }
    if names():
        assert {setting: named[setting] for setting in named.keys() - names()} == {}
