"""Several processes with several senders each: one number, one pace, and every text once."""

from collections import Counter
from uuid import UUID

from sqlalchemy import func, select

from diary.services import outbox
from diary.store.messaging import OutboundMessage, OutboundStatus, Purpose
from diary.store.people import Organization
from tests.factories import make_clinic
from tests.faults import plan
from tests.faults.world import World, eventually
from tests.pace import most_in_a_second

STRANGER = "+18065550{:03}"
TWO_SEGMENTS = "long " * 60


def queue_up(world: World, clinic_id: UUID, texts: list[tuple[Purpose, str]]) -> None:
    with world.services.sessions.begin() as session:
        clinic = session.get_one(Organization, clinic_id)
        for number, (purpose, body) in enumerate(texts):
            outbox.queue(
                session,
                clinic,
                key=f"many:{number}",
                purpose=purpose,
                recipient=STRANGER.format(number % 1000),
                body=body,
                now=world.clock(),
                expires_at=world.clock().replace(hour=23),
            )


def left(world: World) -> int:
    with world.services.readers() as session:
        waiting = OutboundMessage.status.in_((OutboundStatus.QUEUED, OutboundStatus.SUBMITTING))
        return session.scalar(select(func.count(OutboundMessage.id)).where(waiting)) or 0


def test_promise_10_senders_of_three_processes_keep_to_the_pace_of_each_number(
    world: World, record_property: plan.Note
):
    chance = plan.chance()
    paces = {"+18885557001": 3, "78907": 20}
    with world.services.sessions.begin() as session:
        ids = {
            make_clinic(session, sender=sender, segments_a_second=pace).id: pace
            for sender, pace in paces.items()
        }
    for clinic_id, pace in ids.items():
        kinds = [(Purpose.PROMPT, "x"), (Purpose.REPLY, TWO_SEGMENTS), (Purpose.PROMPT, "y")]
        queue_up(world, clinic_id, chance.choices(kinds, k=pace * plan.times(2, 40)))
    senders = [world.start(only=["send_messages"]) for _ in range(3)]
    assert eventually(lambda: world.clock.pass_by(seconds=0.1) or left(world) == 0, 60)
    for process in senders:
        process.terminate()
        process.join(20)
        assert process.exitcode == 0
    with world.services.readers() as session:
        sent = session.scalars(select(OutboundMessage)).all()
    for clinic_id, pace in ids.items():
        ours = [(t.submitted_at, t.segments) for t in sent if t.organization_id == clinic_id]
        # A text of two segments that has begun reaches into the next second.
        assert most_in_a_second(ours) <= pace + 1
    taken = Counter(world.callback_of(message["sid"]) for message in world.api.sent())
    assert taken == Counter(str(text.id) for text in sent)
    record_property("texts by three sending processes at one pace", len(sent))
