"""The real application on both databases, with two clinics in it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import CodeType

import pytest
from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from diary.bootstrap import Services
from diary.web.app import create_app
from tests import factories, leaks
from tests.databases import Prepare
from tests.web.desk import Desk, Twilio
from tests.web.house import ARANDA, House, find_house, two_clinics, weeks_lived

__all__ = ["House"]


@dataclass
class Clock:
    """A clock that stands still until it is moved."""

    now: datetime = field(default_factory=lambda: factories.NOW)

    def __call__(self) -> datetime:
        return self.now

    def move(self, by: timedelta) -> None:
        self.now += by


class Compiled(BytecodeCache):
    """Templates, compiled once for all the applications of a test run's worker."""

    def __init__(self) -> None:
        self._code: dict[str, CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._code.get(bucket.key + bucket.checksum)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key + bucket.checksum] = bucket.code


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def services(database_url: str, clock: Clock) -> Iterator[Services]:
    made = factories.make_services(database_url, clock=clock)
    yield made
    made.engine.dispose()


@pytest.fixture(scope="session")
def compiled() -> BytecodeCache:
    return Compiled()


@pytest.fixture
def app(services: Services, compiled: BytecodeCache) -> Flask:
    made = create_app(services)
    made.jinja_env.bytecode_cache = compiled
    return made


@pytest.fixture
def furnish(request: pytest.FixtureRequest) -> Prepare | None:
    if "lived" in request.fixturenames:
        return weeks_lived
    return two_clinics if "house" in request.fixturenames else None


@pytest.fixture
def house(services: Services) -> House:
    """A clinic with one patient who joined, and another clinic."""
    leaks.watch_for("Quintanilla", "Okonkwo")
    return find_house(services)


@pytest.fixture
def desk(app: Flask, house: House) -> Desk:
    """A browser in which Rosa has signed in."""
    browser = Desk(app)
    assert browser.sign_in(house.rosa.sign_in_name).status_code == 303
    return browser


@pytest.fixture
def twilio(app: Flask) -> Twilio:
    return Twilio(app)


@pytest.fixture
def lived(services: Services) -> House:
    """The same clinics; Marisol was enrolled 12 days ago, had an infusion, and mostly answered."""
    leaks.watch_for("Aranda")
    return find_house(services, ARANDA)
