"""What is still to be sent to a patient, changed by staff: skipped, sent now, or paused."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from diary.domain.consent import Texting
from diary.services import audit, caseload
from diary.services.catalogue import Catalogue
from diary.services.chart_fields import read_day
from diary.services.fields import InvalidFieldsError
from diary.services.holds import hold
from diary.services.hours import date_where, midnight_where
from diary.store.care import Prompt, PromptStatus
from diary.store.people import Patient, Practitioner

LONGEST_PAUSE = timedelta(days=90)


def skip(
    session: Session,
    catalogue: Catalogue,
    practitioner: Practitioner,
    prompt: Prompt,
    now: datetime,
) -> bool:
    """Do not ask this one; ``False`` if it was asked or withdrawn in the meantime."""
    patient = hold(session, prompt.patient_id)
    session.refresh(prompt)
    if prompt.status is not PromptStatus.REQUESTED:
        return False
    prompt.status, prompt.reason = PromptStatus.SKIPPED, "by_staff"
    _settle(session, catalogue, practitioner, patient, "skip prompt", prompt, now)
    return True


def send_now(
    session: Session,
    catalogue: Catalogue,
    practitioner: Practitioner,
    prompt: Prompt,
    now: datetime,
) -> bool:
    """Ask this one at once, within the hours, and to nobody who must not be texted.

    ``False`` if it was asked or withdrawn in the meantime, or the patient is not to be texted.
    """
    patient = hold(session, prompt.patient_id)
    session.refresh(prompt)
    is_paused = patient.paused_until is not None and patient.paused_until > now
    if prompt.status is not PromptStatus.REQUESTED or patient.texting is not Texting.ACTIVE:
        return False
    if is_paused:
        return False
    prompt.due_at, prompt.postponed_until = min(prompt.due_at, now), None
    local = now.astimezone(ZoneInfo(patient.timezone))
    prompt.moved_to_on, prompt.moved_to_local = local.date(), local.time()  # it stays so
    _settle(session, catalogue, practitioner, patient, "send prompt now", prompt, now)
    return True


def pause(
    session: Session,
    catalogue: Catalogue,
    practitioner: Practitioner,
    patient: Patient,
    form: Mapping[str, str],
    now: datetime,
) -> None:
    """Ask nothing up to the morning of a day where the patient is; without a day, go on.

    ``InvalidFieldsError`` for a day that is over or too far ahead.
    """
    patient = hold(session, patient.id)
    errors: dict[str, str] = {}
    until = read_day(form, "until", errors, required=False)
    today = date_where(patient.timezone, now)
    if until and until <= today:
        errors["until"] = "past_day"
    elif until and until > today + LONGEST_PAUSE:
        errors["until"] = "long_pause"
    if errors:
        raise InvalidFieldsError(errors)
    patient.paused_until = midnight_where(patient.timezone, until) if until else None
    patient.paused_by_id = practitioner.id if until else None
    action = "pause patient" if until else "resume patient"
    _settle(session, catalogue, practitioner, patient, action, None, now)


def _settle(
    session: Session,
    catalogue: Catalogue,
    practitioner: Practitioner,
    patient: Patient,
    action: str,
    prompt: Prompt | None,
    now: datetime,
) -> None:
    session.flush()
    audit.record(
        session,
        action,
        patient,
        now,
        practitioner_id=practitioner.id,
        subject_id=prompt.id if prompt else None,
    )
    caseload.rewrite(session, catalogue, patient, now)


def day_of(patient: Patient, instant: datetime) -> date:
    """The calendar day where the patient is."""
    return date_where(patient.timezone, instant)
