"""How many sign-in codes one network address may ask for, and one clinic sends."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import func, select

from diary.bootstrap import Services
from diary.services import sign_in_codes
from diary.services.sign_in_codes import ADDRESS_LIMIT, CLINIC_LIMIT
from diary.store.devices import SignInCode
from diary.store.messaging import OutboundMessage, Purpose
from tests.api.phone import BASE, Phone
from tests.factories import PUBLIC_URL, catalogue, make_patient, make_phone
from tests.web.conftest import Clock, House


def test_one_address_asks_so_often_and_no_more_whosever_numbers_it_names(
    app: Flask, services: Services, house: House, clock: Clock
):
    phone = Phone(app, services)
    period, most = ADDRESS_LIMIT
    assert {phone.ask(make_phone()).status_code for _ in range(most)} == {202}
    # Whether the number is a patient's or not: the answer tells nothing.
    for number in (house.marisol.phone, make_phone()):
        refused = phone.ask(number)
        assert refused.status_code == 429
        assert 0 < int(refused.headers["Retry-After"]) <= period.total_seconds()
    assert _codes(services, house) == 0
    elsewhere = app.test_client().post(
        f"{BASE}/sign-in/codes",
        json={"phone": house.marisol.phone},
        base_url=PUBLIC_URL,
        environ_base={"REMOTE_ADDR": "203.0.113.9"},
    )
    assert elsewhere.status_code == 202
    clock.move(period)
    assert phone.ask(house.marisol.phone).status_code == 202


def test_a_clinic_sends_so_many_codes_an_hour_and_then_says_the_same_and_sends_none(
    app: Flask, services: Services, house: House, clock: Clock
):
    period, most = CLINIC_LIMIT
    with services.sessions.begin() as session:
        request_id = sign_in_codes.ask_for_code(
            session, catalogue(), house.marisol.phone, "198.51.100.1", clock()
        )
        other = make_patient(session, house.rosa, name="Ines Prado")
    with services.sessions.begin() as session:
        # As many as the hour has, of which one went out as a text.
        session.add_all(
            SignInCode(
                organization_id=house.clinic.id,
                request_id=request_id,
                patient_id=house.marisol.id,
                code_hash=b"x",
                made_at=clock(),
                expires_at=clock() + timedelta(minutes=10),
            )
            for _ in range(most - 2)
        )
    phone = Phone(app, services)
    assert phone.ask(other.phone).status_code == 202  # the last
    spent = phone.ask(house.marisol.phone)
    assert spent.status_code == 202
    assert spent.json.keys() == {"request_id", "expires_in"}
    assert _codes(services, house) == most
    assert _texts(services, house) == 2
    # Another clinic has its own hour.
    assert phone.ask(house.other_patient.phone).status_code == 202
    assert _texts(services, house) == 2
    clock.move(period)
    assert phone.ask(house.marisol.phone).status_code == 202
    assert _texts(services, house) == 3


def _codes(services: Services, house: House) -> int:
    with services.readers() as session:
        of_clinic = SignInCode.organization_id == house.clinic.id
        return session.scalar(select(func.count()).select_from(SignInCode).where(of_clinic)) or 0


def _texts(services: Services, house: House) -> int:
    with services.readers() as session:
        codes = select(func.count()).where(
            OutboundMessage.organization_id == house.clinic.id,
            OutboundMessage.purpose == Purpose.SIGN_IN,
        )
        return session.scalar(codes) or 0
