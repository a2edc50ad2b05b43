"""The address that LINK is answered with: its token is the key to one check-in, for its window."""

import hashlib
import secrets
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from diary.domain.turn import Link
from diary.store.people import Patient
from diary.store.responses import AnswerLink

TOKEN_BYTES = 24
"""192 bits: nobody guesses one."""


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
    return f"{base_url}/answer/{token}"


def find(session: Session, token: str) -> AnswerLink | None:
    """The link of a token, good or not (any more); ``None`` for an unknown token."""
    return session.scalars(
        select(AnswerLink)
        .where(AnswerLink.token_hash == _hash(token))
        .execution_options(populate_existing=True)
    ).first()


def is_good(link: AnswerLink, now: datetime) -> bool:
    """Whether it was not used yet and is within its time."""
    return link.used_at is None and now < link.expires_at


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
