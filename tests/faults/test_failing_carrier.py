"""A carrier that refuses, fails, hangs, resets and talks nonsense, and receipts in any order."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from diary.services import outbox
from diary.store.messaging import OutboundMessage, OutboundStatus, Purpose
from diary.store.people import Organization, Patient
from tests.faults import plan
from tests.faults.world import World, open_world
from tests.standins.twilio_wire import Fault, half_an_answer, nonsense, refusal, reset, silence

TAKEN = Fault(True)
ERROR_BUT_TAKEN = Fault(True, lambda handler, _: handler.reply(500, json.dumps({"status": 500})))
FAULTS = [
    refusal(429, 20429),
    refusal(500),
    ERROR_BUT_TAKEN,
    reset(accepts=False),
    reset(accepts=True),
    nonsense(201, accepts=False),
    nonsense(201, accepts=True),
    half_an_answer(),
    refusal(400, 21617),
    *[TAKEN] * 8,
]
SLOW = [silence(accepts=False), silence(accepts=True)]


@pytest.fixture
def world(database_url: str, tmp_path: Path) -> Iterator[World]:
    """One that soon gives up on a carrier that says nothing."""
    with open_world(database_url, tmp_path, twilio_read_seconds=0.25) as opened:
        yield opened


def test_promise_2_whatever_the_carrier_answers_a_prompt_goes_out_once_at_most(world: World):
    """Some hundred calls; every text is then accounted for, and no doubt stays."""
    chance = plan.chance()
    patients = world.people(6)
    world.recover()
    rounds = plan.times(24, 1600)
    for number in range(rounds):
        world.clock.stay_by_day()
        with world.services.sessions.begin() as session:
            clinic = session.get_one(Organization, world.clinic_id)
            for patient_id in patients:
                patient = session.get_one(Patient, patient_id)
                outbox.queue(
                    session,
                    clinic,
                    key=f"storm:{number}:{patient_id}",
                    purpose=chance.choice([Purpose.PROMPT, Purpose.REPLY, Purpose.SAFETY]),
                    recipient=patient.phone,
                    body=f"Text {number} to you",
                    now=world.clock(),
                    expires_at=world.clock().replace(hour=23),
                    patient_id=patient_id,
                )
        kinds = [*FAULTS, *SLOW] if number % 8 == 0 else FAULTS
        world.api.faults.extend(chance.choices(kinds, k=4))
        world.run("send_messages", "settle_unknown")
        world.clock.pass_by(seconds=10)
        if number % 10 == 9:
            world.report_everything(chance)
    world.api.faults.clear()
    world.recover()
    world.report_everything(chance)
    world.check()
    with world.services.readers() as session:
        storm = [m for m in session.query(OutboundMessage) if m.key.startswith("storm:")]
        left = Counter(m.status for m in storm)
        taken = {world.callback_of(sent["sid"]) for sent in world.api.sent()}
    assert len(world.api.attempts) >= rounds * 5
    assert not set(left) & {OutboundStatus.SUBMITTING, OutboundStatus.UNKNOWN}
    # What the carrier took is never called unsent, and what it did not take is never called sent.
    for message in storm:
        said_sent = message.status is OutboundStatus.DELIVERED
        assert said_sent == (str(message.id) in taken), (message.status, message.reason)


def test_receipts_doubled_reordered_and_replayed_end_as_the_sorted_ones_do(world: World):
    chance = plan.chance()
    world.people(plan.times(12, 200))
    world.clock.pass_by(minutes=6)
    world.recover()
    for _ in range(3):
        world.report_everything(chance)
        world.clock.pass_by(hours=24)
    with world.services.readers() as session:
        statuses = Counter(
            m.status for m in session.query(OutboundMessage) if m.provider_sid is not None
        )
    assert set(statuses) == {OutboundStatus.DELIVERED}
