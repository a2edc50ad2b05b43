"""A series of scores, or the instants of infusions, from the text of a CSV file.

Scores have the columns ``at,value``, infusions the column ``at``; other columns are passed over and
the order of the rows does not matter. ``at`` is an ISO date or date-time. A date alone means 00:00.
An instant without an offset is taken in ``zone``, or in UTC without one; with a ``zone`` every
instant is put on its clock, so that a day is the patient's. A row that stands twice counts once;
two different values for one instant are an error, because one of them must be wrong. So is a score
with a time on the day of an infusion without one: nothing says which came first.
"""

import csv
import io
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, tzinfo
from types import MappingProxyType

from diary.domain.series import Reading, in_order, on_the_clock_of

FIRST_YEAR, LAST_YEAR = 1900, 2199
Untimed = Mapping[tuple[str, date], str]
"""Days of infusions without a time, by patient, and where each stands."""

NOTHING: Untimed = MappingProxyType({})


class SeriesCsvError(ValueError):
    """A file that cannot be read as a series: the message names file, row and column."""


def parse_scores(
    text: str,
    *,
    name: str = "scores",
    zone: tzinfo | None = None,
    bounds: tuple[float, float] | None = None,
    untimed: Untimed = NOTHING,
) -> tuple[Reading, ...]:
    """The readings in order of time. ``bounds`` are the lowest and highest score of the scale.

    ``untimed`` are the days of infusions without a time (``untimed_infusions``).
    """
    rows = rows_of(text, name, ("at", "value"))
    return read_scores(rows, name, zone, bounds, untimed).get("", ())


def read_scores(
    rows: Iterable[tuple[int, Mapping[str, str]]],
    name: str,
    zone: tzinfo | None,
    bounds: tuple[float, float] | None,
    untimed: Untimed,
) -> dict[str, tuple[Reading, ...]]:
    """The readings of each patient; rows without one are all of the patient ``""``."""
    seen: dict[tuple[str, datetime], tuple[int, float]] = {}
    for row, cells in rows:
        where = f"{name}, row {row}, column at"
        patient = cells.get("patient", "")
        at = read_instant(cells["at"], zone, where)
        if at.time() > time.min and (place := untimed.get((patient, at.date()))):
            raise SeriesCsvError(
                f"{where}: {cells['at']} is on the day of the infusion of {place}, which has no"
                " time, so nothing says which came first: give that infusion its time, or leave"
                " out that of this score if it came before"
            )
        value = read_number(cells["value"], bounds, f"{name}, row {row}, column value")
        first_row, first_value = seen.setdefault((patient, at), (row, value))
        if value != first_value:
            raise SeriesCsvError(
                f"{name}, row {row}, column value: {cells['at']} already has"
                f" the value {first_value:g} in row {first_row}, now {value:g}"
            )
    readings: dict[str, list[Reading]] = {}
    for (patient, at), (_, value) in seen.items():
        readings.setdefault(patient, []).append(Reading(at, value))
    return {patient: in_order(several) for patient, several in readings.items()}


def parse_infusions(
    text: str, *, name: str = "infusions", zone: tzinfo | None = None
) -> tuple[datetime, ...]:
    """The instants of the infusions in order of time, each once."""
    return tuple(sorted({at for _, at in _infusions(text, name, zone)}))


def untimed_infusions(text: str, *, name: str = "infusions", zone: tzinfo | None = None) -> Untimed:
    """The days of the infusions that have no time, and where each stands.

    Midnight is no time: it is what programs write for a date, and nobody is treated then.
    """
    return {
        ("", at.date()): f"{name}, row {row}"
        for row, at in _infusions(text, name, zone)
        if is_untimed(at)
    }


def is_untimed(at: datetime) -> bool:
    return at.time() == time.min


