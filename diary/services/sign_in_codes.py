"""Signing in by a code that is texted: asked for, sent, and held against what is typed.

Whoever asks is told the same whether the number is a patient's or not, and the limits count for
both alike.
"""

import secrets
from datetime import datetime, timedelta
from hmac import compare_digest
from uuid import UUID

import phonenumbers
from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from diary.domain.turn import Phrase
from diary.services import outbox
from diary.services.catalogue import Catalogue
from diary.services.fields import InvalidFieldsError
from diary.services.wording import compose
from diary.store.devices import SignInCode, SignInRequest
from diary.store.messaging import Purpose
from diary.store.people import Organization, Patient
from diary.store.sealing import blind_index

CODE_LASTS = timedelta(minutes=10)
MOST_TRIES = 5
DIGITS = 6
LIMITS = ((timedelta(minutes=15), 3), (timedelta(days=1), 10))
"""How many codes one number is sent in how long."""
ADDRESS_LIMIT = (timedelta(minutes=15), 60)
"""... and how often one network address may ask: many patients share their clinic's."""
CLINIC_LIMIT = (timedelta(hours=1), 300)
"""Beyond it a clinic's codes are not sent: somebody is spending its money."""


class TooManyRequestsError(Exception):
    """Too many codes were asked for; ``retry_after`` says how long to wait."""

    def __init__(self, retry_after: timedelta) -> None:
        super().__init__(retry_after)
        self.retry_after = retry_after


def ask_for_code(
    session: Session, catalogue: Catalogue, phone: str, address: str, now: datetime
) -> UUID:
    """Text a code to ``phone`` if it is a patient's; the request that the code will be bound to.

    ``InvalidFieldsError`` for what cannot be a number, ``TooManyRequestsError`` beyond the limits.
    A number without a country code is read as one of the first clinic's country.
    """
    clinic = session.scalars(select(Organization).order_by(Organization.id).limit(1)).first()
    number = _e164(phone, clinic.sender if clinic else "")
    request = _count(session, number, address, now)
    patients = session.scalars(
        select(Patient).where(Patient.phone_index == request.phone_index).order_by(Patient.id)
    ).all()
    for patient in patients:
        _send(session, catalogue, patient, request, now)
    if not patients and clinic:
        # The work of a patient's, but for two rows: the time it takes is to tell little.
        _is_spent(session, clinic, now)
        _word(catalogue, clinic, clinic, _hash_of(session, request.id, new_code()).hex()[:DIGITS])
    return request.id


def redeem(session: Session, request_id: UUID, code: str, now: datetime) -> Patient | None:
    """The patient whose code this is. Commit even after ``None``: it was one of five tries."""
    tried = session.execute(
        update(SignInCode)
        .where(SignInCode.request_id == request_id, *_is_good(now))
        .values(tries=SignInCode.tries + 1)
        .returning(SignInCode.id, SignInCode.code_hash, SignInCode.patient_id)
        .execution_options(synchronize_session=False)
    ).all()
    typed = _hash_of(session, request_id, code)
    for code_id, code_hash, patient_id in tried:
        if compare_digest(code_hash, typed):
            session.execute(
                update(SignInCode)
                .where(SignInCode.id == code_id)
                .values(used_at=now)
                .execution_options(synchronize_session=False)
            )
            return session.get_one(Patient, patient_id)
    return None


def forget_old_requests(session: Session, now: datetime) -> None:
    """Delete what counts for no limit any more, and codes that are long over."""
    longest = max(period for period, _most in LIMITS)
    session.execute(delete(SignInRequest).where(SignInRequest.asked_at < now - longest))
    session.execute(delete(SignInCode).where(SignInCode.expires_at < now - longest))


def new_code() -> str:
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"


def _is_good(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        SignInCode.tries < MOST_TRIES,
        SignInCode.used_at.is_(None),
        SignInCode.expires_at > now,
    )


def _e164(phone: str, clinic_number: str) -> str:
    try:
        region = None
        if clinic_number:
            region = phonenumbers.region_code_for_number(phonenumbers.parse(clinic_number))
        number = phonenumbers.parse(phone, region)
    except phonenumbers.NumberParseException:
        raise InvalidFieldsError({"phone": "phone"}) from None
    if not phonenumbers.is_possible_number(number) or number.extension:
        raise InvalidFieldsError({"phone": "phone"})
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def _count(session: Session, number: str, address: str, now: datetime) -> SignInRequest:
    phone_index = blind_index(session, number)
    address_index = blind_index(session, f"address {address}")
    earlier = session.execute(
        select(SignInRequest.asked_at, SignInRequest.nth)
        .where(SignInRequest.phone_index == phone_index)
        .order_by(SignInRequest.asked_at.desc(), SignInRequest.nth.desc())
    ).all()
    for period, most in LIMITS:
        lately = [asked_at for asked_at, _nth in earlier if asked_at > now - period]
        if len(lately) >= most:
            raise TooManyRequestsError(lately[most - 1] + period - now)
    period, most = ADDRESS_LIMIT
    from_there = session.scalar(
        select(func.count())
        .select_from(SignInRequest)
        .where(SignInRequest.address_index == address_index, SignInRequest.asked_at > now - period)
    )
    if (from_there or 0) >= most:
        raise TooManyRequestsError(period)
    request = SignInRequest(
        phone_index=phone_index,
        address_index=address_index,
        nth=max((nth for _asked_at, nth in earlier), default=0) + 1,
        asked_at=now,
    )
    try:
        with session.begin_nested():
            session.add(request)
    except IntegrityError:  # the same number was asked for at this very moment
        raise TooManyRequestsError(timedelta(seconds=1)) from None
    return request


def _send(
    session: Session, catalogue: Catalogue, patient: Patient, request: SignInRequest, now: datetime
) -> None:
    clinic = session.get_one(Organization, patient.organization_id)
    if _is_spent(session, clinic, now):
        return
    code = new_code()
    session.add(
        SignInCode(
            organization_id=clinic.id,
            request_id=request.id,
            patient_id=patient.id,
            code_hash=_hash_of(session, request.id, code),
            made_at=now,
            expires_at=now + CODE_LASTS,
        )
    )
    outbox.queue(
        session,
        clinic,
        key=f"sign-in:{request.id}",
        purpose=Purpose.SIGN_IN,
        recipient=patient.phone,
        body=_word(catalogue, patient, clinic, code),
        now=now,
        expires_at=now + CODE_LASTS,
        patient_id=patient.id,
    )


def _is_spent(session: Session, clinic: Organization, now: datetime) -> bool:
    """Whether the clinic's codes of the hour are all sent."""
    period, most = CLINIC_LIMIT
    sent = session.scalar(
        select(func.count())
        .select_from(SignInCode)
        .where(SignInCode.organization_id == clinic.id, SignInCode.made_at > now - period)
    )
    return (sent or 0) >= most


def _word(
    catalogue: Catalogue, speaks: Patient | Organization, clinic: Organization, code: str
) -> str:
    language = speaks.language if isinstance(speaks, Patient) else "en"
    return compose([Phrase("sign_in_code", {"code": code})], language, clinic, catalogue)


def _hash_of(session: Session, request_id: UUID, code: str) -> bytes:
    # A million codes are soon tried: without the key the hash tells nothing.
    return blind_index(session, f"sign-in {request_id} {code}")
