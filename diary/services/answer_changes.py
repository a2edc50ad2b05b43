"""Answers that a page saved already, sent once more by the same page: as they were, or changed.

A page that saves as it is tapped keeps all of its fields, and sends them again at every save.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from diary.domain.forms import Answers, field_name, read_form
from diary.domain.safety import Finding
from diary.domain.turn import Asked, Script, Value
from diary.services import answer_danger, app_turns, responses
from diary.services.catalogue import Catalogue
from diary.store.care import Prompt
from diary.store.people import Patient
from diary.store.responses import Answer, AnswerLink, QuestionnaireResponse


@dataclass(frozen=True, slots=True)
class Changes:
    """What a page sent again. ``rest`` is what it had not saved before.

    ``errors`` are codes by field, as of a form, and ``wrong`` the questions that they stand at:
    there the saved answer stays. ``danger`` is the gravest that a change shows.
    """

    rest: Mapping[str, list[str]]
    errors: Mapping[str, str] = field(default_factory=dict)
    wrong: tuple[Asked, ...] = ()
    are_any: bool = False
    """Whether anything was recorded."""
    danger: Finding | None = None


def put_changes(
    session: Session,
    catalogue: Catalogue,
    patient: Patient,
    link: AnswerLink,
    typed: Mapping[str, list[str]],
    script: Script,
    base_url: str,
) -> Changes:
    """Record what a page changed of its saved answers. The answer before is kept as history.

    Only a page that saved some itself can change them; what came by text or through the app, or
    what staff corrected, it cannot. Hold the patient first.
    """
    saved = _saved(session, link) if link.saved_at else {}
    again = {name: values for name, values in typed.items() if name in saved and any(values)}
    rest = {name: values for name, values in typed.items() if name not in saved}
    if not again:
        return Changes(rest)
    every = answer_danger.ever_asked(session, catalogue, link)
    reading = read_form(every, str(link.prompt_id), again, script)
    changed: dict[str, dict[str, Value]] = {}
    for code, values in reading.answers.items():
        for link_id, value in values.items():
            if saved[field_name(code, link_id)] != value:
                changed.setdefault(code, {})[link_id] = value
    errors = {name: error for name, error in reading.errors.items() if name in again}
    danger = answer_danger.screen(session, catalogue, link, changed, script, base_url)
    record(session, catalogue, patient, link, changed, script, base_url)
    parts = (name.partition("/") for name in errors)
    wrong = tuple(Asked(code, (link_id,)) for code, _, link_id in parts)
    return Changes(rest, errors, wrong, bool(changed), danger)


def record(
    session: Session,
    catalogue: Catalogue,
    patient: Patient,
    link: AnswerLink,
    answers: Answers,
    script: Script,
    base_url: str,
) -> None:
    """Put answers on record, and ask them no more by text."""
    if not answers:
        return
    prompt = session.get_one(Prompt, link.prompt_id)
    for code, values in answers.items():
        responses.record_answers(
            session,
            patient,
            prompt,
            catalogue.questionnaires[code],
            values,
            script.now,
            inbound_id=None,
        )
    app_turns.hear_app(session, catalogue, patient.id, None, script.now, base_url)


def _saved(session: Session, link: AnswerLink) -> dict[str, Value]:
    """The answers to the check-in that stand and that a page gave, by field name."""
    rows = session.execute(
        select(QuestionnaireResponse.questionnaire, Answer)
        .join(QuestionnaireResponse, QuestionnaireResponse.id == Answer.response_id)
        .where(
            QuestionnaireResponse.prompt_id == link.prompt_id,
            Answer.superseded_at.is_(None),
            Answer.inbound_id.is_(None),
            Answer.entry_id.is_(None),
            Answer.corrected_by_id.is_(None),
        )
    )
    return {
        field_name(code, link_id): value
        for code, answer in rows
        for link_id, value in responses.values_of([answer]).items()
    }
