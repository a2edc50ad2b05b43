"""What every table shares: ids, UTC instants, enums by value, sealed texts bound to their row."""

import enum
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import (
    JSON,
    DateTime,
    Dialect,
    Enum,
    ForeignKey,
    LargeBinary,
    MetaData,
    String,
    TypeDecorator,
    Uuid,
    event,
)
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    QueryableAttribute,
    class_mapper,
    mapped_column,
)

from diary.store.ids import new_id
from diary.store.sealing import BoundText, SealedText, SealError


class UtcDateTime(TypeDecorator[datetime]):
    """An instant. Takes aware datetimes only, gives them back in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise TypeError("an instant needs its time zone")
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)

    def result_processor(
        self, dialect: Dialect, coltype: object
    ) -> Callable[[Any], datetime | None] | None:
        # SQLite keeps texts. The usual way reads one in three steps, and a chart has thousands.
        if dialect.name == "sqlite":
            return _from_text
        return super().result_processor(dialect, coltype)


def _from_text(written: str | None) -> datetime | None:
    return None if written is None else datetime.fromisoformat(f"{written}+00:00")


class Base(DeclarativeBase):
    """Every row has an id, made here and not by the database: sealed texts are bound to it."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        UUID: Uuid(),
        datetime: UtcDateTime,
        str: String(200),
        bytes: LargeBinary,
        enum.Enum: Enum(
            enum.Enum,
            native_enum=False,
            create_constraint=False,
            length=32,
            values_callable=lambda kinds: [kind.value for kind in kinds],
        ),
        Mapping[str, Any]: JSON,
    }

    id: Mapped[UUID] = mapped_column(primary_key=True)

    def __init__(self, **values: Any) -> None:
        self.id = values.pop("id", None) or new_id()
        for name, value in values.items():
            if not hasattr(type(self), name):
                raise TypeError(f"{type(self).__name__} has no column {name!r}")
            setattr(self, name, value)


class OfClinic:
    """A table of one clinic: no row of another clinic is ever read with it."""

    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organization.id"), index=True)


@event.listens_for(Base, "attribute_instrument", propagate=True)
def _bind_sealed_texts(_: type[Base], __: str, attribute: QueryableAttribute[Any]) -> None:
    columns = getattr(attribute.property, "columns", ())
    if columns and isinstance(columns[0].type, SealedText):
        event.listen(attribute, "set", _bind_to_row, retval=True)


def _bind_to_row(row: Base, value: str | None, *_: object) -> BoundText | None:
    return None if value is None else BoundText(value, row.id)


@event.listens_for(Base, "load", propagate=True)
@event.listens_for(Base, "refresh", propagate=True)
def _refuse_moved_texts(row: Base, *_: object) -> None:
    for name in _sealed_names(type(row)):
        value = row.__dict__.get(name)
        if isinstance(value, BoundText) and value.row != row.id.bytes:
            raise SealError(f"{type(row).__tablename__}.{name}: sealed for another row")


@cache
def _sealed_names(model: type[Base]) -> tuple[str, ...]:
    return tuple(
        attribute.key
        for attribute in class_mapper(model).column_attrs
        if isinstance(attribute.columns[0].type, SealedText)
    )
