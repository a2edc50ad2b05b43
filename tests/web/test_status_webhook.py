"""The status webhook: what became of our texts, in whatever order it is told."""

import uuid

import pytest
from sqlalchemy import func, select

from diary.bootstrap import Services
from diary.store.messaging import DeliveryEvent, OutboundMessage, OutboundStatus
from tests.factories import make_sid
from tests.web.conftest import House
from tests.web.desk import Twilio


@pytest.fixture
def message(services: Services, house: House) -> OutboundMessage:
    with services.readers() as session:
        return session.scalars(
            select(OutboundMessage)
            .where(OutboundMessage.patient_id == house.marisol.id)
            .order_by(OutboundMessage.id)
        ).first()


def now_of(services: Services, message: OutboundMessage) -> OutboundStatus:
    with services.readers() as session:
        return session.get_one(OutboundMessage, message.id).status


def test_a_receipt_is_applied_and_answered_with_nothing(
    twilio: Twilio, services: Services, message: OutboundMessage
):
    answer = twilio.report(message.id, "delivered")
    assert (answer.status_code, answer.data) == (204, b"")
    assert "Set-Cookie" not in answer.headers
    assert now_of(services, message) is OutboundStatus.DELIVERED


def test_receipts_out_of_order_never_go_back(
    twilio: Twilio, services: Services, message: OutboundMessage
):
    sid = make_sid()
    for status in ("delivered", "sent", "delivered", "sent"):
        assert twilio.report(message.id, status, MessageSid=sid).status_code == 204
    assert now_of(services, message) is OutboundStatus.DELIVERED
    with services.readers() as session:
        assert session.scalar(select(func.count()).select_from(DeliveryEvent)) == 2


@pytest.mark.parametrize("code", ["30003", "", "abc", "-1", "9" * 30, "\u0663"])
def test_an_error_code_is_kept_if_it_is_one(
    twilio: Twilio, services: Services, message: OutboundMessage, code: str
):
    assert twilio.report(message.id, "undelivered", ErrorCode=code).status_code == 204
    with services.readers() as session:
        kept = session.get_one(OutboundMessage, message.id).error_code
    assert kept == (30003 if code == "30003" else None)


def test_a_status_that_twilio_may_invent_is_kept_and_changes_nothing(
    twilio: Twilio, services: Services, message: OutboundMessage
):
    assert twilio.report(message.id, "partially_delivered").status_code == 204
    assert now_of(services, message) is OutboundStatus.QUEUED


@pytest.mark.usefixtures("house")
def test_a_receipt_for_a_text_that_is_not_ours_is_no_error(twilio: Twilio):
    assert twilio.report(uuid.uuid4(), "delivered").status_code == 204


@pytest.mark.parametrize(
    "wrong",
    [{"MessageSid": ""}, {"MessageStatus": ""}, {"MessageStatus": "x" * 40}],
)
def test_a_signed_form_that_is_no_receipt_is_400(
    twilio: Twilio, message: OutboundMessage, wrong: dict[str, str]
):
    assert twilio.report(message.id, "delivered", **wrong).status_code == 400


def test_an_unsigned_receipt_changes_nothing(
    twilio: Twilio, services: Services, message: OutboundMessage
):
    form = {"MessageSid": make_sid(), "MessageStatus": "delivered"}
    path = f"/twilio/status/{message.id}"
    assert twilio.post(path, form, signature="").status_code == 403
    assert twilio.post(path, form, token="wrong").status_code == 403
    assert now_of(services, message) is OutboundStatus.QUEUED
