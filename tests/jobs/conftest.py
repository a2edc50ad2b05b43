"""A clinic on a database of each kind, its jobs run by hand."""

from collections.abc import Iterator

import pytest

from tests.jobs.clinic import JobClinic, open_clinic


@pytest.fixture
def clinic(database_url: str) -> Iterator[JobClinic]:
    opened = open_clinic(database_url)
    yield opened
    opened.services.engine.dispose()
