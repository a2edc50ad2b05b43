"""Conditions on lists of ids, handed to the driver as one value however long the list is.

As a parameter an id, each statement would be put together anew for each length of its list.
"""

import json
from collections.abc import Collection
from typing import Any, Self
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Boolean,
    ColumnExpressionArgument,
    Dialect,
    Text,
    TypeDecorator,
    Uuid,
    bindparam,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeEngine


class IdList(TypeDecorator[Collection[UUID]]):
    """Ids as one value: an array on PostgreSQL, JSON on SQLite."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Text() if dialect.name == "sqlite" else ARRAY(Uuid()))

    def process_bind_param(self, value: Collection[UUID] | None, dialect: Dialect) -> Any:
        if value is None or dialect.name != "sqlite":
            return value if value is None else list(value)
        return json.dumps([each.hex for each in value])


class is_one_of(FunctionElement[bool]):  # noqa: N801 - it reads as the functions of SQL do
    """``is_one_of(column, "name")``: the column is among the ids of the parameter ``name``."""

    type = Boolean()
    inherit_cache = True

    def __init__(
        self,
        column: ColumnExpressionArgument[UUID] | ColumnExpressionArgument[UUID | None],
        name: str,
    ) -> None:
        super().__init__(column, bindparam(name, type_=IdList()))

    def self_group(self, against: object = None) -> Self:
        # Where SQLite compares a condition with 1 it uses no index for it.
        return self


@compiles(is_one_of, "sqlite")
def _in_json(element: is_one_of, compiler: SQLCompiler, **how: Any) -> str:
    column, ids = (compiler.process(each, **how) for each in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({ids}))"  # noqa: S608


@compiles(is_one_of, "postgresql")
def _in_array(element: is_one_of, compiler: SQLCompiler, **how: Any) -> str:
    column, ids = (compiler.process(each, **how) for each in element.clauses)
    return f"{column} = ANY ({ids})"
