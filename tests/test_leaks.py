"""The search of every test's output: what it finds, and what it lets pass."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.leaks import found_in

CHATTY = """
import logging, subprocess, sys, pytest

def test_log():
    logging.getLogger("x").debug("sent to %s", "+1512" + "5550143")

def test_print():
    print("+1512" + "5550143")

def test_child():
    subprocess.run([sys.executable, "-c", "print('To=%2B1512' + '5550143')"])

def test_quiet():
    logging.getLogger("x").debug("sent message 7f3c to clinic 12")

@pytest.mark.shows_private
def test_at_a_terminal():
    print("+1512" + "5550143")
"""


def test_numbers_are_found_by_their_looks():
    assert found_in(["to +15125550143.", "To=%2B15125550143&x"]) == [
        "+15125550143",
        "%2B15125550143",
    ]
    assert found_in(["1.5e+1234567890123", "id 15125550143", "2027-01-01T00:00:00+0000"]) == []


@pytest.mark.shows_private
def test_a_test_that_logs_a_number_fails(tmp_path: Path):
    root = Path(__file__).parents[1]
    chatty = tmp_path / "test_chatty.py"
    chatty.write_text(CHATTY)
    options = f"-p no:cacheprovider -p no:randomly -p tests.conftest --rootdir {tmp_path}".split()
    outcome = subprocess.run(
        [sys.executable, "-m", "pytest", *options, "-c", root / "pyproject.toml", chatty],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    assert "5 passed, 3 errors" in outcome
    for loud in ("test_log", "test_print", "test_child"):
        assert f"test_chatty.py::{loud}" in outcome