def _infusions(text: str, name: str, zone: tzinfo | None) -> Iterator[tuple[int, datetime]]:
    for row, cells in rows_of(text, name, ("at",)):
        yield row, read_instant(cells["at"], zone, f"{name}, row {row}, column at")


def rows_of(
    text: str, name: str, columns: Sequence[str], optional: Sequence[str] = ()
) -> Iterator[tuple[int, dict[str, str]]]:
    """The cells of each row under their column, with the row's number in the file (header is 1).

    An ``optional`` column that is not there, or a cell of it that is empty, is the empty text.
    """
    rows = _rows(text, name)
    first, header = next(rows, (0, []))
    header = [cell.strip().lower() for cell in header]
    if not header:
        raise SeriesCsvError(f"{name} is empty: it needs a first line {','.join(columns)}")
    places = {c: _place(header, c, f"{name}, row {first}") for c in columns}
    extra = {c: _place(header, c, f"{name}, row {first}") for c in optional if c in header}
    for row, cells in rows:
        if any(cell.strip() for cell in cells[len(header) :]):
            # Most often a decimal comma: half of the number would be taken for the whole.
            raise SeriesCsvError(f"{name}, row {row}: has more cells than the first line names")
        for column, place in places.items():
            if place >= len(cells) or not cells[place].strip():
                raise SeriesCsvError(f"{name}, row {row}, column {column}: is empty")
        named = {column: cells[place].strip() for column, place in places.items()}
        for column, place in extra.items():
            named[column] = cells[place].strip() if place < len(cells) else ""
        yield row, dict.fromkeys(optional, "") | named


def _rows(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that say something, each with the number of the line on which it ends."""
    reader = csv.reader(
        io.StringIO(text.removeprefix("\ufeff"), newline=""),
        skipinitialspace=True,
        # Else a quotation mark that nothing closes takes in every row beneath, without a word.
        strict=True,
    )
    begun = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, cells
            begun = reader.line_num + 1
    except csv.Error as error:
        raise SeriesCsvError(f"{name}, row {begun}: {_QUOTES.get(str(error), error)}") from None


_QUOTES = {
    "unexpected end of data": "a quotation mark is not closed",
    "',' expected after '\"'": "a cell goes on behind its closing quotation mark",
}


def _place(header: list[str], column: str, where: str) -> int:
    found = header.count(column)
    if found == 1:
        return header.index(column)
    if found:
        raise SeriesCsvError(f"{where}: the column {column} stands {found} times")
    seen = ", ".join(cell or "(empty)" for cell in header)
    other = next((mark for mark in _OTHER_MARKS if len(header) == 1 and mark in header[0]), None)
    hint = f"; cells are separated by a comma, not by {_OTHER_MARKS[other]}" if other else ""
    raise SeriesCsvError(f"{where}: there is no column {column}, only {seen}{hint}")


_OTHER_MARKS = {";": "a semicolon", "\t": "a tab", "|": "a bar"}


def read_instant(cell: str, zone: tzinfo | None, where: str) -> datetime:
    try:
        at = datetime.fromisoformat(cell)
    except ValueError:
        raise SeriesCsvError(
            f"{where}: {cell!r} is no ISO date or date-time such as 2026-03-02 or 2026-03-02T09:30"
        ) from None
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise SeriesCsvError(
            f"{where}: {cell!r} is not between the years {FIRST_YEAR} and {LAST_YEAR}"
        )
    known = at if at.tzinfo is not None else at.replace(tzinfo=zone or UTC)
    return known if zone is None else on_the_clock_of(zone, known)


def read_number(cell: str, bounds: tuple[float, float] | None, where: str) -> float:
    try:
        value = math.nan if "_" in cell else float(cell)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise SeriesCsvError(f"{where}: {cell!r} is no number")
    if bounds is not None and not bounds[0] <= value <= bounds[1]:
        raise SeriesCsvError(f"{where}: {cell} is not between {bounds[0]:g} and {bounds[1]:g}")
    return value
