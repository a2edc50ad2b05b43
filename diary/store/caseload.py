"""One row a patient for the clinician's list, rewritten whenever that patient's record changes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from diary.store.base import Base, OfClinic


class CaseloadRow(Base, OfClinic):
    """What the list shows of a patient, so that it reads one indexed page and no histories."""

    __tablename__ = "caseload_row"
    __table_args__ = (
        Index("ix_caseload_row_clinic_rank", "organization_id", "rank", "attention", "changed_at"),
    )

    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patient.id"), unique=True)
    rank: Mapped[int]
    """0 needs somebody first; the largest rank needs nobody."""
    attention: Mapped[str]
    summary: Mapped[Mapping[str, Any]]
    changed_at: Mapped[datetime]
