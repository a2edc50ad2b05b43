"""What the clinician's lists read: one row a patient, and a large clinic's counts."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from diary.store.base import Base, OfClinic


class CaseloadRow(Base, OfClinic):
    """What the list shows of a patient, so that it reads one indexed page and no histories.

    Rewritten whenever that patient's record changes. What the list is ordered or summed by has a
    column; the rest is in the summary.
    """

    __tablename__ = "caseload_row"
    __table_args__ = (
        Index(
            "ix_caseload_row_clinic_need",
            "organization_id",
            "rank",
            "attention",
            "order_in_rank",
            "id",
            "asked",
            "answered",
        ),
        Index("ix_caseload_row_clinic_call", "organization_id", "call_rank", "call_order", "id"),
        Index(
            "ix_caseload_row_clinic_called",
            "organization_id",
            "called_at",
            "id",
            sqlite_where=text("called_at is not null"),
            postgresql_where=text("called_at is not null"),
        ),
        Index(
            "ix_caseload_row_rests_until",
            "rests_until",
            sqlite_where=text("rests_until is not null"),
            postgresql_where=text("rests_until is not null"),
        ),
        Index("ix_caseload_row_clinic_infusion", "organization_id", "last_infusion_at", "id"),
        Index("ix_caseload_row_clinic_share", "organization_id", "answered_share", "id"),
        Index("ix_caseload_row_clinic_prompt", "organization_id", "next_prompt_at", "id"),
        # Of one word only: the longest since an infusion may be the last of all who are fading.
        Index(
            "ix_caseload_row_word_infusion",
            "organization_id",
            "attention",
            "last_infusion_at",
            "id",
        ),
        Index(
            "ix_caseload_row_word_share",
            "organization_id",
            "attention",
            "answered_share",
            "id",
        ),
        Index(
            "ix_caseload_row_word_prompt",
            "organization_id",
            "attention",
            "next_prompt_at",
            "id",
        ),
    )

    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organization.id"))
    """Without the index of its own that other tables have: all those above begin with it."""
    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patient.id"), unique=True)
    rank: Mapped[int]
    """0 needs somebody first; the largest rank needs nobody."""
    attention: Mapped[str]
    order_in_rank: Mapped[float] = mapped_column(default=0.0)
    """The weight with a minus: the heavier comes first."""
    call_rank: Mapped[int]
    """The rank of the first reason that rests after no call; the largest if nobody has to call."""
    call_order: Mapped[float] = mapped_column(default=0.0)
    """As ``order_in_rank``, of that reason."""
    called_at: Mapped[datetime | None]
    """The last call, where there are reasons to call and all of them rest."""
    rests_until: Mapped[datetime | None]
    """When a call counts no longer, so that the row has to be written anew."""
    asked: Mapped[int] = mapped_column(default=0)
    answered: Mapped[int] = mapped_column(default=0)
    answered_share: Mapped[float | None]
    """``answered`` of ``asked``; empty for somebody who was not asked yet."""
    last_infusion_at: Mapped[datetime | None]
    next_prompt_at: Mapped[datetime | None]
    summary: Mapped[Mapping[str, Any]]
    changed_at: Mapped[datetime]


class CaseloadTally(Base, OfClinic):
    """The counts of a clinic too large to be counted whenever a page is read."""

    __tablename__ = "caseload_tally"
    __table_args__ = (UniqueConstraint("organization_id"),)

    figures: Mapped[Mapping[str, Any]]
    counted_at: Mapped[datetime]
