"""A client that nobody here wrote: made from the OpenAPI document, it runs the main flows."""

import importlib
import json
import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest
from flask import Flask

from diary.bootstrap import Services
from diary.store.people import Patient
from diary.web.api.document import document
from diary.web.api.routes import OPERATIONS
from tests.api.phone import BASE, Asked, Phone, code_in
from tests.api.test_push import GIVEN
from tests.factories import NOW, PUBLIC_URL, give_infusion, receive
from tests.web.conftest import Clock, House

PACKAGE = "made_client"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The package that the generator makes, importable."""
    folder = tmp_path_factory.mktemp("client")
    described = folder / "openapi.json"
    described.write_text(json.dumps(document(OPERATIONS)))
    programs = Path(sys.executable).parent
    subprocess.run(
        [
            programs / "openapi-python-client",
            "generate",
            f"--path={described}",
            "--meta=none",
            f"--output-path={folder / PACKAGE}",
            "--fail-on-warning",
        ],
        check=True,
        capture_output=True,
        env={**os.environ, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"},
    )
    sys.path.insert(0, str(folder))
    yield folder
    sys.path.remove(str(folder))


def operation(tag: str, name: str) -> ModuleType:
    return importlib.import_module(f"{PACKAGE}.api.{tag}.{name}")


def models() -> Any:
    return importlib.import_module(f"{PACKAGE}.models")


def client(app: Flask, token: str) -> Any:
    made_client = importlib.import_module(PACKAGE).AuthenticatedClient(
        base_url=PUBLIC_URL + BASE, token=token, raise_on_unexpected_status=True
    )
    made_client.set_httpx_client(
        httpx.Client(
            base_url=PUBLIC_URL + BASE,
            headers={"Authorization": f"Bearer {token}"},
            transport=httpx.WSGITransport(app=app),
        )
    )
    return made_client


@pytest.mark.usefixtures("made")
def test_a_generated_client_signs_in_answers_writes_syncs_and_reads_it_all_back(
    app: Flask, services: Services, house: House
):
    with services.sessions.begin() as session:
        rosa, marisol = session.merge(house.rosa), session.merge(house.marisol)
        give_infusion(session, rosa, marisol)
    m = models()
    door = client(app, "none")
    asked = operation("sign_in", "ask_for_code").sync(
        client=door, body=m.CodeRequest(phone=house.marisol.phone)
    )
    tokens = operation("sign_in", "sign_in").sync(
        client=door,
        body=m.CodeTyped(
            request_id=asked.request_id, code=code_in(services, house.marisol), device="made"
        ),
    )
    tokens = operation("sign_in", "refresh_tokens").sync(
        client=door, body=m.RefreshRequest(refresh_token=tokens.refresh_token)
    )
    phone = client(app, tokens.access_token)

    me = operation("me", "change_me").sync(
        client=phone, body=m.MeChange(greeting="Mari", language="es")
    )
    assert isinstance(me, m.Me), me
    assert (me.greeting, me.language) == ("Mari", "es")
    upcoming = operation("check_ins", "list_check_ins").sync(
        client=phone, when=m.When.UPCOMING, limit=5
    )
    assert len(upcoming.items) == 5
    asks = operation("check_ins", "show_questionnaire").sync("daily", client=phone)
    assert [item.link_id for item in asks.items][:2] == ["mood", "distress"]

    entry_id = uuid.uuid4()
    kept = operation("diary", "keep_diary_entry").sync(
        entry_id, client=phone, body=m.DiaryPut(version=1, made_at=NOW, mood=6, note="caminé")
    )
    assert kept.entry.diary.note == "caminé"
    done = operation("diary", "sync").sync(
        client=phone,
        body=m.SyncRequest(
            device_now=NOW,
            since="",
            entries=[
                m.DiarySubmission(
                    id=uuid.uuid4(), version=1, made_at=NOW, kind="diary", sleep_hours=7.5
                ),
                m.DeletionSubmission(id=entry_id, version=2, made_at=NOW, kind="deletion"),
            ],
        ),
    )
    assert [verdict.status for verdict in done.verdicts] == [201, 201]
    assert len(done.changes.entries) == 3
    listed = operation("diary", "list_diary_entries").sync(client=phone)
    assert [entry.diary.sleep_hours for entry in listed.items] == [7.5]
    plan = operation("safety", "keep_safety_plan").sync(
        client=phone,
        body=m.PlanPut(id=uuid.uuid4(), version=1, made_at=NOW, coping=["un paseo"]),
    )
    assert plan.entry.safety_plan.coping == ["un paseo"]
    kept = operation("safety", "show_safety").sync(client=phone).plan
    assert (kept.id, kept.safety_plan.coping) == (plan.entry.id, ["un paseo"])
    help_now = operation("safety", "show_safety").sync(client=phone).help_
    assert any(line.text_body == "AYUDA" for line in help_now.lines)
    assert operation("record", "list_infusions").sync(client=phone).items[0].number == 1
    assert operation("record", "show_trend").sync(client=phone).infusions[0].number == 1
    everything = operation("me", "export_everything").sync(client=phone)
    assert everything.name == house.marisol.name
    assert len(everything.entries) == 4
    gone = operation("sign_in", "end_device").sync_detailed(tokens.device_id, client=phone)
    assert gone.status_code == 204
    after = operation("me", "show_me").sync_detailed(client=phone)
    assert after.status_code == 401
    assert isinstance(after.parsed, m.Problem)


@pytest.mark.usefixtures("made")
def test_a_generated_client_corrects_what_was_texted(
    app: Flask, services: Services, house: House, clock: Clock, phone: Phone, asked: Asked
):
    with services.sessions.begin() as session:
        receive(session, session.get_one(Patient, house.marisol.id), "6 3 7", now=clock())
    m = models()
    made_client = client(app, phone.tokens["access_token"])
    [due] = (
        operation("check_ins", "list_check_ins")
        .sync(client=made_client, when=m.When.PAST, limit=1)
        .items
    )
    seen = due.responses[0].answers.to_dict()
    assert seen == {"mood": 6, "distress": 3, "sleep_hours": 7}
    recorded = operation("check_ins", "answer_check_in").sync(
        asked.daily[-1],
        client=made_client,
        body=m.ResponsePost(
            id=uuid.uuid4(),
            made_at=clock(),
            questionnaire="daily",
            questionnaire_version="1",
            instead_of=m.ResponsePostInsteadOf.from_dict(seen),
            answers=m.ResponsePostAnswers.from_dict({**seen, "mood": 4}),
        ),
    )
    assert isinstance(recorded, m.Recorded), recorded
    assert recorded.counts
    assert recorded.check_in.responses[0].answers.to_dict() == {**seen, "mood": 4}


@pytest.mark.usefixtures("made")
def test_a_generated_client_turns_notifications_on_and_off_and_signs_out_a_lost_phone(
    app: Flask, services: Services, house: House, phone: Phone
):
    m = models()
    mine = client(app, phone.tokens["access_token"])
    lost = client(app, Phone(app, services).sign_in(house.marisol).tokens["access_token"])

    given = m.PushSubscription(**GIVEN)
    assert operation("sign_in", "turn_push_on").sync(client=mine, body=given).is_on
    assert operation("sign_in", "show_push").sync(client=mine).is_on
    assert not operation("sign_in", "show_push").sync(client=lost).is_on
    assert operation("sign_in", "turn_push_off").sync_detailed(client=mine).status_code == 204
    assert not operation("sign_in", "show_push").sync(client=mine).is_on

    listed = operation("sign_in", "list_devices").sync(client=mine).items
    assert sorted(device.is_this for device in listed) == [False, True]
    [other] = [device.id for device in listed if not device.is_this]
    end = operation("sign_in", "end_device").sync_detailed
    assert end(other, client=mine).status_code == 204
    assert operation("me", "show_me").sync_detailed(client=lost).status_code == 401
    assert [
        each.is_this for each in operation("sign_in", "list_devices").sync(client=mine).items
    ] == [True]
    again = end(other, client=mine)
    assert (again.status_code, again.parsed.title) == (404, "Not found")
