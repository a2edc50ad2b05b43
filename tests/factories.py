"""What tests are about: a clinic, its staff, its patients and their weeks, made by the services.

Nothing is inserted that the program could not have made itself. Plain functions with keyword
defaults; each takes the open session and the instant at which it happens.
"""

import itertools
import os
from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from functools import cache

from argon2 import PasswordHasher
from sqlalchemy import select
from sqlalchemy.orm import Session

from diary.bootstrap import Clock, Services, build, load_catalogue
from diary.services import enrolment, inbox, infusions, turns
from diary.services.catalogue import Catalogue
from diary.services.enrolment import Enrolment
from diary.services.inbox import InboundText, Recorded
from diary.services.infusion_forms import GivenValues, PlannedValues
from diary.services.ports import SmsGateway
from diary.settings import Settings
from diary.store.care import Infusion, Route
from diary.store.messaging import InboundMessage
from diary.store.people import OptOutReplies, Organization, Patient, Practitioner, StaffRole

NOW = datetime(2026, 11, 18, 16, 0, tzinfo=UTC)
"""A Wednesday, 10:00 in Chicago: the clinic is open and patients are awake."""
UNPACED = 1_000_000
"""So fast that a text takes a millionth of a second."""
CHICAGO = "America/Chicago"
PASSWORD = "correct horse battery staple"
AUTH_TOKEN = "12345678901234567890123456789012"
ACCOUNT_SID = "AC00000000000000000000000000000001"
PUBLIC_URL = "https://diary.example.org"

_numbers = itertools.count(1)


def make_settings(database_url: str, **overrides: object) -> Settings:
    values: dict[str, object] = {
        "database_url": database_url,
        "public_base_url": PUBLIC_URL,
        "twilio_account_sid": ACCOUNT_SID,
        "twilio_auth_token": AUTH_TOKEN,
    }
    return Settings(**{**values, **overrides})


def make_services(
    database_url: str,
    *,
    clock: Clock = lambda: NOW,
    gateway: SmsGateway | None = None,
    **settings: object,
) -> Services:
    """Services on a migrated database; dispose of ``.engine`` after use."""
    return build(
        make_settings(database_url, **settings), clock=clock, gateway=gateway, catalogue=catalogue()
    )


@cache
def catalogue() -> Catalogue:
    """The clinical content that comes with the program, read once a process."""
    return load_catalogue()


def make_clinic(session: Session, *, name: str = "Llano Clinic", **columns: object) -> Organization:
    values: dict[str, object] = {
        "name": name,
        "timezone": CHICAGO,
        "sender": f"+1432555{next(_numbers) + 100:04}",
        "contact_phone": "432-555-0100",
        "opt_out_replies": OptOutReplies.TWILIO,
        "segments_a_second": UNPACED,
        "quiet_until_local": time(9),
        "quiet_from_local": time(20),
        "default_plan": "standard",
        "spread_minutes": 0,
    }
    clinic = Organization(**{**values, **columns})
    session.add(clinic)
    session.flush()
    return clinic


def make_practitioner(
    session: Session,
    clinic: Organization,
    *,
    sign_in_name: str | None = None,
    display_name: str = "Rosa Nolan",
    role: StaffRole = StaffRole.OWNER,
    now: datetime = NOW,
) -> Practitioner:
    """A member of staff whose password is ``PASSWORD``, hashed cheaply, for tests sign in often."""
    practitioner = Practitioner(
        organization_id=clinic.id,
        sign_in_name=sign_in_name or f"staff{next(_numbers)}@clinic.example",
        display_name=display_name,
        role=role,
        password_hash=_password_hash(),
        created_at=now,
    )
    session.add(practitioner)
    session.flush()
    return practitioner


@cache
def _password_hash() -> str:
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


def make_patient(
    session: Session,
    practitioner: Practitioner,
    *,
    name: str = "Marisol Quintanilla",
    phone: str | None = None,
    timezone: str = CHICAGO,
    language: str = "en",
    preferred_local: time = time(10),
    plan: str = "standard",
    joined: bool = True,
    now: datetime = NOW,
) -> Patient:
    """An enrolled patient; ``joined`` by answering 1 to the invitation."""
    patient = enrolment.enrol(
        session,
        catalogue(),
        practitioner,
        Enrolment(
            name=name,
            phone=phone or make_phone(),
            timezone=timezone,
            language=language,
            preferred_local=preferred_local,
            plan=plan,
            consent_by=practitioner.display_name,
            consent_on=now.date(),
        ),
        now,
    )
    if joined:
        receive(session, patient, "1", now=now)
    return patient


def make_phone() -> str:
    """A number that nobody has yet."""
    return f"+1806555{next(_numbers):04}"


def give_infusion(
    session: Session,
    practitioner: Practitioner,
    patient: Patient,
    *,
    started_at: datetime = NOW - timedelta(hours=2),
    dose_mg: float = 40,
    weight_kg: float = 80,
    now: datetime | None = None,
) -> Infusion:
    """An infusion of 40 minutes, recorded at its end unless ``now`` says otherwise."""
    ended_at = started_at + timedelta(minutes=40)
    values = GivenValues(started_at, ended_at, dose_mg, weight_kg, Route.INTRAVENOUS, "")
    return infusions.record_given(
        session, catalogue(), practitioner, patient, values, now or ended_at
    )


def plan_infusion(
    session: Session,
    practitioner: Practitioner,
    patient: Patient,
    *,
    started_at: datetime = NOW + timedelta(days=2),
    now: datetime = NOW,
) -> Infusion:
    values = PlannedValues(started_at, None, None, None, "")
    return infusions.plan(session, catalogue(), practitioner, patient, values, now)


def receive(
    session: Session, patient: Patient, body: str, *, now: datetime = NOW, sid: str | None = None
) -> InboundMessage | None:
    """The patient texts ``body``, and its turn is taken at once."""
    clinic = session.get_one(Organization, patient.organization_id)
    message = receive_from(session, clinic, patient.phone, body, now=now, sid=sid)
    session.flush()
    while turns.take_next_text(session, catalogue(), patient.id, now, PUBLIC_URL):
        session.flush()
    return message


def receive_from(
    session: Session,
    clinic: Organization,
    number: str,
    body: str,
    *,
    now: datetime = NOW,
    sid: str | None = None,
) -> InboundMessage | None:
    """Somebody texts ``body`` to the clinic; nothing is done about it yet."""
    text = InboundText(sid or make_sid(), number, clinic.sender, body)
    screened = inbox.screen_text(catalogue(), text)
    if inbox.record_text(session, catalogue(), screened, now) is not Recorded.STORED:
        return None
    return session.scalars(
        select(InboundMessage).where(InboundMessage.provider_sid == text.sid)
    ).one()


def ask_and_answer(
    session: Session, patient: Patient, now: datetime, answers: Mapping[str, str] | str
) -> bool:
    """Ask what is due at ``now`` and answer it; ``False`` if nothing is due.

    ``answers`` is one text, or texts to be sent one after the other by the questionnaire's code.
    """
    if not turns.release_due(session, catalogue(), patient.id, now, PUBLIC_URL):
        return False
    session.flush()
    for body in [answers] if isinstance(answers, str) else answers.values():
        receive(session, patient, body, now=now + timedelta(minutes=5))
    return True


def make_sid() -> str:
    """No two processes make the same."""
    return f"SM{os.getpid():08x}{next(_numbers):024x}"
