"""Notes that staff write on a chart, about a day."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from diary.services import audit
from diary.services.chart_fields import read_day, read_words
from diary.services.fields import InvalidFieldsError
from diary.store.chart import ChartNote
from diary.store.people import Patient, Practitioner


def write(
    session: Session,
    practitioner: Practitioner,
    patient: Patient,
    form: Mapping[str, str],
    today: date,
    now: datetime,
) -> ChartNote:
    """Write a note; ``InvalidFieldsError`` without a day or words."""
    errors: dict[str, str] = {}
    text = read_words(form, "text", errors)
    about_on = read_day(form, "about_on", errors, latest=today)
    if errors or about_on is None:
        raise InvalidFieldsError(errors)
    note = ChartNote(
        organization_id=patient.organization_id,
        patient_id=patient.id,
        about_on=about_on,
        text=text,
        written_by_id=practitioner.id,
        written_at=now,
    )
    session.add(note)
    session.flush()
    audit.record(
        session, "write note", patient, now, practitioner_id=practitioner.id, subject_id=note.id
    )
    return note


def remove(
    session: Session, practitioner: Practitioner, patient: Patient, note: ChartNote, now: datetime
) -> None:
    """Take a note off the chart; it is kept."""
    note.removed_at = now
    audit.record(
        session, "remove note", patient, now, practitioner_id=practitioner.id, subject_id=note.id
    )


def of_patient(session: Session, patient_id: UUID) -> Sequence[ChartNote]:
    """Those on the chart, by the day that they are about."""
    return session.scalars(
        select(ChartNote)
        .where(ChartNote.patient_id == patient_id, ChartNote.removed_at.is_(None))
        .order_by(ChartNote.about_on, ChartNote.id)
    ).all()
