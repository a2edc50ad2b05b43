"""A clinic of any size in seconds: some patients with a record, and their likes by bulk.

What the lists read (patients, caseload rows, planned infusions) is there for everybody.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from diary.bootstrap import Services
from diary.domain.consent import Texting
from diary.services import clinic_figures
from diary.services.caseload import minute_of
from diary.services.people_search import marks_of
from diary.store.care import Infusion, InfusionStatus, Prompt, PromptStatus
from diary.store.caseload import CaseloadRow
from diary.store.ids import new_id
from diary.store.people import Organization, Patient
from diary.store.responses import Observation, QuestionnaireResponse, ResponseStatus
from diary.store.sealing import BoundText, blind_index
from tests.bench import _crowd

WITH_A_RECORD = 250
_BATCH = 5_000
_GIVEN = ("Alma", "Frank", "Kim", "Inés", "Vera", "Omar", "Ruth", "Luis", "Nora", "Mei", "Tomás")
_SYLLABLES = ("ro", "ade", "lin", "ka", "bre", "nu", "sto", "mar", "vi", "qui", "tan", "el", "os")


def fill(
    services: Services, clinic: Organization, patients: int, now: datetime, *, first: int = 0
) -> None:
    """``patients`` of them, of whom ``WITH_A_RECORD`` at most have a history behind their row."""
    recorded = min(patients, WITH_A_RECORD)
    with services.sessions.begin() as session:
        mine = session.get_one(Organization, clinic.id)
        _crowd.fill(session, services.catalogue, mine, recorded, now, first=first)
        _add_daily_moods(session, clinic, now)
    for began in range(recorded, patients, _BATCH):
        with services.sessions.begin() as session:
            _copy(session, clinic, range(began, min(patients, began + _BATCH)), now)
    with services.sessions.begin() as session:
        for large in clinic_figures.large_clinics(session):
            clinic_figures.keep_figures(session, large, now)


def name_of(number: int) -> str:
    """One of 11 given names, one of 2,197 family names."""
    given, rest = _GIVEN[number % len(_GIVEN)], number
    family = ""
    for _ in range(3):
        rest, syllable = divmod(rest, len(_SYLLABLES))
        family += _SYLLABLES[syllable]
    return f"{given} {family.title()}"


def person(
    session: Session, clinic: Organization, number: int, patient_id: Any, now: datetime
) -> Mapping[str, object]:
    """The columns of a patient who takes texts, where the clinic is."""
    name, phone = name_of(number), f"+1{2010000000 + number}"
    return {
        "id": patient_id,
        "organization_id": clinic.id,
        "name": BoundText(name, patient_id),
        "name_marks": marks_of(session, clinic.id, name),
        "phone": BoundText(phone, patient_id),
        "phone_index": blind_index(session, phone),
        "timezone": clinic.timezone,
        "language": "en",
        "preferred_local": clinic.quiet_until_local,
        "plan": "standard/1",
        "enrolled_at": now - timedelta(days=420),
        "texting": Texting.ACTIVE,
    }


def _add_daily_moods(session: Session, clinic: Organization, now: datetime) -> None:
    """Eight weeks of daily mood in each row, as the list draws it; the names are spread."""
    chance = Random(2)  # noqa: S311  simulated patients are no secret
    of_clinic = select(CaseloadRow, Patient).where(
        CaseloadRow.organization_id == clinic.id, Patient.id == CaseloadRow.patient_id
    )
    for number, (row, patient) in enumerate(session.execute(of_clinic)):
        days = [day for day in range(55, -1, -1) if chance.random() < 0.8]
        row.summary = {
            **row.summary,
            "mood": [chance.randint(2, 9) for _ in days],
            "mood_at": [minute_of(now - timedelta(days=day, hours=3)) for day in days],
        }
        patient.name = name_of(number)
        patient.name_marks = marks_of(session, clinic.id, patient.name)


def _copy(session: Session, clinic: Organization, numbers: range, now: datetime) -> None:
    kept = session.scalars(
        select(CaseloadRow)
        .where(CaseloadRow.organization_id == clinic.id)
        .order_by(CaseloadRow.id)
        .limit(WITH_A_RECORD)
    ).all()
    people, rows, visits = [], [], []
    for number in numbers:
        like, patient_id = kept[number % len(kept)], new_id()
        people.append(person(session, clinic, number, patient_id, now))
        rows.append(
            {column.key: getattr(like, column.key) for column in CaseloadRow.__table__.columns}
            | {"id": new_id(), "patient_id": patient_id}
        )
        if number % 4 == 0:
            visits.append(_visit(clinic, patient_id, now + timedelta(hours=number % 600)))
    for model, values in ((Patient, people), (CaseloadRow, rows), (Infusion, visits)):
        session.execute(insert(model), values)


def _visit(clinic: Organization, patient_id: Any, at: datetime) -> Mapping[str, object]:
    infusion_id = new_id()
    return {
        "id": infusion_id,
        "organization_id": clinic.id,
        "patient_id": patient_id,
        "status": InfusionStatus.PLANNED,
        "started_at": at,
        "note": BoundText("", infusion_id),
        "recorded_at": at - timedelta(days=30),
    }


def answer_daily(session: Session, patient: Patient, days: int, now: datetime) -> None:
    """``days`` of a daily check-in of mood, distress and sleep, nine of ten answered."""
    chance = Random(3)  # noqa: S311  simulated patients are no secret
    prompts, responses, observations = [], [], []
    for day in range(days, 0, -1):
        at = now - timedelta(days=day, hours=2)
        prompt_id, response_id, is_answered = new_id(), new_id(), chance.random() < 0.9
        prompts.append(
            {
                "id": prompt_id,
                "organization_id": patient.organization_id,
                "patient_id": patient.id,
                "anchor_id": prompt_id,
                "check_in": "daily",
                "occurrence": 0,
                "plan_version": "1",
                "questionnaires": ["daily"],
                "due_at": at,
                "closes_at": at + timedelta(hours=12),
                "status": PromptStatus.COMPLETED if is_answered else PromptStatus.MISSED,
                "released_at": at,
                "releases": 1,
            }
        )
        if not is_answered:
            continue
        responses.append(
            {
                "id": response_id,
                "organization_id": patient.organization_id,
                "patient_id": patient.id,
                "prompt_id": prompt_id,
                "questionnaire": "daily",
                "questionnaire_version": "1",
                "status": ResponseStatus.COMPLETED,
                "asked_at": at,
                "answered_at": at,
            }
        )
        for item, high in (("mood", 9), ("distress", 9), ("sleep_hours", 10)):
            observations.append(
                {
                    "id": new_id(),
                    "organization_id": patient.organization_id,
                    "patient_id": patient.id,
                    "response_id": response_id,
                    "code": f"daily/{item}",
                    "value": chance.randint(1, high),
                    "flags": {},
                    "effective_at": at,
                }
            )
    for model, values in (
        (Prompt, prompts),
        (QuestionnaireResponse, responses),
        (Observation, observations),
    ):
        session.execute(insert(model), values)
