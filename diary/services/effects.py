"""What the conversation decided, done to the patient's record."""

from dataclasses import dataclass
from datetime import datetime
from typing import assert_never
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from diary.domain.consent import ConsentAct, Texting
from diary.domain.turn_effects import (
    CloseResponses,
    CorrectAnswers,
    Effect,
    EscalateAlert,
    HandOver,
    Join,
    KeepNote,
    OptIn,
    OptOut,
    Pause,
    PostponePrompt,
    RaiseAlert,
    RecordAnswers,
    Resume,
    SetLanguage,
    SetPreferredTime,
    SkipPrompt,
    UndoAnswers,
)
from diary.services import alerts, consent, laying_out, prompts, responses
from diary.services.catalogue import Catalogue
from diary.services.hours import midnight_where
from diary.store.care import Prompt, PromptStatus
from diary.store.messaging import InboundMessage, OutboundMessage, OutboundStatus, Purpose
from diary.store.people import Patient
from diary.store.responses import Note, QuestionnaireResponse


@dataclass(frozen=True, slots=True)
class Cause:
    """What brought a turn about. ``key`` names it: one cause says one thing, once.

    ``alerts_key`` is another name for the alerts, where several causes raise them only once.
    """

    key: str
    alerts_key: str | None = None
    inbound: InboundMessage | None = None
    prompt: Prompt | None = None


def apply(  # noqa: C901 - one case an effect reads better than a table of functions
    session: Session,
    catalogue: Catalogue,
    patient: Patient,
    effect: Effect,
    cause: Cause,
    now: datetime,
) -> None:
    """Do what one effect says."""
    match effect:
        case RecordAnswers() | CorrectAnswers():
            _record(session, catalogue, patient, effect, cause, now)
        case UndoAnswers():
            _take_back(session, catalogue, effect, now)
        case CloseResponses():
            prompt_id = UUID(effect.prompt_id)
            close_responses(session, catalogue, prompt_id, stays_open=effect.stays_open)
        case SkipPrompt():
            _skip(session, catalogue, UUID(effect.prompt_id))
        case PostponePrompt():
            _postpone(session, UUID(effect.prompt_id), effect.until)
        case KeepNote():
            _keep_note(session, patient, effect.text, cause, now)
        case Join():
            consent.become(session, patient, Texting.ACTIVE, ConsentAct.JOINED, now)
            laying_out.lay_out(session, catalogue, patient, now)
        case OptIn():
            consent.become(session, patient, Texting.ACTIVE, ConsentAct.RESTARTED, now)
            laying_out.lay_out(session, catalogue, patient, now)
        case OptOut():
            consent.become(session, patient, Texting.STOPPED, ConsentAct.STOPPED, now)
        case Pause():
            patient.paused_until = midnight_where(patient.timezone, effect.until)
            patient.paused_by_id = None
        case Resume():
            patient.paused_until = patient.paused_by_id = None
        case SetPreferredTime():
            patient.preferred_local = effect.at_local
            laying_out.lay_out(session, catalogue, patient, now)
        case SetLanguage():
            patient.language = effect.language
        case RaiseAlert():
            alerts.open_alert(
                session,
                patient.organization_id,
                effect.finding,
                key=f"{cause.alerts_key or cause.key}:{effect.finding.rule}",
                now=now,
                patient_id=patient.id,
                inbound_id=cause.inbound.id if cause.inbound else None,
            )
            session.flush()
        case EscalateAlert():
            inbound_id = cause.inbound.id if cause.inbound else None
            alerts.escalate(session, patient, now, key=cause.key, inbound_id=inbound_id)
        case HandOver():
            if cause.inbound:
                cause.inbound.needs_person = True
        case _:
            assert_never(effect)


