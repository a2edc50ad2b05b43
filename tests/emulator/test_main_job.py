"""The main job against a Twilio that others wrote: invited, infused, asked, answered, on the chart.

The program's own application, jobs and gateway stand on one side, the emulator on the other; only
the program's clock is a virtual one.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from diary.bootstrap import Services
from diary.simulation.clock import VirtualClock
from diary.store.care import Prompt, PromptStatus
from diary.store.messaging import InboundMessage, OutboundMessage, OutboundStatus, Purpose
from diary.store.people import Patient
from diary.store.responses import Observation
from diary.web.app import create_app
from jobs.timetable import JOBS
from tests import factories
from tests.emulator.twilio import ACCOUNT_SID, AUTH_TOKEN, EmulatedTwilio

PATIENT = "+15125550143"


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock(factories.NOW)


@pytest.fixture
def services(
    database_url: str, public_url: str, emulator: EmulatedTwilio, clock: VirtualClock
) -> Iterator[Services]:
    made = factories.make_services(
        database_url,
        clock=clock,
        public_base_url=public_url,
        sms_via="twilio",
        twilio_account_sid=ACCOUNT_SID,
        twilio_auth_token=AUTH_TOKEN,
        twilio_api_base_url=emulator.base_url,
    )
    yield made
    made.engine.dispose()


@pytest.fixture
def webhook_app(services: Services) -> Any:
    return create_app(services)


def work(services: Services) -> None:
    for name in ("take_turns", "release_prompts", "send_messages"):
        JOBS[name].run(services)


def sent(services: Services, purpose: Purpose) -> list[OutboundMessage]:
    with services.readers() as session:
        return list(
            session.scalars(
                select(OutboundMessage)
                .where(OutboundMessage.purpose == purpose)
                .order_by(OutboundMessage.id)
            )
        )


def test_an_infusion_is_asked_about_and_answered_through_twilio(
    services: Services, clock: VirtualClock, emulator: EmulatedTwilio, clinic_number: str
):
    with services.sessions.begin() as session:
        clinic = factories.make_clinic(session, sender=clinic_number)
        nurse = factories.make_practitioner(session, clinic)
        patient = factories.make_patient(session, nurse, phone=PATIENT, joined=False)
        patient_id, nurse_id = patient.id, nurse.id
    work(services)
    (invitation,) = sent(services, Purpose.INVITATION)
    assert invitation.status is OutboundStatus.ACCEPTED
    for status in ("sent", "delivered", "sent"):
        emulator.report(invitation.provider_sid, status)
    (invitation,) = sent(services, Purpose.INVITATION)
    assert invitation.status is OutboundStatus.DELIVERED

    emulator.send_inbound(PATIENT, clinic_number, "1")
    work(services)
    with services.sessions.begin() as session:
        patient = session.get_one(Patient, patient_id)
        nurse = session.get_one(type(nurse), nurse_id)
        factories.give_infusion(session, nurse, patient, started_at=clock() - timedelta(hours=1))
    clock.move_to(clock() + timedelta(hours=24))
    work(services)
    prompt = sent(services, Purpose.PROMPT)[-1]
    assert "Mood 0-10" in prompt.body
    emulator.report(prompt.provider_sid, "delivered")

    emulator.send_inbound(PATIENT, clinic_number, "6 3 7.5")
    work(services)
    with services.readers() as session:
        answer = session.scalars(
            select(InboundMessage).order_by(InboundMessage.id.desc()).limit(1)
        ).one()
        assert answer.body == "6 3 7.5"
        found = {o.code: o.value for o in session.scalars(select(Observation))}
        assert found == {"daily/mood": 6, "daily/distress": 3, "daily/sleep_hours": 7.5}
        asked = session.get_one(Prompt, prompt.prompt_id)
        assert asked.status is PromptStatus.COMPLETED
    assert sent(services, Purpose.PROMPT)[-1].status is OutboundStatus.DELIVERED
