"""Signing in by a texted code: nobody guesses it, and nobody learns whose number is known."""

import threading
from collections import Counter
from datetime import timedelta

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from diary.bootstrap import Services
from diary.domain.consent import Texting
from diary.services import sign_in_codes
from diary.services.sign_in_codes import MOST_TRIES
from diary.store.devices import Device, DeviceEnd, SignInCode
from diary.store.messaging import OutboundMessage, OutboundStatus, Purpose
from diary.store.people import Patient
from jobs.timetable import JOBS
from tests.api.phone import Phone, code_in
from tests.factories import catalogue, make_phone, receive
from tests.web.conftest import Clock, House


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def codes_sent(services: Services) -> int:
    with services.readers() as session:
        return session.scalar(select(func.count()).select_from(SignInCode)) or 0


def test_a_code_signs_a_device_in_once(app: Flask, services: Services, house: House):
    phone = Phone(app, services)
    asked = phone.ask(house.marisol.phone).json["request_id"]
    code = code_in(services, house.marisol)
    assert phone.type_in(asked, code).status_code == 201
    assert phone.type_in(asked, code).status_code == 422


def test_the_code_is_kept_only_as_a_keyed_hash_and_staff_never_see_it(
    app: Flask, services: Services, house: House, desk
):
    Phone(app, services).ask(house.marisol.phone)
    code = code_in(services, house.marisol)
    with services.readers() as session:
        row = session.scalars(select(SignInCode)).one()
    assert code.encode() not in row.code_hash
    assert code not in desk.get(f"/patients/{house.marisol.id}").text


def test_an_unknown_number_gets_the_same_answer_and_no_text(
    app: Flask, services: Services, house: House
):
    phone = Phone(app, services)
    known, unknown = phone.ask(house.marisol.phone), phone.ask(make_phone())
    shape = [
        (a.status_code, sorted(a.json), a.json["expires_in"], sorted(a.headers.keys()))
        for a in (known, unknown)
    ]
    assert shape[0] == shape[1]
    assert codes_sent(services) == 1
    refused = [
        phone.type_in(known.json["request_id"], wrong(code_in(services, house.marisol))),
        phone.type_in(unknown.json["request_id"], "123456"),
    ]
    assert refused[0].status_code == refused[1].status_code == 422
    assert refused[0].data == refused[1].data


def test_after_five_tries_the_right_code_is_wrong(app: Flask, services: Services, house: House):
    phone = Phone(app, services)
    asked = phone.ask(house.marisol.phone).json["request_id"]
    code = code_in(services, house.marisol)
    for _ in range(MOST_TRIES):
        assert phone.type_in(asked, wrong(code)).status_code == 422
    assert phone.type_in(asked, code).status_code == 422


def test_a_code_is_good_for_ten_minutes_and_for_its_own_request(
    app: Flask, services: Services, house: House, clock: Clock
):
    phone = Phone(app, services)
    first = phone.ask(house.marisol.phone).json["request_id"]
    old = code_in(services, house.marisol)
    second = phone.ask(house.marisol.phone).json["request_id"]
    new = code_in(services, house.marisol)
    if old != new:
        assert phone.type_in(first, new).status_code == 422
    clock.move(timedelta(minutes=9, seconds=59))
    assert phone.type_in(second, new).status_code == 201
    clock.move(timedelta(seconds=1))
    assert phone.type_in(first, old).status_code == 422


@pytest.mark.parametrize("is_known", [True, False])
def test_a_number_is_sent_three_codes_in_a_quarter_of_an_hour_and_ten_a_day(
    app: Flask, services: Services, house: House, clock: Clock, is_known: bool
):
    phone, number = Phone(app, services), house.marisol.phone if is_known else make_phone()
    allowed = 0
    for quarter in range(6):
        answers = [phone.ask(number) for _ in range(4)]
        taken = sum(answer.status_code == 202 for answer in answers)
        allowed += taken
        assert taken == (3 if quarter < 3 else 1 if quarter == 3 else 0)
        assert answers[-1].status_code == 429
        assert 0 < int(answers[-1].headers["Retry-After"]) <= 24 * 3600
        clock.move(timedelta(minutes=15))
    assert allowed == 10
    assert codes_sent(services) == (10 if is_known else 0)


def test_whoever_opted_out_is_sent_no_code(
    app: Flask, services: Services, house: House, clock: Clock
):
    with services.sessions.begin() as session:
        receive(session, session.get_one(Patient, house.marisol.id), "STOP", now=clock())
    clock.move(timedelta(minutes=1))
    assert Phone(app, services).ask(house.marisol.phone).status_code == 202
    JOBS["send_messages"].run(services)
    with services.readers() as session:
        sent = session.scalars(
            select(OutboundMessage).where(OutboundMessage.purpose == Purpose.SIGN_IN)
        ).one()
        assert session.get_one(Patient, house.marisol.id).texting is Texting.STOPPED
    assert (sent.status, sent.reason) == (OutboundStatus.SKIPPED, "opted_out")


