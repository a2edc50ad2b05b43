"""Conditions with their words in the statement itself.

A partial index is chosen by the words of its own condition; SQLite does not look into parameters,
nor does PostgreSQL once it plans a statement for any of them.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import TypeVar

from sqlalchemy import ColumnElement, literal_column
from sqlalchemy.orm import InstrumentedAttribute

Word = TypeVar("Word", bound=StrEnum)


def is_word(column: InstrumentedAttribute[Word], word: Word) -> ColumnElement[bool]:
    """``column = 'word'``."""
    return column == _said(column, word)


def is_among(column: InstrumentedAttribute[Word], words: Sequence[Word]) -> ColumnElement[bool]:
    """``column in ('word', ...)``: for SQLite in the order in which the index has them."""
    return column.in_([_said(column, word) for word in words])


def _said(column: InstrumentedAttribute[Word], word: Word) -> ColumnElement[Word]:
    return literal_column(f"'{word.value}'", column.type)
