"""Handing an alert over: whoever holds it gives it to a colleague, who has to take it.

Until they have, nobody holds it: it is open again and on top of every page. Whom a page finds on
call is paged at once, and the ladder climbs on from them. Anybody else has the wait of the ladder
to take it, and then the ladder is climbed from its foot. So an alert cannot come to rest with
somebody who does not know of it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from diary.domain.ladder import next_rung, ready_rung
from diary.services import alert_desk, ladders, staff
from diary.services.catalogue import Catalogue
from diary.services.chart_fields import read_words
from diary.services.fields import InvalidFieldsError
from diary.services.paging import NOBODY_YET
from diary.store.alerts import AlertStatus, SafetyAlert
from diary.store.people import Organization, Patient, Practitioner

FIELDS = ("person", "note")
LONGEST_NOTE = 1000


def colleagues(session: Session, practitioner: Practitioner) -> Sequence[Practitioner]:
    """Who else of the clinic can sign in, by name."""
    found = session.scalars(
        select(Practitioner).where(
            Practitioner.organization_id == practitioner.organization_id,
            Practitioner.id != practitioner.id,
            Practitioner.ended_at.is_(None),
            Practitioner.password_hash.is_not(None),
        )
    )
    return sorted(found, key=lambda each: each.display_name)


def hand_over(
    session: Session,
    catalogue: Catalogue,
    alert: SafetyAlert,
    patient: Patient | None,
    practitioner: Practitioner,
    form: Mapping[str, str],
    now: datetime,
) -> None:
    """``person`` (a sign-in name) is to take it from ``practitioner``, with a ``note`` if any.

    ``InvalidFieldsError`` for nobody, oneself, or a closed account, and where ``practitioner``
    does not hold the alert (any more).
    """
    alert_desk.hold_alert(session, alert, patient)
    receiver, note = _read(session, alert, practitioner, form)
    alert_desk.let_go(session, alert, receiver.id, note, now, is_taken_over=False)
    _page_from(session, alert, receiver.id, now)
    alert_desk.settle(session, catalogue, alert, patient, practitioner, "hand over alert", now)


def _read(
    session: Session, alert: SafetyAlert, practitioner: Practitioner, form: Mapping[str, str]
) -> tuple[Practitioner, str]:
    """Who is to have it, and the note; ``InvalidFieldsError`` names every wrong field."""
    errors: dict[str, str] = {}
    name = staff.normal_name(form.get("person", ""))
    found = session.scalars(
        select(Practitioner).where(
            Practitioner.organization_id == alert.organization_id,
            Practitioner.sign_in_name == name,
        )
    ).first()
    if alert.status is AlertStatus.RESOLVED:
        errors["person"] = "alert_resolved"
    elif alert.status is AlertStatus.OPEN or alert.acknowledged_by_id != practitioner.id:
        errors["person"] = "not_holder"
    elif found is None:
        errors["person"] = "person"
    elif found.id == practitioner.id:
        errors["person"] = "holder"
    elif found.ended_at is not None or found.password_hash is None:
        errors["person"] = "shut_out"
    note = read_words(form, "note", errors, longest=LONGEST_NOTE, required=False)
    if errors or found is None:
        raise InvalidFieldsError(errors)
    return found, note


def _page_from(session: Session, alert: SafetyAlert, receiver_id: UUID, now: datetime) -> None:
    clinic = session.get_one(Organization, alert.organization_id)
    people = [person for person, _ in ladders.rungs(session, clinic)]
    rungs = [ladders.rung_of(person) for person in people]
    theirs = {person.position for person in people if person.practitioner_id == receiver_id}
    if ready := ready_rung(rungs, theirs, now, clinic.timezone):
        alert.last_rung, alert.next_page_at = ready.position - 1, now
    else:
        first = next_rung(rungs, None, now, clinic.timezone)
        alert.last_rung, alert.next_page_at = None, now + (first.wait if first else NOBODY_YET)
