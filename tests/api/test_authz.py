"""Nobody but a signed-in device gets in, and to it another's ids are as unknown as any."""

import re
import uuid
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from diary.bootstrap import Services
from diary.services import audit
from diary.store.devices import Device
from diary.web.access import Access, rules_of
from tests import factories
from tests.api.phone import BASE, Phone, new_entry
from tests.factories import NOW, PUBLIC_URL
from tests.web.conftest import House
from tests.web.desk import Desk

BODIES: dict[str, Any] = {
    "api.answer_check_in": {
        "id": str(uuid.uuid4()),
        "made_at": NOW.isoformat(),
        "questionnaire": "daily",
        "questionnaire_version": "1",
        "answers": {"mood": 5},
    },
}
CREATES = {"api.keep_diary_entry"}
"""An id that the device makes: nobody else's with the same one is met."""


def operations(app: Flask) -> list[tuple[str, str, str]]:
    return [
        (rule.endpoint, method, rule.rule.removeprefix(BASE))
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("api.")
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    ]


def same(answers: list[TestResponse]) -> bool:
    return len({(a.status_code, a.data, tuple(sorted(a.headers.items()))) for a in answers}) == 1


def test_without_a_good_token_every_operation_is_closed(app: Flask, services: Services, desk: Desk):
    stranger = Phone(app, services)
    closed = 0
    for endpoint, method, path in operations(app):
        if rules_of(app)[endpoint] is not Access.PATIENT:
            continue
        address = re.sub(r"<[^>]+>", str(uuid.uuid4()), path)
        answers = [
            stranger.send(method, address, headers=headers)
            for headers in (
                {},
                {"Authorization": "Bearer nonsense"},
                {"Authorization": "Basic cm9zYTp4"},
                {"Authorization": "Bearer"},
            )
        ]
        # Staff are no patients: their cookie opens none of it.
        answers.append(desk.client.open(BASE + address, method=method, base_url=PUBLIC_URL))
        assert same(answers), (endpoint, [a.status_code for a in answers])
        assert answers[0].status_code == 401
        closed += 1
    assert closed >= 18


def test_a_devices_token_opens_no_page_of_the_staffs(app: Flask, phone: Phone, house: House):
    token = phone.tokens["access_token"]
    answer = app.test_client().get(
        f"/patients/{house.marisol.id}",
        base_url=PUBLIC_URL,
        headers={"Authorization": f"Bearer {token}"},
    )
    assert answer.status_code == 303


def test_promise_7_what_another_patient_has_is_as_unknown_as_what_never_was(
    app: Flask, services: Services, house: House, phone: Phone
):
    """Of another clinic, and of the same clinic."""
    with services.sessions.begin() as session:
        sister = factories.make_patient(session, session.merge(house.rosa), name="Lucia Okonkwo")
    tried = 0
    for other in (house.other_patient, sister):
        theirs = Phone(app, services).sign_in(other)
        entry = new_entry(NOW, mood=5)
        theirs.sync([entry], NOW)
        ids = {
            "device_id": theirs.tokens["device_id"],
            "entry_id": entry["id"],
            "check_in_id": theirs.get("/check-ins?when=upcoming").json["items"][0]["id"],
        }
        for endpoint, method, path in operations(app):
            names = re.findall(r"<uuid:(\w+)>", path)
            if not names or endpoint in CREATES:
                continue
            answers = [
                phone.send(
                    method,
                    re.sub(r"<uuid:(\w+)>", lambda m, given=given: str(given(m[1])), path),
                    BODIES.get(endpoint),
                )
                for given in (ids.__getitem__, lambda _name: uuid.uuid4())
            ]
            assert [a.status_code for a in answers] == [404, 404], endpoint
            assert same(answers), endpoint
            tried += 1
        assert theirs.get(f"/diary-entries/{entry['id']}").status_code == 200
    assert tried >= 10


def test_promise_7_an_id_that_another_patient_uses_is_free_for_this_one(
    app: Flask, services: Services, house: House, phone: Phone
):
    theirs = Phone(app, services).sign_in(house.other_patient)
    entry = new_entry(NOW, mood=5)
    theirs.sync([entry], NOW)
    mine = phone.sync([{**entry, "mood": 9}], NOW)["verdicts"][0]
    assert mine["verdict"] == "stored"
    assert theirs.get(f"/diary-entries/{entry['id']}").json["diary"]["mood"] == 5


def test_promise_7_a_check_in_of_another_patient_is_unknown_to_a_sync(
    app: Flask, services: Services, house: House, phone: Phone
):
    theirs = Phone(app, services).sign_in(house.other_patient)
    check_in = theirs.get("/check-ins?when=upcoming").json["items"][0]["id"]
    verdicts = [
        phone.sync(
            [{**BODIES["api.answer_check_in"], "version": 1, "kind": "response", "check_in": each}],
            NOW,
        )["verdicts"][0]
        for each in (check_in, str(uuid.uuid4()))
    ]
    assert verdicts[0] == verdicts[1]
    assert verdicts[0]["verdict"] == "refused"


def test_promise_8_every_read_of_the_record_leaves_an_audit_row(
    app: Flask, phone: Phone, monkeypatch
):
    seen: list[str] = []
    record = audit.record

    def watch(session: Any, action: str, *args: Any, **values: Any) -> None:
        seen.append(action)
        record(session, action, *args, **values)

    monkeypatch.setattr(audit, "record", watch)
    for endpoint, method, path in operations(app):
        # What check-ins may ask is nobody's record.
        if method != "GET" or "<" in path or "questionnaires" in path:
            continue
        if rules_of(app)[endpoint] is Access.PATIENT:
            before = len(seen)
            assert phone.get(path).status_code == 200
            assert len(seen) == before + 1, endpoint


def test_a_device_that_was_ended_is_out_at_its_next_request(services: Services, phone: Phone):
    assert phone.get("/me").status_code == 200
    with services.sessions.begin() as session:
        for device in session.query(Device):
            device.ended_at = NOW
    assert phone.get("/me").status_code == 401
