"""Check-ins and what they ask."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from diary.services.own_check_ins import When
from diary.store.care import PromptStatus
from diary.store.responses import ResponseStatus
from diary.web.api.schemas.base import Incoming, Language, Moment, Outgoing, Page
from diary.web.api.schemas.entries import Entry, Given
from diary.web.api.schemas.safety import Help


class Paging(Incoming):
    limit: Annotated[int, Field(ge=1, le=100)] = 50
    cursor: Annotated[str, Field(max_length=200)] | None = None


class CheckInQuery(Paging):
    when: When = When.DUE


class InLanguage(Incoming):
    language: Language | None = Field(default=None, description="The patient's own by default.")


class Score(Outgoing):
    total: float
    band: str | None


class Response(Outgoing):
    """One questionnaire's answers."""

    questionnaire: str
    questionnaire_version: str
    status: ResponseStatus
    answered_at: Moment | None
    answers: dict[str, Given]
    answered_by: list[str] = Field(description="`text`, `app` or `page`: how the answers came.")
    score: Score | None = Field(description="Of a whole questionnaire only.")
    beside: list[Entry] = Field(description="Answers from the app that do not count.")


class CheckIn(Outgoing):
    id: UUID
    when: When
    status: PromptStatus
    due_at: Moment
    closes_at: Moment = Field(description="From then on it cannot be answered.")
    questionnaires: list[str]
    responses: list[Response]


class CheckIns(Page):
    items: list[CheckIn]


class Recorded(Outgoing):
    """What became of an answer, and where help is if there is danger in it."""

    check_in: CheckIn
    counts: bool = Field(description="False: it was answered before, and this is kept beside.")
    help: Help | None


class Option(Outgoing):
    value: int
    label: str


class Condition(Outgoing):
    """Ask the item only if one of these was answered with so much or more."""

    any_of: list[str]
    at_least: float


class Item(Outgoing):
    link_id: str
    kind: str
    name: str
    text: str
    options: list[Option]
    minimum: float
    maximum: float
    step: float
    unit: str | None
    minimum_label: str = Field(description="What the low end of a rating means; may be empty.")
    maximum_label: str
    is_optional: bool = Field(description="Whether a check-in is whole without it.")
    asked_if: Condition | None


class Questionnaire(Outgoing):
    code: str
    version: str
    title: str
    recall: str
    stem: str
    items: list[Item] = Field(description="Empty where the text may not be shown.")
    citation: str
    licence: str


class Questionnaires(Outgoing):
    language: Language
    items: list[Questionnaire]
