"""Check-ins told by notification: exactly one prompt, and a text where the app does not reach."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from diary.gateways.webpush import WebPush
from diary.services import devices, push, push_subscriptions
from diary.store.care import Prompt, PromptStatus
from diary.store.devices import Device, DeviceEnd
from diary.store.messaging import OutboundStatus, Purpose
from diary.store.people import Patient
from diary.store.push import PushSubscription
from tests.jobs.clinic import JobClinic
from tests.standins.push_service import PushService

HOUR = timedelta(hours=1)

pytestmark = pytest.mark.usefixtures("device")


@pytest.fixture
def service() -> Iterator[PushService]:
    with PushService() as listening:
        yield listening


@pytest.fixture
def pushing(clinic: JobClinic, service: PushService) -> JobClinic:
    gateway = WebPush(7, "https://diary.example.org", [service.origin])
    clinic.services = replace(clinic.services, push=gateway)
    return clinic


@pytest.fixture
def device(pushing: JobClinic, ana: UUID, service: PushService) -> UUID:
    """Ana's phone, on which she has turned notifications on."""
    return subscribe(pushing, ana, service)


def subscribe(clinic: JobClinic, patient_id: UUID, service: PushService) -> UUID:
    with clinic.services.sessions.begin() as session:
        patient = session.get_one(Patient, patient_id)
        made = devices.sign_in(session, patient, "a phone", clinic.clock())
        device = session.get_one(Device, made.device_id)
        push_subscriptions.subscribe(
            session, device, **service.subscription, hosts=[service.origin], now=clinic.clock()
        )
    return made.device_id


def ask(clinic: JobClinic, patient_id: UUID) -> Prompt:
    """Let the next daily prompt fall due, and run what runs then."""
    due = next(p for p in clinic.prompts(patient_id) if p.status is PromptStatus.REQUESTED)
    clinic.clock.at = max(clinic.clock.at, due.due_at)
    clinic.run("release_prompts")
    clinic.run("send_messages")
    clinic.run("send_pushes")
    [asked] = [p for p in clinic.prompts(patient_id) if p.status is PromptStatus.RELEASED]
    return asked


def asking_texts(clinic: JobClinic, patient_id: UUID):
    return clinic.texts(patient_id=patient_id, purpose=Purpose.PROMPT)


def test_promise_2_a_check_in_opened_in_the_app_is_not_texted(
    pushing: JobClinic, ana: UUID, service: PushService
):
    prompt = ask(pushing, ana)
    [(_, content)] = service.taken
    assert content == {"check_in": str(prompt.id), "language": "en"}
    assert pushing.carrier.taken == []
    with pushing.services.sessions.begin() as session:
        push.open_in_app(session, prompt.id, pushing.clock())
    pushing.clock.pass_by(hours=2)
    pushing.settle()
    [text] = asking_texts(pushing, ana)
    assert (text.status, text.reason, text.segments) == (OutboundStatus.DELIVERED, "in_app", 0)
    assert pushing.carrier.taken == []


def test_promise_2_an_answer_by_text_takes_the_place_of_the_text_that_asks(
    pushing: JobClinic, ana: UUID
):
    ask(pushing, ana)
    pushing.clock.pass_by(minutes=20)
    pushing.text_in(ana, "6 3 7")
    pushing.settle()
    pushing.clock.pass_by(hours=1)
    pushing.settle()
    [text] = asking_texts(pushing, ana)
    assert (text.status, text.reason) == (OutboundStatus.DELIVERED, "in_app")


def test_a_notification_that_nobody_opens_is_followed_by_one_text(
    pushing: JobClinic, ana: UUID, service: PushService
):
    ask(pushing, ana)
    pushing.clock.pass_by(minutes=59)
    pushing.run("send_messages")
    assert pushing.carrier.taken == []
    pushing.clock.pass_by(minutes=2)
    pushing.run("send_messages")
    pushing.run("send_messages")
    assert len(pushing.carrier.taken) == 1
    assert len(service.taken) == 1


@pytest.mark.parametrize("status", [404, 410])
def test_a_phone_that_takes_none_any_more_is_forgotten_and_texted_at_once(
    pushing: JobClinic, ana: UUID, service: PushService, status: int
):
    service.statuses.append(status)
    ask(pushing, ana)
    pushing.run("send_messages")
    assert len(pushing.carrier.taken) == 1
    with pushing.services.readers() as session:
        assert session.scalar(select(func.count()).select_from(PushSubscription)) == 0


def test_one_of_two_phones_is_enough(pushing: JobClinic, ana: UUID, service: PushService):
    subscribe(pushing, ana, service)
    service.statuses.append(410)
    ask(pushing, ana)
    pushing.run("send_messages")
    assert (len(service.taken), pushing.carrier.taken) == (1, [])


def test_a_push_service_that_is_away_is_tried_again_and_then_the_text_goes(
    pushing: JobClinic, ana: UUID, service: PushService
):
    service.statuses.extend([503] * push.MOST_TRIES)
    ask(pushing, ana)
    for _ in range(push.MOST_TRIES):
        pushing.clock.pass_by(minutes=9)
        pushing.run("send_pushes")
    assert len(service.asked) == push.MOST_TRIES
    pushing.run("send_messages")
    assert len(pushing.carrier.taken) == 1


@pytest.mark.parametrize("case", ["signed out", "no key", "end of the day"])
def test_where_no_notification_can_do_it_the_text_goes_at_once(
    pushing: JobClinic, ana: UUID, device: UUID, service: PushService, case: str
):
    if case == "signed out":
        with pushing.services.sessions.begin() as session:
            devices.end(session.get_one(Device, device), DeviceEnd.STAFF, pushing.clock())
    if case == "no key":
        pushing.services = replace(pushing.services, push=None)
    if case == "end of the day":
        due = next(p for p in pushing.prompts(ana) if p.status is PromptStatus.REQUESTED)
        pushing.clock.at = due.due_at.replace(hour=1, minute=30) + timedelta(days=1)  # 19:30
    ask(pushing, ana)
    pushing.run("send_messages")
    assert len(pushing.carrier.taken) == 1
    assert service.taken == []


def test_promise_10_two_processes_send_one_notification(
    pushing: JobClinic, ana: UUID, service: PushService
):
    ask(pushing, ana)
    pushing.run("send_pushes")
    assert len(service.taken) == 1
    with pushing.services.sessions.begin() as session:
        assert push.due(session, pushing.clock(), 10) == []


def test_promise_3_nothing_is_shown_to_somebody_who_pauses_meanwhile(
    pushing: JobClinic, ana: UUID, service: PushService
):
    due = next(p for p in pushing.prompts(ana) if p.status is PromptStatus.REQUESTED)
    pushing.clock.at = due.due_at
    pushing.run("release_prompts")
    with pushing.services.sessions.begin() as session:
        session.get_one(Patient, ana).paused_until = pushing.clock() + HOUR
    pushing.run("send_pushes")
    pushing.run("send_messages")
    assert (service.taken, pushing.carrier.taken) == ([], [])
