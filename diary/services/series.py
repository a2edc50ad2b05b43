"""A patient's record as the series that the statistics read."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from diary.domain.attention import Measured, OpenAlert, PatientSeries, SideEffect
from diary.domain.change_rules import rules_for_rating, rules_for_score
from diary.domain.consent import ConsentAct, Texting
from diary.domain.durability import SeriesKind
from diary.domain.series import Reading, on_the_clock_of
from diary.domain.silence import AskedPrompt, Contact, PromptFate
from diary.services.catalogue import Catalogue
from diary.store.alerts import AlertStatus, SafetyAlert
from diary.store.care import Infusion, InfusionStatus, Prompt, PromptStatus
from diary.store.messaging import OutboundMessage, OutboundStatus, Purpose
from diary.store.people import Consent, Patient
from diary.store.responses import Observation

MOOD = "daily/mood"
SIDE_EFFECTS = "side_effects/side_effects"
LATELY = timedelta(days=28)
MANY_SIDE_EFFECTS = 3
"""Named at once; the question asks which, not how bad, so it is their number that counts."""
MILD, BOTHERSOME = 1, 2

NOT_DELIVERED = (OutboundStatus.FAILED, OutboundStatus.UNDELIVERED, OutboundStatus.UNCONFIRMED)


@dataclass(frozen=True, slots=True)
class Course:
    """A patient's readings by code and infusions, all by time."""

    readings: Mapping[str, Sequence[Reading]]
    given: Sequence[Infusion]
    planned: Sequence[Infusion]


@dataclass(frozen=True, slots=True)
class Record(Course):
    """A course with the prompts asked lately, the first one first, and what else is open."""

    asked: Sequence[AskedPrompt]
    alerts: Sequence[SafetyAlert]
    opted_out_at: datetime | None


def read_record(
    session: Session,
    catalogue: Catalogue,
    patient: Patient,
    now: datetime,
    *,
    ratings: Collection[str] = (),
    alerts: Sequence[SafetyAlert] | None = None,
    infusions: Sequence[Infusion] | None = None,
) -> Record:
    """What the statistics need of one patient, and ``ratings`` beside.

    ``alerts`` are all of the patient's and ``infusions`` those not cancelled, the first one first,
    where they have been read already.
    """
    course = read_course(session, catalogue, patient, ratings=ratings, infusions=infusions)
    return Record(
        readings=course.readings,
        given=course.given,
        planned=course.planned,
        asked=_asked(session, patient, now),
        alerts=_unresolved(session, patient)
        if alerts is None
        else [alert for alert in alerts if alert.status is not AlertStatus.RESOLVED],
        opted_out_at=_opted_out_at(session, patient),
    )


def read_course(
    session: Session,
    catalogue: Catalogue,
    patient: Patient,
    *,
    ratings: Collection[str] = (),
    infusions: Sequence[Infusion] | None = None,
) -> Course:
    """The part of the record that a trend is drawn from."""
    readings: dict[str, list[Reading]] = defaultdict(list)
    wanted = {"patient_id": patient.id, "codes": [*_codes(catalogue), *ratings]}
    for code, at, value in session.execute(_READINGS, wanted):
        readings[code].append(Reading(at, value))
    if infusions is None:
        infusions = infusions_of(session, patient)
    return Course(
        readings=readings,
        given=[i for i in infusions if i.status is InfusionStatus.GIVEN],
        planned=[i for i in infusions if i.status is InfusionStatus.PLANNED],
    )


def infusions_of(session: Session, patient: Patient) -> Sequence[Infusion]:
    """The patient's infusions, planned and given, the first one first."""
    return session.scalars(_INFUSIONS, {"patient_id": patient.id}).all()


def series_of(record: Record, patient: Patient, catalogue: Catalogue) -> PatientSeries:
    """The record as values for ``assess_attention``."""
    return PatientSeries(
        infusions=tuple(infusion.started_at for infusion in record.given),
        measured=tuple(_measured(record, patient, catalogue)),
        contact=Contact(tuple(record.asked), record.opted_out_at, patient.paused_until),
        alerts=tuple(
            OpenAlert(alert.kind, alert.opened_at, alert.status is AlertStatus.ACKNOWLEDGED)
            for alert in record.alerts
        ),
        side_effects=tuple(
            SideEffect(
                code=SIDE_EFFECTS,
                severity=BOTHERSOME if reading.value >= MANY_SIDE_EFFECTS else MILD,
                at=reading.at,
            )
            for reading in record.readings.get(SIDE_EFFECTS, ())
            if reading.value
        ),
        visit_due_at=record.planned[0].started_at if record.planned else None,
    )


