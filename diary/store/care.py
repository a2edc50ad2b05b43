"""Plans, infusions, and the prompts that they lay out."""

from collections.abc import Mapping
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from diary.domain.plan import Channel
from diary.store.base import Base, OfClinic
from diary.store.sealing import SealedText


class StoredPlan(Base, OfClinic):
    """One version of a plan as a clinic's patients have it; it is never changed.

    A plan that comes with the program is copied here when the first patient gets it, so that a
    newer program changes nothing under anybody.
    """

    __tablename__ = "plan"
    __table_args__ = (UniqueConstraint("organization_id", "code", "version"),)

    code: Mapped[str]
    version: Mapped[str]
    content: Mapped[Mapping[str, Any]]
    """The tables of its file."""
    is_own: Mapped[bool]
    """The clinic loaded it, and it goes before the program's plan of that code."""
    stored_at: Mapped[datetime]


class InfusionStatus(StrEnum):
    PLANNED = "planned"
    GIVEN = "given"
    CANCELLED = "cancelled"


class Route(StrEnum):
    INTRAVENOUS = "intravenous"
    INTRAMUSCULAR = "intramuscular"
    SUBCUTANEOUS = "subcutaneous"
    INTRANASAL = "intranasal"
    ORAL = "oral"


class Infusion(Base, OfClinic):
    """A dose planned or given (FHIR MedicationAdministration)."""

    __tablename__ = "infusion"
    __table_args__ = (
        CheckConstraint("dose_mg is null or dose_mg > 0", name="dose_is_positive"),
        CheckConstraint("ended_at is null or ended_at >= started_at", name="ends_after_its_start"),
        Index("ix_infusion_patient_started", "patient_id", "started_at"),
        Index(
            "ix_infusion_planned",
            "organization_id",
            "started_at",
            sqlite_where=text("status = 'planned'"),
            postgresql_where=text("status = 'planned'"),
        ),
    )

    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patient.id"))
    status: Mapped[InfusionStatus]
    started_at: Mapped[datetime]
    """When it began; for a planned infusion, when it is to begin."""
    ended_at: Mapped[datetime | None]
    dose_mg: Mapped[float | None]
    weight_kg: Mapped[float | None]
    route: Mapped[Route | None]
    plan: Mapped[str | None]
    """The plan, with its version, that the patient followed when it was recorded as given."""
    note: Mapped[str] = mapped_column(SealedText("infusion.note"))
    cancel_reason: Mapped[str | None] = mapped_column(SealedText("infusion.cancel_reason"))
    recorded_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("practitioner.id"))
    recorded_at: Mapped[datetime]


class PromptStatus(StrEnum):
    REQUESTED = "requested"
    RELEASED = "released"
    """Handed to the conversation: it is in the outbox, or asked."""
    COMPLETED = "completed"
    PARTIAL = "partial"
    """Some of it was answered before its window closed."""
    MISSED = "missed"
    SKIPPED = "skipped"
    """Not asked, for the reason given."""
    CANCELLED = "cancelled"
    """Withdrawn with its infusion, before it was sent."""


class Prompt(Base, OfClinic):
    """A check-in to be asked at a time (FHIR Task). Its slot is unique; its time may move."""

    __tablename__ = "prompt"
    __table_args__ = (
        UniqueConstraint("anchor_id", "check_in", "occurrence"),
        Index("ix_prompt_patient_due", "patient_id", "due_at"),
        Index("ix_prompt_clinic_released", "organization_id", "released_at"),
        Index(
            "ix_prompt_due",
            "due_at",
            sqlite_where=text("status = 'requested'"),
            postgresql_where=text("status = 'requested'"),
        ),
        Index(
            "ix_prompt_remind",
            "remind_at",
            sqlite_where=text("status = 'released' and remind_at is not null"),
            postgresql_where=text("status = 'released' and remind_at is not null"),
        ),
        Index(
            "ix_prompt_open",
            "closes_at",
            sqlite_where=text("status = 'released'"),
            postgresql_where=text("status = 'released'"),
        ),
        Index(
            "ix_prompt_merged",
            "merged_into_id",
            sqlite_where=text("merged_into_id is not null"),
            postgresql_where=text("merged_into_id is not null"),
        ),
    )

    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patient.id"))
    anchor_id: Mapped[UUID]
    """The infusion that it counts from, or the patient for what counts from the enrolment."""
    check_in: Mapped[str]
    occurrence: Mapped[int]
    """The day after the anchor's for check-ins by the calendar, 0 for those by the hour."""
    plan_version: Mapped[str]
    questionnaires: Mapped[list[str]] = mapped_column(JSON)
    channel: Mapped[Channel] = mapped_column(default=Channel.TEXT)
    due_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    moved_to_on: Mapped[date | None]
    """Staff set it for this day and ``moved_to_local`` of the patient's clock, whatever the plan
    says. Forgotten when its slot falls away."""
    moved_to_local: Mapped[time | None]
    status: Mapped[PromptStatus]
    reason: Mapped[str | None]
    postponed_until: Mapped[datetime | None]
    """Not before this, although due: the patient said "later", or the hour was a quiet one."""
    released_at: Mapped[datetime | None]
    releases: Mapped[int] = mapped_column(default=0)
    """How often it was handed to the conversation: again only when the patient said "later"."""
    remind_minutes: Mapped[int | None]
    """Asked once more after so long without a word."""
    remind_at: Mapped[datetime | None]
    """When that is due, on the prompt that asks; empty once it was done or is not to be done."""
    reminded_at: Mapped[datetime | None]
    """When the one reminder was put into the outbox."""
    merged_into_id: Mapped[UUID | None] = mapped_column(ForeignKey("prompt.id"))
    """Several check-ins that fall together are asked as one text, by this prompt."""
