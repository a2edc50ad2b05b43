"""What the patient page shows, in a bounded number of queries, whatever the length of treatment."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import Session

from diary.domain.consent import Texting
from diary.domain.forecast import NotEnough
from diary.domain.plan import Plan
from diary.services import (
    calls_on_record,
    chart_notes,
    followed_up,
    forecasts,
    goals,
    other_treatment,
)
from diary.services.alert_desk import names
from diary.services.catalogue import Catalogue
from diary.services.followed_up import ItemAnswer
from diary.services.forecasts import Foreseen
from diary.services.goals import RatedGoal
from diary.services.plans import plan_of
from diary.services.series import Course, Record, read_course, read_record
from diary.store.alerts import SafetyAlert
from diary.store.care import Infusion, InfusionStatus, Prompt, PromptStatus
from diary.store.caseload import CaseloadRow
from diary.store.chart import CallNote, ChartNote, ForecastReview, OtherTreatment
from diary.store.messaging import InboundMessage, OutboundMessage, Purpose
from diary.store.people import Consent, Patient, Practitioner
from diary.store.responses import Note

TEXTS_SHOWN = 80
UPCOMING_SHOWN = 8
RATINGS = ("daily/distress", "daily/sleep_hours")
"""The daily ratings that the page has beside mood."""


@dataclass(frozen=True, slots=True)
class Thread:
    """The newest texts both ways; ``is_cut`` if there are older ones."""

    received: Sequence[InboundMessage]
    sent: Sequence[OutboundMessage]
    is_cut: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything of one patient that the page draws, each by time."""

    record: Record
    row: CaseloadRow | None
    infusions: Sequence[Infusion]
    """All of them, cancelled ones too, the newest first."""
    missed: Mapping[str, Sequence[datetime]]
    """When what was asked of each questionnaire stayed without an answer."""
    alerts: Sequence[SafetyAlert]
    upcoming: Sequence[Prompt]
    plan: Plan
    consents: Sequence[Consent]
    staff: Mapping[UUID, str]
    thread: Thread
    treatments: Sequence[OtherTreatment]
    goals: Sequence[RatedGoal]
    notes: Sequence[ChartNote]
    """What staff wrote."""
    own_notes: Sequence[Note]
    """What the patient wrote that answered nothing."""
    foreseen: Foreseen | NotEnough | None
    review: ForecastReview | None
    """What was made of the forecast of the present course."""
    items: Mapping[tuple[str, str], Sequence[ItemAnswer]] = field(default_factory=dict)
    """By questionnaire and item: answers that are looked at whatever the total."""
    calls: Sequence[CallNote] = ()


@dataclass(frozen=True, slots=True)
class Trend:
    """The lines of the chart alone: what a patient sees of their own."""

    course: Course
    missed: Mapping[str, Sequence[datetime]]


def read_trend(session: Session, catalogue: Catalogue, patient: Patient) -> Trend:
    return Trend(
        course=read_course(session, catalogue, patient, ratings=RATINGS),
        missed=_missed(session, patient),
    )


def read_chart(session: Session, catalogue: Catalogue, patient: Patient, now: datetime) -> Chart:
    recorded = session.execute(
        select(Consent, Practitioner)
        .outerjoin(Practitioner, Practitioner.id == Consent.recorded_by_id)
        .where(Consent.patient_id == patient.id)
        .order_by(Consent.recorded_at.desc(), Consent.id.desc())
    ).all()
    staff = _names_in(who for _consent, who in recorded)
    alerts = session.scalars(
        select(SafetyAlert)
        .where(SafetyAlert.patient_id == patient.id)
        .order_by(SafetyAlert.opened_at)
    ).all()
    infusions = session.scalars(
        select(Infusion)
        .where(Infusion.patient_id == patient.id)
        .order_by(Infusion.started_at.desc(), Infusion.id.desc())
    ).all()
    record = read_record(
        session,
        catalogue,
        patient,
        now,
        ratings=RATINGS,
        alerts=alerts,
        infusions=[i for i in reversed(infusions) if i.status is not InfusionStatus.CANCELLED],
    )
    notes = chart_notes.of_patient(session, patient.id)
    review = forecasts.latest_review(session, patient.id, [i.started_at for i in record.given])
    calls = calls_on_record.of_patient(session, patient.id)
    writers = [note.written_by_id for note in notes] + [call.called_by_id for call in calls]
    writers += [review.recorded_by_id if review else None, patient.paused_by_id]
    staff |= names(session, (writer for writer in writers if writer not in staff))
    return Chart(
        record=record,
        row=session.scalars(
            select(CaseloadRow).where(CaseloadRow.patient_id == patient.id)
        ).first(),
        infusions=infusions,
        missed=_missed(session, patient),
        alerts=alerts,
        upcoming=_upcoming(session, patient, now),
        plan=plan_of(session, catalogue, patient),
        consents=[consent for consent, _who in recorded],
        staff=staff,
        thread=read_thread(session, patient),
        treatments=other_treatment.of_patient(session, patient.id),
        goals=goals.of_patient(session, patient.id),
        notes=notes,
        calls=calls,
        own_notes=session.scalars(
            select(Note).where(Note.patient_id == patient.id).order_by(Note.written_at, Note.id)
        ).all(),
        foreseen=forecasts.foresee(record, patient, catalogue, now),
        review=review,
        items=followed_up.of_patient(session, catalogue, patient.id),
    )


