"""The patient's own entries as they stand, and what changed since."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, func, select, tuple_
from sqlalchemy.orm import Session

from diary.store.diary import DiaryEntry, EntryKind
from diary.store.people import Patient

Place = tuple[datetime, UUID]


def list_entries(
    session: Session,
    patient: Patient,
    kind: EntryKind,
    *,
    after: Place | None,
    limit: int,
) -> Sequence[DiaryEntry]:
    """Entries of a kind that stand, the newest first, behind the place ``after``."""
    query = select(DiaryEntry).where(
        DiaryEntry.patient_id == patient.id,
        DiaryEntry.kind == kind,
        DiaryEntry.superseded_at.is_(None),
    )
    if after:
        query = query.where(tuple_(DiaryEntry.effective_at, DiaryEntry.id) < after)
    return session.scalars(
        query.order_by(DiaryEntry.effective_at.desc(), DiaryEntry.id.desc()).limit(limit)
    ).all()


def newest_entries(session: Session, patient: Patient, *, limit: int) -> Sequence[DiaryEntry]:
    """The newest entries that stand, of any kind."""
    return session.scalars(
        select(DiaryEntry)
        .where(DiaryEntry.patient_id == patient.id, DiaryEntry.superseded_at.is_(None))
        .order_by(DiaryEntry.effective_at.desc(), DiaryEntry.id.desc())
        .limit(limit)
    ).all()


def entry_of(session: Session, patient: Patient, entry_id: UUID) -> DiaryEntry | None:
    """The version that stands of one of this patient's entries, tombstones too."""
    return session.scalars(
        select(DiaryEntry).where(
            DiaryEntry.patient_id == patient.id,
            DiaryEntry.entry_id == entry_id,
            DiaryEntry.superseded_at.is_(None),
        )
    ).first()


def newest_number(session: Session, patient: Patient) -> int:
    """Up to where ``changed_since`` has given everything."""
    return (
        session.scalar(
            select(func.max(DiaryEntry.number)).where(DiaryEntry.patient_id == patient.id)
        )
        or 0
    )


def changed_since(
    session: Session, patient: Patient, number: int, limit: int
) -> Sequence[DiaryEntry]:
    """What arrived after ``number`` from any device, each version, in the order of arrival."""
    wanted = {"patient_id": patient.id, "number": number, "limit": limit}
    return session.scalars(_CHANGED, wanted).all()


# Every sync asks for this: it is put together once.
_CHANGED = (
    select(DiaryEntry)
    .where(
        DiaryEntry.patient_id == bindparam("patient_id"), DiaryEntry.number > bindparam("number")
    )
    .order_by(DiaryEntry.number)
    .limit(bindparam("limit"))
)


def version_of(session: Session, patient: Patient, entry_id: UUID, version: int) -> DiaryEntry:
    """A version that is on record; ``NoResultFound`` if it is not."""
    return session.scalars(
        select(DiaryEntry).where(
            DiaryEntry.patient_id == patient.id,
            DiaryEntry.entry_id == entry_id,
            DiaryEntry.version == version,
        )
    ).one()
