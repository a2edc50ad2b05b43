"""How a test database gets its tables: by the migrations that every clinic's database runs."""

from diary.store.database import create_engine_for
from diary.store.schema import upgrade
from diary.store.sealing import Keyring

TEST_KEYRING = Keyring({1: bytes(range(32))}, current=1, index_key=bytes(range(32, 64)))


def prepare(url: str) -> None:
    """Bring the empty database at ``url`` to the newest schema."""
    engine = create_engine_for(url, TEST_KEYRING)
    upgrade(engine)
    engine.dispose()
