"""Our gateway and our signature check against a Twilio written by others."""

import socket
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
import requests

from diary.gateways.twilio import TwilioGateway
from diary.services.ports import SendError, SendErrorKind, SmsToSend
from tests.emulator.conftest import Heard
from tests.emulator.twilio import EmulatedTwilio

PATIENT = "+15125550143"


@pytest.fixture
def prompt(clinic_number: str, public_url: str) -> SmsToSend:
    message_id = uuid4()
    callback = f"{public_url}/twilio/status/{message_id}"
    body = "¿Cómo está hoy? Ánimo 0-10"
    return SmsToSend(message_id, clinic_number, PATIENT, body, callback, validity_seconds=3600)


def test_a_text_goes_out_and_its_receipts_come_back(
    gateway: TwilioGateway, emulator: EmulatedTwilio, prompt: SmsToSend, heard: Heard
):
    accepted = gateway.send(prompt)
    emulator.report(accepted.sid, "sent")
    emulator.report(accepted.sid, "delivered")
    mine = str(prompt.message_id)
    assert heard.statuses == [(mine, "queued"), (mine, "sent"), (mine, "delivered")]
    assert heard.refused == 0
    # It calls back before it answers, so a receipt may come before we know the text's sid.
    (found,) = gateway.find(PATIENT, datetime.now(UTC) - timedelta(minutes=5))[:1]
    assert (found.sid, found.status, found.body) == (accepted.sid, "delivered", prompt.body)


def test_an_answer_comes_in(
    gateway: TwilioGateway, emulator: EmulatedTwilio, clinic_number: str, heard: Heard
):
    sid = emulator.send_inbound(PATIENT, clinic_number, "6 3 7 · más o menos")
    (form,) = heard.inbound
    assert form["MessageSid"] == sid
    assert (form["From"], form["To"]) == (PATIENT, clinic_number)
    assert form["Body"] == "6 3 7 · más o menos"
    listed = gateway.received(clinic_number, datetime.now(UTC) - timedelta(minutes=5))
    assert [(sms.sid, sms.body) for sms in listed] == [(sid, form["Body"])]


def test_a_webhook_that_twilio_did_not_sign_is_refused(
    clinic_number: str, public_url: str, heard: Heard
):
    form = {"From": PATIENT, "To": clinic_number, "Body": "7", "MessageSid": "SM" + "0" * 32}
    address = f"{public_url}/twilio/inbound"
    assert requests.post(address, data=form, timeout=5).status_code == 403
    assert heard == Heard(refused=1)


def test_a_number_that_is_not_ours_is_a_matter_of_configuration(
    gateway: TwilioGateway, prompt: SmsToSend
):
    stranger = SmsToSend(
        prompt.message_id, "+15005559999", PATIENT, "hello", prompt.status_callback, 3600
    )
    with pytest.raises(SendError) as caught:
        gateway.send(stranger)
    assert caught.value.kind is SendErrorKind.CONFIGURATION


def test_the_emulator_listens_on_loopback_only(emulator: EmulatedTwilio):
    port = urlsplit(emulator.base_url).port
    with socket.create_server(("127.0.0.2", port)):
        pass  # had it taken every address of this machine, this one would be in use
