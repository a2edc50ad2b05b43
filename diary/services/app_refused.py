"""Danger in what the app handed over and the record does not take: a person learns of it anyway.

A wrong clock, a field of a later version, a window that is over: all of these say something about
the entry and nothing about who made it. What is refused is not stored; what it shows is alerted.
"""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from diary.services import app_dangers, audit
from diary.services.app_dangers import Danger
from diary.services.catalogue import Catalogue
from diary.services.devices import Caller
from diary.services.entries import Refused
from diary.services.holds import hold
from diary.services.script import FORM
from diary.store.alerts import SafetyAlert

_NOT_KEPT = "not-kept-"


def take(
    session: Session,
    catalogue: Catalogue,
    caller: Caller,
    refused: Sequence[Refused],
    now: datetime,
    base_url: str,
) -> None:
    """Open the alerts of what was not kept. What comes again is known, and nothing follows."""
    dangers = [
        Danger(_name(each, caller.patient.id), each.shown, now, each.seen, _NOT_KEPT)
        for each in refused
        if each.seen
    ]
    if not dangers:
        return
    patient = hold(session, caller.patient.id)
    raised = app_dangers.raise_alerts(session, catalogue, patient, dangers, now)
    if raised.is_new:
        app_dangers.follow(session, catalogue, patient, raised.gravest, now, base_url)
        audit.record(
            session,
            "show danger in app",
            patient,
            now,
            practitioner_id=None,
            subject_id=caller.device.id,
        )


def is_of_app(alert: SafetyAlert) -> bool:
    """Whether something from the app raised ``alert``, kept or not."""
    return alert.key.startswith(f"{FORM}{alert.patient_id}.")


def is_of_refused(alert: SafetyAlert) -> bool:
    """Whether it is of something that the record does not have."""
    return alert.key.startswith(f"{FORM}{alert.patient_id}.{_NOT_KEPT}")


def _name(refused: Refused, patient_id: UUID) -> str:
    """Of the entry and what it shows, so that it is the same however the entry is sent again."""
    shown = refused.shown
    said = [
        str(refused.entry_id or patient_id),
        sorted(set(shown.words)),
        None if shown.mood is None else float(shown.mood),
        shown.questionnaire,
        sorted((link_id, _as_listed(value)) for link_id, value in shown.answers.items()),
    ]
    print_of_it = hashlib.sha256(json.dumps(said).encode()).hexdigest()[:32]
    return f"{refused.entry_id}.{print_of_it}" if refused.entry_id else print_of_it


def _as_listed(value: float | tuple[float, ...]) -> list[float]:
    return [float(each) for each in (value if isinstance(value, tuple) else (value,))]
