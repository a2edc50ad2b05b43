"""Many rows of one table by one ``executemany`` of the driver.

SQLAlchemy's own works out every value of every row anew; where a phone hands over a month, that
costs more than writing it. Here each value is turned once into what its column stores, sealed texts
among them, by the same types that all other statements use.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import repeat
from typing import Any

from sqlalchemy import Dialect
from sqlalchemy.orm import Session

from diary.store.base import Base

_MARKS = {"qmark": "?", "format": "%s", "pyformat": "%s"}


def insert_rows(
    session: Session,
    model: type[Base],
    common: Mapping[str, Any],
    columns: Mapping[str, Sequence[Any]],
) -> None:
    """Insert as many rows as ``columns`` has values of each column.

    ``common`` are the values that all rows share. What is named in neither is null. The texts of
    sealed columns are ``BoundText``. Nothing is known to the session of what was inserted.
    """
    session.flush()
    connection = session.connection()
    dialect = connection.dialect
    columns = {name: rows for name, rows in columns.items() if any(v is not None for v in rows)}
    stored = {name: _stored(model, name, dialect) for name in (*common, *columns)}
    values = [
        *(repeat(stored[name](value)) for name, value in common.items()),
        *(map(stored[name], of_rows) for name, of_rows in columns.items()),
    ]
    marks = ", ".join([_MARKS[dialect.paramstyle]] * len(values))
    # Names of our own columns, and marks: no value is part of the statement.
    connection.exec_driver_sql(
        f"INSERT INTO {model.__tablename__} ({', '.join(stored)}) VALUES ({marks})",  # noqa: S608
        list(zip(*values, strict=False)),
    )


def _stored(model: type[Base], name: str, dialect: Dialect) -> Callable[[Any], Any]:
    """How a value of the column is given to the driver."""
    kind = model.__table__.c[name].type
    return kind.dialect_impl(dialect).bind_processor(dialect) or _as_it_is


def _as_it_is(value: Any) -> Any:
    return value
