"""A plan as somebody types it: its TOML read, and every mistake named with its line."""

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from diary.domain.plan import Plan
from diary.domain.plan_file import PlanError, parse_plan
from diary.domain.tables import Problem, filled

LONGEST_TEXT = 100_000


@dataclass(frozen=True, slots=True)
class LineProblem:
    """One mistake. ``line`` counts from 1; ``None`` where no line can be named.

    ``message`` and ``values`` are those of ``tables.Problem``; ``check_in`` is the check-in that it
    speaks of, counted from 1, or ``None`` for the plan as a whole.
    """

    line: int | None
    message: str
    values: Mapping[str, object] = field(default_factory=dict)
    check_in: int | None = None


class PlanTextError(ValueError):
    """The text is no plan: ``problems`` are in the order of its lines."""

    def __init__(self, problems: Collection[LineProblem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda each: each.line or 0))
        super().__init__("; ".join(filled(each.message, each.values) for each in self.problems))


def read_plan_text(text: str, questionnaires: Collection[str]) -> Plan:
    """The plan that ``text`` says, asking only ``questionnaires``; or ``PlanTextError``."""
    try:
        content = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        # Beside its own error, tomllib lets those of absurd numbers and nesting through.
        found = _AT_LINE.search(str(error))
        said = _AT_LINE.sub("", str(error))
        line = int(found[1]) if found and found[1] else len(text.splitlines()) or 1
        raise PlanTextError([LineProblem(line, NOT_TOML, {"said": said})]) from error
    try:
        return parse_plan(content, questionnaires)
    except PlanError as error:
        lines = text.splitlines()
        raise PlanTextError(
            [
                LineProblem(_line(each, lines), each.message, each.values, _check_in(each))
                for each in error.problems
            ]
        ) from error


NOT_TOML = "cannot be read as TOML: %(said)s"
_AT_LINE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)")
_CHECK_IN = re.compile(r"check-in (\d+)")
_HEADER = re.compile(r"\s*\[\[\s*check_ins\s*\]\]")
_TABLE = re.compile(r"\s*\[")
_NAMED = re.compile(r"'(\w+)'")
_ASKED = re.compile(r"\b(anchor|channel|questionnaires)\b")


def _line(problem: Problem, lines: list[str]) -> int | None:
    """The line of the key that the message names, or of the table in which it is missing."""
    first, last = _block(_check_in(problem), lines)
    names = [*_NAMED.findall(problem.said), *_ASKED.findall(problem.said)]
    if "stretch" in problem.place:
        names = ["days"]
    for name in names:
        for number in range(first, last):
            if re.match(rf"\s*{name}\s*=", lines[number]):
                return number + 1
    return first + 1 if lines else None


def _check_in(problem: Problem) -> int | None:
    found = _CHECK_IN.search(problem.place)
    return int(found[1]) if found else None


def _block(check_in: int | None, lines: list[str]) -> tuple[int, int]:
    """The first line of a check-in's table and the one after its last; else the top of the file."""
    starts = [number for number, line in enumerate(lines) if _TABLE.match(line)]
    headers = [number for number in starts if _HEADER.match(lines[number])]
    first = 0
    if check_in and check_in <= len(headers):
        first = headers[check_in - 1]
    return first, next((start for start in starts if start > first), len(lines))