def read_thread(session: Session, patient: Patient, limit: int = TEXTS_SHOWN) -> Thread:
    """The newest ``limit`` texts each way at most, cut where the older kind ends."""
    received = session.scalars(
        select(InboundMessage)
        .where(InboundMessage.patient_id == patient.id)
        .order_by(InboundMessage.received_at.desc(), InboundMessage.id.desc())
        .limit(limit + 1)
    ).all()
    sent = session.scalars(
        select(OutboundMessage)
        # A code to sign in with is for the patient's eyes alone.
        .where(OutboundMessage.patient_id == patient.id, OutboundMessage.purpose != Purpose.SIGN_IN)
        .order_by(OutboundMessage.created_at.desc(), OutboundMessage.id.desc())
        .limit(limit + 1)
    ).all()
    newest = sorted(
        [*(m.received_at for m in received), *(m.created_at for m in sent)], reverse=True
    )
    if len(newest) <= limit:
        return Thread(received[::-1], sent[::-1], is_cut=False)
    since = newest[limit - 1]
    return Thread(
        [m for m in received[::-1] if m.received_at >= since],
        [m for m in sent[::-1] if m.created_at >= since],
        is_cut=True,
    )


def count_prompts(session: Session, infusion: Infusion, *, sent: bool) -> int:
    """How many prompts of an infusion went out already, or are still to come."""
    is_sent = Prompt.released_at.is_not(None)
    is_to_come = Prompt.status == PromptStatus.REQUESTED
    return (
        session.scalar(
            select(func.count())
            .select_from(Prompt)
            .where(Prompt.anchor_id == infusion.id, is_sent if sent else is_to_come)
        )
        or 0
    )


def last_given(infusions: Sequence[Infusion]) -> Infusion | None:
    """The newest infusion with a dose, of a list that has the newest first."""
    return next((each for each in infusions if each.dose_mg and each.ended_at), None)


def _names_in(found: Iterable[Practitioner | None]) -> dict[UUID, str]:
    return {who.id: who.display_name for who in found if who is not None}


def _missed(session: Session, patient: Patient) -> dict[str, list[datetime]]:
    found: dict[str, list[datetime]] = {}
    for codes, released_at in session.execute(_MISSED, {"patient_id": patient.id}):
        for code in codes:
            if released_at:
                found.setdefault(code, []).append(released_at)
    return found


_MISSED = (
    select(Prompt.questionnaires, Prompt.released_at)
    .where(
        Prompt.patient_id == bindparam("patient_id"),
        Prompt.status == PromptStatus.MISSED,
        Prompt.released_at.is_not(None),
    )
    .order_by(Prompt.due_at)
)


def _upcoming(session: Session, patient: Patient, now: datetime) -> Sequence[Prompt]:
    """What is still to be sent: nothing to somebody who has not joined, or has opted out."""
    if patient.texting is not Texting.ACTIVE:
        return ()
    return session.scalars(
        select(Prompt)
        .where(
            Prompt.patient_id == patient.id,
            Prompt.status == PromptStatus.REQUESTED,
            or_(Prompt.due_at > now, Prompt.closes_at > now),
        )
        .order_by(Prompt.due_at)
        .limit(UPCOMING_SHOWN)
    ).all()
