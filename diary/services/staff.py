"""Staff accounts and signed-in browsers."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from diary.services.fields import InvalidFieldsError
from diary.store.people import Organization, Practitioner, StaffRole, StaffSession

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
FAILURES_ALLOWED = 10
LOCKED_FOR = timedelta(minutes=15)
SHORTEST_PASSWORD = 15
"""NIST SP 800-63B-4 for a password that stands alone."""
_SEEN_EVERY = timedelta(minutes=1)

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""OWASP's second choice of parameters: a sign-in costs about 30 ms, not half a second."""


def add_practitioner(
    session: Session,
    clinic: Organization,
    *,
    sign_in_name: str,
    display_name: str,
    password: str,
    now: datetime,
    role: StaffRole | None = None,
) -> Practitioner:
    """A new account; ``InvalidFieldsError`` for a taken name or a short password.

    Without a ``role`` the clinic's first account is its owner, and every other one a member.
    """
    errors = {}
    if not normal_name(sign_in_name):
        errors["sign_in_name"] = "required"
    if len(password) < SHORTEST_PASSWORD:
        errors["password"] = "password_short"  # noqa: S105 - the name of an error
    if _is_taken(session, normal_name(sign_in_name)):
        errors["sign_in_name"] = "taken"
    if errors:
        raise InvalidFieldsError(errors)
    practitioner = open_account(
        session,
        clinic,
        sign_in_name=sign_in_name,
        display_name=display_name,
        role=role or _usual_role(session, clinic),
        now=now,
    )
    practitioner.password_hash = hash_password(password)
    return practitioner


def open_account(
    session: Session,
    clinic: Organization,
    *,
    sign_in_name: str,
    display_name: str,
    role: StaffRole,
    now: datetime,
) -> Practitioner:
    """An account without a password yet; ``InvalidFieldsError`` for a name that is taken."""
    name = normal_name(sign_in_name)
    practitioner = Practitioner(
        organization_id=clinic.id,
        sign_in_name=name,
        display_name=display_name.strip() or name,
        role=role,
        created_at=now,
    )
    try:
        with session.begin_nested():
            session.add(practitioner)
    except IntegrityError:
        raise InvalidFieldsError({"sign_in_name": "taken"}) from None
    return practitioner


def hash_password(password: str) -> str:
    """Slow on purpose: not while others wait to write."""
    return _hasher.hash(password)


@dataclass(frozen=True, slots=True)
class PasswordCheck:
    """Whether a password fits whom it was given for; good for one ``sign_in``."""

    practitioner_id: UUID | None
    password_hash: str
    """What it was held against: a password changed since then fits no more."""
    fits: bool


def check_password(
    session: Session, sign_in_name: str, password: str, now: datetime
) -> PasswordCheck:
    """Hold a password against the account's. Slow on purpose: not while others wait to write."""
    practitioner = session.scalars(
        select(Practitioner).where(Practitioner.sign_in_name == normal_name(sign_in_name))
    ).first()
    if practitioner is None or _is_locked(practitioner, now):
        # As slow as a wrong password, so that answers do not tell who has an account.
        _hasher.hash(password[:1000])
        return PasswordCheck(None, "", fits=False)
    fits = _verify(practitioner, password)
    return PasswordCheck(practitioner.id, practitioner.password_hash or "", fits)


