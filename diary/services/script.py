"""What a turn may look at, gathered from the patient's record."""

from datetime import datetime, timedelta
from itertools import groupby
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from diary.domain.danger_turns import safety_text
from diary.domain.safety import Kind, Tier
from diary.domain.turn import RecentResponse, Script
from diary.services.catalogue import Catalogue
from diary.services.hours import date_where, hours_of
from diary.services.responses import values_of
from diary.store.alerts import SafetyAlert
from diary.store.care import Prompt
from diary.store.messaging import OutboundMessage, OutboundStatus, Purpose
from diary.store.people import Organization, Patient
from diary.store.responses import Answer, QuestionnaireResponse, ResponseStatus

CORRECTABLE = timedelta(days=7)
"""How far back a correction may reach."""
SAFETY_TEXT_ONCE_IN = timedelta(minutes=30)
_NEVER_ARRIVED = (OutboundStatus.FAILED, OutboundStatus.UNDELIVERED, OutboundStatus.SKIPPED)
TURN = "turn:"
"""How the keys of texts begin that answer one of the patient's, with that text's id behind it."""
FORM = "form:"
"""... and of texts that follow from a page that the patient sent: its link's id and the turn."""
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
        hours=hours_of(patient, clinic),
        confirms_answers=clinic.confirms_answers,
        is_new=_is_new(session, patient),
        safety_said=_safety_said(session, patient, now),
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


def _safety_said(session: Session, patient: Patient, now: datetime) -> frozenset[str]:
    """Which safety texts answered the alerts of the last half hour."""
    keys = session.scalars(
        select(OutboundMessage.key).where(
            OutboundMessage.patient_id == patient.id,
            OutboundMessage.purpose == Purpose.SAFETY,
            OutboundMessage.status.not_in(_NEVER_ARRIVED),
            OutboundMessage.created_at > now - SAFETY_TEXT_ONCE_IN,
        )
    ).all()
    if not keys:
        return frozenset()
    answered = [UUID(key.removeprefix(TURN)) for key in keys if key.startswith(TURN)]
    # What a page raised has no text of its own; its alerts are named after the page.
    pages = {key.rpartition(":")[0] for key in keys if key.startswith(FORM)}
    on_pages = [SafetyAlert.key.startswith(f"{page}:") for page in sorted(pages)]
    alerts = session.execute(
        select(SafetyAlert.tier, SafetyAlert.kind).where(
            SafetyAlert.patient_id == patient.id,
            or_(SafetyAlert.inbound_id.in_(answered), *on_pages),
        )
    )
    return frozenset(safety_text(Tier(tier), Kind(kind)).key for tier, kind in alerts)


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
    by_response = groupby(rows, key=lambda row: (row[0], row[1]))
    responses = [(*key, [answer for *_, answer in answered]) for key, answered in by_response]
    return tuple(
        _recent_response(patient, response, closes_at, answers)
        for response, closes_at, answers in sorted(responses, key=_last_answered, reverse=True)
    )


def _recent_response(
    patient: Patient, response: QuestionnaireResponse, closes_at: datetime, answers: list[Answer]
) -> RecentResponse:
    last = max(answer.recorded_at for answer in answers)
    return RecentResponse(
        prompt_id=str(response.prompt_id),
        questionnaire=response.questionnaire,
        asked_on=date_where(patient.timezone, response.asked_at),
        values=values_of(answers),
        closes_at=closes_at,
        last_items=tuple(answer.link_id for answer in answers if answer.recorded_at == last),
    )


def _last_answered(
    row: tuple[QuestionnaireResponse, datetime, list[Answer]],
) -> tuple[datetime, datetime, UUID]:
    response, _, answers = row
    return max(answer.recorded_at for answer in answers), response.asked_at, response.id
