"""Medicines and therapies beside the infusions: begun, at another dose, ended, entered in error."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from diary.services import audit
from diary.services.chart_fields import read_day, read_words
from diary.services.fields import InvalidFieldsError
from diary.store.chart import OtherTreatment, TreatmentKind
from diary.store.people import Patient, Practitioner

LONGEST_NAME = 120
MEDICINES = (TreatmentKind.ANTIDEPRESSANT, TreatmentKind.OTHER_MEDICINE)
_NAMED_BY_THEIR_KIND = (TreatmentKind.CBT, TreatmentKind.EMDR, TreatmentKind.EXPOSURE)


@dataclass(frozen=True, slots=True)
class TreatmentValues:
    kind: TreatmentKind
    name: str
    dose: str
    started_on: date
    ended_on: date | None


def read_treatment(form: Mapping[str, str], today: date) -> TreatmentValues:
    """The form's fields, or ``InvalidFieldsError``. Nothing has begun or ended in the future."""
    errors: dict[str, str] = {}
    chosen = form.get("kind", "")
    kind = TreatmentKind(chosen) if chosen in set(TreatmentKind) else None
    if kind is None:
        errors["kind"] = "required"
    is_named = kind in _NAMED_BY_THEIR_KIND
    name = read_words(form, "treatment", errors, longest=LONGEST_NAME, required=not is_named)
    dose = read_words(form, "dose", errors, longest=LONGEST_NAME, required=False)
    started_on = read_day(form, "started_on", errors, latest=today)
    ended_on = read_day(form, "ended_on", errors, latest=today, required=False)
    if started_on and ended_on and ended_on < started_on:
        errors["ended_on"] = "ends_before_start"
    if errors or kind is None or started_on is None:
        raise InvalidFieldsError(errors)
    return TreatmentValues(kind, name, dose, started_on, ended_on)


def add(
    session: Session,
    practitioner: Practitioner,
    patient: Patient,
    values: TreatmentValues,
    now: datetime,
) -> OtherTreatment:
    treatment = OtherTreatment(organization_id=patient.organization_id, patient_id=patient.id)
    _take(treatment, values, practitioner, now)
    session.add(treatment)
    session.flush()
    _note(session, "record treatment", practitioner, patient, treatment, now)
    return treatment


def correct(
    session: Session,
    practitioner: Practitioner,
    patient: Patient,
    treatment: OtherTreatment,
    values: TreatmentValues,
    now: datetime,
) -> None:
    """Correct it, or end it by its last day."""
    _take(treatment, values, practitioner, now)
    _note(session, "correct treatment", practitioner, patient, treatment, now)


def change_dose(
    session: Session,
    practitioner: Practitioner,
    patient: Patient,
    treatment: OtherTreatment,
    form: Mapping[str, str],
    today: date,
    now: datetime,
) -> OtherTreatment:
    """The same medicine at another dose from a day on; ``InvalidFieldsError`` before its start."""
    errors: dict[str, str] = {}
    dose = read_words(form, "dose", errors, longest=LONGEST_NAME)
    day = read_day(form, "started_on", errors, latest=today)
    if day and day < treatment.started_on:
        errors["started_on"] = "before_start"
    if treatment.ended_on is not None:
        errors["started_on"] = "ended_already"
    if errors or day is None:
        raise InvalidFieldsError(errors)
    changed = OtherTreatment(
        organization_id=patient.organization_id,
        patient_id=patient.id,
        continues_id=treatment.id,
    )
    values = TreatmentValues(treatment.kind, treatment.name, dose, day, None)
    _take(changed, values, practitioner, now)
    treatment.ended_on = day
    session.add(changed)
    session.flush()
    _note(session, "change dose", practitioner, patient, changed, now)
    return changed


def remove(
    session: Session,
    practitioner: Practitioner,
    patient: Patient,
    treatment: OtherTreatment,
    now: datetime,
) -> None:
    """It was entered in error: what continued it stands by itself, what it continued goes on."""
    treatment.removed_at = now
    before = treatment.continues_id and session.get_one(OtherTreatment, treatment.continues_id)
    if before and before.ended_on == treatment.started_on:
        before.ended_on = treatment.ended_on
    for after in session.scalars(
        select(OtherTreatment).where(OtherTreatment.continues_id == treatment.id)
    ):
        after.continues_id = treatment.continues_id
    _note(session, "remove treatment", practitioner, patient, treatment, now)


def of_patient(session: Session, patient_id: UUID) -> Sequence[OtherTreatment]:
    """What stands on the chart, by its start."""
    return session.scalars(
        select(OtherTreatment)
        .where(OtherTreatment.patient_id == patient_id, OtherTreatment.removed_at.is_(None))
        .order_by(OtherTreatment.started_on, OtherTreatment.id)
    ).all()


def _take(
    treatment: OtherTreatment, values: TreatmentValues, practitioner: Practitioner, now: datetime
) -> None:
    treatment.kind, treatment.name = values.kind, values.name
    treatment.dose = values.dose if values.kind in MEDICINES else ""
    treatment.started_on, treatment.ended_on = values.started_on, values.ended_on
    treatment.recorded_by_id, treatment.recorded_at = practitioner.id, now


def _note(
    session: Session,
    action: str,
    practitioner: Practitioner,
    patient: Patient,
    treatment: OtherTreatment,
    now: datetime,
) -> None:
    audit.record(
        session,
        action,
        patient,
        now,
        practitioner_id=practitioner.id,
        subject_id=treatment.id,
    )
