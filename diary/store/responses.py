"""Answers to questionnaires, and the observations that follow from them."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from diary.store.base import Base, OfClinic
from diary.store.sealing import SealedText


class ResponseStatus(StrEnum):
    """FHIR's QuestionnaireResponse statuses."""

    IN_PROGRESS = "in-progress"
    COMPLETED = "completed"
    AMENDED = "amended"
    STOPPED = "stopped"


class QuestionnaireResponse(Base, OfClinic):
    __tablename__ = "questionnaire_response"
    __table_args__ = (
        UniqueConstraint("prompt_id", "questionnaire"),
        Index("ix_questionnaire_response_patient_asked", "patient_id", "asked_at"),
    )

    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patient.id"))
    prompt_id: Mapped[UUID] = mapped_column(ForeignKey("prompt.id"))
    questionnaire: Mapped[str]
    questionnaire_version: Mapped[str]
    status: Mapped[ResponseStatus]
    asked_at: Mapped[datetime]
    """The moment the answers speak of, however late they come."""
    answered_at: Mapped[datetime | None]


class Answer(Base, OfClinic):
    """One value given for one item. A correction adds a row and marks the old one."""

    __tablename__ = "answer"
    __table_args__ = (Index("ix_answer_response", "response_id"),)

    response_id: Mapped[UUID] = mapped_column(ForeignKey("questionnaire_response.id"))
    link_id: Mapped[str]
    value: Mapped[float | list[int]] = mapped_column(JSON)
    """A number, or for an item that takes several options their values."""
    inbound_id: Mapped[UUID | None] = mapped_column(ForeignKey("inbound_message.id"))
    entry_id: Mapped[UUID | None] = mapped_column(ForeignKey("diary_entry.id"))
    """The version of the app's entry that gave it."""
    recorded_at: Mapped[datetime]
    is_late: Mapped[bool] = mapped_column(default=False)
    superseded_at: Mapped[datetime | None]
    """When a correction or an undo took its place."""
    replaced_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("diary_entry.id"))
    """The version of the app's entry that took its place, or cleared it; when that one is taken
    back, the answer stands again."""
    corrected_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("practitioner.id"))
    """The member of staff who read it so; empty when the program did, or the patient's own."""


class Observation(Base, OfClinic):
    """A rating or a score at a moment (FHIR Observation), derived from one response."""

    __tablename__ = "observation"
    __table_args__ = (
        UniqueConstraint("response_id", "code"),
        Index("ix_observation_patient_code_effective", "patient_id", "code", "effective_at"),
    )

    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patient.id"))
    response_id: Mapped[UUID] = mapped_column(ForeignKey("questionnaire_response.id"))
    code: Mapped[str]
    """``questionnaire/item`` for a rating ("daily/mood"), the questionnaire's code for a score."""
    value: Mapped[float]
    flags: Mapped[Mapping[str, Any]]
    """What must be said beside the value: band, prorated, ..."""
    effective_at: Mapped[datetime]


class AnswerLink(Base, OfClinic):
    """The address of a page where a prompt is answered. Only its token's SHA-256 is kept."""

    __tablename__ = "answer_link"

    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patient.id"), index=True)
    prompt_id: Mapped[UUID] = mapped_column(ForeignKey("prompt.id"), index=True)
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    saved_at: Mapped[datetime | None]
    """When answers were last saved from it as they were tapped."""
    tries: Mapped[int] = mapped_column(default=0)
    """Wrong answers to the question that comes before the page."""


class Note(Base, OfClinic):
    """What a patient wrote that answers nothing that was asked."""

    __tablename__ = "note"
    __table_args__ = (Index("ix_note_patient_written", "patient_id", "written_at"),)

    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patient.id"))
    inbound_id: Mapped[UUID | None] = mapped_column(ForeignKey("inbound_message.id"))
    text: Mapped[str] = mapped_column(SealedText("note.text"))
    written_at: Mapped[datetime]