@pytest.mark.usefixtures("house")
def test_what_is_no_number_is_refused_by_field(app: Flask, services: Services):
    for text in ("nonsense", "+1", "123", "+1806555012345678", "+18065550101;ext=5"):
        refused = Phone(app, services).ask(text)
        assert refused.status_code == 422, text
        assert refused.json["errors"][0]["pointer"] == "/phone"


@settings(max_examples=6)
@given(order=st.permutations([False] * 7 + [True]), threads=st.integers(2, 4))
def test_no_interleaving_gives_more_than_five_tries(test_run, order, threads):
    """Real threads on a real database, the right code among wrong ones at any place."""
    from tests.factories import make_clinic, make_patient, make_practitioner, make_services
    from tests.web.conftest import Clock as StandingClock

    clock = StandingClock()
    with test_run.postgresql() as url:
        services = make_services(url, clock=clock)
        with services.sessions.begin() as session:
            patient = make_patient(session, make_practitioner(session, make_clinic(session)))
        with services.sessions.begin() as session:
            request_id = sign_in_codes.ask_for_code(
                session, catalogue(), patient.phone, "10.0.0.1", clock()
            )
        code = code_in(services, patient)
        waiting = list(order)
        hits: Counter[bool] = Counter()
        lock = threading.Lock()

        def keep_trying() -> None:
            while True:
                with lock:
                    if not waiting:
                        return
                    is_right = waiting.pop(0)
                with services.sessions.begin() as session:
                    typed = code if is_right else wrong(code)
                    found = sign_in_codes.redeem(session, request_id, typed, clock())
                with lock:
                    hits[found is not None] += 1

        workers = [threading.Thread(target=keep_trying) for _ in range(threads)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        with services.readers() as session:
            row = session.scalars(select(SignInCode)).one()
        services.engine.dispose()
    assert sum(hits.values()) == 8
    assert row.tries <= MOST_TRIES
    assert hits[True] == (row.used_at is not None)
    # Workers run side by side: only what surely comes after five others surely fails.
    if order.index(True) >= MOST_TRIES + threads - 1:
        assert hits[True] == 0


def test_an_access_token_is_good_for_a_quarter_of_an_hour_and_refreshes_nothing(
    phone: Phone, clock: Clock
):
    access = phone.tokens["access_token"]
    assert phone.post("/sign-in/refresh", {"refresh_token": access}).status_code == 401
    clock.move(timedelta(minutes=14, seconds=59))
    assert phone.get("/me").status_code == 200
    clock.move(timedelta(seconds=1))
    assert phone.get("/me").status_code == 401


def test_a_device_that_was_away_for_sixty_days_signs_in_anew(phone: Phone, clock: Clock):
    clock.move(timedelta(days=60))
    token = phone.tokens["refresh_token"]
    assert phone.post("/sign-in/refresh", {"refresh_token": token}).status_code == 401


def test_upkeep_forgets_what_is_over_and_keeps_what_a_replay_is_known_by(
    phone: Phone, services: Services, clock: Clock
):
    first = phone.tokens["refresh_token"]
    phone.tokens = phone.post("/sign-in/refresh", {"refresh_token": first}).json
    clock.move(timedelta(days=30))
    JOBS["upkeep"].run(services)
    assert codes_sent(services) == 0
    assert phone.post("/sign-in/refresh", {"refresh_token": first}).status_code == 401
    token = phone.tokens["refresh_token"]
    assert phone.post("/sign-in/refresh", {"refresh_token": token}).status_code == 401


def test_patients_see_their_devices_and_end_them(
    app: Flask, services: Services, house: House, phone: Phone, clock: Clock
):
    clock.move(timedelta(minutes=1))
    other = Phone(app, services).sign_in(house.marisol)
    listed = phone.get("/devices").json["items"]
    assert [device["is_this"] for device in listed] == [False, True]
    assert phone.delete(f"/devices/{other.tokens['device_id']}").status_code == 204
    assert other.get("/me").status_code == 401
    assert phone.get("/me").status_code == 200
    assert phone.delete(f"/devices/{other.tokens['device_id']}").status_code == 404


def test_staff_see_a_patients_devices_and_end_them(
    services: Services, house: House, phone: Phone, desk
):
    page = desk.get(f"/patients/{house.marisol.id}")
    assert "Marisol&#39;s phone" in page.text
    device_id = phone.tokens["device_id"]
    path = f"/patients/{house.marisol.id}/devices/{device_id}/end"
    assert desk.post(path).status_code == 303
    assert phone.get("/me").status_code == 401
    assert "Marisol&#39;s phone" not in desk.get(f"/patients/{house.marisol.id}").text
    with services.readers() as session:
        assert session.scalars(select(Device)).one().ended_by is DeviceEnd.STAFF


def test_a_code_in_a_language_of_the_patients_own(app: Flask, services: Services, house: House):
    with services.sessions.begin() as session:
        session.get_one(Patient, house.marisol.id).language = "es"
    Phone(app, services).ask(house.marisol.phone)
    with services.readers() as session:
        text = session.scalars(
            select(OutboundMessage).where(OutboundMessage.purpose == Purpose.SIGN_IN)
        ).one()
    assert "entrar con Llano Clinic" in text.body
    assert text.segments == 1