def sign_in(session: Session, check: PasswordCheck, now: datetime) -> str | None:
    """A token for the browser, or ``None``: wrong name, wrong password and locked look alike."""
    if check.practitioner_id is None:
        return None
    # Locked, so that guesses made at the same time are counted one by one.
    practitioner = session.get_one(
        Practitioner,
        check.practitioner_id,
        with_for_update={"key_share": True},
        populate_existing=True,
    )
    if _is_locked(practitioner, now):
        return None
    if not check.fits or practitioner.password_hash != check.password_hash:
        practitioner.failed_sign_ins += 1
        if practitioner.failed_sign_ins >= FAILURES_ALLOWED:
            practitioner.failed_sign_ins, practitioner.locked_until = 0, now + LOCKED_FOR
        return None
    practitioner.failed_sign_ins, practitioner.locked_until = 0, None
    token = secrets.token_urlsafe(32)
    session.add(
        StaffSession(
            organization_id=practitioner.organization_id,
            practitioner_id=practitioner.id,
            token_hash=_hash(token),
            created_at=now,
            seen_at=now,
        )
    )
    return token


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who holds a token that counts. ``is_unseen``: it is time to write down that they are here."""

    practitioner: Practitioner
    clinic: Organization
    is_unseen: bool


def signed_in(session: Session, token: str, now: datetime) -> SignedIn | None:
    """Who holds ``token``, if it still counts. Only read here: most pages write nothing of it."""
    found = session.execute(_SIGNED_IN, {"token_hash": _hash(token)}).first()
    if found is None:
        return None
    created_at, seen_at, practitioner, clinic = found
    is_over = now - seen_at > IDLE or now - created_at > LONGEST
    if is_over or practitioner.ended_at is not None:
        return None
    return SignedIn(practitioner, clinic, is_unseen=now - seen_at > _SEEN_EVERY)


def note_seen(session: Session, token: str, now: datetime) -> None:
    """Whoever holds ``token`` is here: they stay signed in for as long again as one may idle."""
    session.execute(
        update(StaffSession).where(StaffSession.token_hash == _hash(token)).values(seen_at=now)
    )


# Every page of the staff asks for this: it is put together once.
_SIGNED_IN = (
    select(StaffSession.created_at, StaffSession.seen_at, Practitioner, Organization)
    .select_from(StaffSession)
    .join(Practitioner, Practitioner.id == StaffSession.practitioner_id)
    .join(Organization, Organization.id == Practitioner.organization_id)
    .where(StaffSession.token_hash == bindparam("token_hash"))
)


def choose_language(session: Session, practitioner_id: UUID, language: str) -> None:
    """The language of the pages from now on."""
    session.get_one(Practitioner, practitioner_id).language = language


def sign_out(session: Session, token: str) -> None:
    session.execute(delete(StaffSession).where(StaffSession.token_hash == _hash(token)))


def forget_old_sessions(session: Session, now: datetime) -> int:
    """Delete sessions that count no more; how many."""
    gone = session.scalars(
        delete(StaffSession)
        .where(StaffSession.created_at < now - LONGEST)
        .returning(StaffSession.id)
    )
    return len(gone.all())


def practitioner_name(session: Session, practitioner_id: UUID | None) -> str:
    """Who that was, for a history; empty when it was nobody on the staff."""
    practitioner = session.get(Practitioner, practitioner_id) if practitioner_id else None
    return practitioner.display_name if practitioner else ""


def _is_taken(session: Session, name: str) -> bool:
    found = session.scalars(select(Practitioner.id).where(Practitioner.sign_in_name == name))
    return found.first() is not None


def _usual_role(session: Session, clinic: Organization) -> StaffRole:
    anybody = select(Practitioner.id).where(Practitioner.organization_id == clinic.id)
    return StaffRole.MEMBER if session.scalars(anybody).first() else StaffRole.OWNER


def _is_locked(practitioner: Practitioner, now: datetime) -> bool:
    """Whether nobody signs in by this account now: whatever the password."""
    is_closed = practitioner.ended_at is not None or practitioner.password_hash is None
    return is_closed or (practitioner.locked_until is not None and now < practitioner.locked_until)


def _verify(practitioner: Practitioner, password: str) -> bool:
    try:
        return _hasher.verify(practitioner.password_hash or "", password[:1000])
    except VerificationError:
        return False


def normal_name(sign_in_name: str) -> str:
    """A sign-in name as it is stored and looked up; empty for one that cannot be."""
    # A name that cannot be typed is nobody's; PostgreSQL would not even take it in a question.
    return sign_in_name.strip().casefold() if sign_in_name.isprintable() else ""


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
