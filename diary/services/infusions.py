"""Infusions planned, given, corrected and cancelled; each lays the patient's prompts out anew."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from diary.services import audit, caseload, laying_out
from diary.services.catalogue import Catalogue
from diary.services.chart_fields import read_words
from diary.services.fields import InvalidFieldsError
from diary.services.holds import hold
from diary.services.hours import date_where
from diary.services.infusion_forms import LONGEST_NOTE, GivenValues, PlannedValues
from diary.store.care import Infusion, InfusionStatus
from diary.store.people import Patient, Practitioner

SAME_INFUSION = timedelta(hours=1)
"""Two starts closer than this are one infusion entered twice."""
_LONGEST_DAY = timedelta(hours=25)


def plan(
    session: Session,
    catalogue: Catalogue,
    practitioner: Practitioner,
    patient: Patient,
    values: PlannedValues,
    now: datetime,
) -> Infusion:
    """Plan an infusion; ``InvalidFieldsError`` if one is planned for that hour already."""
    hold(session, patient.id)
    _refuse_double(session, patient, values.started_at, None, InfusionStatus.PLANNED)
    infusion = Infusion(
        organization_id=patient.organization_id,
        patient_id=patient.id,
        status=InfusionStatus.PLANNED,
    )
    _take(infusion, values, practitioner, now)
    session.add(infusion)
    _settle(session, catalogue, practitioner, patient, infusion, "plan infusion", now)
    return infusion


def record_given(
    session: Session,
    catalogue: Catalogue,
    practitioner: Practitioner,
    patient: Patient,
    values: GivenValues,
    now: datetime,
    *,
    planned: Infusion | None = None,
) -> Infusion:
    """Record an infusion as given: a new one, or the ``planned`` one, even if it was cancelled.

    ``InvalidFieldsError`` if it is on record already.
    """
    hold(session, patient.id)
    if planned:
        _read_anew(session, planned)
        if planned.status is InfusionStatus.GIVEN:
            raise InvalidFieldsError({"start": "on_record"})
    _refuse_double(session, patient, values.started_at, planned, InfusionStatus.GIVEN)
    infusion = planned or Infusion(organization_id=patient.organization_id, patient_id=patient.id)
    infusion.status, infusion.cancel_reason = InfusionStatus.GIVEN, None
    infusion.plan = patient.plan
    _take(infusion, values, practitioner, now)
    session.add(infusion)
    _settle(session, catalogue, practitioner, patient, infusion, "record infusion", now)
    return infusion


def correct_given(
    session: Session,
    catalogue: Catalogue,
    practitioner: Practitioner,
    infusion: Infusion,
    values: GivenValues,
    now: datetime,
) -> None:
    """Correct a given infusion: what was not sent yet moves with it."""
    patient = hold(session, infusion.patient_id)
    _expect(session, infusion, InfusionStatus.GIVEN)
    _refuse_double(session, patient, values.started_at, infusion, InfusionStatus.GIVEN)
    _take(infusion, values, practitioner, now)
    _settle(session, catalogue, practitioner, patient, infusion, "correct infusion", now)


def correct_planned(
    session: Session,
    catalogue: Catalogue,
    practitioner: Practitioner,
    infusion: Infusion,
    values: PlannedValues,
    now: datetime,
) -> None:
    """Change an infusion that is still to come."""
    patient = hold(session, infusion.patient_id)
    _expect(session, infusion, InfusionStatus.PLANNED)
    _refuse_double(session, patient, values.started_at, infusion, InfusionStatus.PLANNED)
    _take(infusion, values, practitioner, now)
    _settle(session, catalogue, practitioner, patient, infusion, "correct infusion", now)


def cancel(
    session: Session,
    catalogue: Catalogue,
    practitioner: Practitioner,
    infusion: Infusion,
    reason: str,
    now: datetime,
) -> None:
    """Cancel an infusion: what was not sent yet is withdrawn. The row stays, with the reason.

    ``InvalidFieldsError`` without one.
    """
    errors: dict[str, str] = {}
    words = read_words({"reason": reason}, "reason", errors, longest=LONGEST_NOTE)
    if errors:
        raise InvalidFieldsError(errors)
    patient = hold(session, infusion.patient_id)
    _read_anew(session, infusion)
    infusion.status, infusion.cancel_reason = InfusionStatus.CANCELLED, words
    _settle(session, catalogue, practitioner, patient, infusion, "cancel infusion", now)


def planned_that_day(
    session: Session, patient_id: UUID, at: datetime, timezone: str
) -> Sequence[Infusion]:
    """What is planned for the calendar day of ``at`` in ``timezone``, the nearest first."""
    day = date_where(timezone, at)
    found = session.scalars(
        select(Infusion).where(
            Infusion.patient_id == patient_id,
            Infusion.status == InfusionStatus.PLANNED,
            Infusion.started_at > at - _LONGEST_DAY,
            Infusion.started_at < at + _LONGEST_DAY,
        )
    )
    of_day = (each for each in found if date_where(timezone, each.started_at) == day)
    return sorted(of_day, key=lambda each: abs(each.started_at - at))


def _read_anew(session: Session, infusion: Infusion) -> None:
    # It was read before the patient was held; somebody may have changed it since.
    session.refresh(infusion)


def _expect(session: Session, infusion: Infusion, status: InfusionStatus) -> None:
    _read_anew(session, infusion)
    if infusion.status is not status:
        raise InvalidFieldsError({"start": "changed_meanwhile"})


def _take(
    infusion: Infusion,
    values: GivenValues | PlannedValues,
    practitioner: Practitioner,
    now: datetime,
) -> None:
    infusion.started_at = values.started_at
    infusion.ended_at = values.ended_at if isinstance(values, GivenValues) else None
    infusion.dose_mg, infusion.weight_kg = values.dose_mg, values.weight_kg
    infusion.route, infusion.note = values.route, values.note
    infusion.recorded_by_id, infusion.recorded_at = practitioner.id, now


def _refuse_double(
    session: Session,
    patient: Patient,
    started_at: datetime,
    itself: Infusion | None,
    status: InfusionStatus,
) -> None:
    near = session.scalars(
        select(Infusion).where(
            Infusion.patient_id == patient.id,
            Infusion.status == status,
            Infusion.started_at > started_at - SAME_INFUSION,
            Infusion.started_at < started_at + SAME_INFUSION,
        )
    )
    if any(infusion is not itself for infusion in near):
        raise InvalidFieldsError({"start": "on_record"})


def _settle(
    session: Session,
    catalogue: Catalogue,
    practitioner: Practitioner,
    patient: Patient,
    infusion: Infusion,
    action: str,
    now: datetime,
) -> None:
    session.flush()
    audit.record(
        session,
        action,
        patient,
        now,
        practitioner_id=practitioner.id,
        subject_id=infusion.id,
    )
    laying_out.lay_out(session, catalogue, patient, now)
    session.flush()
    caseload.rewrite(session, catalogue, patient, now)
