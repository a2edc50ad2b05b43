"""What became of each course and each infusion, kept so that a clinic's page reads no history."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from diary.domain.course_result import CourseEvent, Unscored
from diary.domain.durability import Outcome
from diary.store.base import Base, OfClinic


class Followed(StrEnum):
    """What is followed: a course of infusions given close together, or every infusion."""

    COURSE = "course"
    INFUSION = "infusion"


class OutcomeRow(Base, OfClinic):
    """One ``CourseResult`` on one questionnaire; rewritten with the patient's caseload row."""

    __tablename__ = "outcome_row"
    __table_args__ = (
        Index("ix_outcome_row_clinic_kind", "organization_id", "questionnaire", "followed"),
    )

    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patient.id"), index=True)
    questionnaire: Mapped[str]
    followed: Mapped[Followed]
    number: Mapped[int]
    last_at: Mapped[datetime]
    outcome: Mapped[Outcome]
    days: Mapped[float | None]
    event: Mapped[CourseEvent | None]
    sustained_days: Mapped[float | None]
    sustained_event: Mapped[CourseEvent | None]
    unscored: Mapped[Unscored | None]
    response: Mapped[bool | None]
    remission: Mapped[bool | None]
    worse: Mapped[bool | None]
    higher: Mapped[bool | None]
    route: Mapped[str | None]
    dose_mg_per_kg: Mapped[float | None]
    plan: Mapped[str | None]
