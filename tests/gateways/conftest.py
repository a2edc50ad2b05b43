"""Our gateway and, on loopback, the stand-in that it talks to."""

from collections.abc import Iterator

import pytest

from diary.gateways.twilio import TwilioGateway
from tests.standins.twilio_api import TwilioApi
from tests.standins.twilio_wire import ACCOUNT_SID, AUTH_TOKEN


@pytest.fixture
def api() -> Iterator[TwilioApi]:
    with TwilioApi() as listening:
        yield listening


@pytest.fixture
def gateway(api: TwilioApi) -> Iterator[TwilioGateway]:
    opened = TwilioGateway(ACCOUNT_SID, AUTH_TOKEN, base_url=api.base_url, read_seconds=0.3)
    yield opened
    opened.close()
