"""Every setting is explained in the README, which explains none that is not there."""

import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from diary.settings import Settings, say_what_is_wrong
from tests.policy.sources import text, under

SETTING = re.compile(r"\bDIARY_[A-Z0-9]+(?:_[A-Z0-9]+)*\b")
README, MODULE, HERE = map(
    Path, ["README.md", "diary/settings.py", "tests/policy/test_settings.py"]
)


def names() -> set[str]:
    """The environment variables that the program reads: the fields, and what stands beside them."""
    prefix = str(Settings.model_config["env_prefix"])
    fields = {f"{prefix}{field}".upper() for field in Settings.model_fields}
    return fields | set(SETTING.findall(text(MODULE)))


def test_every_setting_is_in_the_readme():
    assert names() - set(SETTING.findall(text(README))) == set()


def test_nothing_names_a_setting_that_is_not_there():
    named = {
        setting: str(path)
        for path in under()
        if path != HERE
        for setting in SETTING.findall(text(path))
    }
    assert {setting: named[setting] for setting in named.keys() - names()} == {}


def test_what_is_wrong_with_a_setting_is_said_without_its_value(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DIARY_ENCRYPTION_KEYS", "1:c2VjcmV0LXRvby1zaG9ydA==")
    with pytest.raises(ValidationError) as caught:
        Settings()
    said = "\n".join(say_what_is_wrong(caught.value))
    assert "DIARY_" in said
    assert "c2VjcmV0" not in said + str(caught.value)
