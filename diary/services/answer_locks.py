"""The question before a page: the end of the number that its address was texted to."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from diary.services import answer_links
from diary.store.people import Patient


@dataclass(frozen=True, slots=True)
class Locked:
    """A page that asks first for the end of the number; ``error``: ``digits`` or ``wrong``."""

    language: str
    error: str | None = None


def lock_of(session: Session, token: str, now: datetime) -> Locked | None:
    """The question before the page; ``None`` where there is no page (any more)."""
    link = answer_links.find(session, token)
    if link is None or not answer_links.is_good(link, now):
        return None
    return Locked(session.get_one(Patient, link.patient_id).language)


def unlock(session: Session, token: str, digits: str, now: datetime) -> Locked | bool:
    """``True`` if ``digits`` open the page, ``False`` where there is none (any more)."""
    link = answer_links.find(session, token)
    if link is None or not answer_links.is_good(link, now):
        return False
    patient = session.get_one(Patient, link.patient_id)
    if not (digits.isascii() and digits.isdigit() and len(digits) == answer_links.DIGITS):
        return Locked(patient.language, "digits")
    if answer_links.opens_with(session, link, patient, digits):
        return True
    return Locked(patient.language, "wrong")
