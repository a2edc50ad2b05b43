"""A world of processes on a database of each kind."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.world import World, open_world


@pytest.fixture
def world(database_url: str, tmp_path: Path) -> Iterator[World]:
    with open_world(database_url, tmp_path) as opened:
        yield opened
