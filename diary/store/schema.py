"""All tables, and the migrations that bring a database to them."""

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from diary.resources import migrations_folder
from diary.store import alerts, audit, care, caseload, messaging, people, responses
from diary.store.base import Base

__all__ = ["Base", "is_current", "upgrade"]

TABLE_MODULES = (people, care, messaging, responses, alerts, audit, caseload)
"""Importing them fills ``Base.metadata``."""


def upgrade(engine: Engine) -> None:
    """Bring the database to the newest migration; does nothing where it is there already."""
    with engine.begin() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


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
