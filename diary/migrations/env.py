"""Alembic's entry: migrates the connection that ``diary.store.schema`` hands over."""

from typing import Literal

from alembic import context
from sqlalchemy import Enum, LargeBinary

from diary.store.base import UtcDateTime
from diary.store.schema import Base
from diary.store.sealing import SealedText


def _plain_type(kind: str, item: object, _: object) -> str | Literal[False]:
    """Write column types of our own as SQL's: a migration must outlive the program's classes."""
    if kind != "type":
        return False
    if isinstance(item, SealedText | LargeBinary):
        return "sa.LargeBinary()"
    if isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if isinstance(item, Enum):
        return f"sa.String(length={item.length})"
    return False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    render_item=_plain_type,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
