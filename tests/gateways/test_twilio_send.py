"""One text through the official client: what Twilio gets, and what each kind of failure means."""

import logging
import socket
import threading
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diary.gateways.twilio import TwilioGateway
from diary.services.ports import Accepted, SendError, SendErrorKind, SmsToSend
from tests.standins.twilio_api import TwilioApi
from tests.standins.twilio_wire import (
    ACCOUNT_SID,
    AUTH_TOKEN,
    Fault,
    drip,
    half_an_answer,
    nonsense,
    refusal,
    reset,
    silence,
)

CLINIC, PATIENT = "+15005550006", "+15125550143"


def text(to: str = PATIENT, body: str = "Mood 0-10?", sender: str = CLINIC) -> SmsToSend:
    message_id = uuid4()
    callback = f"https://diary.example/twilio/status/{message_id}"
    return SmsToSend(message_id, sender, to, body, callback, validity_seconds=3600)


def failure(gateway: TwilioGateway, message: SmsToSend | None = None) -> SendError:
    with pytest.raises(SendError) as caught:
        gateway.send(message or text())
    return caught.value


def test_twilio_gets_the_text_its_limit_and_the_address_for_receipts(
    gateway: TwilioGateway, api: TwilioApi
):
    message = text()
    accepted = gateway.send(message)
    assert accepted == Accepted(api.messages[0]["sid"], "queued", 1)
    assert api.attempts == [
        {
            "To": PATIENT,
            "From": CLINIC,
            "Body": "Mood 0-10?",
            "StatusCallback": message.status_callback,
            "ValidityPeriod": "3600",
        }
    ]


def test_a_messaging_service_may_send(gateway: TwilioGateway, api: TwilioApi):
    service = "MG" + "1" * 32
    assert gateway.send(text(sender=service)) == Accepted(api.messages[0]["sid"], "accepted", None)
    assert api.attempts[0]["MessagingServiceSid"] == service
    assert "From" not in api.attempts[0]


@given(body=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=300))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_text_arrives_as_it_was_written(gateway: TwilioGateway, api: TwilioApi, body: str):
    gateway.send(text(body=body))
    assert api.messages[-1]["body"] == body


def test_a_text_that_is_no_unicode_is_refused_before_it_leaves(
    gateway: TwilioGateway, api: TwilioApi
):
    assert failure(gateway, text(body="cut in half \ud83d")).kind is SendErrorKind.REFUSED
    assert api.attempts == []


@pytest.mark.parametrize(
    ("message", "kind", "code"),
    [
        (text(to="+15005550001"), SendErrorKind.PERMANENT, 21211),
        (text(to="+15005550002"), SendErrorKind.PERMANENT, 21612),
        (text(to="+15005550003"), SendErrorKind.CONFIGURATION, 21408),
        (text(to="+15005550004"), SendErrorKind.OPTED_OUT, 21610),
        (text(to="+15005550009"), SendErrorKind.PERMANENT, 21614),
        (text(sender="+15005550001"), SendErrorKind.CONFIGURATION, 21212),
        (text(sender="+15005550007"), SendErrorKind.CONFIGURATION, 21606),
        (text(sender="+15005550008"), SendErrorKind.TRANSIENT, 21611),
        (text(body="a" * 1601), SendErrorKind.REFUSED, 21617),
        (text(body=""), SendErrorKind.REFUSED, 21602),
    ],
    ids=lambda value: str(value) if isinstance(value, int) else "",
)
def test_twilios_magic_numbers_mean_what_twilio_says(
    gateway: TwilioGateway, api: TwilioApi, message: SmsToSend, kind: SendErrorKind, code: int
):
    error = failure(gateway, message)
    assert (error.kind, error.code) == (kind, code)
    assert api.sent() == []


@pytest.mark.parametrize(
    ("fault", "kind", "accepted"),
    [
        (silence(accepts=False), SendErrorKind.AMBIGUOUS, 0),
        (silence(accepts=True), SendErrorKind.AMBIGUOUS, 1),
        (reset(accepts=False), SendErrorKind.AMBIGUOUS, 0),
        (reset(accepts=True), SendErrorKind.AMBIGUOUS, 1),
        (half_an_answer(), SendErrorKind.AMBIGUOUS, 1),
        (drip(0.01), SendErrorKind.AMBIGUOUS, 1),
        (refusal(500, 20500), SendErrorKind.AMBIGUOUS, 0),
        (refusal(503), SendErrorKind.AMBIGUOUS, 0),
        (refusal(500, 21211), SendErrorKind.AMBIGUOUS, 0),
        (refusal(400, 30410), SendErrorKind.AMBIGUOUS, 0),
        (nonsense(201, accepts=True), SendErrorKind.AMBIGUOUS, 1),
        (nonsense(201, "{}", accepts=True), SendErrorKind.AMBIGUOUS, 1),
        (nonsense(200, "[]", accepts=True), SendErrorKind.AMBIGUOUS, 1),
        (nonsense(201, "", accepts=True), SendErrorKind.AMBIGUOUS, 1),
        (nonsense(201, "[" * 100_000, accepts=True), SendErrorKind.AMBIGUOUS, 1),
        (nonsense(400, "[" * 100_000, accepts=False), SendErrorKind.CONFIGURATION, 0),
        (nonsense(502, accepts=False), SendErrorKind.AMBIGUOUS, 0),
        (nonsense(504, accepts=True), SendErrorKind.AMBIGUOUS, 1),
        (refusal(429, 20429), SendErrorKind.TRANSIENT, 0),
        (nonsense(429, "slow down", accepts=False), SendErrorKind.TRANSIENT, 0),
        (refusal(400, 63038), SendErrorKind.TRANSIENT, 0),
        (refusal(401, 20003), SendErrorKind.CONFIGURATION, 0),
        (nonsense(404, accepts=False), SendErrorKind.CONFIGURATION, 0),
        (nonsense(403, "[1]", accepts=False), SendErrorKind.CONFIGURATION, 0),
        (nonsense(302, accepts=False), SendErrorKind.CONFIGURATION, 0),
        (refusal(400, 29999), SendErrorKind.REFUSED, 0),
    ],
)
def test_a_failure_is_judged_by_whether_the_text_may_be_out(
    gateway: TwilioGateway, api: TwilioApi, fault: Fault, kind: SendErrorKind, accepted: int
):
    api.faults.append(fault)
    assert failure(gateway).kind is kind
    assert len(api.attempts) == 1, "it must not try again by itself"
    assert len(api.sent()) == accepted


