"""Taking an alert over: a colleague holds it who cannot see to it, and somebody else does.

Nobody is asked and nothing opens again, for there is no moment in which nobody holds the alert.
Who held it before, from when until when, stays in its history with what was said.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from diary.services import alert_desk, alerts
from diary.services.catalogue import Catalogue
from diary.services.chart_fields import read_words
from diary.services.fields import InvalidFieldsError
from diary.services.handing_over import LONGEST_NOTE
from diary.store.alerts import AlertStatus, SafetyAlert
from diary.store.people import Patient, Practitioner

NOTE = "takeover_note"
"""The form's one field. Its page has another for the note of whoever hands over."""


def take_over(
    session: Session,
    catalogue: Catalogue,
    alert: SafetyAlert,
    patient: Patient | None,
    practitioner: Practitioner,
    form: Mapping[str, str],
    now: datetime,
) -> None:
    """``practitioner`` holds it from now on, with a note in ``NOTE`` if any.

    One that is open is simply taken, without a note, and for whoever holds it nothing changes.
    ``InvalidFieldsError`` for an alert that is resolved, and for a note that is too long.
    """
    alert_desk.hold_alert(session, alert, patient)
    errors: dict[str, str] = {}
    note = read_words(form, NOTE, errors, longest=LONGEST_NOTE, required=False)
    if alert.status is AlertStatus.RESOLVED:
        errors[NOTE] = "alert_resolved"
    if errors:
        raise InvalidFieldsError(errors)
    if alert.status is AlertStatus.ACKNOWLEDGED:
        if alert.acknowledged_by_id == practitioner.id:
            return
        alert_desk.let_go(session, alert, practitioner.id, note, now, is_taken_over=True)
    alerts.acknowledge(alert, practitioner.id, now)
    alert_desk.settle(session, catalogue, alert, patient, practitioner, "take over alert", now)