def _unresolved(session: Session, patient: Patient) -> Sequence[SafetyAlert]:
    return session.scalars(_UNRESOLVED, {"patient_id": patient.id}).all()


def _codes(catalogue: Catalogue) -> list[str]:
    return [MOOD, SIDE_EFFECTS, *catalogue.questionnaires]


def _measured(record: Record, patient: Patient, catalogue: Catalogue) -> list[Measured]:
    found = [
        Measured(code, tuple(scores), rules_for_score(catalogue.questionnaires[code]))
        for code, scores in record.readings.items()
        if code in catalogue.questionnaires
    ]
    if moods := record.readings.get(MOOD):
        rules = rules_for_rating(catalogue.questionnaires["daily"].item("mood"))
        zone = ZoneInfo(patient.timezone)
        by_own_day = tuple(Reading(on_the_clock_of(zone, m.at), m.value) for m in moods)
        found.append(Measured(MOOD, by_own_day, rules, SeriesKind.DAILY))
    return found


def _asked(session: Session, patient: Patient, now: datetime) -> list[AskedPrompt]:
    since = now - LATELY
    lately = {"patient_id": patient.id, "since": since, "due_since": since - timedelta(days=2)}
    by_time = {
        released_at: fate
        for released_at, status, sent in session.execute(_ASKED, lately)
        if released_at and (fate := _fate(status, sent))
    }
    return [AskedPrompt(at, fate) for at, fate in by_time.items()]


def _fate(status: PromptStatus, sent: OutboundStatus | None) -> PromptFate | None:
    if status in (PromptStatus.COMPLETED, PromptStatus.PARTIAL):
        return PromptFate.ANSWERED
    if sent in NOT_DELIVERED:
        return PromptFate.NOT_DELIVERED
    if sent is OutboundStatus.SKIPPED:
        return None
    if status is PromptStatus.MISSED:
        return PromptFate.NOT_ANSWERED
    return PromptFate.OPEN if status is PromptStatus.RELEASED else None


def _opted_out_at(session: Session, patient: Patient) -> datetime | None:
    if patient.texting is not Texting.STOPPED:
        return None
    return session.scalars(
        select(Consent.recorded_at)
        .where(
            Consent.patient_id == patient.id,
            Consent.act.in_((ConsentAct.STOPPED, ConsentAct.FOUND_STOPPED)),
        )
        .order_by(Consent.recorded_at.desc())
        .limit(1)
    ).first()


# Every turn, every chart and every phone reads these: the statements are put together once.
_READINGS = (
    select(Observation.code, Observation.effective_at, Observation.value)
    .where(
        Observation.patient_id == bindparam("patient_id"),
        Observation.code.in_(bindparam("codes", expanding=True)),
    )
    .order_by(Observation.effective_at, Observation.id)
)
_INFUSIONS = (
    select(Infusion)
    .where(
        Infusion.patient_id == bindparam("patient_id"),
        Infusion.status != InfusionStatus.CANCELLED,
    )
    .order_by(Infusion.started_at, Infusion.id)
)
_UNRESOLVED = select(SafetyAlert).where(
    SafetyAlert.patient_id == bindparam("patient_id"), SafetyAlert.status != AlertStatus.RESOLVED
)
_ASKED = (
    select(Prompt.released_at, Prompt.status, OutboundMessage.status)
    .outerjoin(
        OutboundMessage,
        (OutboundMessage.prompt_id == Prompt.id) & (OutboundMessage.purpose == Purpose.PROMPT),
    )
    .where(
        Prompt.patient_id == bindparam("patient_id"),
        Prompt.due_at > bindparam("due_since"),
        Prompt.released_at > bindparam("since"),
        Prompt.merged_into_id.is_(None),
    )
    .order_by(Prompt.released_at, OutboundMessage.id)
)
