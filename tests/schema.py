"""How a test database gets its tables."""

from diary.bootstrap import keyring_of
from diary.settings import Settings
from diary.store.database import create_engine_for
from diary.store.schema import upgrade


def prepare(url: str) -> None:
    """Bring the empty database at ``url`` to the newest schema."""
    engine = create_engine_for(url, keyring_of(Settings()))
    upgrade(engine)
    engine.dispose()
