"""Where help is at any hour: the lines of one country, from a file that a person keeps true."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from diary.domain.tables import Localized, Problem, Table


class CrisisLinesError(ValueError):
    """A file of crisis lines says something that cannot be: the message names every place."""


@dataclass(frozen=True, slots=True)
class CrisisLine:
    """A number to call or to text, or both; ``text_body`` is what to write, where it matters."""

    code: str
    name: Localized
    says: Localized
    call: str | None = None
    text: str | None = None
    text_body: Localized | None = None


@dataclass(frozen=True, slots=True)
class CrisisHelp:
    """What is said to somebody in danger. The emergency number is always among the ``lines``."""

    country: str
    """ISO 3166-1: the program's safety texts name the numbers of this country."""
    source: str
    checked_on: date
    """When somebody last saw that the numbers answer."""
    not_watched: Localized
    """That nobody watches the app all the time, and whom to call instead."""
    lines: tuple[CrisisLine, ...]


EMERGENCY = "emergency"


def parse_crisis_help(content: Mapping[str, object]) -> CrisisHelp:
    """The lines from the tables of their file; ``CrisisLinesError`` names all that is wrong."""
    problems: list[Problem] = []
    table = Table(content, "the crisis lines", problems)
    source = table.table("source", "source") or Table({}, "the source", problems)
    found = CrisisHelp(
        country=table.text("country"),
        source=source.text("citation"),
        checked_on=_day(source, "checked_on"),
        not_watched=table.localized("not_watched"),
        lines=tuple(_line(entry) for entry in table.tables("lines", "line")),
    )
    source.refuse_unread()
    table.refuse_unread()
    if EMERGENCY not in (line.code for line in found.lines):
        table.note("needs a line with the code 'emergency'")
    if problems:
        raise CrisisLinesError("; ".join(str(problem) for problem in problems))
    return found


def _line(table: Table) -> CrisisLine:
    line = CrisisLine(
        code=table.text("code"),
        name=table.localized("name"),
        says=table.localized("says"),
        call=table.optional_text("call"),
        text=table.optional_text("text"),
        text_body=table.text_by_key("text_body") or None,
    )
    if not line.call and not line.text:
        table.note("needs a number to 'call' or to 'text'")
    return line


def _day(table: Table, key: str) -> date:
    given = table.text(key)
    try:
        return date.fromisoformat(given)
    except ValueError:
        if given:
            table.note("'%(key)s' must be a day like 2026-11-18", key=key)
        return date.min
