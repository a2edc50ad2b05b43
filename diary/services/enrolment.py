"""Enrolling a patient: the form read field by field, consent recorded, the invitation queued."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import phonenumbers
from phonenumbers import PhoneNumberType
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from diary.domain import pacing
from diary.domain.consent import ConsentAct, Texting
from diary.domain.open_hours import next_open
from diary.domain.pacing import SenderKind
from diary.domain.plan import Plan
from diary.domain.questionnaire import LANGUAGES
from diary.domain.turn import Phrase
from diary.services import audit, caseload, consent, laying_out, outbox, people_search, plans
from diary.services.catalogue import Catalogue
from diary.services.conversation_state import begin_conversation
from diary.services.fields import InvalidFieldsError, read_clock
from diary.services.hours import date_where, hours_of, known_zones
from diary.services.wording import compose
from diary.store.messaging import Purpose
from diary.store.oncall import OnCall
from diary.store.people import Organization, Patient, Practitioner
from diary.store.sealing import blind_index

INVITATION_WORTH = timedelta(days=7)
OLDEST_CONSENT = timedelta(days=3650)
LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A patient to enrol, every field checked. ``phone`` is E.164, ``timezone`` an IANA name."""

    name: str
    phone: str
    timezone: str
    language: str
    preferred_local: time
    plan: str
    """The code of a plan that the clinic offers."""
    consent_by: str
    """Who read the wording to the patient."""
    consent_on: date


def read_enrolment(
    form: Mapping[str, str], clinic: Organization, offered: Mapping[str, Plan], now: datetime
) -> Enrolment:
    """The form's fields, or ``InvalidFieldsError`` that names every wrong one.

    ``offered`` are the clinic's plans by code. A number without a country code is read as one of
    the clinic's own country.
    """
    errors: dict[str, str] = {}
    name = " ".join(form.get("name", "").split())
    if not name:
        errors["name"] = "required"
    elif len(name) > LONGEST_NAME or not name.isprintable():
        errors["name"] = "name"
    phone = _phone(form, clinic, errors)
    timezone = read_zone(form, errors)
    language = form.get("language", "")
    if language not in LANGUAGES:
        errors["language"] = "language"
    preferred = read_preferred(form, clinic, errors)
    plan = form.get("plan", clinic.default_plan)
    if plan not in offered:
        errors["plan"] = "plan"
    consent_by, consent_on = _consent(form, timezone, now, errors)
    if errors or phone is None or preferred is None or consent_on is None:
        raise InvalidFieldsError(errors)
    return Enrolment(name, phone, timezone, language, preferred, plan, consent_by, consent_on)


def enrol(
    session: Session,
    catalogue: Catalogue,
    practitioner: Practitioner,
    enrolment: Enrolment,
    now: datetime,
) -> Patient:
    """Enrol a patient and invite them by text; ``InvalidFieldsError`` if the number is enrolled."""
    clinic = session.get_one(Organization, practitioner.organization_id)
    plan = plans.offered(session, catalogue, clinic.id).get(enrolment.plan)
    if plan is None:
        raise InvalidFieldsError({"plan": "plan"})
    index = blind_index(session, enrolment.phone)
    if session.scalars(
        select(Patient.id).where(Patient.organization_id == clinic.id, Patient.phone_index == index)
    ).first():
        raise InvalidFieldsError({"phone": "phone_enrolled"})
    if session.scalars(
        select(OnCall.id).where(OnCall.organization_id == clinic.id, OnCall.phone_index == index)
    ).first():
        raise InvalidFieldsError({"phone": "phone_on_call"})
    patient = Patient(
        organization_id=clinic.id,
        name=enrolment.name,
        name_marks=people_search.marks_of(session, clinic.id, enrolment.name),
        phone=enrolment.phone,
        phone_index=index,
        timezone=enrolment.timezone,
        language=enrolment.language,
        preferred_local=enrolment.preferred_local,
        plan=plan.reference,
        enrolled_at=now,
        texting=Texting.INVITED,
    )
    try:
        with session.begin_nested():
            session.add(patient)
    except IntegrityError:  # somebody else enrolled the number a moment ago
        raise InvalidFieldsError({"phone": "phone_enrolled"}) from None
    consent.become(
        session,
        patient,
        Texting.INVITED,
        ConsentAct.RECORDED,
        now,
        practitioner_id=practitioner.id,
        taken_by=enrolment.consent_by,
        given_on=enrolment.consent_on,
    )
    plans.put_on(session, patient, plan, now)
    begin_conversation(session, patient)
    laying_out.lay_out(session, catalogue, patient, now)
    _invite(session, catalogue, clinic, patient, now)
    audit.record(session, "enrol patient", patient, now, practitioner_id=practitioner.id)
    session.flush()
    caseload.rewrite(session, catalogue, patient, now)
    return patient


