"""How a test database gets its tables."""

from sqlalchemy import create_engine, text


def prepare(url: str) -> None:
    """Bring the empty database at ``url`` to the newest schema."""
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
    engine.dispose()
