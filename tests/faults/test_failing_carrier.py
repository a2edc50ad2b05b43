"""A carrier that refuses, fails, hangs, resets and talks nonsense, and receipts in any order."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from diary.store.messaging import OutboundMessage, OutboundStatus
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


def test_promise_2_whatever_the_carrier_answers_a_prompt_goes_out_once_at_most(
    world: World, record_property: plan.Note
):
    """Some hundred calls; every text is then accounted for, and no doubt stays."""
    chance = plan.chance()
    world.people(3)
    world.recover()
    calls = plan.times(250, 5_000)
    number = 0
    while len(world.api.attempts) < calls:
        number += 1
        world.clock.stay_by_day()
        world.queue_texts(f"storm:{number}", 20, chance)
        kinds = [*FAULTS, *SLOW] if number % 4 == 0 else FAULTS
        world.api.faults.extend(chance.choices(kinds, k=14))
        for _ in range(3):
            world.run("send_messages", "settle_unknown")
            world.clock.pass_by(seconds=40)
    world.api.faults.clear()
    world.recover()
    world.report_everything(chance)
    world.check()
    with world.services.readers() as session:
        storm = [m for m in session.query(OutboundMessage) if m.key.startswith("storm:")]
    taken = world.taken()
    left = Counter(m.status for m in storm)
    assert not set(left) & {OutboundStatus.SUBMITTING, OutboundStatus.UNKNOWN}
    # What the carrier took is never called unsent, and what it did not take is never called sent.
    for message in storm:
        said_sent = message.status is OutboundStatus.DELIVERED
        assert said_sent == (message.id in taken), (message.status, message.reason)
    record_property("calls to a carrier that fails", len(world.api.attempts))
