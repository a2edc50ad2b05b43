"""Answers that a clinician looks at whatever the total: each one said, and which were not given."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import and_, or_, select, tuple_
from sqlalchemy.orm import Session

from diary.domain.item import Item
from diary.domain.questionnaire import Questionnaire
from diary.services.catalogue import Catalogue
from diary.store.alerts import SafetyAlert
from diary.store.responses import Answer, QuestionnaireResponse

_RULES = {"answer-phq9-item9": ("phq9", "9")}
"""Rules that are named otherwise than ``answer-<questionnaire>-<item>``."""
_AT_ONCE = timedelta(hours=1)
"""An alert is opened with the answer; a page refused for another question is sent again soon."""


@dataclass(frozen=True, slots=True)
class ItemAnswer:
    """What was given for one item of one response; ``value`` is ``None`` where nothing was.

    ``is_current``: no correction has taken its place.
    """

    questionnaire: str
    link_id: str
    at: datetime
    """The moment that the response speaks of."""
    value: float | None
    recorded_at: datetime | None = None
    inbound_id: UUID | None = None
    is_current: bool = True


class _Row(NamedTuple):
    response_id: UUID
    questionnaire: str
    at: datetime
    answer: Answer | None


def items_of(questionnaire: Questionnaire) -> tuple[Item, ...]:
    """The items that its total hides: not those of a screening that consists of them."""
    followed = tuple(item for item in questionnaire.items if item.follow_up)
    return followed if 2 * len(followed) < len(questionnaire.items) else ()


def of_patient(
    session: Session, catalogue: Catalogue, patient_id: UUID
) -> Mapping[tuple[str, str], Sequence[ItemAnswer]]:
    """By questionnaire and item, each by time."""
    wanted = {
        (code, item.link_id)
        for code, questionnaire in catalogue.questionnaires.items()
        for item in questionnaire.items
        if item.follow_up
    }
    if not wanted:
        return {}
    is_wanted = or_(
        *(
            and_(QuestionnaireResponse.questionnaire == code, Answer.link_id == link_id)
            for code, link_id in sorted(wanted)
        )
    )
    found_rows = session.execute(
        select(
            QuestionnaireResponse.id,
            QuestionnaireResponse.questionnaire,
            QuestionnaireResponse.asked_at,
            Answer,
        )
        .outerjoin(Answer, and_(Answer.response_id == QuestionnaireResponse.id, is_wanted))
        .where(
            QuestionnaireResponse.patient_id == patient_id,
            QuestionnaireResponse.questionnaire.in_({code for code, _ in wanted}),
            QuestionnaireResponse.answered_at.is_not(None),
        )
        .order_by(QuestionnaireResponse.asked_at, Answer.recorded_at)
    )
    rows = [_Row(*row) for row in found_rows]
    found: dict[tuple[str, str], list[ItemAnswer]] = {}
    answered = {
        (response_id, answer.link_id)
        for response_id, _code, _at, answer in rows
        if answer is not None and answer.superseded_at is None
    }
    for response_id, code, at, answer in rows:
        if answer is not None and not isinstance(answer.value, list):
            found.setdefault((code, answer.link_id), []).append(_given(code, at, answer))
        for link_id in (link_id for other, link_id in wanted if other == code):
            if (response_id, link_id) not in answered:
                answered.add((response_id, link_id))
                found.setdefault((code, link_id), []).append(ItemAnswer(code, link_id, at, None))
    return found


def item_of(rule: str, questionnaires: Mapping[str, Questionnaire]) -> tuple[str, str] | None:
    """The questionnaire and the item that a rule is about; ``None`` of any other rule."""
    if rule in _RULES:
        return _RULES[rule]
    return next(
        (
            (code, item.link_id)
            for code, questionnaire in questionnaires.items()
            for item in questionnaire.items
            if item.follow_up and rule == f"answer-{code}-{item.link_id}"
        ),
        None,
    )


def behind_each(
    session: Session, catalogue: Catalogue, alerts: Iterable[SafetyAlert]
) -> Mapping[UUID, ItemAnswer]:
    """The answer that opened it by alert, of those that an answer opened; one question for all."""
    about = [
        (alert, item)
        for alert in alerts
        if alert.patient_id and (item := item_of(alert.rule, catalogue.questionnaires))
    ]
    if not about:
        return {}
    rows = session.execute(
        select(
            QuestionnaireResponse.patient_id,
            QuestionnaireResponse.questionnaire,
            QuestionnaireResponse.asked_at,
            Answer,
        )
        .join(Answer, Answer.response_id == QuestionnaireResponse.id)
        .where(
            QuestionnaireResponse.patient_id.in_({alert.patient_id for alert, _ in about}),
            tuple_(QuestionnaireResponse.questionnaire, Answer.link_id).in_(
                {item for _, item in about}
            ),
            Answer.recorded_at >= min(alert.opened_at for alert, _ in about) - _AT_ONCE,
        )
        .order_by(Answer.recorded_at)
    )
    given: dict[tuple[UUID | None, str, str], list[ItemAnswer]] = {}
    for patient_id, code, at, answer in rows:
        if not isinstance(answer.value, list):
            given.setdefault((patient_id, code, answer.link_id), []).append(
                _given(code, at, answer)
            )
    found = {
        alert.id: behind(alert, given.get((alert.patient_id, *item), ())) for alert, item in about
    }
    return {alert_id: answer for alert_id, answer in found.items() if answer}


def behind(alert: SafetyAlert, answers: Iterable[ItemAnswer]) -> ItemAnswer | None:
    """The answer that opened ``alert``, as it was given then; ``None`` where it was not kept."""

    def distance(answer: ItemAnswer) -> tuple[bool, timedelta]:
        assert answer.recorded_at is not None  # noqa: S101  only given ones are looked at
        is_other = alert.inbound_id is None or answer.inbound_id != alert.inbound_id
        return is_other, abs(answer.recorded_at - alert.opened_at)

    given = [a for a in answers if a.value and a.recorded_at is not None]
    nearest = min(given, key=distance, default=None)
    if nearest is None:
        return None
    is_other, apart = distance(nearest)
    return nearest if not is_other or apart <= _AT_ONCE else None


def _given(code: str, at: datetime, answer: Answer) -> ItemAnswer:
    assert not isinstance(answer.value, list)  # noqa: S101  such items take one value
    return ItemAnswer(
        code,
        answer.link_id,
        at,
        answer.value,
        answer.recorded_at,
        answer.inbound_id,
        is_current=answer.superseded_at is None,
    )
