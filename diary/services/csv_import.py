"""Patients and infusions from a CSV file: what every line would do, and then doing it.

A file is one kind or the other, by its columns. A line is stored by the services that the forms
use, with their checks. What is on record already is left as it is, so the same file may be given
again after its wrong lines were put right. An infusion that was planned for the day of a line is
the one that was given: the line takes it over, and no plan is left behind.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import partial
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from diary.domain.plan import Plan
from diary.services import enrolment, infusions, plans
from diary.services.catalogue import Catalogue
from diary.services.consent import WORDING_VERSION
from diary.services.csv_files import read_rows
from diary.services.enrolment import e164, read_enrolment
from diary.services.fields import InvalidFieldsError
from diary.services.infusion_forms import read_given
from diary.services.infusions import SAME_INFUSION, planned_that_day
from diary.store.care import Infusion, InfusionStatus
from diary.store.people import Organization, Patient, Practitioner
from diary.store.sealing import blind_index

_YES = {"yes", "y", "true", "1", "si", "sí"}


class Kind(StrEnum):
    PATIENTS = "patients"
    INFUSIONS = "infusions"


COLUMNS: Mapping[Kind, tuple[str, ...]] = {
    Kind.PATIENTS: (
        "name",
        "phone",
        "language",
        "zone",
        "preferred_time",
        "plan",
        "consent",
        "consent_by",
        "consent_on",
    ),
    Kind.INFUSIONS: ("phone", "date", "start", "end", "dose_mg", "weight_kg", "route", "note"),
}
OPTIONAL = {"language", "zone", "preferred_time", "plan", "note"}


class Fate(StrEnum):
    NEW = "new"
    KNOWN = "known"
    """On record already: nothing is done."""
    WRONG = "wrong"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file, counted as a spreadsheet counts. ``errors`` are codes by column."""

    number: int
    values: Mapping[str, str]
    fate: Fate
    errors: Mapping[str, str]
    patient: Patient | None = None
    """Whom it is about, where they are enrolled."""
    planned_at: datetime | None = None
    """For when the infusion was planned that this line says was given."""


@dataclass(frozen=True, slots=True)
class Preview:
    kind: Kind
    lines: Sequence[Line]

    def count(self, fate: Fate) -> int:
        return sum(line.fate is fate for line in self.lines)


def preview(
    session: Session, catalogue: Catalogue, clinic: Organization, data: bytes, now: datetime
) -> Preview:
    """What every line would do. Nothing is stored."""
    columns, rows = read_rows(data)
    kind = _kind(columns)
    if not rows:
        raise InvalidFieldsError({"file": "no_lines"})
    look: Callable[..., Line] = _look_at_infusion
    if kind is Kind.PATIENTS:
        look = partial(_look_at_patient, plans.offered(session, catalogue, clinic.id))
    seen: dict[object, list[datetime]] = {}
    lines = []
    for row in rows:
        line = look(session, clinic, row.number, row.values, seen, now)
        lines.append(_too_long(line, columns[-1]) if row.is_too_long else line)
    return Preview(kind, lines)


def store(
    session: Session,
    catalogue: Catalogue,
    practitioner: Practitioner,
    clinic: Organization,
    kind: Kind,
    line: Line,
    now: datetime,
) -> Line:
    """Do what a line says that was looked at just now; a line that became wrong is not done."""
    if line.fate is not Fate.NEW:
        return line
    try:
        if kind is Kind.PATIENTS:
            wanted = read_enrolment(
                _enrolment(line.values, clinic),
                clinic,
                plans.offered(session, catalogue, clinic.id),
                now,
            )
            patient = enrolment.enrol(session, catalogue, practitioner, wanted, now)
            return replace(line, fate=Fate.DONE, patient=patient)
        given = read_given(line.values, clinic.timezone, now)
        found = _patient(session, clinic, line.values.get("phone", ""))
        if found is None:
            return replace(line, fate=Fate.WRONG, errors={"phone": "no_patient"})
        planned = next(
            iter(planned_that_day(session, found.id, given.started_at, clinic.timezone)), None
        )
        infusions.record_given(session, catalogue, practitioner, found, given, now, planned=planned)
    except InvalidFieldsError as invalid:
        return replace(line, fate=Fate.WRONG, errors=invalid.errors)
    return replace(line, fate=Fate.DONE)


