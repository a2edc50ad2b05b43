"""What patients enter in the app, version by version; nothing is changed in place."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from diary.store.base import Base, OfClinic
from diary.store.sealing import SealedText


class EntryKind(StrEnum):
    DIARY = "diary"
    """Mood, hours slept, a note, tags: of the patient's own accord."""
    RESPONSE = "response"
    """Answers to one questionnaire of a check-in."""
    SAFETY_PLAN = "safety_plan"
    """What helps in a crisis, in the patient's own words."""
    DELETION = "deletion"
    """A tombstone: the patient took the entry back. Its earlier versions stay as history."""


class DiaryEntry(Base, OfClinic):
    """One version of an entry made on a device, often long before it arrived here."""

    __tablename__ = "diary_entry"
    __table_args__ = (
        UniqueConstraint("patient_id", "entry_id", "version"),
        UniqueConstraint("patient_id", "number"),
        Index(
            "ix_diary_entry_current",
            "patient_id",
            "effective_at",
            sqlite_where=text("superseded_at is null"),
            postgresql_where=text("superseded_at is null"),
        ),
        Index(
            "ix_diary_entry_prompt",
            "prompt_id",
            sqlite_where=text("prompt_id is not null"),
            postgresql_where=text("prompt_id is not null"),
        ),
    )

    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patient.id"))
    device_id: Mapped[UUID] = mapped_column(ForeignKey("device.id"))
    entry_id: Mapped[UUID]
    """Made by the device, once for all versions."""
    version: Mapped[int]
    number: Mapped[int]
    """Counts what arrived for this patient: what is new since a number is above it."""
    kind: Mapped[EntryKind]
    body: Mapped[str] = mapped_column(SealedText("diary_entry.body"))
    """The entry as JSON, as it was read."""
    body_hash: Mapped[bytes]
    sent_hash: Mapped[bytes | None]
    """Of the entry as a batch brought it, by which it is known when it comes again just so.

    None where it came alone, in a batch of which not all could be read, or before this was kept.
    """
    prompt_id: Mapped[UUID | None] = mapped_column(ForeignKey("prompt.id"))
    """The check-in that a response answers."""
    made_at: Mapped[datetime]
    """By the device's clock."""
    effective_at: Mapped[datetime]
    """``made_at`` by our clock: another instant where the device's was wrong."""
    received_at: Mapped[datetime]
    danger_tier: Mapped[str | None]
    """Of the gravest danger that the entry shows by itself."""
    superseded_at: Mapped[datetime | None]
    """When a later version was known."""
    counts: Mapped[bool] = mapped_column(default=True)
    """Whether the answers of a response stand: the first complete ones do, others lie beside."""
