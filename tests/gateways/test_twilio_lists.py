"""What Twilio's lists tell: which of our texts went out, and which texts we have not heard of."""

from datetime import UTC, datetime, timedelta

import pytest

from diary.gateways.twilio import TwilioGateway
from diary.services.ports import SendError, SendErrorKind
from tests.gateways.test_twilio_send import CLINIC, PATIENT, failure, text
from tests.standins.twilio_api import TwilioApi
from tests.standins.twilio_wire import ACCOUNT_SID, AUTH_TOKEN, nonsense, silence

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def hour(api: TwilioApi):
    """Set the stand-in's clock: ``hour(3)`` is three hours after noon."""

    def at(hours: float) -> datetime:
        moment = NOON + timedelta(hours=hours)
        api.clock = lambda: moment
        return moment

    at(0)
    return at


def test_a_text_in_doubt_is_found(gateway: TwilioGateway, api: TwilioApi, hour):
    now = hour(1)
    api.faults.append(silence(accepts=True))
    assert failure(gateway).kind is SendErrorKind.AMBIGUOUS
    (found,) = gateway.find(PATIENT, now)
    assert found.body == "Mood 0-10?"
    assert found.sid == api.messages[0]["sid"]
    assert (found.sender, found.to, found.status) == (CLINIC, PATIENT, "queued")
    assert found.created_at == now


def test_only_recent_texts_to_that_number_are_found(gateway: TwilioGateway, api, hour):
    gateway.send(text(body="too old"))
    since = hour(1)
    gateway.send(text(body="first"))
    gateway.send(text(to="+15125550199", body="someone else's"))
    hour(2)
    gateway.send(text(body="second"))
    api.receive(PATIENT, CLINIC, "an answer")
    assert [sms.body for sms in gateway.find(PATIENT, since)] == ["second", "first"]


def test_what_came_in_is_listed_oldest_first(gateway: TwilioGateway, api: TwilioApi, hour):
    api.receive(PATIENT, CLINIC, "before")
    since = hour(1)
    first = api.receive(PATIENT, CLINIC, "7 3 6")
    gateway.send(text(to=CLINIC, body="a text of ours to ourselves"))
    hour(2)
    api.receive("262966", CLINIC, "STOP")
    api.messages[-1]["num_media"] = "2"
    received = gateway.received(CLINIC, since)
    assert [sms.body for sms in received] == ["7 3 6", "STOP"]
    assert received[0].sid == first
    assert received[0].received_at == since
    assert [sms.sender for sms in received] == [PATIENT, "262966"]
    assert [sms.media_count for sms in received] == [0, 2]


def test_a_long_outage_is_read_page_by_page(gateway: TwilioGateway, api: TwilioApi, hour):
    for number in range(50):
        api.receive(PATIENT, CLINIC, f"old {number}")
    since = hour(1)
    for number in range(230):
        api.receive(PATIENT, CLINIC, str(number))
    assert [sms.body for sms in gateway.received(CLINIC, since)] == [str(n) for n in range(230)]


def test_an_empty_list_is_no_error(gateway: TwilioGateway):
    assert gateway.find(PATIENT, NOON) == []
    assert gateway.received(CLINIC, NOON) == []


def test_an_unreadable_date_is_an_error_not_a_lost_text(gateway: TwilioGateway, api: TwilioApi):
    api.receive(PATIENT, CLINIC, "7")
    api.messages[0]["date_created"] = "yesterday"
    with pytest.raises(SendError) as caught:
        gateway.received(CLINIC, NOON)
    assert caught.value.kind is SendErrorKind.TRANSIENT


def test_a_list_is_never_in_doubt_only_late(api: TwilioApi, monkeypatch):
    gateway = TwilioGateway(ACCOUNT_SID, AUTH_TOKEN, base_url=api.base_url, read_seconds=0.3)
    for answer in (nonsense(500, accepts=False), nonsense(200, "{", accepts=False)):
        monkeypatch.setattr(
            "tests.standins.twilio_wire.Handler.do_GET",
            lambda handler, answer=answer: answer.answer(handler, None),
        )
        with pytest.raises(SendError) as caught:
            gateway.received(CLINIC, NOON)
        assert caught.value.kind is SendErrorKind.TRANSIENT
    gateway.close()


def test_a_list_with_wrong_credentials_says_so(api: TwilioApi):
    gateway = TwilioGateway(ACCOUNT_SID, "an old token", base_url=api.base_url)
    with pytest.raises(SendError) as caught:
        gateway.find(PATIENT, NOON)
    assert (caught.value.kind, caught.value.code) == (SendErrorKind.CONFIGURATION, 20003)
    gateway.close()
