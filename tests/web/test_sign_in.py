"""Signing in and out, and where a redirect may lead."""

import threading
from datetime import timedelta

import pytest
from flask import Flask

from diary.bootstrap import Services
from diary.services import staff
from diary.store.people import Practitioner
from diary.web.app import create_app
from diary.web.auth import local_path
from diary.web.site import HASHES_AT_ONCE
from tests import factories
from tests.web.conftest import Clock, House
from tests.web.desk import Desk, Twilio

ELSEWHERE = [
    "//evil.example",
    "///evil.example",
    "\\\\evil.example",
    "/\\evil.example",
    "\\/evil.example",
    "https:evil.example",
    "https://evil.example",
    "HTTPS://evil.example/",
    "javascript:alert(1)",
    "%2f%2fevil.example",
    "/%2fevil.example",
    "/%2f/evil.example",
    "/%5cevil.example",
    "%252f%252fevil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "\t//evil.example",
    " //evil.example",
    "/ok\r\nSet-Cookie: a=b",
    "evil.example",
    "@evil.example",
    "//[::1",
    "/\u2028",
    "",
]


@pytest.mark.parametrize("path", ELSEWHERE)
def test_a_redirect_never_leads_elsewhere(path: str):
    assert local_path(path) == ""


@pytest.mark.parametrize("path", ["/", "/patients", "/patients?page=2", "/alerts/01a2-b3"])
def test_a_redirect_may_lead_to_our_own_pages(path: str):
    assert local_path(path) == path


def test_signing_in_opens_the_page_that_was_asked_for(app: Flask, house: House):
    browser = Desk(app)
    to_door = browser.get(f"/patients/{house.marisol.id}")
    assert to_door.location == f"/sign-in?next=/patients/{house.marisol.id}"
    door = browser.get(to_door.location)
    assert f'name="next" value="/patients/{house.marisol.id}"' in door.text
    answer = browser.sign_in("  ROSA@clinic.example ", following=f"/patients/{house.marisol.id}")
    assert (answer.status_code, answer.location) == (303, f"/patients/{house.marisol.id}")
    assert browser.get(answer.location).status_code == 200


@pytest.mark.usefixtures("house")
@pytest.mark.parametrize("path", ELSEWHERE[:12])
def test_signing_in_with_a_way_elsewhere_ends_on_today(app: Flask, path: str):
    assert Desk(app).sign_in("rosa@clinic.example", following=path).location == "/"


@pytest.mark.usefixtures("house")
def test_the_cookie_is_bound_to_this_host_and_out_of_reach_of_scripts(app: Flask):
    answer = Desk(app).sign_in("rosa@clinic.example")
    cookie = next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith("__Host-diary="))
    for attribute in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert attribute in cookie
    assert "Domain" not in cookie


@pytest.mark.usefixtures("house")
def test_without_https_the_cookie_has_a_plain_name(database_url: str):
    plain = factories.make_services(database_url, public_base_url="http://127.0.0.1:8000")
    answer = Desk(create_app(plain)).sign_in("rosa@clinic.example")
    cookie = next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith("diary="))
    assert "Secure" not in cookie
    assert "Strict-Transport-Security" not in answer.headers
    plain.engine.dispose()


@pytest.mark.usefixtures("house")
def test_a_wrong_name_and_a_wrong_password_look_alike(app: Flask):
    pages = set()
    for name, password in [("rosa@clinic.example", "wrong"), ("nobody@clinic.example", "wrong")]:
        answer = Desk(app).sign_in(name, password)
        assert answer.status_code == 422
        assert "__Host-diary=" not in str(answer.headers)
        pages.add(_without_what_varies(answer.text, name))
    assert len(pages) == 1
    assert "Email or password is wrong" in pages.pop()


@pytest.mark.usefixtures("house")
@pytest.mark.parametrize("name", ["", "rosa\0@clinic.example", "r\tosa", "x" * 5000])
def test_a_name_that_nobody_has_opens_nothing(app: Flask, name: str):
    answer = Desk(app).sign_in(name)
    assert answer.status_code == 422
    assert "__Host-diary=" not in str(answer.headers)


@pytest.mark.usefixtures("house")
def test_what_was_typed_stays_but_never_the_password(app: Flask):
    answer = Desk(app).sign_in("rosa@clinic.example", "a wrong password")
    assert 'value="rosa@clinic.example"' in answer.text
    assert "a wrong password" not in answer.text


