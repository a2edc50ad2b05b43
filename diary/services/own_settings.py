"""What patients change about themselves in the app."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from diary.domain.questionnaire import LANGUAGES
from diary.services import audit, caseload, laying_out
from diary.services.catalogue import Catalogue
from diary.services.fields import InvalidFieldsError
from diary.services.holds import hold
from diary.services.hours import date_where, known_zones, midnight_where, take_to_zone
from diary.store.people import Organization, Patient

LONGEST_GREETING = 60
LONGEST_PAUSE = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class OwnSettings:
    """``paused_until`` is the first day on which texts go out again."""

    greeting: str
    language: str
    timezone: str
    preferred_local: time
    paused_until: date | None


def settings_of(patient: Patient, now: datetime) -> OwnSettings:
    paused = patient.paused_until
    return OwnSettings(
        greeting=patient.greeting or patient.name.partition(" ")[0],
        language=patient.language,
        timezone=patient.timezone,
        preferred_local=patient.preferred_local,
        paused_until=date_where(patient.timezone, paused) if paused and paused > now else None,
    )


def change_settings(
    session: Session,
    catalogue: Catalogue,
    patient: Patient,
    changes: Mapping[str, object],
    now: datetime,
) -> Patient:
    """Change the fields named in ``changes``; ``InvalidFieldsError`` names every wrong one.

    Another zone or time moves the prompts that were not sent yet.
    """
    patient = hold(session, patient.id)
    clinic = session.get_one(Organization, patient.organization_id)
    _refuse_wrong(patient, clinic, changes, now)
    if "greeting" in changes:
        patient.greeting = " ".join(str(changes["greeting"]).split()) or None
    if "language" in changes:
        patient.language = str(changes["language"])
    if "timezone" in changes:
        take_to_zone(patient, str(changes["timezone"]))
    if isinstance(at_local := changes.get("preferred_local"), time):
        patient.preferred_local = at_local
    if "paused_until" in changes:
        until = changes["paused_until"]
        patient.paused_until = (
            midnight_where(patient.timezone, until) if isinstance(until, date) else None
        )
        patient.paused_by_id = None
    if changes.keys() & {"timezone", "preferred_local"}:
        laying_out.lay_out(session, catalogue, patient, now)
    audit.record(session, "change settings in app", patient, now, practitioner_id=None)
    session.flush()
    caseload.rewrite(session, catalogue, patient, now)
    return patient


def _refuse_wrong(
    patient: Patient, clinic: Organization, changes: Mapping[str, object], now: datetime
) -> None:
    errors: dict[str, str] = {}
    greeting = str(changes.get("greeting", ""))
    if len(greeting) > LONGEST_GREETING or not greeting.isprintable():
        errors["greeting"] = "name"
    if changes.get("language", patient.language) not in LANGUAGES:
        errors["language"] = "language"
    timezone = str(changes.get("timezone", patient.timezone))
    if timezone not in known_zones():
        errors["timezone"] = "zone"
        timezone = patient.timezone
    at_local = changes.get("preferred_local", patient.preferred_local)
    is_open = isinstance(at_local, time) and (
        clinic.quiet_until_local <= at_local < clinic.quiet_from_local
    )
    if not is_open:
        errors["preferred_local"] = "outside_hours"
    if isinstance(until := changes.get("paused_until"), date):
        today = date_where(timezone, now)
        if not today < until <= today + LONGEST_PAUSE:
            errors["paused_until"] = "pause"
    if errors:
        raise InvalidFieldsError(errors)
