"""The inbound webhook: what Twilio signed is stored once; everything else leaves no trace."""

import threading
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.orm import sessionmaker
from twilio.request_validator import RequestValidator

from diary.bootstrap import Services, keyring_of
from diary.store.alerts import SafetyAlert
from diary.store.database import create_engine_for
from diary.store.messaging import InboundMessage, OutboundMessage
from diary.web.app import create_app
from tests import factories, leaks
from tests.factories import PUBLIC_URL, make_sid
from tests.web.conftest import House
from tests.web.desk import Twilio, text_form

INBOUND = "/twilio/inbound"


def stored(services: Services) -> int:
    with services.readers() as session:
        return session.scalar(select(func.count()).select_from(InboundMessage)) or 0


@pytest.fixture
def form(house: House) -> dict[str, str]:
    leaks.watch_for("slept like a stone")
    return text_form(house.marisol.phone, house.clinic.sender, "6 3 7, slept like a stone")


def test_promise_1_a_signed_text_is_stored_with_its_patient(
    twilio: Twilio, services: Services, house: House, form: dict[str, str]
):
    answer = twilio.post(INBOUND, form)
    assert (answer.status_code, answer.mimetype, answer.text) == (200, "text/xml", "<Response/>")
    assert "Set-Cookie" not in answer.headers
    with services.readers() as session:
        kept = session.scalars(
            select(InboundMessage).where(InboundMessage.provider_sid == form["MessageSid"])
        ).one()
    assert (kept.patient_id, kept.body) == (house.marisol.id, form["Body"])
    assert kept.turn_taken_at is None
    assert services.bell.wait(0), "whoever takes turns is woken"


def test_a_text_that_comes_again_gets_the_same_answer_and_no_second_effect(
    twilio: Twilio, services: Services, form: dict[str, str]
):
    first = twilio.post(INBOUND, form)
    before = stored(services)
    again = twilio.post(INBOUND, form)
    assert (again.status_code, again.data, again.mimetype) == (200, first.data, first.mimetype)
    assert stored(services) == before


def test_promise_4_the_alert_is_committed_with_the_text(
    twilio: Twilio, services: Services, house: House
):
    leaks.watch_for("kill myself")
    body = "i want to kill myself tonight"
    assert twilio.text(house.marisol.phone, house.clinic.sender, body).status_code == 200
    with services.readers() as session:
        alert = session.scalars(select(SafetyAlert)).one()
        assert alert.patient_id == house.marisol.id


@pytest.mark.parametrize(
    ("signed_for", "token", "signature"),
    [
        (None, "another-token", None),
        (None, "", None),
        (None, factories.AUTH_TOKEN, ""),
        (None, factories.AUTH_TOKEN, "bm90IGEgc2lnbmF0dXJl"),
        (None, factories.AUTH_TOKEN, "\u00e9"),
        (f"http://10.1.2.3:8000{INBOUND}", factories.AUTH_TOKEN, None),
        (f"{PUBLIC_URL}/twilio/elsewhere", factories.AUTH_TOKEN, None),
    ],
)
def test_a_bad_signature_is_refused_and_nothing_is_stored(
    twilio: Twilio,
    services: Services,
    form: dict[str, str],
    signed_for: str | None,
    token: str,
    signature: str | None,
):
    before = stored(services)
    answer = twilio.post(INBOUND, form, signed_for=signed_for, token=token, signature=signature)
    assert (answer.status_code, answer.data) == (403, b"")
    assert stored(services) == before


def test_without_a_signature_or_a_form_the_answer_is_403(app: Flask):
    client = app.test_client()
    assert client.post(INBOUND, data={"Body": "hello"}).status_code == 403
    assert client.post(INBOUND).status_code == 403
    assert client.post(INBOUND, data=b"\xff\xfe", content_type="text/plain").status_code == 403
    assert client.post(INBOUND, json={"Body": "hello"}).status_code == 403


def test_a_form_changed_on_the_way_is_refused(app: Flask, services: Services, form: dict[str, str]):
    before = stored(services)
    sealed = RequestValidator(factories.AUTH_TOKEN).compute_signature(PUBLIC_URL + INBOUND, form)
    changed = {**form, "Body": "0 10 0"}
    answer = app.test_client().post(INBOUND, data=changed, headers={"X-Twilio-Signature": sealed})
    assert answer.status_code == 403
    assert stored(services) == before


