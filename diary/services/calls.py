"""Noting that a patient was called, so that nobody calls them for the same twice."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from diary.domain.attention import AttentionKind
from diary.domain.calls import CallOutcome
from diary.services import audit, caseload
from diary.services.catalogue import Catalogue
from diary.services.chart_fields import read_words
from diary.services.fields import InvalidFieldsError
from diary.services.hours import date_where, midnight_where
from diary.store.caseload import CaseloadRow
from diary.store.chart import CallNote
from diary.store.people import Organization, Patient, Practitioner

DAYS = (3, 7, 14)
"""After how many days Today shows a patient again; those who were not reached never left it."""
USUAL_DAYS = 7
_TOMORROW = 1
_REASONS = frozenset(AttentionKind) - {AttentionKind.NONE}


def note(
    session: Session,
    catalogue: Catalogue,
    practitioner: Practitioner,
    patient: Patient,
    form: Mapping[str, str],
    now: datetime,
) -> CallNote:
    """Note a call of just now; ``InvalidFieldsError`` without an outcome.

    It is about the kinds in ``about``, those that the form showed, as far as they stand: what has
    arisen since it was opened is not what they spoke of.
    """
    errors: dict[str, str] = {}
    outcome = _read_outcome(form, errors)
    text = read_words(form, "text", errors, required=False)
    days = _TOMORROW if outcome is CallOutcome.NOT_REACHED else _read_days(form, errors)
    if errors or outcome is None:
        raise InvalidFieldsError(errors)
    shown = form.get("about", "").split()
    call = CallNote(
        organization_id=patient.organization_id,
        patient_id=patient.id,
        outcome=outcome,
        text=text,
        called_at=now,
        called_by_id=practitioner.id,
        rests_until=_morning_in(session, patient, days, now),
        about=[kind for kind in reasons_to_call(session, patient) if kind in shown],
    )
    session.add(call)
    session.flush()
    audit.record(
        session, "note call", patient, now, practitioner_id=practitioner.id, subject_id=call.id
    )
    caseload.rewrite(session, catalogue, patient, now)
    return call


def remove(
    session: Session,
    catalogue: Catalogue,
    practitioner: Practitioner,
    patient: Patient,
    call: CallNote,
    now: datetime,
) -> None:
    """Take a call off the chart: it is kept, and whom it was about is to be called again."""
    call.removed_at = now
    session.flush()
    audit.record(
        session, "remove call", patient, now, practitioner_id=practitioner.id, subject_id=call.id
    )
    caseload.rewrite(session, catalogue, patient, now)


def reasons_to_call(session: Session, patient: Patient) -> list[AttentionKind]:
    """The kinds of reasons for which the lists name the patient, the most urgent first."""
    row = session.scalars(select(CaseloadRow).where(CaseloadRow.patient_id == patient.id)).first()
    if row is None:
        return []
    named = (row.attention, *row.summary["also"])
    return [AttentionKind(word) for word in named if word in _REASONS]


def _read_outcome(form: Mapping[str, str], errors: dict[str, str]) -> CallOutcome | None:
    chosen = form.get("outcome", "")
    if chosen in list(CallOutcome):
        return CallOutcome(chosen)
    errors["outcome"] = "call_outcome"
    return None


def _read_days(form: Mapping[str, str], errors: dict[str, str]) -> int:
    chosen = form.get("again", "")
    if chosen in map(str, DAYS):
        return int(chosen)
    errors["again"] = "required"
    return USUAL_DAYS


def _morning_in(session: Session, patient: Patient, days: int, now: datetime) -> datetime:
    """The clinic's midnight: whoever comes in that morning finds the patient on the list."""
    zone = session.get_one(Organization, patient.organization_id).timezone
    return midnight_where(zone, date_where(zone, now) + timedelta(days=days))
