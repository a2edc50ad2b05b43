"""What staff write on a patient's chart: other treatment, goals, notes, calls, judged forecasts."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from diary.domain.calls import CallOutcome
from diary.store.base import Base, OfClinic
from diary.store.sealing import SealedText


class TreatmentKind(StrEnum):
    ANTIDEPRESSANT = "antidepressant"
    OTHER_MEDICINE = "other_medicine"
    CBT = "cbt"
    EMDR = "emdr"
    EXPOSURE = "exposure"
    OTHER_THERAPY = "other_therapy"


class OtherTreatment(Base, OfClinic):
    """A medicine at one dose, or a therapy, beside the infusions (FHIR MedicationStatement)."""

    __tablename__ = "other_treatment"
    __table_args__ = (
        CheckConstraint("ended_on is null or ended_on >= started_on", name="ends_after_its_start"),
        Index("ix_other_treatment_patient_started", "patient_id", "started_on"),
    )

    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patient.id"))
    kind: Mapped[TreatmentKind]
    name: Mapped[str] = mapped_column(SealedText("other_treatment.name"))
    dose: Mapped[str] = mapped_column(SealedText("other_treatment.dose"))
    """As it is written: "50 mg daily"; empty for a therapy."""
    started_on: Mapped[date]
    ended_on: Mapped[date | None]
    continues_id: Mapped[UUID | None] = mapped_column(ForeignKey("other_treatment.id"))
    """The same treatment at the dose before."""
    recorded_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("practitioner.id"))
    recorded_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    """Entered in error: kept, and shown nowhere."""


class Goal(Base, OfClinic):
    """What matters to the patient, in their words (FHIR Goal)."""

    __tablename__ = "goal"

    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patient.id"), index=True)
    words: Mapped[str] = mapped_column(SealedText("goal.words"))
    set_on: Mapped[date]
    closed_on: Mapped[date | None]
    recorded_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("practitioner.id"))
    recorded_at: Mapped[datetime]


class GoalRating(Base, OfClinic):
    """How near the patient is to a goal, 0 to 10. A second one of a day takes the first's place."""

    __tablename__ = "goal_rating"
    __table_args__ = (
        CheckConstraint("value between 0 and 10", name="is_on_its_scale"),
        Index("ix_goal_rating_goal_rated", "goal_id", "rated_on"),
    )

    goal_id: Mapped[UUID] = mapped_column(ForeignKey("goal.id"))
    rated_on: Mapped[date]
    value: Mapped[int]
    recorded_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("practitioner.id"))
    recorded_at: Mapped[datetime]
    superseded_at: Mapped[datetime | None]


class ChartNote(Base, OfClinic):
    """What a member of staff writes about a day of the patient's."""

    __tablename__ = "chart_note"
    __table_args__ = (Index("ix_chart_note_patient_about", "patient_id", "about_on"),)

    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patient.id"))
    about_on: Mapped[date]
    text: Mapped[str] = mapped_column(SealedText("chart_note.text"))
    written_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("practitioner.id"))
    written_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class CallNote(Base, OfClinic):
    """That the patient was called, how that went, and how long they need no other call for it."""

    __tablename__ = "call_note"
    __table_args__ = (
        CheckConstraint("rests_until > called_at", name="rests_for_a_while"),
        Index("ix_call_note_patient_rests", "patient_id", "rests_until"),
    )

    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patient.id"))
    outcome: Mapped[CallOutcome]
    text: Mapped[str] = mapped_column(SealedText("call_note.text"))
    """May be empty."""
    called_at: Mapped[datetime]
    called_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("practitioner.id"))
    rests_until: Mapped[datetime]
    about: Mapped[list[str]] = mapped_column(JSON)
    """The reasons to call that the caller saw: kinds of ``domain.attention``."""
    removed_at: Mapped[datetime | None]
    """Entered in error: kept, and it counts for nothing."""


class ForecastVerdict(StrEnum):
    ACCEPTED = "accepted"
    EDITED = "edited"


class ForecastReview(Base, OfClinic):
    """What a clinician made of a forecast; the newest one of a course counts."""

    __tablename__ = "forecast_review"
    __table_args__ = (Index("ix_forecast_review_patient_recorded", "patient_id", "recorded_at"),)

    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patient.id"))
    questionnaire: Mapped[str]
    infused_at: Mapped[datetime]
    """The last infusion of the course that it is about."""
    given_low_on: Mapped[date]
    given_high_on: Mapped[date]
    verdict: Mapped[ForecastVerdict]
    low_on: Mapped[date]
    high_on: Mapped[date]
    reason: Mapped[str] = mapped_column(SealedText("forecast_review.reason"))
    recorded_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("practitioner.id"))
    recorded_at: Mapped[datetime]