def _kind(columns: Sequence[str]) -> Kind:
    for kind in (Kind.INFUSIONS, Kind.PATIENTS):
        if all(c in columns or c in OPTIONAL for c in COLUMNS[kind]):
            return kind
    raise InvalidFieldsError({"file": "columns"})


def _too_long(line: Line, column: str) -> Line:
    # Most often a comma in a text or in a number: what stands behind it would be lost, or is in
    # the wrong column.
    return replace(line, fate=Fate.WRONG, errors={**line.errors, column: "more_cells"})


def _enrolment(values: Mapping[str, str], clinic: Organization) -> dict[str, str]:
    """The line as the enrolment form would send it, with the clinic's own where it says nothing."""
    agreed = values.get("consent", "").casefold() in _YES
    usual = {
        "language": "en",
        "zone": clinic.timezone,
        "preferred_time": f"{clinic.quiet_until_local:%H:%M}",
        "plan": clinic.default_plan,
    }
    filled = {**usual, **{name: value for name, value in values.items() if value}}
    return {
        **filled,
        "consent": "yes" if agreed else "",
        "consent_version": WORDING_VERSION,
    }


def _look_at_patient(
    offered: Mapping[str, Plan],
    session: Session,
    clinic: Organization,
    number: int,
    values: Mapping[str, str],
    seen: dict[object, list[datetime]],
    now: datetime,
) -> Line:
    phone = e164(values.get("phone", ""), clinic.sender)
    errors: dict[str, str] = {}
    try:
        read_enrolment(_enrolment(values, clinic), clinic, offered, now)
    except InvalidFieldsError as invalid:
        errors = invalid.errors
    if phone in seen:
        errors["phone"] = "twice"
    elif phone:
        seen[phone] = []
    known = _patient(session, clinic, values.get("phone", ""))
    if known and "phone" not in errors:
        return Line(number, values, Fate.KNOWN, {}, known)
    return Line(number, values, Fate.WRONG if errors else Fate.NEW, errors)


def _look_at_infusion(
    session: Session,
    clinic: Organization,
    number: int,
    values: Mapping[str, str],
    seen: dict[object, list[datetime]],
    now: datetime,
) -> Line:
    errors: dict[str, str] = {}
    patient = _patient(session, clinic, values.get("phone", ""))
    if patient is None:
        errors["phone"] = "no_patient" if values.get("phone") else "required"
    started_at = planned_at = None
    try:
        started_at = read_given(values, clinic.timezone, now).started_at
    except InvalidFieldsError as invalid:
        errors |= invalid.errors
    if patient and started_at:
        near = _near(session, patient.id, started_at)
        if started_at in near:
            return Line(number, values, Fate.KNOWN, {}, patient)
        if near:
            errors["start"] = "on_record"
        others = seen.setdefault(patient.id, [])
        if any(abs(other - started_at) < SAME_INFUSION for other in others):
            errors["start"] = "twice"
        others.append(started_at)
        if not errors:
            planned_at = _taken_from(session, clinic, patient.id, started_at, seen)
    return Line(number, values, Fate.WRONG if errors else Fate.NEW, errors, patient, planned_at)


def _taken_from(
    session: Session,
    clinic: Organization,
    patient_id: UUID,
    started_at: datetime,
    seen: dict[object, list[datetime]],
) -> datetime | None:
    """When the plan was for that no earlier line has taken; ``None`` where there is none."""
    for planned in planned_that_day(session, patient_id, started_at, clinic.timezone):
        if planned.id not in seen:
            seen[planned.id] = []
            return planned.started_at
    return None


def _patient(session: Session, clinic: Organization, phone: str) -> Patient | None:
    number = e164(phone, clinic.sender)
    if number is None:
        return None
    return session.scalars(
        select(Patient).where(
            Patient.organization_id == clinic.id,
            Patient.phone_index == blind_index(session, number),
        )
    ).first()


def _near(session: Session, patient_id: UUID, started_at: datetime) -> Sequence[datetime]:
    return session.scalars(
        select(Infusion.started_at).where(
            Infusion.patient_id == patient_id,
            Infusion.status == InfusionStatus.GIVEN,
            Infusion.started_at > started_at - SAME_INFUSION,
            Infusion.started_at < started_at + SAME_INFUSION,
        )
    ).all()
