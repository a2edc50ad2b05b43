"""Piles of texts in the outbox, the senders that work them off, and how far they have come."""

import itertools
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import bindparam, insert, text

from diary.bootstrap import Services, build, settle_in
from diary.logs import configure_logs
from diary.store.ids import new_id
from diary.store.messaging import OutboundMessage, OutboundStatus, Purpose
from diary.store.people import Organization, Patient
from diary.store.sealing import BoundText
from jobs.runner import Runner
from jobs.timetable import JOBS
from tests.bench._many import person
from tests.factories import catalogue, make_clinic, make_settings

_numbers = itertools.count(1)
# The words stand in the statement, as indexes for them alone are chosen by them.
_LEFT = text(
    "SELECT 1 FROM outbound_message WHERE status = 'queued' AND organization_id IN :clinics"
    " UNION ALL SELECT 1 FROM outbound_message"
    " WHERE status IN ('submitting', 'unknown') AND organization_id IN :clinics LIMIT 1"
).bindparams(bindparam("clinics", expanding=True, type_=OutboundMessage.organization_id.type))


def services_on(url: str, api: str, senders: int = 16) -> Services:
    """What a process of senders is made from; it spares its collector as that does."""
    configure_logs("ERROR")
    settings = make_settings(url, sms_via="twilio", twilio_api_base_url=api, senders=senders)
    services = build(settings, catalogue=catalogue())
    settle_in()
    return services


def add_clinic(services: Services, **columns: object) -> UUID:
    """Where it is noon, so that its patients may be texted whenever this is measured."""
    noon_is_at = f"Etc/GMT{datetime.now(UTC).hour - 12:+}"
    with services.sessions.begin() as session:
        return make_clinic(session, **{"timezone": noon_is_at, **columns}).id


def pile_up(services: Services, clinic_id: UUID, count: int) -> None:
    """``count`` prompts of a clinic, all due now, each to a patient of its own."""
    now = datetime.now(UTC)
    with services.sessions.begin() as session:
        clinic = session.get_one(Organization, clinic_id)
        people, texts = [], []
        for number in itertools.islice(_numbers, count):
            patient_id, text_id = new_id(), new_id()
            people.append(person(session, clinic, number, patient_id, now))
            texts.append(
                {
                    "id": text_id,
                    "organization_id": clinic_id,
                    "key": f"bench:{number}",
                    "purpose": Purpose.PROMPT,
                    "patient_id": patient_id,
                    "recipient": BoundText(f"+1806{number:07}", text_id),
                    "body": BoundText("How is today?", text_id),
                    "segments": 1,
                    "status": OutboundStatus.QUEUED,
                    "created_at": now,
                    "not_before": now,
                    "expires_at": now + timedelta(hours=6),
                    "attempts": 0,
                }
            )
        session.execute(insert(Patient), people)
        session.execute(insert(OutboundMessage), texts)


@contextmanager
def sending(services: Services) -> Iterator[None]:
    """The senders of one process at work."""
    runner = Runner(services, {"send_messages": JOBS["send_messages"]})
    services.stopping.clear()
    runner.start()
    try:
        yield
    finally:
        runner.stop()


def wait_until_sent(services: Services, clinic_ids: Sequence[UUID], every: float = 0.02) -> None:
    """Until nothing of these clinics is left, which is asked ``every`` so many seconds."""
    while True:
        with services.readers() as session:
            if session.scalar(_LEFT, {"clinics": list(clinic_ids)}) is None:
                return
        time.sleep(every)
