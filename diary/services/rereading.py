"""A text that was read wrongly, read by a member of staff: the old answer is kept as history."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from diary.domain.item import Item
from diary.domain.questionnaire import ItemKind
from diary.domain.safety import assess
from diary.domain.turn import Value
from diary.services import alerts, audit, caseload, responses
from diary.services.catalogue import Catalogue
from diary.services.effects import close_responses
from diary.services.fields import InvalidFieldsError
from diary.services.holds import hold
from diary.services.prompts import asked_by
from diary.store.care import Prompt, PromptStatus
from diary.store.messaging import InboundMessage
from diary.store.people import Practitioner
from diary.store.responses import Answer, QuestionnaireResponse

MOST_ITEMS = 6
"""What one text can answer; a long questionnaire is answered one text an item."""


@dataclass(frozen=True, slots=True)
class Readable:
    """One item that the text may have answered, and what it was read as."""

    questionnaire: str
    item: Item
    value: float | None

    @property
    def field(self) -> str:
        return f"{self.questionnaire}-{self.item.link_id}"


def readable(
    session: Session, catalogue: Catalogue, message: InboundMessage
) -> tuple[Prompt, tuple[Readable, ...]] | None:
    """What a text answered, or may have; ``None`` if nothing was asked that it could answer."""
    prompt = _prompt_of(session, message)
    if prompt is None:
        return None
    values = _current(session, prompt)
    read = _read_from(session, message)
    asked = [
        (code, item)
        for each in asked_by(session, prompt)
        for code in each.questionnaires
        if code in catalogue.questionnaires
        for item in catalogue.questionnaires[code].items_for("sms")
        if item.kind in (ItemKind.RATING, ItemKind.CHOICE)
    ]
    chosen = [one for one in asked if (one[0], one[1].link_id) in read] or asked
    if not chosen or len(chosen) > MOST_ITEMS:
        return None
    return prompt, tuple(
        Readable(code, item, values.get((code, item.link_id))) for code, item in chosen
    )


def reread(
    session: Session,
    catalogue: Catalogue,
    practitioner: Practitioner,
    message: InboundMessage,
    form: Mapping[str, str],
    now: datetime,
) -> bool:
    """Record what the text really says; an empty field takes an answer back.

    ``False`` if there is nothing to correct. ``InvalidFieldsError`` for a value off its scale.
    """
    if message.patient_id is None:
        return False
    patient = hold(session, message.patient_id)
    found = readable(session, catalogue, message)
    if found is None:
        return False
    prompt, items = found
    values = _read(items, form)
    for code in {each.questionnaire for each in items}:
        mine = {
            each.item.link_id: values[each.field] for each in items if each.questionnaire == code
        }
        _take(session, catalogue, practitioner, message, prompt, code, mine, now)
    if prompt.status in (PromptStatus.MISSED, PromptStatus.PARTIAL, PromptStatus.COMPLETED):
        close_responses(session, catalogue, prompt.id)
    audit.record(
        session,
        "correct reading",
        patient,
        now,
        practitioner_id=practitioner.id,
        subject_id=message.id,
    )
    session.flush()
    caseload.rewrite(session, catalogue, patient, now)
    return True


def _take(
    session: Session,
    catalogue: Catalogue,
    practitioner: Practitioner,
    message: InboundMessage,
    prompt: Prompt,
    code: str,
    values: Mapping[str, float | None],
    now: datetime,
) -> None:
    patient = hold(session, prompt.patient_id)
    questionnaire = catalogue.questionnaires[code]
    old = _current(session, prompt)
    changed: dict[str, Value] = {
        link_id: value
        for link_id, value in values.items()
        if value is not None and value != old.get((code, link_id))
    }
    gone = {i for i, value in values.items() if value is None and (code, i) in old}
    response = session.scalars(
        select(QuestionnaireResponse).where(
            QuestionnaireResponse.prompt_id == prompt.id,
            QuestionnaireResponse.questionnaire == code,
        )
    ).first()
    for answer in responses.current_answers(session, response) if response else ():
        if answer.link_id in gone:
            answer.superseded_at = now
    if changed or (gone and response):
        responses.record_answers(
            session,
            patient,
            prompt,
            questionnaire,
            changed,
            now,
            inbound_id=message.id,
            corrected_by_id=practitioner.id,
        )
    # What a person reads shows danger no less than what the program read.
    for finding in assess(code, {i: v for i, v in changed.items() if isinstance(v, int | float)}):
        alerts.open_alert(
            session,
            patient.organization_id,
            finding,
            key=f"reread:{message.id}:{finding.rule}",
            now=now,
            patient_id=patient.id,
            inbound_id=message.id,
        )


def _read(items: tuple[Readable, ...], form: Mapping[str, str]) -> dict[str, float | None]:
    values: dict[str, float | None] = {}
    errors: dict[str, str] = {}
    for each in items:
        text = form.get(each.field, "").strip().replace(",", ".")
        values[each.field] = None
        if not text:
            continue
        try:
            value = float(text)
        except ValueError:
            errors[each.field] = "off_scale"
            continue
        if not each.item.accepts(value):
            errors[each.field] = "off_scale"
        values[each.field] = value
    if errors:
        raise InvalidFieldsError(errors)
    return values


def _prompt_of(session: Session, message: InboundMessage) -> Prompt | None:
    """The prompt that it answers, or else the one that was open when it came."""
    if message.prompt_id:
        return session.get_one(Prompt, message.prompt_id)
    return session.scalars(
        select(Prompt)
        .where(
            Prompt.patient_id == message.patient_id,
            Prompt.released_at <= message.received_at,
            Prompt.closes_at > message.received_at,
            Prompt.merged_into_id.is_(None),
        )
        .order_by(Prompt.released_at.desc())
        .limit(1)
    ).first()


def _current(session: Session, prompt: Prompt) -> dict[tuple[str, str], float]:
    rows = session.execute(
        select(QuestionnaireResponse.questionnaire, Answer.link_id, Answer.value)
        .join(Answer, Answer.response_id == QuestionnaireResponse.id)
        .where(QuestionnaireResponse.prompt_id == prompt.id, Answer.superseded_at.is_(None))
    )
    return {
        (code, link_id): value for code, link_id, value in rows if isinstance(value, int | float)
    }


def _read_from(session: Session, message: InboundMessage) -> set[tuple[str, str]]:
    rows = session.execute(
        select(QuestionnaireResponse.questionnaire, Answer.link_id)
        .join(Answer, Answer.response_id == QuestionnaireResponse.id)
        .where(Answer.inbound_id == message.id)
    )
    return {(code, link_id) for code, link_id in rows}
