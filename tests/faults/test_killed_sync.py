"""The web process killed while phones call: what it acknowledged is stored, and nothing twice."""

import random
import threading
import uuid
from collections import Counter
from typing import Any
from uuid import uuid4

import pytest
import requests
from sqlalchemy import select

from diary.services import device_tokens, devices, renewal
from diary.store.alerts import SafetyAlert
from diary.store.diary import DiaryEntry
from diary.store.people import Patient
from tests.faults import plan
from tests.faults.driver import start_web
from tests.faults.test_killed_web import answers, free_port
from tests.faults.world import World, eventually

DANGER = "i want to kill myself tonight"


def make_batch(world: World, chance: random.Random) -> list[dict[str, Any]]:
    made_at = world.clock().isoformat()
    return [
        {
            "id": str(uuid.UUID(int=chance.getrandbits(128), version=4)),
            "version": 1,
            "kind": "diary",
            "made_at": made_at,
            "mood": chance.randint(2, 10),
            "note": DANGER if chance.random() < 0.05 else "",
        }
        for _ in range(10)
    ]


def hand_over(
    world: World, port: int, token: str, batch: list[dict[str, Any]], acknowledged: set[str]
) -> bool:
    """Whether the batch was acknowledged; not when the connection broke."""
    try:
        answer = requests.post(
            f"http://127.0.0.1:{port}/api/v1/sync",
            json={"device_now": world.clock().isoformat(), "entries": batch},
            headers={"Authorization": f"Bearer {token}"},
            timeout=5,
        )
    except requests.RequestException:
        return False
    assert answer.status_code == 200, answer.text
    verdicts = answer.json()["verdicts"]
    assert {verdict["verdict"] for verdict in verdicts} <= {"stored", "already_stored"}
    acknowledged.update(verdict["id"] for verdict in verdicts)
    return True


def test_promise_1_what_a_killed_web_acknowledged_of_a_sync_is_stored_once(
    world: World, record_property: plan.Note
):
    patient_ids = world.people(2)
    chance = plan.chance()
    tokens = {}
    with world.services.sessions.begin() as session:
        for patient_id in patient_ids:
            patient = session.get_one(Patient, patient_id)
            tokens[patient_id] = devices.sign_in(session, patient, "phone", world.clock()).access
    sent: dict[str, dict[str, Any]] = {}
    acknowledged: set[str] = set()
    unsure: dict[uuid.UUID, list[list[dict[str, Any]]]] = {each: [] for each in patient_ids}

    kills = plan.times(3, 250)
    for _ in range(kills):
        port = free_port()
        web = start_web(world.settings, world.clock_path, port)
        world.started.append(web)
        assert eventually(lambda port=port: answers(port))
        killed = threading.Event()

        def keep_syncing(
            patient_id: uuid.UUID,
            seed: int,
            port: int = port,
            killed: threading.Event = killed,
        ) -> None:
            own = random.Random(seed)  # noqa: S311 - faults are no secrets
            while not killed.is_set():
                # As a phone does: what was not acknowledged is handed over again first.
                waiting = unsure[patient_id]
                batch = waiting[0] if waiting else make_batch(world, own)
                sent.update((entry["id"], entry) for entry in batch)
                done = hand_over(world, port, tokens[patient_id], batch, acknowledged)
                if done and waiting:
                    waiting.pop(0)
                if not done and not waiting:
                    waiting.append(batch)

        before = len(acknowledged)
        phones = [
            threading.Thread(target=keep_syncing, args=(patient_id, chance.getrandbits(32)))
            for patient_id in patient_ids
        ]
        for phone in phones:
            phone.start()
        assert eventually(lambda before=before: len(acknowledged) >= before + 60)
        web.kill()
        killed.set()
        for phone in phones:
            phone.join()
        web.join()
    check(world, sent, acknowledged)
    record_property("web killed during syncs", kills)


def test_an_exchange_whose_answer_died_with_the_web_is_answered_again(
    world: World, record_property: plan.Note
):
    [patient_id] = world.people(1)
    with world.services.sessions.begin() as session:
        patient = session.get_one(Patient, patient_id)
        tokens = devices.sign_in(session, patient, "phone", world.clock())
    kills = plan.times(1, 20)
    for _ in range(kills):
        port, path = free_port(), "/api/v1/sign-in/refresh"
        web = start_web(world.settings, world.clock_path, port, dies_at=path)
        world.started.append(web)
        assert eventually(lambda port=port: answers(port))
        exchange_id = uuid4()
        shown = {"refresh_token": tokens.refresh, "exchange_id": str(exchange_id)}
        with pytest.raises(requests.ConnectionError):
            requests.post(f"http://127.0.0.1:{port}{path}", json=shown, timeout=5)
        web.join()
        with world.services.readers() as session:
            exchanged = device_tokens.find_refresh_token(session, tokens.refresh)
        assert exchanged
        assert exchanged.used_at, "it was not killed after the commit"
        world.clock.pass_by(hours=1)
        with world.services.sessions.begin() as session:
            again = renewal.renew(session, tokens.refresh, exchange_id, world.clock())
        assert again
        assert again.refresh != tokens.refresh
        tokens = again
    record_property("web killed between an exchange of tokens and its answer", kills)


def check(world: World, sent: dict[str, dict[str, Any]], acknowledged: set[str]) -> None:
    with world.services.readers() as session:
        rows = session.scalars(select(DiaryEntry)).all()
        raised = Counter(session.scalars(select(SafetyAlert.key)))
    stored = Counter(str(row.entry_id) for row in rows)
    assert acknowledged <= stored.keys(), "an entry that was acknowledged is lost"
    assert set(stored.values()) == {1}
    assert stored.keys() <= sent.keys()
    dangerous = {row.entry_id for row in rows if sent[str(row.entry_id)]["note"] == DANGER}
    assert dangerous
    assert len(raised) == len(dangerous), "danger without an alert, or with two"
    numbers = [(row.patient_id, row.number) for row in rows]
    assert len(numbers) == len(set(numbers))
