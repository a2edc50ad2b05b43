"""Everything about one patient, for the patient to keep.

In it is what the clinic may decide by and therefore has to show (the designated record set of
45 CFR 164.501 and 164.524; GDPR, article 15): what the patient said or was asked, what was done,
and what stands on their chart, whoever wrote it. Not in it are

- what staff write to each other while they see to an alert, and why they closed it: it may hold
  what somebody told in confidence or what could endanger a person, so that a professional has to
  look at it first (164.524(a)(2)(v) and (a)(3)); whoever asks the clinic gets it from there;
- what was taken off the chart, which may be about somebody else;
- forecasts, which are for the clinician alone;
- secrets that open something, and what is worked out anew from the rest.

Psychotherapy notes are kept apart by law, and have no place in this program: the form for notes
says who can read them. ``tests/policy/test_export.py`` accounts for every table.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from diary.services import calls_on_record, chart_notes, goals, other_treatment
from diary.services.devices import devices_ever
from diary.services.goals import RatedGoal
from diary.services.own_check_ins import OwnCheckIn, check_ins_between
from diary.services.own_messages import Message, list_messages
from diary.services.series import infusions_of
from diary.store.alerts import SafetyAlert
from diary.store.audit import AuditEvent
from diary.store.care import Infusion
from diary.store.chart import CallNote, ChartNote, OtherTreatment
from diary.store.devices import Device
from diary.store.diary import DiaryEntry
from diary.store.people import Consent, Patient
from diary.store.responses import Answer, Note, Observation, QuestionnaireResponse

_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
_END = datetime(9000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class OwnRecord:
    """``earlier`` are answers that were corrected or taken back, with their check-in and code."""

    consents: Sequence[Consent]
    infusions: Sequence[Infusion]
    treatments: Sequence[OtherTreatment]
    goals: Sequence[RatedGoal]
    chart_notes: Sequence[ChartNote]
    calls: Sequence[CallNote]
    check_ins: Sequence[OwnCheckIn]
    earlier: Sequence[tuple[Answer, UUID, str]]
    observations: Mapping[str, Sequence[Observation]]
    entries: Sequence[DiaryEntry]
    notes: Sequence[Note]
    messages: Sequence[Message]
    alerts: Sequence[SafetyAlert]
    devices: Sequence[Device]
    accesses: Sequence[AuditEvent]


def read_own_record(session: Session, patient: Patient, now: datetime) -> OwnRecord:
    """All that is theirs to have, by the rule above, in a bounded number of queries."""
    observations: dict[str, list[Observation]] = {}
    for each in session.scalars(
        select(Observation)
        .where(Observation.patient_id == patient.id)
        .order_by(Observation.effective_at, Observation.id)
    ):
        observations.setdefault(each.code, []).append(each)
    earlier = session.execute(
        select(Answer, QuestionnaireResponse.prompt_id, QuestionnaireResponse.questionnaire)
        .join(QuestionnaireResponse, QuestionnaireResponse.id == Answer.response_id)
        .where(QuestionnaireResponse.patient_id == patient.id, Answer.superseded_at.is_not(None))
        .order_by(Answer.recorded_at, Answer.id)
    ).all()
    return OwnRecord(
        consents=session.scalars(
            select(Consent)
            .where(Consent.patient_id == patient.id)
            .order_by(Consent.recorded_at, Consent.id)
        ).all(),
        infusions=infusions_of(session, patient),
        treatments=other_treatment.of_patient(session, patient.id),
        goals=goals.of_patient(session, patient.id),
        chart_notes=chart_notes.of_patient(session, patient.id),
        calls=calls_on_record.of_patient(session, patient.id),
        check_ins=check_ins_between(session, patient, _BEGINNING, _END, now),
        earlier=[(answer, prompt_id, code) for answer, prompt_id, code in earlier],
        observations=observations,
        entries=session.scalars(
            select(DiaryEntry)
            .where(DiaryEntry.patient_id == patient.id)
            .order_by(DiaryEntry.number)
        ).all(),
        notes=session.scalars(
            select(Note).where(Note.patient_id == patient.id).order_by(Note.written_at, Note.id)
        ).all(),
        messages=list_messages(session, patient, after=None, limit=None),
        alerts=session.scalars(
            select(SafetyAlert)
            .where(SafetyAlert.patient_id == patient.id)
            .order_by(SafetyAlert.opened_at, SafetyAlert.id)
        ).all(),
        devices=devices_ever(session, patient),
        accesses=session.scalars(
            select(AuditEvent)
            .where(AuditEvent.patient_id == patient.id)
            .order_by(AuditEvent.recorded_at, AuditEvent.id)
        ).all(),
    )
