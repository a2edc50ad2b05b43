"""How much waits, over all clinics: what an operator's alarms are set on."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from diary.store.alerts import AlertStatus, SafetyAlert
from diary.store.messaging import InboundMessage, OutboundMessage, OutboundStatus
from diary.store.people import Organization


def gauges(session: Session, now: datetime) -> dict[str, float]:
    """Counts by the name of their metric; ages in seconds."""
    queued = OutboundMessage.status == OutboundStatus.QUEUED
    due, oldest_due = session.execute(
        select(func.count(), func.min(OutboundMessage.not_before)).where(
            queued, OutboundMessage.not_before <= now
        )
    ).one()
    in_doubt = session.scalar(
        select(func.count()).where(OutboundMessage.status == OutboundStatus.UNKNOWN)
    )
    waiting, oldest_text = session.execute(
        select(func.count(), func.min(InboundMessage.received_at)).where(
            InboundMessage.turn_taken_at.is_(None)
        )
    ).one()
    alerts, oldest_alert = session.execute(
        select(func.count(), func.min(SafetyAlert.opened_at)).where(
            SafetyAlert.status == AlertStatus.OPEN
        )
    ).one()
    held = session.scalar(
        select(func.count(Organization.id)).where(Organization.sending_held_until > now)
    )
    return {
        "diary_texts_due": due,
        "diary_texts_due_age_seconds": _age(oldest_due, now),
        "diary_texts_in_doubt": in_doubt or 0,
        "diary_turns_waiting": waiting,
        "diary_turns_waiting_age_seconds": _age(oldest_text, now),
        "diary_alerts_open": alerts,
        "diary_alerts_open_age_seconds": _age(oldest_alert, now),
        "diary_lanes_held": held or 0,
    }


def _age(since: datetime | None, now: datetime) -> float:
    return max(0.0, (now - since).total_seconds()) if since else 0.0