def test_a_redirect_is_not_followed(gateway: TwilioGateway, api: TwilioApi):
    def moved(handler, _):
        handler.send_response(307)
        handler.send_header("Location", handler.path)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    api.faults.append(Fault(answer=moved))
    assert failure(gateway).kind is SendErrorKind.CONFIGURATION
    assert len(api.attempts) == 1


def test_nobody_listening_means_not_sent():
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    gateway = TwilioGateway(ACCOUNT_SID, AUTH_TOKEN, base_url=f"http://127.0.0.1:{port}")
    assert failure(gateway).kind is SendErrorKind.TRANSIENT
    gateway.close()


def test_a_name_that_does_not_resolve_means_not_sent():
    gateway = TwilioGateway(ACCOUNT_SID, AUTH_TOKEN, base_url="http://twilio.invalid")
    assert failure(gateway).kind is SendErrorKind.TRANSIENT
    gateway.close()


def test_no_room_to_connect_means_not_sent():
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        waiting = [socket.socket() for _ in range(4)]
        for sock in waiting:
            sock.setblocking(False)
            sock.connect_ex(full.getsockname())
        address = f"http://127.0.0.1:{full.getsockname()[1]}"
        gateway = TwilioGateway(ACCOUNT_SID, AUTH_TOKEN, base_url=address, connect_seconds=0.2)
        assert failure(gateway).kind is SendErrorKind.TRANSIENT
        gateway.close()
        for sock in waiting:
            sock.close()


def test_tls_with_a_server_that_speaks_none_is_in_doubt_rather_than_sent_again(api: TwilioApi):
    address = api.base_url.replace("http:", "https:")
    gateway = TwilioGateway(ACCOUNT_SID, AUTH_TOKEN, base_url=address)
    assert failure(gateway).kind is SendErrorKind.AMBIGUOUS
    gateway.close()


def test_wrong_credentials_stop_the_lane(api: TwilioApi):
    gateway = TwilioGateway(ACCOUNT_SID, "an old token", base_url=api.base_url)
    error = failure(gateway)
    assert (error.kind, error.code) == (SendErrorKind.CONFIGURATION, 20003)
    gateway.close()


@pytest.mark.parametrize(
    ("account", "token"), [("", AUTH_TOKEN), (ACCOUNT_SID, " "), (ACCOUNT_SID, "clé")]
)
def test_blank_or_broken_credentials_are_refused_at_once(monkeypatch, account: str, token: str):
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", "one that lies about")
    with pytest.raises(ValueError, match="credential"):
        TwilioGateway(account, token)


@pytest.mark.parametrize("address", ["", "api.example", "ftp://api.example", "https://"])
def test_an_address_that_is_none_is_refused_at_once(address: str):
    with pytest.raises(ValueError, match="address"):
        TwilioGateway(ACCOUNT_SID, AUTH_TOKEN, base_url=address)


def test_the_base_address_may_have_a_path(api: TwilioApi):
    gateway = TwilioGateway(ACCOUNT_SID, AUTH_TOKEN, base_url=f"{api.base_url}/mock/")
    assert failure(gateway).code == 20404
    gateway.close()


def test_neither_number_nor_words_show_in_logs_or_errors(
    gateway: TwilioGateway, api: TwilioApi, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.DEBUG)
    api.faults.append(nonsense(400, '{"code": 21211, "message": "+15125550143"}', accepts=False))
    error = failure(gateway, text(body="I feel low"))
    gateway.send(text(body="I feel low"))
    assert gateway.find(PATIENT, datetime(2027, 1, 1, tzinfo=UTC)) == []
    said = caplog.text + repr(error) + str(error)
    assert "5125550143" not in said
    assert "low" not in said
    assert error.__suppress_context__ or error.__context__ is None


def test_threads_share_a_gateway(gateway: TwilioGateway, api: TwilioApi):
    bodies = [f"text {number}" for number in range(24)]
    accepted: list[Accepted] = []

    def send_some(part: list[str]) -> None:
        accepted.extend(gateway.send(text(body=body)) for body in part)

    threads = [threading.Thread(target=send_some, args=(bodies[start::8],)) for start in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(message["body"] for message in api.sent()) == sorted(bodies)
    assert {one.sid for one in accepted} == {message["sid"] for message in api.sent()}