@pytest.mark.usefixtures("house")
def test_after_too_many_failures_the_right_password_waits_too(app: Flask, clock: Clock):
    for _ in range(staff.FAILURES_ALLOWED):
        Desk(app).sign_in("rosa@clinic.example", "wrong")
    assert Desk(app).sign_in("rosa@clinic.example").status_code == 422
    clock.move(staff.LOCKED_FOR)
    assert Desk(app).sign_in("rosa@clinic.example").status_code == 303


def test_a_browser_that_rests_too_long_signs_in_again(desk: Desk, clock: Clock):
    for _ in range(4):
        clock.move(staff.IDLE - timedelta(minutes=1))
        assert desk.get("/").status_code == 200, "a browser in use stays signed in"
    clock.move(staff.IDLE + timedelta(minutes=1))
    assert desk.get("/").status_code == 303


def test_no_browser_stays_signed_in_for_a_day(desk: Desk, clock: Clock):
    for _ in range(int(staff.LONGEST / timedelta(minutes=20))):
        clock.move(timedelta(minutes=20))
        desk.get("/")
    clock.move(timedelta(minutes=1))
    assert desk.get("/").status_code == 303


def test_signing_out_ends_the_session_in_the_database_too(app: Flask, desk: Desk):
    desk.get("/")
    kept = desk.client.get_cookie("__Host-diary", domain="diary.example.org")
    assert kept
    assert desk.post("/sign-out").location == "/sign-in"
    assert desk.get("/").status_code == 303
    stolen = Desk(app)
    stolen.client.set_cookie("__Host-diary", kept.value, domain="diary.example.org", secure=True)
    assert stolen.get("/").status_code == 303


@pytest.mark.usefixtures("house")
def test_two_passwords_are_hashed_at_once_and_no_more(app: Flask, monkeypatch: pytest.MonkeyPatch):
    at_once, most, lock = 0, 0, threading.Lock()
    real = staff.check_password

    def counted(*arguments):
        nonlocal at_once, most
        with lock:
            at_once += 1
            most = max(most, at_once)
        try:
            return real(*arguments)
        finally:
            with lock:
                at_once -= 1

    monkeypatch.setattr(staff, "check_password", counted)
    browsers = [Desk(app) for _ in range(6)]
    threads = [
        threading.Thread(target=browser.sign_in, args=("rosa@clinic.example",))
        for browser in browsers
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 1 <= most <= HASHES_AT_ONCE


def test_a_text_is_stored_while_a_password_is_being_hashed(
    app: Flask, house: House, monkeypatch: pytest.MonkeyPatch
):
    hashing, stored = threading.Event(), threading.Event()
    real = staff.check_password

    def slow(*arguments):
        check = real(*arguments)
        hashing.set()
        assert stored.wait(20), "the text waited for the password"
        return check

    monkeypatch.setattr(staff, "check_password", slow)
    thread = threading.Thread(target=Desk(app).sign_in, args=("rosa@clinic.example",))
    thread.start()
    assert hashing.wait(20)
    answer = Twilio(app).text(house.marisol.phone, house.clinic.sender, "6 3 7")
    stored.set()
    thread.join()
    assert answer.status_code == 200


def test_guesses_at_the_same_time_are_counted_one_by_one(
    app: Flask, services: Services, house: House
):
    start = threading.Barrier(staff.FAILURES_ALLOWED - 1)

    def guess() -> None:
        browser = Desk(app)
        browser.get("/sign-in")
        start.wait()
        browser.post("/sign-in", email="rosa@clinic.example", password="a guess")

    threads = [threading.Thread(target=guess) for _ in range(start.parties)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with services.readers() as session:
        counted = session.get_one(Practitioner, house.rosa.id).failed_sign_ins
    assert counted == staff.FAILURES_ALLOWED - 1


def test_a_password_that_was_changed_meanwhile_opens_nothing(services: Services, house: House):
    name = house.rosa.sign_in_name
    with services.readers() as session:
        check = staff.check_password(session, name, factories.PASSWORD, factories.NOW)
    assert check.fits
    with services.sessions.begin() as session:
        session.get_one(Practitioner, house.rosa.id).password_hash = "another"
    with services.sessions.begin() as session:
        assert staff.sign_in(session, check, factories.NOW) is None


def _without_what_varies(text: str, name: str) -> str:
    lines = (line for line in text.splitlines() if "csrf_token" not in line)
    return "\n".join(lines).replace(name, "")
