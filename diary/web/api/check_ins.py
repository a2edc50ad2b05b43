"""Check-ins, the questionnaires that they ask, and answers to them."""

from uuid import UUID

from sqlalchemy.orm import Session

from diary.domain.item import Item
from diary.domain.questionnaire import Questionnaire
from diary.services import own_check_ins, own_diary
from diary.services.entries import Verdict
from diary.web.api import problems
from diary.web.api.calls import Call
from diary.web.api.operations import Reply
from diary.web.api.paging import dump_place, load_place
from diary.web.api.saying import localized, say_check_in
from diary.web.api.schemas import check_ins as schemas
from diary.web.api.schemas.entries import ResponsePost, ResponseSubmission
from diary.web.api.submitting import help_after, looked_through, refusal, store_one


def index(call: Call, query: schemas.CheckInQuery) -> Reply:
    after = load_place(query.cursor)
    with call.reading("read check-ins") as session:
        found = own_check_ins.list_check_ins(
            session, call.patient, query.when, call.now, after=after, limit=query.limit + 1
        )
    shown = found[: query.limit]
    last = shown[-1] if len(found) > query.limit else None
    return Reply(
        schemas.CheckIns(
            items=[say_check_in(each) for each in shown],
            next=dump_place(last.due_at, last.id) if last else None,
        )
    )


def show(call: Call, check_in_id: UUID) -> Reply:
    with call.reading("read check-in", check_in_id) as session:
        found = _check_in(call, session, check_in_id)
    return Reply(found)


def answer(call: Call, check_in_id: UUID, body: ResponsePost) -> Reply:
    """Record answers: 201, or 200 for what was recorded already."""
    given = {**body.model_dump(exclude_unset=True), "version": body.version}
    entry = ResponseSubmission(kind="response", check_in=check_in_id, **given)
    whole = looked_through(call, entry)
    recorded = None
    with call.writing() as session:
        outcome = store_one(call, session, whole)
        if outcome.is_kept:
            session.flush()
            row = own_diary.entry_of(session, call.patient, body.id)
            recorded = schemas.Recorded(
                check_in=_check_in(call, session, check_in_id),
                counts=row is not None and row.counts,
                help=help_after(call, [outcome]),
            )
    if recorded is None:
        raise refusal(call, outcome)
    return Reply(recorded, 201 if outcome.verdict is Verdict.STORED else 200)


def questionnaires(call: Call, query: schemas.InLanguage) -> Reply:
    """All that check-ins may ask, so that a phone can render them with no network."""
    language = query.language or call.patient.language
    return Reply(
        schemas.Questionnaires(
            language=language,
            items=[
                say_questionnaire(each, language)
                for each in call.catalogue.questionnaires.values()
                if each.is_askable
            ],
        )
    )


def questionnaire(call: Call, code: str, query: schemas.InLanguage) -> Reply:
    found = call.catalogue.questionnaires.get(code)
    if found is None or not found.is_askable:
        raise problems.not_found()
    return Reply(say_questionnaire(found, query.language or call.patient.language))


def say_questionnaire(found: Questionnaire, language: str) -> schemas.Questionnaire:
    return schemas.Questionnaire(
        code=found.code,
        version=found.version,
        title=localized(found.title, language),
        recall=localized(found.recall, language),
        stem=localized(found.stem, language),
        items=[_say_item(item, language) for item in found.items_for("app")],
        citation=found.source.get("citation", ""),
        licence=found.source.get("licence", ""),
    )


def _say_item(item: Item, language: str) -> schemas.Item:
    condition = item.asked_if
    return schemas.Item(
        link_id=item.link_id,
        kind=item.kind.value,
        name=localized(item.name, language),
        text=localized(item.text, language),
        options=[
            schemas.Option(value=option.value, label=localized(option.label, language))
            for option in item.options
        ],
        minimum=item.minimum,
        maximum=item.maximum,
        step=item.step,
        unit=item.unit,
        minimum_label=localized(item.minimum_label, language),
        maximum_label=localized(item.maximum_label, language),
        is_optional="sms" not in item.channels,
        asked_if=(
            schemas.Condition(any_of=list(condition.any_of), at_least=condition.at_least)
            if condition
            else None
        ),
    )


def _check_in(call: Call, session: Session, check_in_id: UUID) -> schemas.CheckIn:
    found = own_check_ins.check_in_of(session, call.patient, check_in_id, call.now)
    if found is None:
        raise problems.not_found()
    return say_check_in(found)
