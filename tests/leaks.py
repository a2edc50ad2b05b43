"""No test may leave a phone number or a patient's words in a log: every test is searched for them.

What a test prints or logs, at any level, and what the processes it starts print, is searched when
the test is over. A test whose subject prints such things by design (a command at a terminal) is
marked ``shows_private``.
"""

import re
from collections.abc import Iterable

import pytest

MARK = "shows_private"

PRIVATE = [
    re.compile(r"(?<![\w.])\+\d{10,15}\b"),
    re.compile(r"%2B\d{10,15}\b"),
]
"""What is private by its looks. Words that stand for a patient's own are added by ``watch_for``."""

_WORDS: set[str] = set()


def watch_for(*words: str) -> None:
    """From now on these words, such as a test patient's name, must not show in any log."""
    _WORDS.update(words)


def found_in(texts: Iterable[str]) -> list[str]:
    """The private things that show in these texts."""
    joined = "\n".join(texts)
    by_looks = [match.group() for pattern in PRIVATE for match in pattern.finditer(joined)]
    return by_looks + sorted(word for word in _WORDS if word in joined)


def judge(item: pytest.Item, report: pytest.TestReport) -> None:
    """Fail a test, once it is over, whose captured output shows what is private."""
    if report.when != "teardown" or not report.passed or item.get_closest_marker(MARK):
        return
    leaked = found_in(text for name, text in report.sections if name.startswith("Captured"))
    if leaked:
        report.outcome = "failed"
        report.longrepr = f"private things in the output of {item.nodeid}: {sorted(set(leaked))}"
