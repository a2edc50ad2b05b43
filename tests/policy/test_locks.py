"""The lock files hold everything that is installed: pinned, hashed, and from no certain address."""

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.policy.sources import ROOT, text

LOCKS = ["lock/uv.txt", "lock/runtime.txt", "lock/dev.txt"]
PROJECT = tomllib.loads(text(Path("pyproject.toml")))
GROUPS = PROJECT["dependency-groups"]


def locked(lock: str) -> Iterator[Requirement]:
    for line in text(Path(lock)).replace("\\\n", " ").splitlines():
        if line.strip() and not line.lstrip().startswith("#"):
            assert "--hash=sha256:" in line, f"{lock}: no hash for {line.split()[0]}"
            yield Requirement(line.split(" --hash")[0].strip())


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_pins_and_hashes_everything(lock: str):
    pinned = list(locked(lock))
    assert pinned
    assert all(re.fullmatch(r"==[^*]+", str(one.specifier)) for one in pinned)


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address(lock: str):
    assert "://" not in text(Path(lock))
    assert not re.search(r"^\s*--(?!hash)", text(Path(lock)), re.MULTILINE)


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [
        ("lock/runtime.txt", [*PROJECT["project"]["dependencies"], *GROUPS["build"]]),
        ("lock/dev.txt", GROUPS["dev"]),
    ],
    ids=["runtime", "dev"],
)
def test_a_lock_fits_what_the_project_asks_for(lock: str, wanted: list[str]):
    versions = {one.name.lower(): next(iter(one.specifier)).version for one in locked(lock)}
    unfit = [
        line
        for line in wanted
        if versions.get((asked := Requirement(line)).name.lower()) is None
        or not asked.specifier.contains(versions[asked.name.lower()])
    ]
    assert unfit == [], "run `make lock`"


def test_both_locks_agree():
    runtime = {
        (one.name, str(one.specifier), str(one.marker)) for one in locked("lock/runtime.txt")
    }
    dev = {(one.name, str(one.specifier), str(one.marker)) for one in locked("lock/dev.txt")}
    assert {name for name, _, _ in runtime - dev} == set()


def test_what_is_built_with_is_locked_too():
    assert PROJECT["build-system"]["requires"] == ["hatchling"]
    assert any(Requirement(line).name == "hatchling" for line in GROUPS["build"])


def test_the_emulators_lock_has_hashes_and_no_address():
    folder = ROOT / "tests" / "emulator"
    wanted = json.loads((folder / "package.json").read_text())
    lock = json.loads((folder / "package-lock.json").read_text())["packages"]
    assert lock.pop("")["dependencies"] == wanted["dependencies"]
    assert all("integrity" in package and "resolved" not in package for package in lock.values())
