"""The wheel holds the whole program, and nothing else: it runs without a checkout."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.policy.sources import ROOT, under


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names of the files in a wheel built just now, but for its own notes."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return {name for name in archive.namelist() if ".dist-info/" not in name}


def test_the_wheel_holds_code_data_and_templates(packed: set[str]):
    program = {path.as_posix() for path in under("diary", "jobs")}
    templates = {(Path("diary") / path).as_posix() for path in under("templates")}
    assert packed == program | templates
