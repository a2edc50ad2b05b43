"""All tables, and the migrations that bring a database to them."""

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from diary.resources import migrations_folder
from diary.store import (
    alerts,
    audit,
    care,
    caseload,
    chart,
    devices,
    diary,
    lanes,
    messaging,
    oncall,
    outcomes,
    people,
    processes,
    push,
    responses,
)
from diary.store.base import Base

__all__ = ["Base", "drift", "is_current", "upgrade", "write_migration"]

TABLE_MODULES = (
    people,
    lanes,
    care,
    messaging,
    devices,
    push,
    diary,
    responses,
    alerts,
    oncall,
    audit,
    caseload,
    processes,
    chart,
    outcomes,
)
"""Importing them fills ``Base.metadata``."""


def upgrade(engine: Engine, to: str = "head") -> None:
    """Bring the database to a migration, the newest; does nothing where it is there already."""
    with engine.begin() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, to)


def is_current(engine: Engine) -> bool:
    """Whether the database has every migration this program knows of."""
    with engine.connect() as connection:
        applied = MigrationContext.configure(connection).get_current_revision()
    return applied == ScriptDirectory.from_config(_config()).get_current_head()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(migrations_folder()))
    config.set_main_option("path_separator", "os")
    return config


def write_migration(engine: Engine, message: str) -> None:
    """Write the migration from the database as it is to the models (``diary db revision``)."""
    with engine.begin() as connection:
        config = _config()
        config.attributes["connection"] = connection
        number = len(list(ScriptDirectory.from_config(config).walk_revisions())) + 1
        command.revision(config, message, autogenerate=True, rev_id=f"{number:04}")


def drift(engine: Engine) -> list[object]:
    """What the models have that the database has not, and the other way round."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Base.metadata))