def _record(
    session: Session,
    catalogue: Catalogue,
    patient: Patient,
    effect: RecordAnswers | CorrectAnswers,
    cause: Cause,
    now: datetime,
) -> None:
    responses.record_answers(
        session,
        patient,
        session.get_one(Prompt, UUID(effect.prompt_id)),
        catalogue.questionnaires[effect.questionnaire],
        effect.values,
        now,
        inbound_id=cause.inbound.id if cause.inbound else None,
    )


def _take_back(session: Session, catalogue: Catalogue, effect: UndoAnswers, now: datetime) -> None:
    for response in _responses(session, UUID(effect.prompt_id)):
        if response.questionnaire == effect.questionnaire:
            questionnaire = catalogue.questionnaires[response.questionnaire]
            responses.take_back(session, response, questionnaire, now)
    prompt = session.get_one(Prompt, UUID(effect.prompt_id))
    _settle(session, prompt, PromptStatus.RELEASED, None)


def close_responses(
    session: Session, catalogue: Catalogue, prompt_id: UUID, *, stays_open: bool = False
) -> None:
    """Nothing more is asked of this prompt: what it came to.

    What is not whole of one that ``stays_open`` is left as it is.
    """
    lead = session.get_one(Prompt, prompt_id)
    wholes: dict[str, bool] = {}
    for response in _responses(session, prompt_id):
        questionnaire = catalogue.questionnaires[response.questionnaire]
        standing = responses.values_of(responses.current_answers(session, response))
        if stays_open and not responses.is_whole_for("sms", questionnaire, standing):
            continue
        if standing:
            finished = responses.finish(session, response, questionnaire)
            wholes[response.questionnaire] = finished
    for prompt in prompts.asked_by(session, lead):
        answered = [wholes[code] for code in prompt.questionnaires if code in wholes]
        if len(answered) == len(prompt.questionnaires) and all(answered):
            prompt.status, prompt.reason = PromptStatus.COMPLETED, None
        elif stays_open:
            continue
        elif answered:
            prompt.status, prompt.reason = PromptStatus.PARTIAL, None
        else:
            reason = "not_answered" if _went_out(session, lead) else "not_sent"
            prompt.status, prompt.reason = PromptStatus.MISSED, reason


def _went_out(session: Session, lead: Prompt) -> bool:
    """Whether the text that asks may have reached the carrier."""
    statuses = session.scalars(
        select(OutboundMessage.status).where(
            OutboundMessage.prompt_id == lead.id, OutboundMessage.purpose == Purpose.PROMPT
        )
    ).all()
    return any(status is not OutboundStatus.SKIPPED for status in statuses)


def _skip(session: Session, catalogue: Catalogue, prompt_id: UUID) -> None:
    """Nothing more of it is asked; what was answered before stays."""
    close_responses(session, catalogue, prompt_id)
    for prompt in prompts.asked_by(session, session.get_one(Prompt, prompt_id)):
        if prompt.status is not PromptStatus.COMPLETED:
            prompt.status, prompt.reason = PromptStatus.SKIPPED, "by_patient"


def _settle(session: Session, lead: Prompt, status: PromptStatus, reason: str | None) -> None:
    for prompt in prompts.asked_by(session, lead):
        prompt.status, prompt.reason = status, reason


def _postpone(session: Session, prompt_id: UUID, until: datetime) -> None:
    lead = session.get_one(Prompt, prompt_id)
    for prompt in prompts.asked_by(session, lead):
        # Still merged: an answer that comes before then closes them all.
        prompt.status, prompt.reason = PromptStatus.REQUESTED, None
        prompt.postponed_until = until


def _keep_note(session: Session, patient: Patient, text: str, cause: Cause, now: datetime) -> None:
    session.add(
        Note(
            organization_id=patient.organization_id,
            patient_id=patient.id,
            inbound_id=cause.inbound.id if cause.inbound else None,
            text=text,
            written_at=now,
        )
    )


def _responses(session: Session, prompt_id: UUID) -> list[QuestionnaireResponse]:
    return list(
        session.scalars(
            select(QuestionnaireResponse).where(QuestionnaireResponse.prompt_id == prompt_id)
        )
    )
