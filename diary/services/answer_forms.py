"""The page on which a patient answers: what it asks, and what becomes of what was filled in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from diary.domain.danger_turns import safety_text
from diary.domain.forms import questions_on_form, read_form
from diary.domain.safety import Kind, Tier
from diary.domain.turn import Asked, FormAnswered, Turn
from diary.domain.turn_effects import RaiseAlert
from diary.services import answer_links, turns
from diary.services.catalogue import Catalogue
from diary.services.holds import hold
from diary.services.script import FORM
from diary.store.people import Organization, Patient

Typed = Mapping[str, Sequence[str]]
"""What stands in the fields of a form, by name: ``daily/mood``."""


@dataclass(frozen=True, slots=True)
class OpenForm:
    """What a page asks, in whose name, and in which language; ``errors`` are codes by field."""

    clinic: Organization
    language: str
    questions: tuple[Asked, ...]
    typed: Typed = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Taken:
    """The answers are recorded. ``safety`` is the key of the safety text that they call for."""

    clinic: Organization
    language: str
    safety: str | None


def open_form(session: Session, catalogue: Catalogue, token: str, now: datetime) -> OpenForm | None:
    """What the page of this token asks; ``None`` where there is nothing to answer (any more)."""
    link = answer_links.find(session, token, now)
    if link is None:
        return None
    patient = session.get_one(Patient, link.patient_id)
    state, script = turns.standing(session, catalogue, patient, now)
    questions = questions_on_form(state, str(link.prompt_id), script)
    if not questions:
        return None
    clinic = session.get_one(Organization, patient.organization_id)
    return OpenForm(clinic, patient.language, questions)


def fill_in(
    session: Session, catalogue: Catalogue, token: str, typed: Typed, now: datetime
) -> Taken | OpenForm | None:
    """Record a form; the form with its errors if it is not whole; ``None`` if nothing is asked.

    Holds the patient first, so a text that answers the same questions comes before or after.
    """
    link = answer_links.find(session, token, now)
    if link is None:
        return None
    patient = hold(session, link.patient_id)
    link = answer_links.find(session, token, now)
    if link is None:
        return None
    clinic = session.get_one(Organization, patient.organization_id)
    state, script = turns.standing(session, catalogue, patient, now)
    prompt_id = str(link.prompt_id)
    questions = questions_on_form(state, prompt_id, script)
    if not questions:
        return None
    reading = read_form(questions, prompt_id, typed, script)
    if reading.errors:
        return OpenForm(clinic, patient.language, questions, typed, reading.errors)
    link.used_at = now
    form = FormAnswered(prompt_id, reading.answers)
    turn = turns.take_form(session, catalogue, patient.id, form, f"{FORM}{link.id}", now)
    return Taken(clinic, patient.language, _safety(turn))


def _safety(turn: Turn) -> str | None:
    findings = [e.finding for e in turn.effects if isinstance(e, RaiseAlert)]
    order = tuple(Tier)
    gravest = min(findings, key=lambda finding: order.index(finding.tier), default=None)
    return safety_text(gravest.tier, Kind(gravest.kind)).key if gravest else None
