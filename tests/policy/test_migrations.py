"""One line of migrations, and none missing: what they make is what the models say."""

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from diary.resources import migrations_folder
from diary.store.schema import Base


def script() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(migrations_folder()))
    config.set_main_option("path_separator", "os")
    return ScriptDirectory.from_config(config)


def test_there_is_one_head():
    assert len(script().get_heads()) == 1


def test_the_models_and_the_migrations_agree(engine: Engine):
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_every_table_of_a_clinic_says_whose_it_is():
    # Whoever asks for a code to sign in may be of no clinic at all.
    shared = {"organization", "job_process", "sign_in_request"}
    unowned = [
        table.name
        for table in Base.metadata.sorted_tables
        if table.name not in shared and "organization_id" not in table.columns
    ]
    assert unowned == []
