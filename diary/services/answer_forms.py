"""The page on which a patient answers: what it asks, and what becomes of what was filled in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from diary.domain.asking import questions_of
from diary.domain.danger_turns import safety_text
from diary.domain.forms import (
    dangers_on_form,
    questions_on_form,
    read_form,
    without_ruled_out,
)
from diary.domain.safety import Tier
from diary.domain.turn import Asked, FormAnswered, FormRefused, Script, Turn
from diary.domain.turn_effects import RaiseAlert
from diary.services import answer_links, app_turns, prompts, responses, turns
from diary.services.catalogue import Catalogue
from diary.services.holds import hold
from diary.services.script import FORM
from diary.store.care import Prompt
from diary.store.people import Organization, Patient
from diary.store.responses import AnswerLink

Typed = Mapping[str, Sequence[str]]
"""What stands in the fields of a form, by name: ``daily/mood``."""


@dataclass(frozen=True, slots=True)
class OpenForm:
    """What a page asks, in whose name, and in which language; ``errors`` are codes by field.

    ``safety`` is the key of the safety text that what was typed calls for.
    """

    clinic: Organization
    language: str
    questions: tuple[Asked, ...]
    typed: Typed = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    safety: str | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """A page that asks nothing any more: its answers are recorded, or came too late."""

    clinic: Organization
    language: str
    safety: str | None
    is_recorded: bool
    is_whole: bool = True
    """``False``: the rest can be answered later, here or by text."""


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


def open_form(session: Session, catalogue: Catalogue, token: str, now: datetime) -> OpenForm | None:
    """What the page of this token asks; ``None`` where there is nothing to answer (any more)."""
    link = answer_links.find(session, token)
    if link is None or not answer_links.is_good(link, now):
        return None
    patient = session.get_one(Patient, link.patient_id)
    state, script = turns.standing(session, catalogue, patient, now)
    questions = questions_on_form(state, str(link.prompt_id), script)
    if not questions:
        return None
    clinic = session.get_one(Organization, patient.organization_id)
    return OpenForm(clinic, patient.language, questions)


def fill_in(
    session: Session, catalogue: Catalogue, token: str, typed: Typed, now: datetime, base_url: str
) -> Sent | OpenForm | None:
    """Record a form; the form with its errors if it is not whole; ``None`` if nothing is asked.

    Holds the patient first, so a text that answers the same questions comes before or after. What
    is not recorded is screened for danger all the same, however late it comes. ``base_url`` is
    where the program's pages are, for an older check-in that goes on after this one.
    """
    link = answer_links.find(session, token)
    if link is None:
        return None
    patient = hold(session, link.patient_id)
    session.refresh(link)
    clinic = session.get_one(Organization, patient.organization_id)
    state, script = turns.standing(session, catalogue, patient, now)
    prompt_id = str(link.prompt_id)
    is_good = answer_links.is_good(link, now)
    questions = questions_on_form(state, prompt_id, script) if is_good else ()
    reading = read_form(questions, prompt_id, typed, script)
    if questions and not reading.errors:
        link.used_at = now
        form = FormAnswered(prompt_id, reading.answers)
        turn = turns.take_form(
            session, catalogue, patient.id, form, f"{FORM}{link.id}", now, base_url
        )
        return Sent(clinic, patient.language, _safety(turn), is_recorded=True)
    safety = _screen(session, catalogue, link, typed, script, base_url)
    if questions:
        return OpenForm(clinic, patient.language, questions, typed, reading.errors, safety)
    return Sent(clinic, patient.language, safety, is_recorded=False) if safety else None


def keep_part(
    session: Session, catalogue: Catalogue, token: str, typed: Typed, now: datetime, base_url: str
) -> Sent | OpenForm | None:
    """Record what is answered so far, and leave the rest open, on the page and by text.

    What is wrong is said and nothing recorded, as with a whole form; a form to which nothing is
    missing is one.
    """
    link = answer_links.find(session, token)
    if link is None:
        return None
    patient = hold(session, link.patient_id)
    session.refresh(link)
    state, script = turns.standing(session, catalogue, patient, now)
    prompt_id = str(link.prompt_id)
    is_good = answer_links.is_good(link, now)
    questions = questions_on_form(state, prompt_id, script) if is_good else ()
    reading = read_form(questions, prompt_id, typed, script)
    if not reading.answers or set(reading.errors.values()) != {"required"}:
        return fill_in(session, catalogue, token, typed, now, base_url)
    safety = _screen(session, catalogue, link, typed, script, base_url)
    prompt = session.get_one(Prompt, link.prompt_id)
    for code, values in without_ruled_out(reading.answers, prompt_id, script).items():
        responses.record_answers(
            session,
            patient,
            prompt,
            catalogue.questionnaires[code],
            values,
            now,
            inbound_id=None,
        )
    app_turns.hear_app(session, catalogue, patient.id, None, now, base_url)
    clinic = session.get_one(Organization, patient.organization_id)
    return Sent(clinic, patient.language, safety, is_recorded=True, is_whole=False)


def _screen(
    session: Session,
    catalogue: Catalogue,
    link: AnswerLink,
    typed: Typed,
    script: Script,
    base_url: str,
) -> str | None:
    """Raise what danger stands in a form that is not taken."""
    lead = session.get_one(Prompt, link.prompt_id)
    codes = [code for prompt in prompts.asked_by(session, lead) for code in prompt.questionnaires]
    every = [
        asked
        for code in dict.fromkeys(codes)
        if (known := catalogue.questionnaires.get(code))
        for asked in questions_of(known)
    ]
    answers = read_form(every, str(lead.id), typed, script).answers
    if not dangers_on_form(answers, script):
        return None
    form = FormRefused(answers)
    page = f"{FORM}{link.id}"
    return _safety(
        turns.take_form(session, catalogue, link.patient_id, form, page, script.now, base_url)
    )


def _safety(turn: Turn) -> str | None:
    findings = [effect.finding for effect in turn.effects if isinstance(effect, RaiseAlert)]
    order = tuple(Tier)
    gravest = min(findings, key=lambda finding: order.index(finding.tier), default=None)
    return safety_text(gravest.tier, gravest.kind).key if gravest else None
