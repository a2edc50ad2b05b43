"""Who may know whom: the arrow of the layers, and the one place for each vendor's library."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.policy.sources import ROOT, belongs_to, imports, tree, under

PROGRAM = under("diary", "jobs", suffix=".py")

ONLY_IN = {
    "twilio": ("diary/gateways/twilio.py",),
    "apscheduler": ("jobs/",),
    "flask": ("diary/web/", "diary/simulation/"),
    "jobs": ("diary/cli", "jobs/"),
    "diary.simulation": ("diary/cli", "diary/simulation/"),
    "diary.cli": ("diary/cli", "diary/__main__.py"),
}

PURE_HELP = ("rapidfuzz", "numpy", "scipy")
"""Libraries of pure functions, which the domain may use beside the standard library."""

IMPURE = ("asyncio", "logging", "os", "secrets", "socket", "sqlite3", "subprocess", "tempfile")
IMPURE += ("threading", "time", "urllib.request", "uuid.uuid4")
CLOCKS = ("now", "today", "utcnow")


def test_the_arrow_holds():
    program = Path(sys.executable).with_name("lint-imports")
    checked = subprocess.run(
        [program, "--no-cache", "--no-logo"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize("package", ONLY_IN)
def test_a_package_is_imported_where_it_belongs_and_nowhere_else(package: str):
    allowed = ONLY_IN[package]
    elsewhere = [
        str(path)
        for path in PROGRAM
        if not str(path).startswith(allowed)
        and any(belongs_to(name, package) for name in imports(path))
    ]
    assert elsewhere == []


def test_the_domain_stands_on_the_standard_library():
    foreign = [
        f"{path}: {name}"
        for path in PROGRAM
        if path.parts[:2] == ("diary", "domain")
        for name in imports(path)
        if not belongs_to(name, "diary.domain")
        and name.partition(".")[0] not in (*sys.stdlib_module_names, *PURE_HELP)
    ]
    assert foreign == []


def test_the_domain_touches_nothing_outside():
    impure = [
        f"{path}: {name}"
        for path in PROGRAM
        if path.parts[:2] == ("diary", "domain")
        for name in imports(path)
        if any(belongs_to(name, module) for module in IMPURE)
    ]
    assert impure == []


def test_chance_in_the_domain_comes_from_a_seed():
    """``from random import Random`` leaves no way to draw from the one that nobody seeded."""
    unseeded = [
        f"{path}: {name}"
        for path in PROGRAM
        if path.parts[:2] == ("diary", "domain")
        for name in imports(path)
        if belongs_to(name, "random") and name not in ("random", "random.Random")
    ]
    plain = [
        str(path)
        for path in PROGRAM
        if path.parts[:2] == ("diary", "domain")
        and "random" in imports(path)
        and "random.Random" not in imports(path)
    ]
    assert unseeded + plain == []


@pytest.mark.parametrize("layer", ["domain", "store", "services"])
def test_time_is_an_argument(layer: str):
    """The lower layers are told what time it is; they never look."""
    looks = [
        f"{path}:{node.lineno}"
        for path in PROGRAM
        if path.parts[:2] == ("diary", layer)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in CLOCKS
        and isinstance(node.func.value, ast.Name | ast.Attribute)
        and ast.unparse(node.func.value).split(".")[-1] in ("date", "datetime")
    ]
    assert looks == []


def test_only_the_settings_read_the_environment():
    readers = [
        str(path)
        for path in PROGRAM
        if path.name != "settings.py"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute)
        and node.attr in ("environ", "getenv")
        and ast.unparse(node.value) == "os"
    ]
    assert readers == []
