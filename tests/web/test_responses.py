"""What every response carries, how failures are answered, and what logs never say."""

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, NoReturn

import pytest
import structlog
from flask import Flask
from pydantic import SecretStr
from sqlalchemy import text, update

from diary.bootstrap import Services
from diary.logs import configure_logs
from diary.services import heartbeat
from diary.services.heartbeat import SILENT_AFTER
from diary.store.ids import new_id
from diary.store.processes import JobProcess
from diary.web.app import LARGEST_PAGE, create_app
from diary.web.headers import CONTENT_POLICY
from tests import factories
from tests.factories import NOW, PUBLIC_URL
from tests.leaks import found_in
from tests.web.conftest import House
from tests.web.desk import Desk, Twilio

PAGES = ("/", "/sign-in", "/patients", "/nowhere", "/healthz", "/static/app.css", "/twilio/inbound")


@dataclass
class Logs:
    """Everything that was written by the program's log and by Python's own loggers."""

    stream: io.StringIO
    records: pytest.LogCaptureFixture

    def text(self) -> str:
        return self.stream.getvalue() + self.records.text

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.text().splitlines() if line.startswith("{")]


@pytest.fixture
def logs(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> Iterator[Logs]:
    """The program's own logging at its most talkative, from here on: ask for it before the app."""
    stream = io.StringIO()
    caplog.set_level("DEBUG")
    with monkeypatch.context() as patched:
        patched.setattr("sys.stderr", stream)
        configure_logs("DEBUG")
    yield Logs(stream, caplog)
    structlog.reset_defaults()


def test_every_response_carries_the_headers(desk: Desk):
    for path in PAGES:
        headers = desk.get(path).headers
        assert headers["Content-Security-Policy"] == CONTENT_POLICY, path
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Strict-Transport-Security"].startswith("max-age=")
        if not path.startswith("/static"):
            assert headers["Cache-Control"] == "no-store", path


@pytest.mark.parametrize("directive", ["unsafe-inline", "unsafe-eval", "*", "http:"])
def test_the_content_policy_has_no_way_round_it(directive: str):
    assert directive not in CONTENT_POLICY


def test_what_a_proxy_says_counts_only_if_there_is_one_to_trust(services: Services):
    said = {"Origin": "https://named.example", "X-Forwarded-Host": "named.example"}
    said["X-Forwarded-Proto"] = "https"
    for proxies, status in ((0, 403), (1, 400)):
        settings = services.settings.model_copy(update={"trusted_proxies": proxies})
        app = create_app(replace(services, settings=settings))
        answer = app.test_client().post("/sign-in", data={}, headers=said)
        assert answer.status_code == status, "403 is foreign, 400 is our own form without its token"


def test_failures_have_pages_of_their_own(desk: Desk):
    desk.get("/")
    assert desk.get("/nowhere").status_code == 404
    assert "There is nothing here" in desk.get("/patients/not-an-id").text
    wrong_way = desk.get("/sign-out")
    assert (wrong_way.status_code, wrong_way.headers["Allow"]) == (405, "OPTIONS, POST")
    assert "cannot be done this way" in wrong_way.text
    big = desk.post("/patients", q="x" * (LARGEST_PAGE + 1))
    assert big.status_code == 413
    assert "too much at once" in big.text
    stale = desk.client.post("/patients", base_url=PUBLIC_URL, data={"csrf_token": "old"})
    assert stale.status_code == 400


def test_what_breaks_is_recorded_by_its_kind_and_told_to_nobody(
    services: Services, house: House, logs: Logs
):
    def broken() -> NoReturn:
        raise RuntimeError(f"no clock for {house.marisol.name} {house.marisol.phone}")

    browser = Desk(create_app(replace(services, clock=broken)))
    browser.client.set_cookie("__Host-diary", "x", domain="diary.example.org", secure=True)
    page = browser.get("/")
    assert page.status_code == 500
    assert "Something went wrong on our side" in page.text
    (failed,) = (line for line in logs.lines() if line["event"] == "request_failed")
    assert (failed["error"], failed["route"]) == ("RuntimeError", "today.show")
    assert found_in([page.text, logs.text()]) == []


def test_promise_9_no_name_number_text_or_address_in_logs(logs: Logs, app: Flask, house: House):
    said = "my sister Wilhelmina slept 6 hours"
    stranger = factories.make_phone()
    desk = Desk(app)
    desk.sign_in(house.rosa.sign_in_name, "a wrong password")
    desk.sign_in(house.rosa.sign_in_name)
    desk.get(f"/patients/{house.marisol.id}")
    desk.post("/patients", q="Quintanilla")
    desk.post("/patients/new", name="Ines Zubiri", phone="806 555 0888")
    desk.get("/patients?status=Zubiri")
    desk.get("/nowhere/Zubiri")
    twilio = Twilio(app)
    for sender in (house.marisol.phone, stranger):
        assert twilio.text(sender, house.clinic.sender, said).status_code == 200
    twilio.text(stranger, "+18065559999", said)
    twilio.post("/twilio/inbound", {"From": stranger, "Body": said}, signature="no")
    written = logs.text()
    assert sum(line["event"] == "request" for line in logs.lines()) >= 12
    private = [
        said,
        "Wilhelmina",
        "Quintanilla",
        "Zubiri",
        "rosa",
        "password",
        str(house.marisol.id),
    ]
    private += [number[2:] for number in (house.marisol.phone, stranger, house.clinic.sender)]
    assert [words for words in private if words in written] == []
    assert found_in([written]) == []


def test_is_up_and_is_ready(desk: Desk, services: Services):
    assert desk.get("/healthz").json == {"status": "up"}
    found = {"job_processes": 0, "silent_job_processes": 0}
    lonely = desk.get("/readyz")
    assert (lonely.status_code, lonely.json) == (503, {"status": "jobs not running", **found})
    with services.sessions.begin() as session:
        heartbeat.beat(session, new_id(), NOW, services.clock())
    assert desk.get("/readyz").json == {"status": "ready", **found, "job_processes": 1}
    with services.sessions.begin() as session:
        session.execute(update(JobProcess).values(seen_at=services.clock() - 2 * SILENT_AFTER))
    silent = desk.get("/readyz")
    assert (silent.status_code, silent.json["silent_job_processes"]) == (503, 1)
    with services.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    late = desk.get("/readyz")
    assert (late.status_code, late.json) == (503, {"status": "migrations due"})


def test_metrics_are_for_who_has_the_token_and_count_what_waits(desk: Desk, services: Services):
    token = SecretStr("a token for tests")
    settings = services.settings.model_copy(update={"metrics_token": token})
    told = replace(services, settings=settings)
    with told.sessions.begin() as session:
        heartbeat.beat(session, new_id(), NOW, told.clock())
    browser = Desk(create_app(told))
    assert browser.get("/metrics").status_code == 404
    assert browser.get("/metrics", Authorization="Bearer guess").status_code == 404
    asked = browser.get("/metrics", Authorization="Bearer a token for tests")
    figures = dict(line.split() for line in asked.text.splitlines() if not line.startswith("#"))
    assert figures["diary_job_processes"] == "1"
    assert figures["diary_job_processes_silent"] == "0"
    assert set(figures) >= {"diary_alerts_open", "diary_texts_due", "diary_turns_waiting"}
    assert desk.get("/metrics", Authorization="Bearer ").status_code == 404


def test_without_a_database_it_is_up_and_not_ready():
    away = factories.make_services("postgresql://nobody@127.0.0.1:1/diary")
    browser = Desk(create_app(away))
    assert browser.get("/healthz").status_code == 200
    assert browser.get("/readyz").status_code == 503
    browser.client.set_cookie("__Host-diary", "x", domain="diary.example.org", secure=True)
    page = browser.get("/")
    assert page.status_code == 503
    assert "Not ready yet" in page.text
    away.engine.dispose()
