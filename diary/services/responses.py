"""Answers become responses, and responses observations: ratings at once, scores when whole."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from diary.domain.questionnaire import ItemKind, Questionnaire
from diary.domain.scoring import Score, score
from diary.domain.turn import Value
from diary.services.hours import date_where
from diary.store.care import Prompt
from diary.store.people import Patient
from diary.store.responses import Answer, Observation, QuestionnaireResponse, ResponseStatus


def record_answers(
    session: Session,
    patient: Patient,
    prompt: Prompt,
    questionnaire: Questionnaire,
    values: Mapping[str, Value],
    now: datetime,
    *,
    inbound_id: UUID | None,
    corrected_by_id: UUID | None = None,
) -> QuestionnaireResponse:
    """Add values to the prompt's response; a value given before is kept as history."""
    response = _response_of(session, patient, prompt, questionnaire)
    is_late = date_where(patient.timezone, now) > date_where(patient.timezone, response.asked_at)
    for old in current_answers(session, response):
        if old.link_id in values:
            old.superseded_at = now
    for link_id, value in values.items():
        session.add(
            Answer(
                organization_id=patient.organization_id,
                response_id=response.id,
                link_id=link_id,
                value=list(value) if isinstance(value, tuple) else value,
                inbound_id=inbound_id,
                recorded_at=now,
                is_late=is_late,
                corrected_by_id=corrected_by_id,
            )
        )
    response.answered_at = now
    if response.status is ResponseStatus.COMPLETED:
        response.status = ResponseStatus.AMENDED
    session.flush()
    _observe(session, response, questionnaire)
    return response


def take_back(
    session: Session, response: QuestionnaireResponse, questionnaire: Questionnaire, now: datetime
) -> None:
    """Take every current answer of a response back. Nothing is deleted but what followed."""
    for answer in current_answers(session, response):
        answer.superseded_at = now
    response.status = ResponseStatus.IN_PROGRESS
    session.flush()
    _observe(session, response, questionnaire)


def finish(session: Session, response: QuestionnaireResponse, questionnaire: Questionnaire) -> bool:
    """Close a response; whether every item that the text form asks for was answered."""
    is_whole = is_whole_for("sms", questionnaire, values_of(current_answers(session, response)))
    if response.status is ResponseStatus.IN_PROGRESS:
        response.status = ResponseStatus.COMPLETED if is_whole else ResponseStatus.STOPPED
    session.flush()
    _observe(session, response, questionnaire)
    return is_whole


def is_whole_for(channel: str, questionnaire: Questionnaire, values: Mapping[str, Value]) -> bool:
    """Whether every item that a channel asks for, given these answers, is among them."""
    numbers = {i: value for i, value in values.items() if not isinstance(value, tuple)}
    return all(
        item.link_id in values
        for item in questionnaire.items_for(channel)
        if questionnaire.is_asked(item.link_id, numbers)
    )


def current_answers(session: Session, response: QuestionnaireResponse) -> list[Answer]:
    """The answers that stand: not corrected, not taken back."""
    return list(
        session.scalars(
            select(Answer).where(Answer.response_id == response.id, Answer.superseded_at.is_(None))
        )
    )


def values_of(answers: list[Answer]) -> dict[str, Value]:
    return {
        answer.link_id: tuple(answer.value) if isinstance(answer.value, list) else answer.value
        for answer in answers
    }


def _response_of(
    session: Session, patient: Patient, prompt: Prompt, questionnaire: Questionnaire
) -> QuestionnaireResponse:
    response = session.scalars(
        select(QuestionnaireResponse).where(
            QuestionnaireResponse.prompt_id == prompt.id,
            QuestionnaireResponse.questionnaire == questionnaire.code,
        )
    ).first()
    if response is None:
        response = QuestionnaireResponse(
            organization_id=patient.organization_id,
            patient_id=patient.id,
            prompt_id=prompt.id,
            questionnaire=questionnaire.code,
            questionnaire_version=questionnaire.version,
            status=ResponseStatus.IN_PROGRESS,
            asked_at=prompt.released_at or prompt.due_at,
        )
        session.add(response)
        session.flush()
    return response


def _observe(
    session: Session, response: QuestionnaireResponse, questionnaire: Questionnaire
) -> None:
    existing = session.scalars(select(Observation).where(Observation.response_id == response.id))
    values = values_of(current_answers(session, response))
    put_observations(session, response, observations_of(questionnaire, values), existing.all())


def put_observations(
    session: Session,
    response: QuestionnaireResponse,
    wanted: Mapping[str, tuple[float, dict[str, Any]]],
    existing: Iterable[Observation],
) -> None:
    """Make the observations of a response those ``wanted``: value and flags by code."""
    missing = dict(wanted)
    for observation in existing:
        if observation.code in missing:
            observation.value, observation.flags = missing.pop(observation.code)
        else:
            session.delete(observation)
    for code, (value, flags) in missing.items():
        session.add(
            Observation(
                organization_id=response.organization_id,
                patient_id=response.patient_id,
                response_id=response.id,
                code=code,
                value=value,
                flags=flags,
                effective_at=response.asked_at,
            )
        )


def observations_of(
    questionnaire: Questionnaire, values: Mapping[str, Value]
) -> dict[str, tuple[float, dict[str, Any]]]:
    """The observations that follow from values: value and flags by code."""
    wanted: dict[str, tuple[float, dict[str, Any]]] = {}
    numbers: dict[str, float] = {}
    for item in questionnaire.items:
        value = values.get(item.link_id)
        code = f"{questionnaire.code}/{item.link_id}"
        if isinstance(value, tuple):
            chosen = [option for option in value if option]
            wanted[code] = (len(chosen), {"options": chosen})
        elif value is not None:
            numbers[item.link_id] = value
            if item.kind is ItemKind.RATING:
                wanted[code] = (value, {})
    if questionnaire.scoring and isinstance(result := score(questionnaire, numbers), Score):
        wanted[questionnaire.code] = (
            result.total,
            {
                "band": result.band.code if result.band else None,
                "flags": list(result.flags),
                "judgements": dict(result.judgements),
            },
        )
    return wanted
