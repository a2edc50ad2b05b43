"""Safety alerts: opened once a cause, acknowledged, resolved with a reason, never deleted."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from diary.domain.safety import Finding, Kind, Tier
from diary.services.chart_fields import read_words
from diary.services.fields import InvalidFieldsError
from diary.store.alerts import AlertStatus, SafetyAlert
from diary.store.people import Organization, Patient

PAGED_TIERS = (Tier.A, Tier.B)
"""Somebody is paged at once; tier C waits on the list of whom to call."""


NOT_SAFE = Finding(
    Tier.A, "answer-not-safe", Kind.CRISIS, "Asked whether they are safe: no, or not sure."
)


def open_alert(
    session: Session,
    organization_id: UUID,
    finding: Finding,
    *,
    key: str,
    now: datetime,
    patient_id: UUID | None = None,
    inbound_id: UUID | None = None,
    is_first: bool = False,
) -> SafetyAlert:
    """The alert of this cause: the one there is, or a new one.

    What became graver since is a new one too: what was known of the first is no longer all. If
    ``is_first``, there can be none yet, and none is looked for.
    """
    existing = [] if is_first else _of_cause(session, organization_id, key)
    if existing and existing[0].tier <= finding.tier:
        return existing[0]
    alert = SafetyAlert(
        organization_id=organization_id,
        number=_next_number(session, organization_id),
        key=f"{key}:{finding.tier}" if existing else key,
        patient_id=patient_id,
        inbound_id=inbound_id,
        tier=str(finding.tier),
        rule=finding.rule,
        kind=str(finding.kind),
        status=AlertStatus.OPEN,
        opened_at=now,
        next_page_at=now if finding.tier in PAGED_TIERS else None,
    )
    session.add(alert)
    return alert


def escalate(
    session: Session,
    patient: Patient,
    now: datetime,
    *,
    key: str,
    inbound_id: UUID | None = None,
) -> None:
    """The patient is not safe, not sure, or silent: page for the unresolved alert from the start.

    An alert that was acknowledged opens again: what was known then is no longer all there is.
    Where all are resolved, a text (``inbound_id``) opens a new one; after silence nothing is left
    to do, for somebody has dealt with it since the question was asked.
    """
    alert = session.scalars(
        select(SafetyAlert)
        .where(SafetyAlert.patient_id == patient.id, SafetyAlert.status != AlertStatus.RESOLVED)
        .order_by(
            SafetyAlert.tier.in_(PAGED_TIERS).desc(),
            SafetyAlert.opened_at.desc(),
            SafetyAlert.id.desc(),
        )
        .limit(1)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if alert is None and inbound_id:
        alert = open_alert(
            session,
            patient.organization_id,
            NOT_SAFE,
            key=f"{key}:{NOT_SAFE.rule}",
            now=now,
            patient_id=patient.id,
            inbound_id=inbound_id,
        )
    if alert:
        alert.escalated_at = now
        alert.status = AlertStatus.OPEN
        alert.next_page_at, alert.last_rung = now, None


def acknowledge(alert: SafetyAlert, practitioner_id: UUID, now: datetime) -> None:
    """Somebody is on it. The first one to say so stays on record."""
    if alert.status is AlertStatus.OPEN:
        alert.status = AlertStatus.ACKNOWLEDGED
        alert.acknowledged_at, alert.acknowledged_by_id = now, practitioner_id
        alert.next_page_at = None


OUTCOMES = ("spoke_safe", "spoke_care", "emergency", "no_danger", "not_reached")
"""How an alert may end: spoke and safe, spoke and care arranged, emergency services, ..."""
LONGEST_REASON = 4000


def resolve(
    alert: SafetyAlert, practitioner_id: UUID, outcome: str, reason: str, now: datetime
) -> None:
    """It is over, with an outcome and what was done; ``InvalidFieldsError`` without them."""
    errors: dict[str, str] = {}
    if outcome not in OUTCOMES:
        errors["outcome"] = "required"
    words = read_words({"reason": reason}, "reason", errors, longest=LONGEST_REASON)
    if errors:
        raise InvalidFieldsError(errors)
    acknowledge(alert, practitioner_id, now)
    alert.status = AlertStatus.RESOLVED
    alert.resolved_at, alert.resolved_by_id = now, practitioner_id
    alert.outcome, alert.resolution = outcome, words


def _of_cause(session: Session, organization_id: UUID, key: str) -> Sequence[SafetyAlert]:
    """The gravest first."""
    return session.scalars(
        select(SafetyAlert)
        .where(
            SafetyAlert.organization_id == organization_id,
            SafetyAlert.key.in_([key, *(f"{key}:{tier}" for tier in Tier)]),
        )
        .order_by(SafetyAlert.tier)
    ).all()


def _next_number(session: Session, organization_id: UUID) -> int:
    return session.scalars(_COUNT_ONE_MORE, {"organization_id": organization_id}).one()


# Counting in the clinic's own row makes two alerts at once wait for each other. Put together once,
# as a text of danger waits for it, and no row at hand is asked, as none is read after it.
_COUNT_ONE_MORE = (
    update(Organization)
    .where(Organization.id == bindparam("organization_id"))
    .values(alerts_opened=Organization.alerts_opened + 1)
    .returning(Organization.alerts_opened)
    .execution_options(synchronize_session=False)
)


def unresolved(session: Session, organization_id: UUID) -> Sequence[SafetyAlert]:
    """The clinic's alerts that are not resolved, the newest first."""
    return session.scalars(_UNRESOLVED, {"organization_id": organization_id}).all()


# Every page of the staff asks for this: it is put together once.
_UNRESOLVED = (
    select(SafetyAlert)
    .where(
        SafetyAlert.organization_id == bindparam("organization_id"),
        SafetyAlert.status != AlertStatus.RESOLVED,
    )
    .order_by(SafetyAlert.opened_at.desc(), SafetyAlert.id.desc())
)
