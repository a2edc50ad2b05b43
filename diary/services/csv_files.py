"""CSV files that staff bring: the rows with their numbers, or what is wrong with the file."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from diary.services.fields import InvalidFieldsError

MOST_LINES = 500
LARGEST_FILE = 200_000
"""Bytes. The file goes to the browser and back once more, to be confirmed."""


@dataclass(frozen=True, slots=True)
class Row:
    """The cells by column; ``number`` is the row's as a spreadsheet counts."""

    number: int
    values: Mapping[str, str]
    is_too_long: bool
    """It has more cells than there are columns: the last column holds them all."""


def read_rows(data: bytes) -> tuple[Sequence[str], list[Row]]:
    """The columns and the rows; ``InvalidFieldsError`` on ``file`` for what is no such file."""
    if len(data) > LARGEST_FILE:
        raise InvalidFieldsError({"file": "too_large"})
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidFieldsError({"file": "not_utf8"}) from None
    rows = [(number, cells) for number, cells in _numbered(text) if any(cells)]
    columns = _columns(rows[0][1]) if rows else []
    if len(rows) > MOST_LINES + 1:
        raise InvalidFieldsError({"file": "too_many_lines"})
    return columns, [_row(number, columns, cells) for number, cells in rows[1:]]


def _numbered(text: str) -> Iterator[tuple[int, list[str]]]:
    first = text.partition("\n")[0]
    table = csv.reader(
        # The null byte is the one character that the reader refuses.
        io.StringIO(text.replace("\0", "\ufffd"), newline=""),
        delimiter=";" if first.count(";") > first.count(",") else ",",
        # Else a quotation mark that nothing closes takes in every line beneath, without a word.
        strict=True,
    )
    try:
        for number, cells in enumerate(table, 1):
            yield number, [cell.strip() for cell in cells]
    except csv.Error:
        raise InvalidFieldsError({"file": "not_csv"}) from None


def _columns(header: Sequence[str]) -> list[str]:
    columns = [cell.casefold() for cell in header]
    while not columns[-1]:
        columns.pop()
    named = [column for column in columns if column]
    if len(set(named)) < len(named):
        raise InvalidFieldsError({"file": "column_twice"})
    return columns


def _row(number: int, columns: Sequence[str], cells: Sequence[str]) -> Row:
    values = dict(zip(columns, cells, strict=False))
    beyond = cells[len(columns) :]
    if any(beyond):
        values[columns[-1]] = ",".join(cells[len(columns) - 1 :])
    return Row(number, values, any(beyond))
