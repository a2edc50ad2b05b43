"""Webhooks doubled, reordered and replayed: what comes of them is what comes of each once."""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from uuid import UUID

from sqlalchemy import select

from diary.services import outbox
from diary.store.messaging import InboundMessage, OutboundMessage, OutboundStatus, Purpose
from diary.store.people import Organization, Patient
from diary.web.app import create_app
from jobs.send_messages import BATCH
from tests.factories import PUBLIC_URL, make_sid
from tests.faults import plan
from tests.faults.world import World
from tests.standins.twilio_api import compute_signature
from tests.standins.twilio_wire import ACCOUNT_SID, AUTH_TOKEN

FATES = (("sent", "delivered"), ("queued", "sent", "undelivered"), ("sending", "sent"), ("failed",))
ENDS = {
    "delivered": OutboundStatus.DELIVERED,
    "undelivered": OutboundStatus.UNDELIVERED,
    "sent": OutboundStatus.SENT,
    "failed": OutboundStatus.FAILED,
}
BODIES = ("6 3 7", "hello", "thanks", "I want to die", "sorry, 4")
Webhook = tuple[str, dict[str, str]]


def poster(world: World) -> Callable[[Webhook], int]:
    """Posts a webhook as Twilio signs it, through everything but the network."""
    client = create_app(world.services).test_client(use_cookies=False)

    def post(webhook: Webhook) -> int:
        path, form = webhook
        form = {"AccountSid": ACCOUNT_SID, **form}
        signature = compute_signature(PUBLIC_URL + path, form, AUTH_TOKEN)
        answer = client.post(path, data=form, headers={"X-Twilio-Signature": signature})
        return answer.status_code

    return post


def sent_texts(world: World, patients: Sequence[UUID], count: int) -> list[OutboundMessage]:
    """Replies that the carrier took."""
    with world.services.sessions.begin() as session:
        clinic = session.get_one(Organization, world.clinic_id)
        for number in range(count):
            patient = session.get_one(Patient, patients[number % len(patients)])
            outbox.queue(
                session,
                clinic,
                key=f"told:{number}",
                purpose=Purpose.REPLY,
                recipient=patient.phone,
                body=f"Text {number}",
                now=world.clock(),
                expires_at=world.clock().replace(hour=23),
                patient_id=patient.id,
            )
    for _ in range(0, count, BATCH):
        world.run("send_messages")
    with world.services.readers() as session:
        told = OutboundMessage.key.startswith("told:")
        return list(session.scalars(select(OutboundMessage).where(told)))


def repeated(once: Sequence[Webhook], count: int, chance: random.Random) -> list[Webhook]:
    """``once`` in any order, each at least one time, and again up to ``count`` in all."""
    again = [*once, *chance.choices(once, k=max(count - len(once), 0))]
    chance.shuffle(again)
    return again


def test_promise_1_and_2_webhooks_repeated_in_any_order_change_nothing_after_the_first(
    world: World, record_property: plan.Note
):
    chance = plan.chance()
    count = plan.times(1_000, 25_000)
    patients = world.people(5)
    world.recover()
    post = poster(world)
    with world.services.readers() as session:
        clinic = session.get_one(Organization, world.clinic_id).sender
        phones = [session.get_one(Patient, patient_id).phone for patient_id in patients]
    texts = sent_texts(world, patients, count // 20)
    fates = {text.id: chance.choice(FATES) for text in texts}
    receipts: list[Webhook] = [
        (f"/twilio/status/{text.id}", {"MessageSid": text.provider_sid or "", "MessageStatus": s})
        for text in texts
        for s in fates[text.id]
    ]
    inbound: list[Webhook] = []
    for number in range(count // 20):
        form = {"MessageSid": make_sid(), "From": phones[number % 5], "To": clinic, "NumMedia": "0"}
        inbound.append(("/twilio/inbound", {**form, "Body": chance.choice(BODIES)}))
    storm = repeated([*receipts, *inbound], count, chance)
    halfway = len(storm) // 2
    assert {post(webhook) for webhook in storm[:halfway]} <= {200, 204}
    world.run("take_turns")
    # Whoever has the address and a webhook that was once signed can send it again for ever.
    world.clock.pass_by(hours=24)
    assert {post(webhook) for webhook in storm[halfway:]} <= {200, 204}
    world.acknowledged.update(form["MessageSid"] for _, form in inbound)
    world.recover()
    with world.services.readers() as session:
        stored = Counter(session.scalars(select(InboundMessage.provider_sid)))
        assert all(stored[form["MessageSid"]] == 1 for _, form in inbound)
        for text in texts:
            stands = session.get_one(OutboundMessage, text.id).status
            assert stands is ENDS[fates[text.id][-1]], fates[text.id]
    record_property("webhooks doubled, reordered and replayed", len(storm))
    world.report_everything(chance)
    world.check()
