"""A clinic with as many patients as a measurement wants, their scores and infusions in place.

Rows are inserted as the services would leave them; living through the months would take hours.
"""

from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from diary.domain.consent import Texting
from diary.services import caseload
from diary.services.catalogue import Catalogue
from diary.services.people_search import marks_of
from diary.store.care import Infusion, InfusionStatus, Prompt, PromptStatus, Route
from diary.store.ids import new_id
from diary.store.people import Organization, Patient
from diary.store.responses import Observation, QuestionnaireResponse, ResponseStatus
from diary.store.sealing import blind_index

INDUCTION = (0, 3, 7, 10, 14, 17)
SCORED = (-2, 4, 8, 15, 22, 29, 38, 45, 52, 59, 66, 80, 94)
"""Days on which a questionnaire is answered, counted from the first infusion."""


def fill(
    session: Session,
    catalogue: Catalogue,
    clinic: Organization,
    patients: int,
    now: datetime,
    *,
    first: int = 0,
) -> None:
    """Patients with an induction, some with a further infusion, and scores that tell a story."""
    chance = Random(first)  # noqa: S311  simulated patients are no secret
    for number in range(first, first + patients):
        patient = _patient(session, clinic, number, now)
        began = now - timedelta(days=chance.randint(30, 400), hours=chance.randint(0, 5))
        again = chance.choice((None, None, 40, 60))
        _infuse(session, patient, began, again, chance)
        _score(session, patient, began, again, now, chance)
        session.flush()
        caseload.rewrite(session, catalogue, patient, now)


def _patient(session: Session, clinic: Organization, number: int, now: datetime) -> Patient:
    phone = f"+1915555{number % 10000:04}" if number < 10000 else f"+1{2010000000 + number}"
    patient = Patient(
        organization_id=clinic.id,
        name=(name := f"Patient {number}"),
        name_marks=marks_of(session, clinic.id, name),
        phone=phone,
        phone_index=blind_index(session, phone),
        timezone=clinic.timezone,
        language="en",
        preferred_local=clinic.quiet_until_local,
        plan="standard/1",
        enrolled_at=now - timedelta(days=420),
        texting=Texting.ACTIVE,
    )
    session.add(patient)
    session.flush()
    return patient


def _infuse(
    session: Session, patient: Patient, began: datetime, again: int | None, chance: Random
) -> None:
    route = chance.choice((Route.INTRAVENOUS, Route.INTRAVENOUS, Route.INTRAMUSCULAR))
    per_kg = chance.choice((0.5, 0.5, 0.75, 1.0))
    weight = chance.uniform(55, 110)
    for day in (*INDUCTION, *((again,) if again else ())):
        at = began + timedelta(days=day)
        session.add(
            Infusion(
                organization_id=patient.organization_id,
                patient_id=patient.id,
                status=InfusionStatus.GIVEN,
                started_at=at,
                ended_at=at + timedelta(minutes=40),
                dose_mg=round(per_kg * weight, 1),
                weight_kg=round(weight, 1),
                route=route,
                note="",
                recorded_at=at,
            )
        )


def _score(
    session: Session,
    patient: Patient,
    began: datetime,
    again: int | None,
    now: datetime,
    chance: Random,
) -> None:
    before = chance.randint(14, 25)
    best = max(1, round(before * chance.choice((0.2, 0.35, 0.5, 0.9, 1.1))))
    holds = chance.gauss(28, 14)
    stops = chance.choice((120, 120, 120, 35, 20))
    rows: dict[type, list[dict[str, object]]] = {
        Prompt: [],
        QuestionnaireResponse: [],
        Observation: [],
    }
    for day in SCORED:
        at = began + timedelta(days=day)
        if at > now or day > stops:
            continue
        since = day - (again + 2 if again and day > again else INDUCTION[-1])
        value = before if day < 0 else best if since < holds else min(27, best + (since - holds))
        noisy = max(0, min(27, round(value + chance.gauss(0, 1))))
        _answer(rows, patient, at, noisy)
    for model, values in rows.items():
        if values:
            session.execute(insert(model), values)


def _answer(
    rows: dict[type, list[dict[str, object]]], patient: Patient, at: datetime, value: int
) -> None:
    prompt_id, response_id = new_id(), new_id()
    common: dict[str, UUID] = {
        "organization_id": patient.organization_id,
        "patient_id": patient.id,
    }
    rows[Prompt].append(
        {
            "id": prompt_id,
            **common,
            "anchor_id": prompt_id,
            "check_in": "weekly",
            "occurrence": 0,
            "plan_version": "1",
            "questionnaires": ["phq9"],
            "due_at": at,
            "closes_at": at + timedelta(days=1),
            "status": PromptStatus.COMPLETED,
            "released_at": at,
            "releases": 1,
        }
    )
    rows[QuestionnaireResponse].append(
        {
            "id": response_id,
            **common,
            "prompt_id": prompt_id,
            "questionnaire": "phq9",
            "questionnaire_version": "1",
            "status": ResponseStatus.COMPLETED,
            "asked_at": at,
            "answered_at": at,
        }
    )
    rows[Observation].append(
        {
            "id": new_id(),
            **common,
            "response_id": response_id,
            "code": "phq9",
            "value": value,
            "flags": {},
            "effective_at": at,
        }
    )
