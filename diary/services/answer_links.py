"""The address that LINK is answered with: its token is the key to one check-in, for its window."""

import hashlib
import secrets
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from diary.domain.turn import Link
from diary.store.people import Patient
from diary.store.responses import AnswerLink

TOKEN_BYTES = 16
"""128 bits: nobody guesses one, and the address is short enough for a text."""
DIGITS = 4
MOST_TRIES = 5
"""Wrong numbers after which a page opens for nobody."""


def make(session: Session, patient: Patient, link: Link, now: datetime, base_url: str) -> str:
    """A new address for the prompt. Earlier ones stay good: whichever is used first counts."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    session.add(
        AnswerLink(
            organization_id=patient.organization_id,
            patient_id=patient.id,
            prompt_id=UUID(link.prompt_id),
            token_hash=_hash(token),
            made_at=now,
            expires_at=link.closes_at,
        )
    )
    return _address(base_url, token)


def example(base_url: str) -> str:
    """What an address looks like; it is good for nothing, and as long as a real one."""
    return _address(base_url, "X" * len(secrets.token_urlsafe(TOKEN_BYTES)))


def _address(base_url: str, token: str) -> str:
    return f"{base_url}/a/{token}"


def find(session: Session, token: str) -> AnswerLink | None:
    """The link of a token, good or not (any more); ``None`` for an unknown token."""
    return session.scalars(
        select(AnswerLink)
        .where(AnswerLink.token_hash == _hash(token))
        .execution_options(populate_existing=True)
    ).first()


def is_good(link: AnswerLink, now: datetime) -> bool:
    """Whether it was not used yet, is within its time, and was not tried too often."""
    return link.used_at is None and now < link.expires_at and link.tries < MOST_TRIES


def opens_with(session: Session, link: AnswerLink, patient: Patient, digits: str) -> bool:
    """Whether ``digits`` end the number that the address was texted to. Commit even ``False``.

    Whoever got hold of the address alone sees nothing by it: not even what is asked.
    """
    if patient.phone.endswith(digits) and len(digits) == DIGITS:
        return True
    session.execute(
        update(AnswerLink)
        .where(AnswerLink.id == link.id)
        .values(tries=AnswerLink.tries + 1)
        .execution_options(synchronize_session=False)
    )
    return False


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
