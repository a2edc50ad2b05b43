"""Alerts as staff work on them: the lists, taking one, resolving one, with the patient's row."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from diary.services import alerts, audit, caseload
from diary.services.catalogue import Catalogue
from diary.services.holds import hold
from diary.store.alerts import AlertHandover, AlertStatus, SafetyAlert
from diary.store.messaging import InboundMessage
from diary.store.oncall import PageSent
from diary.store.people import Patient, Practitioner

RESOLVED_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Paged:
    """A member of staff was paged about an alert."""

    practitioner_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class Around:
    """What alerts mention, by id: patients, texts, staff; by alert, in order: pages, handovers."""

    patients: Mapping[UUID, Patient] = field(default_factory=dict)
    texts: Mapping[UUID, InboundMessage] = field(default_factory=dict)
    staff: Mapping[UUID, str] = field(default_factory=dict)
    pages: Mapping[UUID, Sequence[Paged]] = field(default_factory=dict)
    handovers: Mapping[UUID, Sequence[AlertHandover]] = field(default_factory=dict)

    def waits_for(self, alert: SafetyAlert) -> AlertHandover | None:
        """The handover that the new holder has not taken yet."""
        several = self.handovers.get(alert.id)
        is_pending = alert.status is AlertStatus.OPEN and alert.acknowledged_at is None
        return several[-1] if several and is_pending else None


def by_urgency(alert: SafetyAlert) -> tuple[bool, str, datetime]:
    """The order in which alerts are looked at: not taken, then the gravest, then the oldest."""
    return alert.status is not AlertStatus.OPEN, alert.tier, alert.opened_at


def lately_resolved(session: Session, organization_id: UUID) -> Sequence[SafetyAlert]:
    return session.scalars(
        select(SafetyAlert)
        .where(
            SafetyAlert.organization_id == organization_id,
            SafetyAlert.status == AlertStatus.RESOLVED,
        )
        .order_by(SafetyAlert.resolved_at.desc(), SafetyAlert.id.desc())
        .limit(RESOLVED_SHOWN)
    ).all()


def around(session: Session, listed: Iterable[SafetyAlert]) -> Around:
    """What the alerts mention, in one query a kind."""
    alerts_listed = list(listed)
    patient_ids = {alert.patient_id for alert in alerts_listed}
    text_ids = {alert.inbound_id for alert in alerts_listed}
    staff_ids = {alert.acknowledged_by_id for alert in alerts_listed}
    staff_ids |= {alert.resolved_by_id for alert in alerts_listed}
    pages = _pages(session, [alert.id for alert in alerts_listed])
    staff_ids |= {page.practitioner_id for several in pages.values() for page in several}
    handovers = handovers_of(session, [alert.id for alert in alerts_listed])
    for each in (handover for several in handovers.values() for handover in several):
        staff_ids |= {each.from_id, each.to_id}
    return Around(
        {row.id: row for row in session.scalars(select(Patient).where(Patient.id.in_(patient_ids)))}
        if any(patient_ids)
        else {},
        {
            row.id: row
            for row in session.scalars(
                select(InboundMessage).where(InboundMessage.id.in_(text_ids))
            )
        }
        if any(text_ids)
        else {},
        names(session, staff_ids),
        pages,
        handovers,
    )


def handovers_of(
    session: Session, alert_ids: Sequence[UUID]
) -> Mapping[UUID, Sequence[AlertHandover]]:
    """By alert, the oldest first."""
    found: dict[UUID, list[AlertHandover]] = {}
    for handover in session.scalars(
        select(AlertHandover)
        .where(AlertHandover.alert_id.in_(alert_ids))
        .order_by(AlertHandover.handed_at, AlertHandover.id)
    ):
        found.setdefault(handover.alert_id, []).append(handover)
    return found


def names(session: Session, staff_ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """What members of staff are called, by id."""
    wanted = {staff_id for staff_id in staff_ids if staff_id}
    if not wanted:
        return {}
    found = session.scalars(select(Practitioner).where(Practitioner.id.in_(wanted)))
    return {practitioner.id: practitioner.display_name for practitioner in found}


def handed_to(
    session: Session, listed: Sequence[SafetyAlert], practitioner_id: UUID
) -> Sequence[SafetyAlert]:
    """Those of open alerts that wait for this person to take them."""
    around_them = Around(handovers=handovers_of(session, [alert.id for alert in listed]))
    waiting = ((alert, around_them.waits_for(alert)) for alert in listed)
    return [alert for alert, handed in waiting if handed and handed.to_id == practitioner_id]


def take(
    session: Session,
    catalogue: Catalogue,
    alert: SafetyAlert,
    patient: Patient | None,
    practitioner: Practitioner,
    now: datetime,
) -> None:
    """``practitioner`` is on it."""
    hold_alert(session, alert, patient)
    alerts.acknowledge(alert, practitioner.id, now)
    settle(session, catalogue, alert, patient, practitioner, "acknowledge alert", now)


def resolve(
    session: Session,
    catalogue: Catalogue,
    alert: SafetyAlert,
    patient: Patient | None,
    practitioner: Practitioner,
    outcome: str,
    reason: str,
    now: datetime,
) -> None:
    """It is over; ``InvalidFieldsError`` without an outcome and a reason. Once is enough."""
    hold_alert(session, alert, patient)
    if alert.status is AlertStatus.RESOLVED:
        return
    alerts.resolve(alert, practitioner.id, outcome, reason, now)
    settle(session, catalogue, alert, patient, practitioner, "resolve alert", now)


def take_by_page(
    session: Session,
    catalogue: Catalogue,
    alert: SafetyAlert,
    practitioner: Practitioner,
    now: datetime,
) -> None:
    """Whoever was paged is on it; once it is taken, a later press changes nothing."""
    patient = session.get_one(Patient, alert.patient_id) if alert.patient_id else None
    take(session, catalogue, alert, patient, practitioner, now)


def let_go(
    session: Session,
    alert: SafetyAlert,
    to_id: UUID,
    note: str,
    now: datetime,
    *,
    is_taken_over: bool,
) -> None:
    """Whoever holds it does so no more, which its history keeps: it is open for ``to_id``."""
    session.add(
        AlertHandover(
            organization_id=alert.organization_id,
            alert_id=alert.id,
            from_id=alert.acknowledged_by_id,
            taken_at=alert.acknowledged_at,
            to_id=to_id,
            handed_at=now,
            is_taken_over=is_taken_over,
            note=note,
        )
    )
    alert.status = AlertStatus.OPEN
    alert.acknowledged_at = alert.acknowledged_by_id = None


def hold_alert(session: Session, alert: SafetyAlert, patient: Patient | None) -> None:
    """Wait for whoever else works on it, and see it as it stands then."""
    if patient:
        hold(session, patient.id)
    session.refresh(alert, with_for_update=True)


def settle(
    session: Session,
    catalogue: Catalogue,
    alert: SafetyAlert,
    patient: Patient | None,
    practitioner: Practitioner,
    action: str,
    now: datetime,
) -> None:
    """Note what was done to the alert, and rewrite its patient's row; a stranger has none."""
    if patient is None:
        return
    audit.record(
        session, action, patient, now, practitioner_id=practitioner.id, subject_id=alert.id
    )
    session.flush()
    caseload.rewrite(session, catalogue, patient, now)


def _pages(session: Session, alert_ids: Sequence[UUID]) -> dict[UUID, list[Paged]]:
    rows = session.execute(
        select(PageSent.alert_id, PageSent.practitioner_id, PageSent.paged_at)
        .where(PageSent.alert_id.in_(alert_ids))
        .order_by(PageSent.paged_at)
    )
    found: dict[UUID, list[Paged]] = {}
    for alert_id, practitioner_id, paged_at in rows:
        found.setdefault(alert_id, []).append(Paged(practitioner_id, paged_at))
    return found
