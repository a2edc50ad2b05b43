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

from diary.services import app_responses, device_tokens, devices, renewal
from diary.store.alerts import SafetyAlert
from diary.store.care import Prompt, PromptStatus
from diary.store.diary import DiaryEntry, EntryKind
from diary.store.people import Patient
from diary.store.responses import Answer, Observation, QuestionnaireResponse
from tests.factories import catalogue
from tests.faults import plan
from tests.faults.driver import start_web
from tests.faults.test_killed_web import answers, free_port
from tests.faults.world import World, eventually

DANGER = "i want to kill myself tonight"


ASKED = ("1", "2", "3", "4", "5", "6", "7", "8", "9")
"""By the first check-in of all, which is a PHQ-9."""
ANSWERING = 0.5
MOST_ANSWERS = 60
"""To one check-in: it is settled anew with each, by all of them."""


def make_batch(
    world: World, chance: random.Random, check_in: uuid.UUID | None
) -> list[dict[str, Any]]:
    """A phone's entries, and now and then answers to ``check_in``: all or some, which is kept."""
    batch = [
        {
            **new_of(world, chance),
            "kind": "diary",
            "mood": chance.randint(2, 10),
            "note": DANGER if chance.random() < 0.05 else "",
        }
        for _ in range(10)
    ]
    if check_in and chance.random() < ANSWERING:
        named = chance.sample(ASKED, chance.choice((2, 5, len(ASKED))))
        answers = {
            **new_of(world, chance),
            "kind": "response",
            "check_in": str(check_in),
            "questionnaire": "phq9",
            "questionnaire_version": catalogue().questionnaires["phq9"].version,
            # The last item asks for thoughts of death.
            "answers": {name: chance.randint(0, 3) * (name != "9") for name in named},
        }
        batch.insert(chance.randint(0, len(batch)), answers)
    return batch


def new_of(world: World, chance: random.Random) -> dict[str, Any]:
    return {
        "id": str(uuid.UUID(int=chance.getrandbits(128), version=4)),
        "version": 1,
        "made_at": world.clock().isoformat(),
    }


def first_check_ins(world: World, patient_ids: list[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    """What each is asked first, once it is time."""
    world.clock.pass_by(minutes=6)
    world.run("release_prompts")
    with world.services.readers() as session:
        return {
            patient_id: session.scalars(
                select(Prompt.id)
                .where(Prompt.patient_id == patient_id, Prompt.status == PromptStatus.RELEASED)
                .order_by(Prompt.due_at)
            ).first()
            or pytest.fail("nothing was asked")
            for patient_id in patient_ids
        }


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
    check_ins = first_check_ins(world, patient_ids)
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
            asked = check_ins[patient_id]
            while not killed.is_set():
                # As a phone does: what was not acknowledged is handed over again first.
                waiting = unsure[patient_id]
                answered = sum(each.get("check_in") == str(asked) for each in [*sent.values()])
                batch = (
                    waiting[0]
                    if waiting
                    else make_batch(world, own, asked if answered < MOST_ANSWERS else None)
                )
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
    check_answers(world, check_ins)
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
    dangerous = {row.entry_id for row in rows if sent[str(row.entry_id)].get("note") == DANGER}
    assert dangerous
    assert len(raised) == len(dangerous), "danger without an alert, or with two"
    numbers = [(row.patient_id, row.number) for row in rows]
    assert len(numbers) == len(set(numbers))


def check_answers(world: World, check_ins: dict[uuid.UUID, uuid.UUID]) -> None:
    """What stands of each check-in is what all its entries say, once."""
    for patient_id, check_in in check_ins.items():
        with world.services.readers() as session:
            answered = session.scalars(
                select(DiaryEntry).where(
                    DiaryEntry.prompt_id == check_in, DiaryEntry.kind == EntryKind.RESPONSE
                )
            ).all()
        assert any(entry.counts for entry in answered)
        found = standing(world, check_in)
        assert all(times == 1 for times in Counter(name for name, _ in found).values())
        with world.services.sessions.begin() as session:
            patient = session.get_one(Patient, patient_id)
            app_responses.settle(session, catalogue(), patient, [check_in], world.clock())
        assert standing(world, check_in) == found, "something that follows was lost or doubled"


def standing(world: World, check_in: uuid.UUID) -> list[tuple[str, str]]:
    """Answers, observations and the check-in itself, by name."""
    of_check_in = QuestionnaireResponse.prompt_id == check_in
    with world.services.readers() as session:
        responses = session.execute(
            select(QuestionnaireResponse.questionnaire, QuestionnaireResponse.status)
            .where(of_check_in)
        ).all()  # fmt: skip
        answers = session.execute(
            select(Answer.link_id, Answer.value, Answer.entry_id)
            .join(QuestionnaireResponse, QuestionnaireResponse.id == Answer.response_id)
            .where(of_check_in, Answer.superseded_at.is_(None))
        ).all()
        observations = session.execute(
            select(Observation.code, Observation.value, Observation.effective_at)
            .join(QuestionnaireResponse, QuestionnaireResponse.id == Observation.response_id)
            .where(of_check_in)
        ).all()
        status = session.get_one(Prompt, check_in).status
    found = [(f"response {code}", str(what)) for code, what in responses]
    found += [(f"answer {link_id}", str(what)) for link_id, *what in answers]
    found += [(f"observation {code}", str(what)) for code, *what in observations]
    return sorted([*found, ("check-in", str(status))])
