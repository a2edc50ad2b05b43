"""The demo's clinic: its staff, and what they do at their desk as the weeks go by."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import combinations
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select

from diary.bootstrap import Services
from diary.domain.asking import questions_of
from diary.domain.questionnaire import Questionnaire
from diary.domain.thrift import plainly
from diary.domain.turn import Asked, Question
from diary.services import alerts, caseload, enrolment, infusions, ladders, staff
from diary.services.enrolment import Enrolment
from diary.services.infusion_forms import GivenValues, PlannedValues
from diary.services.wording import compose
from diary.simulation.persona import Persona
from diary.store.alerts import AlertStatus, SafetyAlert
from diary.store.care import Infusion, Route
from diary.store.people import OptOutReplies, Organization, Patient, Practitioner

TIMEZONE = "America/Chicago"
SENDER = "+14325550100"
PASSWORD = "infusion-diary-demo"  # noqa: S105 - printed at the start of every demo
INFUSION_LASTS = timedelta(minutes=40)
VISIT_AT = time(11)
ALERT_IS_CALLED_WITHIN = timedelta(hours=2)
USUAL_MG_PER_KG = 0.5


@dataclass(frozen=True, slots=True)
class Account:
    """A sign-in of the demo."""

    name: str
    role: str
    sign_in_name: str
    phone: str
    password: str = PASSWORD


ACCOUNTS = (
    Account("Rosa Nolan", "nurse", "rosa@demo.example", "+14325550151"),
    Account("Omar Feld", "psychiatrist", "omar@demo.example", "+14325550152"),
)


def open_clinic(services: Services, segments_a_second: int | None = None) -> UUID:
    """Create the clinic with its staff; the id of the nurse, who does the paperwork.

    It sends as fast as its number allows, or ``segments_a_second``.
    """
    now = services.clock()
    with services.sessions.begin() as session:
        clinic = Organization(
            name="Llano Clinic",
            timezone=TIMEZONE,
            sender=SENDER,
            contact_phone="432-555-0100",
            opt_out_replies=OptOutReplies.TWILIO,
            quiet_until_local=time(9),
            quiet_from_local=time(20),
            segments_a_second=segments_a_second,
            default_plan="standard",
            spread_minutes=0,  # so few patients need no spreading, and times are easy to follow
        )
        session.add(clinic)
        session.flush()
        made = [
            staff.add_practitioner(
                session,
                clinic,
                sign_in_name=account.sign_in_name,
                display_name=account.name,
                password=account.password,
                now=now,
            )
            for account in ACCOUNTS
        ]
        session.flush()
        for position, account in enumerate(ACCOUNTS, start=1):
            ladders.add_rung(
                session,
                clinic,
                sign_in_name=account.sign_in_name,
                phone=account.phone,
                position=position,
                wait_minutes=10,
                from_local=time(0),
                until_local=time(0),
                weekdays=range(7),
            )
        return made[0].id


def enrol(services: Services, nurse_id: UUID, persona: Persona) -> UUID:
    """Enrol a simulated patient as the front desk would; the id of the patient."""
    now = services.clock()
    with services.sessions.begin() as session:
        patient = enrolment.enrol(
            session,
            services.catalogue,
            session.get_one(Practitioner, nurse_id),
            Enrolment(
                name=persona.name,
                phone=persona.phone,
                timezone=persona.timezone,
                language=persona.language,
                preferred_local=persona.preferred_local,
                plan=persona.plan,
                consent_by=ACCOUNTS[0].name,
                consent_on=now.astimezone(ZoneInfo(persona.timezone)).date(),
            ),
            now,
        )
        return patient.id


def plan_visit(services: Services, nurse_id: UUID, patient_id: UUID, at: datetime) -> UUID:
    """Plan an infusion; its id."""
    with services.sessions.begin() as session:
        infusion = infusions.plan(
            session,
            services.catalogue,
            session.get_one(Practitioner, nurse_id),
            session.get_one(Patient, patient_id),
            PlannedValues(at, None, None, Route.INTRAVENOUS, ""),
            services.clock(),
        )
        return infusion.id


def give(services: Services, nurse_id: UUID, infusion_id: UUID, weight_kg: float) -> None:
    """Record a planned infusion as given just now."""
    now = services.clock()
    with services.sessions.begin() as session:
        infusion = session.get_one(Infusion, infusion_id)
        infusions.record_given(
            session,
            services.catalogue,
            session.get_one(Practitioner, nurse_id),
            session.get_one(Patient, infusion.patient_id),
            GivenValues(
                started_at=now - INFUSION_LASTS,
                ended_at=now,
                dose_mg=round(weight_kg * USUAL_MG_PER_KG, 1),
                weight_kg=weight_kg,
                route=Route.INTRAVENOUS,
                note="",
            ),
            now,
            planned=infusion,
        )


def make_rounds(services: Services, nurse_id: UUID) -> None:
    """Call everybody whose alert has been open for a while, and resolve it."""
    now = services.clock()
    with services.sessions.begin() as session:
        for alert in session.scalars(
            select(SafetyAlert).where(
                SafetyAlert.status != AlertStatus.RESOLVED,
                SafetyAlert.opened_at < now - ALERT_IS_CALLED_WITHIN,
            )
        ):
            reason = "Called: safe, somebody is with them, next visit brought forward."
            alerts.resolve(alert, nurse_id, "spoke_safe", reason, now)
            session.flush()
            if alert.patient_id:
                patient = session.get_one(Patient, alert.patient_id)
                caseload.rewrite(session, services.catalogue, patient, now)


def visit_time(first: datetime, day: int) -> datetime:
    """The start of the visit ``day`` days after the first one's date, never on a Sunday."""
    date = first.astimezone(ZoneInfo(TIMEZONE)).date() + timedelta(days=day)
    if date.isoweekday() == _SUNDAY:
        date += timedelta(days=1)
    return datetime.combine(date, VISIT_AT, tzinfo=ZoneInfo(TIMEZONE)).astimezone(UTC)


def wordings(services: Services, language: str) -> Mapping[str, Asked]:
    """What each text that asks something says: how a simulated patient knows what is asked."""
    with services.readers() as session:
        clinic = session.query(Organization).one()
        return {
            written: asked
            for questionnaire in services.catalogue.questionnaires.values()
            for asked in _askable(questionnaire)
            for wording in [compose([Question(asked)], language, clinic, services.catalogue)]
            for written in (wording, plainly(wording))
        }


def _askable(questionnaire: Questionnaire) -> Iterator[Asked]:
    """Every question of a questionnaire, and what may be left of each after a part answer."""
    if questionnaire.is_askable:
        for asked in questions_of(questionnaire):
            for size in range(len(asked.items), 0, -1):
                for items in combinations(asked.items, size):
                    yield Asked(asked.questionnaire, items)


_SUNDAY = 7
