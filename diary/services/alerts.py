"""Safety alerts: opened once a cause, acknowledged, resolved with a reason, never deleted."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from diary.domain.safety import Finding
from diary.services.fields import InvalidFieldsError
from diary.store.alerts import AlertStatus, SafetyAlert


def open_alert(
    session: Session,
    organization_id: UUID,
    finding: Finding,
    *,
    key: str,
    now: datetime,
    patient_id: UUID | None = None,
    inbound_id: UUID | None = None,
) -> SafetyAlert:
    """The alert of this cause: the one there is, or a new one."""
    existing = session.scalars(
        select(SafetyAlert).where(
            SafetyAlert.organization_id == organization_id, SafetyAlert.key == key
        )
    ).first()
    if existing:
        return existing
    alert = SafetyAlert(
        organization_id=organization_id,
        key=key,
        patient_id=patient_id,
        inbound_id=inbound_id,
        tier=str(finding.tier),
        rule=finding.rule,
        kind=str(finding.kind),
        status=AlertStatus.OPEN,
        opened_at=now,
    )
    session.add(alert)
    return alert


def escalate(session: Session, patient_id: UUID, now: datetime) -> None:
    """The patient is not safe, not sure, or silent: mark the newest unresolved alert so.

    An alert that was acknowledged opens again: what was known then is no longer all there is.
    """
    alert = session.scalars(
        select(SafetyAlert)
        .where(SafetyAlert.patient_id == patient_id, SafetyAlert.status != AlertStatus.RESOLVED)
        .order_by(SafetyAlert.opened_at.desc(), SafetyAlert.id.desc())
        .limit(1)
    ).first()
    if alert:
        alert.escalated_at = now
        alert.status = AlertStatus.OPEN


def acknowledge(alert: SafetyAlert, practitioner_id: UUID, now: datetime) -> None:
    """Somebody is on it. The first one to say so stays on record."""
    if alert.status is AlertStatus.OPEN:
        alert.status = AlertStatus.ACKNOWLEDGED
        alert.acknowledged_at, alert.acknowledged_by_id = now, practitioner_id


OUTCOMES = ("spoke_safe", "spoke_care", "emergency", "no_danger", "not_reached")
"""How an alert may end: spoke and safe, spoke and care arranged, emergency services, ..."""
LONGEST_REASON = 4000


def resolve(
    alert: SafetyAlert, practitioner_id: UUID, outcome: str, reason: str, now: datetime
) -> None:
    """It is over, with an outcome and what was done; ``InvalidFieldsError`` without them."""
    errors = {}
    if outcome not in OUTCOMES:
        errors["outcome"] = "required"
    if not reason.strip():
        errors["reason"] = "required"
    elif len(reason) > LONGEST_REASON:
        errors["reason"] = "too_long_text"
    if errors:
        raise InvalidFieldsError(errors)
    acknowledge(alert, practitioner_id, now)
    alert.status = AlertStatus.RESOLVED
    alert.resolved_at, alert.resolved_by_id = now, practitioner_id
    alert.outcome, alert.resolution = outcome, reason.strip()


def unresolved(session: Session, organization_id: UUID) -> Sequence[SafetyAlert]:
    """The clinic's alerts that are not resolved, the newest first."""
    return session.scalars(
        select(SafetyAlert)
        .where(
            SafetyAlert.organization_id == organization_id,
            SafetyAlert.status != AlertStatus.RESOLVED,
        )
        .order_by(SafetyAlert.opened_at.desc(), SafetyAlert.id.desc())
    ).all()
