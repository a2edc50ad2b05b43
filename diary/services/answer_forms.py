"""The page on which a patient answers: what it asks, and what becomes of what was filled in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from diary.domain.forms import (
    FormReading,
    field_name,
    questions_on_form,
    read_form,
    takes_answers,
    without_ruled_out,
)
from diary.domain.safety import Finding
from diary.domain.turn import Asked, FormAnswered, Script
from diary.services import answer_changes, answer_danger, answer_links, prompts, turns
from diary.services.answer_changes import Changes
from diary.services.catalogue import Catalogue
from diary.services.holds import hold
from diary.services.script import FORM
from diary.store.care import Prompt, PromptStatus
from diary.store.people import Organization, Patient
from diary.store.responses import AnswerLink

Typed = Mapping[str, list[str]]
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
class Saved:
    """What a page saved as it was tapped. ``safety`` is the key of a safety text.

    ``is_all``: nothing of what was typed is left out; ``is_whole``: nothing more is asked;
    ``left_open``: so many questions have no answer yet.
    """

    clinic: Organization
    language: str
    safety: str | None
    is_all: bool
    is_whole: bool
    left_open: int


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
    page = _read(session, catalogue, token, typed, now, base_url)
    return None if page is None else _take_whole(session, catalogue, page, typed, base_url)


def keep_part(
    session: Session, catalogue: Catalogue, token: str, typed: Typed, now: datetime, base_url: str
) -> Sent | OpenForm | None:
    """Record what is answered so far, and leave the rest open, on the page and by text.

    What is wrong is said and nothing recorded, as with a whole form; a form to which nothing is
    missing is one.
    """
    page = _read(session, catalogue, token, typed, now, base_url)
    if page is None:
        return None
    is_part = bool(page.reading.answers or page.link.saved_at) and page.questions
    if not is_part or page.changes.errors or set(page.reading.errors.values()) != {"required"}:
        return _take_whole(session, catalogue, page, typed, base_url)
    safety = _keep(session, catalogue, page, base_url)
    return Sent(page.clinic, page.patient.language, safety, is_recorded=True, is_whole=False)


def save_tapped(
    session: Session, catalogue: Catalogue, token: str, typed: Typed, now: datetime, base_url: str
) -> Saved | None:
    """Record what can be read of a page while it is filled in; ``None`` if there is no page.

    The page goes on: until it is sent, what it saved can be changed on it. With the last answer
    the check-in is complete, as by text.
    """
    page = _read(session, catalogue, token, typed, now, base_url)
    if page is None:
        return None
    errors = {**page.reading.errors, **page.changes.errors}
    if page.questions and not page.reading.errors:
        safety = _take(session, catalogue, page, base_url)
    elif not page.questions:
        safety = _screen_rest(session, catalogue, page, base_url)
    else:
        safety = _keep(session, catalogue, page, base_url)
    if page.reading.answers:
        page.link.saved_at = now
    return Saved(
        page.clinic,
        page.patient.language,
        safety,
        is_all=set(errors.values()) <= {"required"},
        is_whole=bool(page.link.saved_at) and not errors,
        left_open=sum(error == "required" for error in errors.values()),
    )


@dataclass(frozen=True, slots=True)
class _Page:
    """A page that was sent: what it asks now, and what was read."""

    link: AnswerLink
    patient: Patient
    clinic: Organization
    script: Script
    is_good: bool
    """Whether it may record anything."""
    questions: tuple[Asked, ...]
    changes: Changes
    reading: FormReading


def _read(
    session: Session, catalogue: Catalogue, token: str, typed: Typed, now: datetime, base_url: str
) -> _Page | None:
    link = answer_links.find(session, token)
    if link is None:
        return None
    patient = hold(session, link.patient_id)
    session.refresh(link)
    clinic = session.get_one(Organization, patient.organization_id)
    state, script = turns.standing(session, catalogue, patient, now)
    is_good = answer_links.is_good(link, now) and takes_answers(script)
    changes = Changes(typed)
    if is_good:
        changes = answer_changes.put_changes(
            session, catalogue, patient, link, typed, script, base_url
        )
    if changes.are_any:
        state, script = turns.standing(session, catalogue, patient, now)
    prompt_id = str(link.prompt_id)
    questions = questions_on_form(state, prompt_id, script) if is_good else ()
    reading = read_form(questions, prompt_id, changes.rest, script)
    return _Page(link, patient, clinic, script, is_good, questions, changes, reading)


def _take_whole(
    session: Session, catalogue: Catalogue, page: _Page, typed: Typed, base_url: str
) -> Sent | OpenForm | None:
    language, errors = page.patient.language, {**page.reading.errors, **page.changes.errors}
    if page.questions and not errors:
        page.link.used_at = page.script.now
        safety = _take(session, catalogue, page, base_url)
        return Sent(page.clinic, language, safety, is_recorded=True)
    safety = _screen_rest(session, catalogue, page, base_url)
    if asked := page.questions + page.changes.wrong:
        return OpenForm(page.clinic, language, asked, typed, errors, safety)
    if page.is_good and page.link.saved_at and (not errors or _is_complete(session, page.link)):
        page.link.used_at = page.script.now
        return Sent(page.clinic, language, safety, is_recorded=True)
    return Sent(page.clinic, language, safety, is_recorded=False) if safety else None


def _is_complete(session: Session, link: AnswerLink) -> bool:
    """Whether all of the check-in is answered, here or by text."""
    asked = prompts.asked_by(session, session.get_one(Prompt, link.prompt_id))
    return all(prompt.status is PromptStatus.COMPLETED for prompt in asked)


def _take(session: Session, catalogue: Catalogue, page: _Page, base_url: str) -> str | None:
    """Put all that is asked on record; the key of the safety text that the page calls for."""
    asked = {field_name(each.questionnaire, i) for each in page.questions for i in each.items}
    others = {name: values for name, values in page.changes.rest.items() if name not in asked}
    beside = _screen(session, catalogue, page, others, base_url)
    form = FormAnswered(str(page.link.prompt_id), page.reading.answers)
    name = f"{FORM}{page.link.id}"
    turn = turns.take_form(
        session, catalogue, page.patient.id, form, name, page.script.now, base_url
    )
    return answer_danger.safety_for(page.changes.danger, answer_danger.raised_in(turn), beside)


def _keep(session: Session, catalogue: Catalogue, page: _Page, base_url: str) -> str | None:
    """Put a part on record; the key of the safety text that the page calls for."""
    answers, script = page.reading.answers, page.script
    safety = _screen_rest(session, catalogue, page, base_url)
    asked = without_ruled_out(answers, str(page.link.prompt_id), script)
    answer_changes.record(session, catalogue, page.patient, page.link, asked, script, base_url)
    return safety


def _screen_rest(session: Session, catalogue: Catalogue, page: _Page, base_url: str) -> str | None:
    """What is not taken may speak of danger all the same: the key of its safety text."""
    danger = _screen(session, catalogue, page, page.changes.rest, base_url)
    return answer_danger.safety_for(page.changes.danger, danger)


def _screen(
    session: Session, catalogue: Catalogue, page: _Page, typed: Typed, base_url: str
) -> Finding | None:
    every = answer_danger.ever_asked(session, catalogue, page.link)
    answers = read_form(every, str(page.link.prompt_id), typed, page.script).answers
    return answer_danger.screen(session, catalogue, page.link, answers, page.script, base_url)
