"""Many rows of one table by one statement of the driver.

SQLAlchemy's own works out every value of every row anew; where a phone hands over a month, that
costs more than writing it. Here each value is turned once into what its column stores, sealed texts
among them, by the same types that all other statements use.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Dialect
from sqlalchemy.orm import Session

from diary.store.base import Base


def insert_rows(
    session: Session,
    model: type[Base],
    common: Mapping[str, Any],
    columns: Mapping[str, Sequence[Any]],
) -> None:
    """Insert as many rows as ``columns`` has values of each column: one or more.

    ``common`` are the values that all rows share. What is named in neither is null. The texts of
    sealed columns are ``BoundText``. Nothing is known to the session of what was inserted.
    """
    session.flush()
    connection = session.connection()
    dialect = connection.dialect
    count = len(next(iter(columns.values())))
    stored = {
        name: [_stored(model, name, dialect)(value)] * count for name, value in common.items()
    }
    for name, values in columns.items():
        if any(value is not None for value in values):
            stored[name] = list(map(_stored(model, name, dialect), values))
    # Names of our own columns, and marks: no value is part of the statement.
    insert = f"INSERT INTO {model.__tablename__} ({', '.join(stored)})"
    if dialect.name == "postgresql":
        # A statement a row would cost the server and the driver twice as much. In the driver's
        # binary form an array says itself what it is of.
        marks = ", ".join(["%b"] * len(stored))
        arrays = f"{insert} SELECT * FROM unnest({marks})"  # noqa: S608
        connection.exec_driver_sql(arrays, tuple(stored.values()))
    else:
        marks = ", ".join(["?"] * len(stored))
        rows = list(zip(*stored.values(), strict=True))
        connection.exec_driver_sql(f"{insert} VALUES ({marks})", rows)


def _stored(model: type[Base], name: str, dialect: Dialect) -> Callable[[Any], Any]:
    """How a value of the column is given to the driver."""
    kind = model.__table__.c[name].type
    return kind.dialect_impl(dialect).bind_processor(dialect) or _as_it_is


def _as_it_is(value: Any) -> Any:
    return value
