"""An emulated Twilio on one side, our webhooks on the other, both on loopback.

``webhook_app`` is the seam: a module that overrides it puts another WSGI application behind
``public_url``. It must answer at /twilio/inbound and /twilio/status/<message id>.
"""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, Response, abort, request

from diary.gateways.twilio import TwilioGateway, signature_is_valid
from tests.emulator.twilio import ACCOUNT_SID, AUTH_TOKEN, EmulatedTwilio, running_emulator
from tests.serving import serving

_INSTALLED = Path(__file__).parent / "node_modules" / "emulate"


@pytest.fixture(scope="session")
def emulator() -> Iterator[EmulatedTwilio]:
    if shutil.which("node") is None and not os.environ.get("CI"):
        pytest.skip("NOT TESTED against the Twilio emulator: there is no Node.js on this machine")
    assert _INSTALLED.is_dir(), "the emulator is not installed: run `make emulator`"
    with running_emulator() as twilio:
        yield twilio


@dataclass
class Front:
    """A web server that is up before its application is, so that this may know its address."""

    url: str = ""
    app: Any = None

    def __call__(self, environ: Any, start_response: Any) -> Any:
        return self.app(environ, start_response)


@pytest.fixture
def front() -> Iterator[Front]:
    front = Front()
    with serving(front) as front.url:
        yield front


@pytest.fixture
def public_url(front: Front) -> str:
    """Where Twilio finds our webhooks."""
    return front.url


@dataclass
class Heard:
    """What the plain application below was told, in the order of arrival."""

    inbound: list[dict[str, str]] = field(default_factory=list)
    statuses: list[tuple[str, str]] = field(default_factory=list)
    refused: int = 0


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def webhook_app(public_url: str, heard: Heard) -> Any:
    """An application that does nothing but verify and note down."""
    app = Flask("webhooks")

    def verified() -> dict[str, str]:
        signature = request.headers.get("X-Twilio-Signature")
        address = public_url + request.full_path.rstrip("?")
        if not signature_is_valid(address, request.form, signature, [AUTH_TOKEN]):
            heard.refused += 1
            abort(403)
        return request.form.to_dict()

    @app.post("/twilio/inbound")
    def inbound() -> Response:
        heard.inbound.append(verified())
        return Response("<Response/>", mimetype="text/xml")

    @app.post("/twilio/status/<message_id>")
    def status(message_id: str) -> tuple[str, int]:
        heard.statuses.append((message_id, verified()["MessageStatus"]))
        return "", 204

    return app


@pytest.fixture
def clinic_number(emulator: EmulatedTwilio, front: Front, webhook_app: Any) -> str:
    """A number of the clinic, with ``webhook_app`` behind it."""
    front.app = webhook_app
    return emulator.buy_number(f"{front.url}/twilio/inbound")


@pytest.fixture
def gateway(emulator: EmulatedTwilio) -> Iterator[TwilioGateway]:
    opened = TwilioGateway(ACCOUNT_SID, AUTH_TOKEN, base_url=emulator.base_url)
    yield opened
    opened.close()
