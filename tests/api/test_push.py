"""Notifications of one device: where they may go, and who turns them off."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from diary.bootstrap import Services
from diary.gateways.push_sealing import packed
from diary.services import devices, outbox, push_subscriptions, settling
from diary.services.obstacles import Reached
from diary.store.audit import AuditEvent
from diary.store.devices import Device, DeviceEnd
from diary.store.messaging import OutboundMessage, Purpose
from diary.store.people import Organization
from diary.store.push import PushSubscription
from jobs.upkeep import upkeep
from tests.api.phone import Asked, Phone
from tests.web.conftest import Clock, House
from tests.web.desk import Desk

KEYS = {"p256dh": packed(b"\4" + b"x" * 64), "auth": packed(b"y" * 16)}
GIVEN = {"endpoint": "https://fcm.googleapis.com/fcm/send/one", **KEYS}


def test_a_device_turns_its_own_notifications_on_and_off(
    app: Flask, services: Services, house: House, clock: Clock, phone: Phone
):
    clock.move(timedelta(minutes=1))
    other = Phone(app, services).sign_in(house.marisol)
    assert phone.get("/push-subscription").json == {"server_key": None, "is_on": False}
    assert phone.put("/push-subscription", GIVEN).json["is_on"]
    again = {**GIVEN, "endpoint": "https://web.push.apple.com/two"}
    assert phone.put("/push-subscription", again).json["is_on"]
    assert not other.get("/push-subscription").json["is_on"]
    with services.readers() as session:
        assert [each.endpoint for each in session.scalars(select(PushSubscription))] == [
            again["endpoint"]
        ]
        said = set(session.scalars(select(AuditEvent.action)))
    assert {"turn notifications on in app", "read notifications in app"} <= said
    assert phone.delete("/push-subscription").status_code == 204
    assert not phone.get("/push-subscription").json["is_on"]


def test_staff_see_who_is_notified_and_what_was_told_so(
    services: Services, house: House, clock: Clock, phone: Phone, desk: Desk
):
    page = f"/patients/{house.marisol.id}"
    assert "notifications off" in desk.get(page).text
    phone.put("/push-subscription", GIVEN)
    with services.sessions.begin() as session:
        outbox.queue(
            session, session.get_one(Organization, house.clinic.id), key="asked",
            purpose=Purpose.PROMPT, recipient=house.marisol.phone, body="How is your mood?",
            now=clock(), expires_at=clock() + timedelta(hours=2), patient_id=house.marisol.id,
        )  # fmt: skip
        message = session.scalars(
            select(OutboundMessage).where(OutboundMessage.key == "asked")
        ).one()
        settling.keep_back(message, Reached(clock()), clock())
    chart = desk.get(page).text
    assert "notifications on" in chart
    assert "told by notification, not texted" in chart


def test_only_push_services_of_browsers_are_taken(phone: Phone):
    inside = {**GIVEN, "endpoint": "https://169.254.169.254/latest/meta-data"}
    refused = phone.put("/push-subscription", {**inside, "auth": "short"})
    assert refused.status_code == 422
    assert {(e["pointer"], e["code"]) for e in refused.json["errors"]} == {
        ("/endpoint", "push_service"),
        ("/auth", "key"),
    }
    assert "169.254" not in refused.text
    assert not phone.get("/push-subscription").json["is_on"]


def test_a_device_that_staff_sign_out_is_notified_of_nothing(
    services: Services, house: House, clock: Clock, phone: Phone
):
    phone.put("/push-subscription", GIVEN)
    with services.sessions.begin() as session:
        device = session.scalars(select(Device)).one()
        devices.end(device, DeviceEnd.STAFF, clock())
        assert push_subscriptions.live_subscriptions(session, house.marisol.id) == []
    assert phone.get("/push-subscription").status_code == 401
    upkeep(services)
    with services.readers() as session:
        assert session.scalars(select(PushSubscription)).all() == []


def test_opening_a_check_in_is_told_any_number_of_times(phone: Phone, asked: Asked):
    for _ in range(2):
        assert phone.post(f"/check-ins/{asked.daily[-1]}/opened", None).status_code == 204
    unknown = phone.post(f"/check-ins/{asked.daily[-1].hex[::-1]}/opened", None)
    assert unknown.status_code == 404
