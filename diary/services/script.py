"""What a turn may look at, gathered from the patient's record."""

from datetime import datetime, timedelta
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from diary.domain.turn import RecentResponse, Script
from diary.services.catalogue import Catalogue
from diary.services.hours import date_where
from diary.services.responses import values_of
from diary.store.care import Prompt
from diary.store.messaging import OutboundMessage, Purpose
from diary.store.people import Organization, Patient
from diary.store.responses import Answer, QuestionnaireResponse, ResponseStatus

CORRECTABLE = timedelta(days=7)
"""How far back a correction may reach."""
SAFETY_TEXT_ONCE_IN = timedelta(minutes=30)
NEW_UNTIL = 3
"""Completed check-ins after which a patient is no longer new."""


def script_for(
    session: Session,
    catalogue: Catalogue,
    patient: Patient,
    clinic: Organization,
    turn: int,
    now: datetime,
) -> Script:
    return Script(
        now=now,
        today=date_where(patient.timezone, now),
        turn=turn,
        language=patient.language,
        texting=patient.texting,
        is_paused=bool(patient.paused_until and now < patient.paused_until),
        questionnaires=catalogue.questionnaires,
        open_local=clinic.quiet_until_local,
        close_local=clinic.quiet_from_local,
        is_new=_is_new(session, patient),
        safety_was_said=_safety_was_said(session, patient, now),
        recent=_recent(session, patient, now),
    )


def _is_new(session: Session, patient: Patient) -> bool:
    completed = session.scalars(
        select(QuestionnaireResponse.id)
        .where(
            QuestionnaireResponse.patient_id == patient.id,
            QuestionnaireResponse.status.in_((ResponseStatus.COMPLETED, ResponseStatus.AMENDED)),
        )
        .limit(NEW_UNTIL)
    )
    return len(completed.all()) < NEW_UNTIL


def _safety_was_said(session: Session, patient: Patient, now: datetime) -> bool:
    said = session.scalars(
        select(OutboundMessage.id)
        .where(
            OutboundMessage.patient_id == patient.id,
            OutboundMessage.purpose == Purpose.SAFETY,
            OutboundMessage.created_at > now - SAFETY_TEXT_ONCE_IN,
        )
        .limit(1)
    )
    return said.first() is not None


def _recent(session: Session, patient: Patient, now: datetime) -> tuple[RecentResponse, ...]:
    rows = session.execute(
        select(QuestionnaireResponse, Prompt.closes_at, Answer)
        .join(Prompt, Prompt.id == QuestionnaireResponse.prompt_id)
        .join(Answer, Answer.response_id == QuestionnaireResponse.id)
        .where(
            QuestionnaireResponse.patient_id == patient.id,
            QuestionnaireResponse.asked_at > now - CORRECTABLE,
            Answer.superseded_at.is_(None),
        )
        .order_by(QuestionnaireResponse.asked_at.desc(), QuestionnaireResponse.id.desc())
    )
    return tuple(
        RecentResponse(
            prompt_id=str(response.prompt_id),
            questionnaire=response.questionnaire,
            asked_on=date_where(patient.timezone, response.asked_at),
            values=values_of([answer for _, _, answer in answered]),
            closes_at=closes_at,
        )
        for (response, closes_at), answered in groupby(rows, key=lambda row: (row[0], row[1]))
    )