@pytest.mark.parametrize(
    "wrong",
    [
        {"MessageSid": ""},
        {"MessageSid": "S" * 65},
        {"MessageSid": "SM1'; drop table"},
        {"MessageSid": "SM\u0661"},
        {"From": ""},
        {"From": "+1" * 60},
        {"To": ""},
    ],
)
def test_a_signed_form_that_is_no_text_is_400(
    twilio: Twilio, services: Services, form: dict[str, str], wrong: dict[str, str]
):
    before = stored(services)
    assert twilio.post(INBOUND, {**form, **wrong}).status_code == 400
    assert stored(services) == before


def test_an_oversized_form_is_413(twilio: Twilio, services: Services, form: dict[str, str]):
    before = stored(services)
    answer = twilio.post(INBOUND, {**form, "Body": "a" * 70_000})
    assert (answer.status_code, answer.data) == (413, b"")
    assert stored(services) == before


def test_a_text_without_words_is_stored(twilio: Twilio, services: Services, form: dict[str, str]):
    before = stored(services)
    del form["Body"]
    assert twilio.post(INBOUND, {**form, "NumMedia": "1"}).status_code == 200
    assert stored(services) == before + 1


def test_a_text_to_nobodys_number_is_an_error_that_the_operator_sees(
    twilio: Twilio, services: Services, form: dict[str, str]
):
    before = stored(services)
    answer = twilio.post(INBOUND, {**form, "To": "+18065559999"})
    assert (answer.status_code, answer.text) == (404, "<Response/>")
    assert stored(services) == before


def test_another_account_of_twilios_is_refused(twilio: Twilio, form: dict[str, str]):
    assert twilio.post(INBOUND, {**form, "AccountSid": "AC" + "9" * 32}).status_code == 403


def test_a_word_that_the_carrier_answered_is_noted(
    twilio: Twilio, services: Services, form: dict[str, str]
):
    twilio.post(INBOUND, {**form, "Body": "ALTO", "OptOutType": "STOP"})
    with services.readers() as session:
        kept = session.scalars(
            select(InboundMessage).where(InboundMessage.provider_sid == form["MessageSid"])
        ).one()
    assert kept.answered_by_carrier


def test_a_stranger_is_stored_screened_and_shown(twilio: Twilio, services: Services, house: House):
    leaks.watch_for("end my life")
    sender = factories.make_phone()
    twilio.text(sender, house.clinic.sender, "i want to end my life")
    with services.readers() as session:
        kept = session.scalars(
            select(InboundMessage).where(InboundMessage.patient_id.is_(None))
        ).one()
        assert kept.needs_person
        assert session.scalars(select(SafetyAlert).where(SafetyAlert.inbound_id == kept.id)).one()
        assert session.scalars(
            select(OutboundMessage).where(OutboundMessage.key == f"safety:{kept.id}")
        ).one()


def test_promise_10_the_same_text_many_times_at_once_is_stored_once(
    app: Flask, services: Services, form: dict[str, str]
):
    before = stored(services)
    start = threading.Barrier(6)
    answers: list[int] = []

    def send() -> None:
        caller = Twilio(app)
        start.wait()
        answers.append(caller.post(INBOUND, form).status_code)

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [200] * 6
    assert stored(services) == before + 1


@pytest.mark.parametrize(
    "url", ["sqlite:////dev/null/diary.db", "postgresql://nobody@127.0.0.1:1/diary"]
)
def test_while_the_database_is_away_twilio_is_told_to_come_again(url: str):
    away = factories.make_services("sqlite:///:memory:")
    away = replace(away, sessions=sessionmaker(create_engine_for(url, keyring_of(away.settings))))
    form = text_form("+18065550001", "+14325550100", "6 3 7")
    answer = Twilio(create_app(away)).post(INBOUND, form)
    assert (answer.status_code, answer.data) == (503, b""), "no words that could be texted on"


def test_a_fault_of_ours_is_told_without_words(
    twilio: Twilio, services: Services, form: dict[str, str]
):
    with services.engine.begin() as connection:
        connection.execute(text("ALTER TABLE safety_alert RENAME TO put_away"))
    answer = twilio.post(INBOUND, {**form, "Body": "i want to die tonight"})
    assert answer.status_code in (500, 503)
    assert answer.data == b""


def test_a_retry_signed_while_tokens_rotate_is_good(database_url: str, house: House):
    rotated = factories.make_services(
        database_url,
        twilio_auth_token="new-token",
        twilio_auth_token_secondary=factories.AUTH_TOKEN,
    )
    form = text_form(house.marisol.phone, house.clinic.sender, "5 5 5", MessageSid=make_sid())
    assert Twilio(create_app(rotated)).post(INBOUND, form).status_code == 200
    rotated.engine.dispose()
