"""What the web acknowledges is on the disk: with a full one, and as the kernel was asked for it."""

import re
import shutil
import signal
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event, select

from diary.store.messaging import InboundMessage
from diary.store.people import Organization, Patient
from diary.web.app import create_app
from tests.factories import make_sid
from tests.faults import plan
from tests.faults.driver import start_web
from tests.faults.test_killed_web import answers, free_port, post_text
from tests.faults.world import World, eventually, open_world
from tests.standins.twilio_wire import ACCOUNT_SID, AUTH_TOKEN
from tests.web.desk import Twilio, text_form

AT_ONCE = 6


@pytest.fixture
def world(test_run, tmp_path: Path) -> Iterator[World]:
    with open_world(test_run.sqlite(tmp_path), tmp_path) as opened:
        yield opened


def numbers(world: World) -> tuple[str, str]:
    """The clinic's and a patient's."""
    [patient_id] = world.people(1)
    with world.services.readers() as session:
        clinic = session.get_one(Organization, world.clinic_id).sender
        return clinic, session.get_one(Patient, patient_id).phone


def stored(world: World) -> set[str]:
    with world.services.readers() as session:
        return set(session.scalars(select(InboundMessage.provider_sid)))


def test_promise_1_while_the_disk_is_full_at_any_write_twilio_is_told_to_come_again(world: World):
    app: Flask = create_app(world.services)
    clinic, phone = numbers(world)
    room = [0]

    def limit(connection: object, *_: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]  # type: ignore[attr-defined]
        connection.execute(f"PRAGMA max_page_count = {pages + room[0]}")  # type: ignore[attr-defined]

    event.listen(world.services.engine, "checkout", limit)
    told: dict[str, int] = {}

    def send(_: int) -> None:
        # A long text takes pages of its own; words of danger write to more tables than one.
        form = text_form(phone, clinic, "i want to die. " * 100, AccountSid=ACCOUNT_SID)
        answer = Twilio(app).post("/twilio/inbound", form, token=AUTH_TOKEN)
        told[form["MessageSid"]] = answer.status_code

    with ThreadPoolExecutor(AT_ONCE) as threads:
        for pages in range(plan.times(12, 60)):
            room[0] = pages
            list(threads.map(send, range(AT_ONCE)))
        refused = [sid for sid, status in told.items() if status != 200]
        assert {told[sid] for sid in refused} == {503}
        room[0] = 1_000_000
        list(threads.map(send, range(AT_ONCE)))
    kept = stored(world)
    assert {sid for sid, status in told.items() if status == 200} <= kept
    assert kept.isdisjoint(refused)
    assert len(told) - len(refused) > AT_ONCE, "some found room before all did"
    world.run("take_turns")
    world.check()


def test_promise_1_each_acknowledged_group_was_synced_to_the_disk(world: World):
    if shutil.which("strace") is None:
        pytest.skip("there is no strace")
    clinic, phone = numbers(world)
    port = free_port()
    web = start_web(world.settings, world.clock_path, port)
    world.started.append(web)
    assert eventually(lambda: answers(port))
    with subprocess.Popen(
        ["strace", "-f", "-c", "-e", "trace=fsync,fdatasync", "-p", str(web.pid)],
        stderr=subprocess.PIPE,
        text=True,
    ) as counter:
        assert counter.stderr
        if "attached" not in counter.stderr.readline():
            pytest.skip("strace may not look at another process here")
        with ThreadPoolExecutor(AT_ONCE) as threads:
            statuses = list(
                threads.map(lambda _: post_text(port, phone, clinic, make_sid()), range(60))
            )
        counter.send_signal(signal.SIGINT)
        syncs = sum(int(found[1]) for found in _CALLS.finditer(counter.stderr.read()))
    assert statuses == [200] * 60
    # No more can be in one group than ask at once. Without syncs there are only a checkpoint's.
    assert syncs * AT_ONCE >= len(statuses)


_CALLS = re.compile(r"(\d+)\s+(?:\d+\s+)?f(?:data)?sync$", re.MULTILINE)
