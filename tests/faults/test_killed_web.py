"""The web process killed under load: what it acknowledged is stored, once."""

import socket
import threading

import requests

from diary.store.messaging import InboundMessage
from diary.store.people import Organization, Patient
from tests.factories import PUBLIC_URL, make_sid
from tests.faults import plan
from tests.faults.driver import start_web
from tests.faults.world import World, eventually
from tests.standins.twilio_api import compute_signature
from tests.standins.twilio_wire import ACCOUNT_SID, AUTH_TOKEN


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=0.2).close()
    except OSError:
        return False
    return True


def post_text(port: int, phone: str, clinic: str, sid: str, body: str = "7") -> int | None:
    """The status that the webhook answers with; ``None`` when the connection broke."""
    form = {"MessageSid": sid, "From": phone, "To": clinic, "Body": body}
    form |= {"AccountSid": ACCOUNT_SID, "NumMedia": "0"}
    signature = compute_signature(f"{PUBLIC_URL}/twilio/inbound", form, AUTH_TOKEN)
    try:
        return requests.post(
            f"http://127.0.0.1:{port}/twilio/inbound",
            data=form,
            headers={"X-Twilio-Signature": signature},
            timeout=30,
        ).status_code
    except requests.RequestException:
        return None


def test_promise_1_a_text_that_the_killed_web_acknowledged_is_stored_once(
    world: World, record_property: plan.Note
):
    [patient_id] = world.people(1)
    with world.services.readers() as session:
        clinic = session.get_one(Organization, world.clinic_id).sender
        phone = session.get_one(Patient, patient_id).phone
    kills = plan.times(13, 250)
    for _ in range(kills):
        port = free_port()
        web = start_web(world.settings, world.clock_path, port)
        world.started.append(web)
        assert eventually(lambda port=port: answers(port))
        killed = threading.Event()

        def keep_texting(port: int = port, killed: threading.Event = killed) -> None:
            while not killed.is_set():
                sid = make_sid()
                if post_text(port, phone, clinic, sid) == 200:
                    world.acknowledged.add(sid)

        before = len(world.acknowledged)
        senders = [threading.Thread(target=keep_texting) for _ in range(6)]
        for sender in senders:
            sender.start()
        assert eventually(lambda before=before: len(world.acknowledged) >= before + 12)
        web.kill()
        killed.set()
        for sender in senders:
            sender.join()
        web.join()
    with world.services.readers() as session:
        sids = [sid for (sid,) in session.query(InboundMessage.provider_sid)]
    assert world.acknowledged <= set(sids)
    assert len(sids) == len(set(sids))
    record_property("web killed under load", kills)