def read_zone(form: Mapping[str, str], errors: dict[str, str]) -> str:
    """The IANA zone where the patient is; what is wrong goes to ``errors``."""
    timezone = form.get("zone", "").strip()
    if timezone not in known_zones():
        errors["zone"] = "zone" if timezone else "required"
    return timezone


def read_preferred(
    form: Mapping[str, str], clinic: Organization, errors: dict[str, str]
) -> time | None:
    """The time of day at which the patient likes to be asked; what is wrong goes to ``errors``."""
    text = form.get("preferred_time", "").strip()
    preferred = read_clock(text)
    if preferred is None:
        errors["preferred_time"] = "time" if text else "required"
    elif not clinic.quiet_until_local <= preferred < clinic.quiet_from_local:
        errors["preferred_time"] = "outside_hours"
    return preferred


def e164(text: str, clinic_number: str) -> str | None:
    """A phone number in E.164, or ``None`` if it cannot be one that takes texts.

    Without a country code it is one of the clinic's country. Landlines cannot, in the countries
    whose numbers tell them apart, nor can pagers and numbers that callers pay or do not pay for.
    """
    try:
        region = region_of(clinic_number)
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number) or number.extension:
        return None
    if phonenumbers.number_type(number) not in _TAKE_TEXTS:
        return None
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def is_sender(number: str) -> bool:
    """Whether a clinic could text from this: a number in E.164, or a short code."""
    if pacing.kind_of(number) is SenderKind.SHORT_CODE:
        return len(number) >= _SHORTEST_SHORT_CODE and number.isascii()
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return False
    e164_form = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    return phonenumbers.is_valid_number(parsed) and e164_form == number


def region_of(clinic_number: str) -> str | None:
    """The country (ISO 3166-1) of a clinic's number; ``NumberParseException`` for no number."""
    if pacing.kind_of(clinic_number) is SenderKind.SHORT_CODE:
        return _REGION_OF_SHORT_CODES
    return phonenumbers.region_code_for_number(phonenumbers.parse(clinic_number))


_SHORTEST_SHORT_CODE = 5
_REGION_OF_SHORT_CODES = "US"
"""A short code works in one country only."""
_TAKE_TEXTS = (
    PhoneNumberType.MOBILE,
    PhoneNumberType.FIXED_LINE_OR_MOBILE,
    PhoneNumberType.VOIP,
    PhoneNumberType.PERSONAL_NUMBER,
)


def _phone(form: Mapping[str, str], clinic: Organization, errors: dict[str, str]) -> str | None:
    text = form.get("phone", "").strip()
    phone = e164(text, clinic.sender)
    if phone is None:
        errors["phone"] = "phone" if text else "required"
    elif phone == clinic.sender:
        errors["phone"] = "phone_is_clinic"
    return phone


def _consent(
    form: Mapping[str, str], timezone: str, now: datetime, errors: dict[str, str]
) -> tuple[str, date | None]:
    if form.get("consent") not in {"yes", "on", "given", "1"}:
        errors["consent"] = "consent"
    elif form.get("consent_version") != consent.WORDING_VERSION:
        errors["consent"] = "consent_version"
    by = " ".join(form.get("consent_by", "").split())
    if not by or len(by) > LONGEST_NAME or not by.isprintable():
        errors["consent_by"] = "name" if by else "required"
    text = form.get("consent_on", "").strip()
    try:
        given_on = date.fromisoformat(text)
    except ValueError:
        errors["consent_on"] = "date" if text else "required"
        return by, None
    if "zone" not in errors and given_on > date_where(timezone, now):
        errors["consent_on"] = "future"
    elif given_on < (now - OLDEST_CONSENT).date():
        errors["consent_on"] = "long_ago"
    return by, given_on


def _invite(
    session: Session, catalogue: Catalogue, clinic: Organization, patient: Patient, now: datetime
) -> None:
    outbox.queue(
        session,
        clinic,
        key=f"invitation:{patient.id}",
        purpose=Purpose.INVITATION,
        recipient=patient.phone,
        body=compose([Phrase("invitation")], patient.language, clinic, catalogue),
        now=now,
        expires_at=now + INVITATION_WORTH,
        patient_id=patient.id,
        not_before=next_open(now, hours_of(patient, clinic)),
    )
