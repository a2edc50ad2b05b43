"""The clinic's team: invited, given a role, shut out and let in again.

Whoever changes it may not shut themselves out, and a clinic always has an owner who can sign in.
"""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from diary.domain.questionnaire import LANGUAGES
from diary.services import audit, staff
from diary.services.chart_fields import read_line
from diary.services.enrolment import LONGEST_NAME
from diary.services.fields import InvalidFieldsError
from diary.store.oncall import OnCall
from diary.store.people import Organization, Practitioner, StaffRole, StaffSession

INVITED_FOR = timedelta(days=3)
_TOKEN_BYTES = 24


@dataclass(frozen=True, slots=True)
class Member:
    """How colleagues know somebody, what they may change, and the language of their pages."""

    display_name: str
    role: StaffRole
    language: str | None


def read_member(form: Mapping[str, str]) -> Member:
    """The form's fields, or ``InvalidFieldsError`` that names every wrong one."""
    errors: dict[str, str] = {}
    name = read_line(form, "display_name", errors, longest=LONGEST_NAME)
    if form.get("role", "") not in list(StaffRole):
        errors["role"] = "role"
    language = form.get("language", "")
    if language and language not in LANGUAGES:
        errors["language"] = "language"
    if errors:
        raise InvalidFieldsError(errors)
    return Member(name, StaffRole(form["role"]), language or None)


def members(session: Session, organization_id: UUID) -> Sequence[Practitioner]:
    """Everybody who has or had an account, those first who can sign in."""
    found = session.scalars(
        select(Practitioner)
        .where(Practitioner.organization_id == organization_id)
        .order_by(Practitioner.sign_in_name)
    ).all()
    return sorted(found, key=lambda each: each.ended_at is not None)


def invite(
    session: Session,
    clinic: Organization,
    form: Mapping[str, str],
    now: datetime,
    practitioner_id: UUID | None,
) -> tuple[Practitioner, str]:
    """A new account without a password, and the token of the link to choose one."""
    errors: dict[str, str] = {}
    try:
        values = read_member(form)
    except InvalidFieldsError as invalid:
        values, errors = None, invalid.errors
    name = staff.normal_name(form.get("sign_in_name", ""))
    if not name or len(name) > LONGEST_NAME or "@" not in name:
        errors["sign_in_name"] = "email" if name else "required"
    if errors or values is None:
        raise InvalidFieldsError(errors)
    member = staff.open_account(
        session,
        clinic,
        sign_in_name=name,
        display_name=values.display_name,
        role=values.role,
        now=now,
    )
    member.language = values.language
    _record(session, "invite", member, now, practitioner_id, f"{name}: {values.role}")
    return member, invite_again(session, member, now, None)


def invite_again(
    session: Session, member: Practitioner, now: datetime, practitioner_id: UUID | None
) -> str:
    """A new token with which they choose a password; the one before is good no more."""
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    member.invitation_hash, member.invited_until = _hash(token), now + INVITED_FOR
    if practitioner_id:
        _record(session, "invite again", member, now, practitioner_id, member.sign_in_name)
    return token


def invited(session: Session, token: str, now: datetime) -> Practitioner | None:
    """Who may choose a password by ``token``."""
    member = session.scalars(
        select(Practitioner)
        .where(Practitioner.invitation_hash == _hash(token))
        .execution_options(populate_existing=True)
    ).first()
    if member is None or member.ended_at or not member.invited_until:
        return None
    return member if now < member.invited_until else None


def accept(session: Session, token: str, password_hash: str, now: datetime) -> bool:
    """They chose a password (``staff.hash_password``); ``False`` if the token is good no more."""
    member = invited(session, token, now)
    if member is None:
        return False
    member.password_hash = password_hash
    member.invitation_hash = member.invited_until = None
    member.failed_sign_ins, member.locked_until = 0, None
    _sign_out_everywhere(session, member)
    _record(session, "accept invitation", member, now, member.id, member.sign_in_name)
    return True


def change(
    session: Session,
    member: Practitioner,
    values: Member,
    now: datetime,
    practitioner_id: UUID | None,
) -> None:
    """Their name, role or language; ``InvalidFieldsError`` if nobody would own the clinic."""
    if values.role is not StaffRole.OWNER and member.role is StaffRole.OWNER:
        _keep_an_owner(session, member, "role", practitioner_id)
    was = member.role
    member.display_name, member.role = values.display_name, values.role
    member.language = values.language
    _record(session, "change member", member, now, practitioner_id, f"{was} -> {values.role}")


def end(
    session: Session, member: Practitioner, now: datetime, practitioner_id: UUID | None
) -> None:
    """They sign in no more. ``InvalidFieldsError``: an owner is needed, or they are on call."""
    _keep_an_owner(session, member, "", practitioner_id)
    on_call = select(OnCall.id).where(OnCall.practitioner_id == member.id)
    if session.scalars(on_call).first():
        raise InvalidFieldsError({"": "on_ladder"})
    member.ended_at = member.ended_at or now
    member.invitation_hash = member.invited_until = None
    _sign_out_everywhere(session, member)
    _record(session, "end member", member, now, practitioner_id, member.sign_in_name)


def let_in_again(
    session: Session, member: Practitioner, now: datetime, practitioner_id: UUID | None
) -> None:
    """They may sign in again, with the password that they had."""
    member.ended_at = None
    _record(session, "let member in again", member, now, practitioner_id, member.sign_in_name)


def _keep_an_owner(
    session: Session, member: Practitioner, field: str, practitioner_id: UUID | None
) -> None:
    """Refuse to take away the last owner who can sign in, or whoever is doing it."""
    # Held, so that two owners who each take the other's role away cannot both succeed.
    session.get_one(
        Organization, member.organization_id, with_for_update=True, populate_existing=True
    )
    if member.id == practitioner_id:
        raise InvalidFieldsError({field: "yourself"})
    others = session.scalars(
        select(Practitioner.id).where(
            Practitioner.organization_id == member.organization_id,
            Practitioner.id != member.id,
            Practitioner.role == StaffRole.OWNER,
            Practitioner.ended_at.is_(None),
            Practitioner.password_hash.is_not(None),
        )
    )
    if member.role is StaffRole.OWNER and not others.first():
        raise InvalidFieldsError({field: "last_owner"})


def _sign_out_everywhere(session: Session, member: Practitioner) -> None:
    session.execute(delete(StaffSession).where(StaffSession.practitioner_id == member.id))


def _record(
    session: Session,
    action: str,
    member: Practitioner,
    now: datetime,
    practitioner_id: UUID | None,
    detail: str,
) -> None:
    session.flush()
    audit.record_setting(
        session,
        action,
        member.organization_id,
        now,
        practitioner_id=practitioner_id,
        subject_id=member.id,
        detail=detail,
    )


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
